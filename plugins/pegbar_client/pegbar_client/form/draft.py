"""What a person has chosen to submit, and the request that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..errors import ErrorDetail, PegbarError
from ..host.interface import Source, SourceSpec
from ..models import Workflow, WorkflowFormField
from .frames import format_frames
from .values import check_values, to_parameters

SeedMode = Literal["fixed", "increment", "perFrame"]
#: Seeds of batches end here; those of a job at the workflow's own limit.
_LARGEST_BATCH_SEED = 2**53 - 1


@dataclass(frozen=True)
class Draft:
    """One submission before it is submitted."""

    #: ``show/sequence/shot``.
    shot: str
    workflow: Workflow
    #: Values of the form's fields, by name. Omitted fields use their default.
    values: Mapping[str, object]
    #: How each input of the form is captured, by name.
    sources: Mapping[str, SourceSpec]
    #: None: one picture of the current frame.
    frames: tuple[int, ...] | None = None
    seed_mode: SeedMode = "fixed"
    #: Name of a text field that gets the camera's data as JSON; empty for none.
    camera_field: str = ""
    #: Id of a :class:`~pegbar_client.host.interface.Placement`; empty: the result is only downloaded.
    placement: str = ""
    #: Text for lists; default: the workflow's name.
    title: str = ""
    #: More labels of the job, at most 12.
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


def find_seed(workflow: Workflow) -> WorkflowFormField | None:
    """The form's seed field."""
    return next((one for one in workflow.form.fields if one.purpose == "seed" and one.type == "integer"), None)


def check_draft(draft: Draft) -> None:
    """Raises PegbarError ``invalid_value`` with one detail per problem; pointers are names of fields and inputs."""
    details = [ErrorDetail(error, pointer=name) for name, error in check_values(draft.workflow, draft.values).items()]
    if not draft.shot:
        details.append(ErrorDetail("Choose a shot.", pointer="shot"))
    for one in draft.workflow.form.inputs:
        spec = draft.sources.get(one.name)
        if spec is None:
            details.append(ErrorDetail(f"Choose what {one.label} is made from.", pointer=one.name))
        elif spec.source in (Source.FILE, Source.IMAGE) and not spec.name:
            details.append(ErrorDetail(f"Choose an image for {one.label}.", pointer=one.name))
        elif spec.source is Source.OBJECT_MASK and not spec.objects:
            details.append(ErrorDetail(f"Choose the objects that are white in {one.label}.", pointer=one.name))
    if draft.frames is not None and not draft.frames:
        details.append(ErrorDetail("Choose at least one frame.", pointer="frames"))
    seed = find_seed(draft.workflow)
    if draft.frames is not None and seed and seed.name in draft.values and not details:
        if int(str(draft.values[seed.name])) > _LARGEST_BATCH_SEED:
            details.append(ErrorDetail(f"Enter a seed up to {_LARGEST_BATCH_SEED} for a frame range.", pointer=seed.name))
    if details:
        raise PegbarError(details[0].message, code="invalid_value", details=details)


def build_body(draft: Draft, labels: Mapping[str, str] | None = None) -> dict[str, object]:
    """The body of ``POST /v1/jobs``, or of ``POST /v1/batches`` with frames, without inputs."""
    parameters = to_parameters(draft.workflow, draft.values)
    body: dict[str, object] = {
        "shot": draft.shot,
        # The version that the form belongs to, even if a newer one is published meanwhile.
        "workflow": draft.workflow.version_id,
    }
    # The API takes no empty labels.
    if draft.labels or labels:
        body["labels"] = {**draft.labels, **(labels or {})}
    if draft.frames is not None:
        body["frames"] = format_frames(draft.frames)
        body["name"] = draft.title or draft.workflow.name
        seed = find_seed(draft.workflow)
        if seed:
            value = int(str(parameters.pop(seed.name, seed.default)))
            body["seed"] = {"kind": draft.seed_mode, "seed": value}
    body["parameters"] = parameters
    return body
