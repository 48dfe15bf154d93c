"""What a panel shows. Values are replaced, never changed, so that the main thread reads them without waiting."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from ..models import Me, Show, Workflow
from ..outbox.request import Request, StoredError
from ..sign_in.device import DeviceCode


class Connection(str, Enum):
    """How the plug-in and the server stand."""

    #: No server address yet.
    NOT_CONFIGURED = "not_configured"
    SIGNED_OUT = "signed_out"
    SIGNING_IN = "signing_in"
    CONNECTING = "connecting"
    ONLINE = "online"
    #: The server does not answer. It is tried again by itself.
    OFFLINE = "offline"


@dataclass(frozen=True)
class Remaining:
    """What is left of a budget."""

    #: ``tenant``, ``show`` or ``member``.
    scope: str
    #: Dollars; None without a limit.
    dollars: float | None
    gpu_seconds: float | None


@dataclass(frozen=True)
class Price:
    """An estimate before a submit."""

    #: Dollars.
    low: float
    high: float
    #: Seconds until it begins; None if no worker runs.
    wait_low: float | None
    wait_high: float | None
    #: Number of jobs, and how many of them take results of earlier ones free of charge.
    jobs: int
    reused: int
    remaining: tuple[Remaining, ...]


@dataclass(frozen=True)
class RequestView:
    """One submission as a panel shows it."""

    request: Request
    #: 0 to 1; None if it is not known.
    fraction: float | None = None
    #: "Uploading 34 %", "Queued: starts in about 2 min", "Step 12 of 20".
    text: str = ""
    #: Newest preview; None before the first one.
    preview: Path | None = None
    #: ``pending``, ``approved`` or ``retake``; empty before it is known.
    review: str = ""
    #: Comment of the review.
    review_comment: str = ""
    #: Index of its record in the studio's log; None before it is known.
    certified: bool = False

    @property
    def error(self) -> StoredError | None:
        return self.request.error


@dataclass(frozen=True)
class State:
    """Everything a panel shows."""

    connection: Connection = Connection.NOT_CONFIGURED
    #: An error of connection or sign-in, and what to do; empty without one.
    message: str = ""
    hint: str = ""
    #: While signing in with a code.
    device_code: DeviceCode | None = None
    me: Me | None = None
    shows: tuple[Show, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    #: Whether shows and workflows have been read.
    is_loaded: bool = False
    #: ``show/sequence/shot`` by the path of the open file; empty if it names none.
    shot_of_file: str = ""
    price: Price | None = None
    #: Why there is no price: "Calculating price…", "Choose a shot to see the price."
    price_note: str = ""
    #: Submissions of the open scene, newest first.
    requests: tuple[RequestView, ...] = ()
    #: Submissions of other scenes that are not finished.
    elsewhere: int = 0
    #: A newer plug-in is available, or this one is too old for the server.
    update_note: str = field(default="")
