"""What the client needs of the program it runs in: Blender, Maya, or memory for tests.

Every method except :meth:`Host.schedule` is called on the main thread, because neither ``bpy`` nor ``maya.cmds`` may be
used on another one. Nothing here may wait for the network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Protocol


class Source(str, Enum):
    """What the host can make an input of."""

    VIEWPORT = "viewport"
    RENDER = "render"
    LAST_RENDER = "last_render"
    DEPTH = "depth"
    NORMAL = "normal"
    OBJECT_MASK = "object_mask"
    #: An image that is open in the host, by its name there.
    IMAGE = "image"
    #: A file on disk. The client takes it itself; hosts are not asked.
    FILE = "file"


class ColourSpace(str, Enum):
    """How the values of a captured image are encoded."""

    #: Through the view transform, as shown on the screen: 8-bit PNG with sRGB encoding.
    DISPLAY = "display"
    #: Scene-linear light without a view transform: 16-bit half-float OpenEXR.
    LINEAR = "linear"
    #: Not colour: depth, normals and masks. 16-bit PNG without any transform.
    DATA = "data"


@dataclass(frozen=True)
class SourceSpec:
    """How one input of a form is captured."""

    source: Source
    colour: ColourSpace = ColourSpace.DISPLAY
    #: ``FILE``: path. ``IMAGE``: the image's name in the host.
    name: str = ""
    #: ``OBJECT_MASK``: names of the objects that are white.
    objects: tuple[str, ...] = ()
    #: ``DEPTH``: distances from the camera plane in scene units that become white and black. None: the nearest and
    #: farthest surface of all captured frames.
    near: float | None = None
    far: float | None = None


@dataclass(frozen=True)
class CaptureRequest:
    """Inputs to capture for one submission."""

    #: By the input's name in the workflow's form. Without ``Source.FILE``.
    sources: Mapping[str, SourceSpec]
    #: None: the current frame, for a single picture.
    frames: tuple[int, ...] | None
    #: An existing, empty folder. The host writes only there.
    folder: Path
    #: Whether to read the camera at each frame as well.
    camera: bool = False


@dataclass(frozen=True)
class CapturedFile:
    """One file of a capture."""

    input: str
    #: None for a single picture.
    frame: int | None
    path: Path
    width: int
    height: int
    colour: ColourSpace


@dataclass(frozen=True)
class CameraData:
    """A camera at one frame, right-handed, Y up, looking down −Z (the convention of glTF and USD)."""

    frame: int
    #: Camera to world, 16 numbers in row-major order, in scene units.
    matrix: tuple[float, ...]
    #: Millimetres. 0 for an orthographic camera.
    focal_length: float
    #: Width and height in millimetres.
    sensor: tuple[float, float]
    #: Lens shift as a fraction of the sensor's width and height.
    shift: tuple[float, float]
    #: Distances in scene units.
    clip: tuple[float, float]
    #: Width of the view in scene units; None for a perspective camera.
    orthographic_width: float | None
    #: Size of the picture in pixels.
    size: tuple[int, int]


@dataclass(frozen=True)
class Captured:
    """The result of a capture."""

    files: tuple[CapturedFile, ...]
    #: In the order of the frames; empty unless asked for.
    cameras: tuple[CameraData, ...] = ()


class CaptureListener(Protocol):
    """Gets what happens to a capture, on the main thread. Exactly one of ``done`` and ``failed`` is called, once."""

    def progress(self, done: int, total: int, text: str) -> None: ...

    def done(self, captured: Captured) -> None: ...

    def failed(self, error: Exception) -> None:
        """``error`` is a :class:`~pegbar_client.errors.PegbarError` if a person can do something about it, and a
        ``Cancelled`` after :meth:`Capture.cancel` and when the person cancelled the render."""


class Capture(Protocol):
    """A running capture."""

    def cancel(self) -> None:
        """Ends it soon, with ``failed(Cancelled())``. All settings of the scene are restored."""


@dataclass(frozen=True)
class AvailableSource:
    """Whether a source can be captured now, and if not, what the person can do."""

    source: Source
    #: Empty if it is available: "No camera in the scene. Add a camera, or choose the viewport."
    reason: str = ""


@dataclass(frozen=True)
class Placement:
    """A way to put a result into the scene."""

    #: ``compositor``, ``image_plane``, ``background``, ``image``; hosts may have others.
    id: str
    label: str


@dataclass(frozen=True)
class ResultFile:
    """One downloaded file of a result."""

    asset_id: str
    #: None for a result without frames.
    frame: int | None
    path: Path
    sha256: str
    #: In pixels; 0 if the server has not measured the file yet.
    width: int
    height: int
    content_type: str
    colour: ColourSpace = ColourSpace.DISPLAY


@dataclass(frozen=True)
class Result:
    """A version of a result, to place into the scene."""

    #: Identifies what is updated in place: shot and output name (``HARBOR/sq010/sh010/picture``).
    key: str
    #: ``v003``.
    version: str
    #: ``HARBOR_sq010_sh010_picture.v003``: how images and nodes are named.
    name: str
    #: In the order of their frames. One file, or one per frame; frames may be missing.
    files: tuple[ResultFile, ...]
    job_id: str | None = None
    batch_id: str | None = None
    #: Written to everything that is placed, so that a later version finds and updates it: ids only, never tokens.
    stamp: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Placed:
    """What :meth:`Host.place` did."""

    #: True if an earlier version was replaced in place.
    updated: bool
    #: Names of the data blocks or nodes, for messages and tests.
    names: tuple[str, ...]
    #: A sentence for the person if something was left out: "Frames 3 and 4 are missing; frame 2 is held."
    note: str = ""


@dataclass(frozen=True)
class SceneContext:
    """What the open scene says about itself."""

    #: ``Blender 4.2.3``.
    application: str
    #: Absolute; None for a scene that was never saved.
    file_path: Path | None
    #: UUID that is stored in the scene and survives saving and reopening. A copy of the file has the same.
    scene_id: str
    frame_current: int
    frame_start: int
    frame_end: int
    frame_step: int
    frames_per_second: Fraction
    #: Of a render, in pixels, with its percentage applied.
    width: int
    height: int
    has_camera: bool


@dataclass(frozen=True)
class HistoryEntry:
    """A submission that the scene remembers. The rest is in the outbox and on the server."""

    #: Id of the request in the outbox, and the job's or batch's label ``pegbar.request``.
    request_id: str
    title: str
    #: ISO 8601 in UTC.
    created_at: str
    shot: str
    workflow: str
    #: Frame range; empty for a single picture.
    frames: str = ""
    #: ``job_…`` or ``bat_…``; empty until it is submitted.
    remote_id: str = ""
    #: Names of the versions it made: ``HARBOR_sq010_sh010_picture.v003``.
    versions: tuple[str, ...] = ()


class Host(Protocol):
    """The program the client runs in."""

    def schedule(self, call: Callable[[], None]) -> None:
        """Runs ``call`` on the main thread, soon, in order. Called on any thread; returns at once."""
        ...

    def context(self) -> SceneContext: ...

    def sources(self) -> Sequence[AvailableSource]: ...

    def images(self) -> Sequence[str]:
        """Names of the images that are open in the host, for ``Source.IMAGE``."""
        ...

    def objects(self) -> Sequence[str]:
        """Names of the objects that a mask can show, the selected ones first."""
        ...

    def capture(self, request: CaptureRequest, listener: CaptureListener) -> Capture:
        """Begins to capture. Without an interface (a background process) it may be complete on return."""
        ...

    def placements(self) -> Sequence[Placement]: ...

    def place(self, result: Result, placement: str) -> Placed:
        """Puts a result into the scene, or updates what an earlier version of the same ``key`` placed there.

        Raises PegbarError if a file has been deleted meanwhile or cannot be read; then the scene is unchanged.
        """
        ...

    def read_history(self) -> Sequence[HistoryEntry]: ...

    def write_history(self, entries: Sequence[HistoryEntry]) -> None:
        """Stores the entries in the scene, so that they are saved with it."""
        ...
