"""The only place that imports the client, which the module brings along next to this package."""

from __future__ import annotations

from pegbar_client.errors import Cancelled, PegbarError
from pegbar_client.form.draft import Draft, SeedMode
from pegbar_client.form.frames import make_range, parse_frames
from pegbar_client.form.sources import (
    COLOUR_LABELS,
    DATA_SOURCES,
    SOURCE_LABELS,
    choose_default_source,
    list_input_sources,
)
from pegbar_client.form.values import check_value, default_values, integer_range
from pegbar_client.host.capture_files import name_captured_file
from pegbar_client.host.footage import Footage, prepare_footage
from pegbar_client.host.interface import (
    AvailableSource,
    CameraData,
    Capture,
    Captured,
    CapturedFile,
    CaptureListener,
    CaptureRequest,
    ColourSpace,
    HistoryEntry,
    Placed,
    Placement,
    Result,
    ResultFile,
    SceneContext,
    Source,
    SourceSpec,
)
from pegbar_client.host.png import read_png_size, strip_png
from pegbar_client.host.problems import capture_failed, explain_errors
from pegbar_client.host.steps import StepRunner, Steps
from pegbar_client.models import Workflow, WorkflowFormField, WorkflowFormInput
from pegbar_client.session.describe import describe_price, describe_review
from pegbar_client.session.session import Session
from pegbar_client.session.state import Connection, RequestView, State
from pegbar_client.settings import Settings, load_settings, parse_url, save_settings
from pegbar_client.version import VERSION

__all__ = [
    "COLOUR_LABELS",
    "DATA_SOURCES",
    "SOURCE_LABELS",
    "VERSION",
    "AvailableSource",
    "CameraData",
    "Cancelled",
    "Capture",
    "CaptureListener",
    "CaptureRequest",
    "Captured",
    "CapturedFile",
    "ColourSpace",
    "Connection",
    "Draft",
    "Footage",
    "HistoryEntry",
    "PegbarError",
    "Placed",
    "Placement",
    "RequestView",
    "Result",
    "ResultFile",
    "SceneContext",
    "SeedMode",
    "Session",
    "Settings",
    "Source",
    "SourceSpec",
    "State",
    "StepRunner",
    "Steps",
    "Workflow",
    "WorkflowFormField",
    "WorkflowFormInput",
    "capture_failed",
    "check_value",
    "choose_default_source",
    "default_values",
    "describe_price",
    "describe_review",
    "explain_errors",
    "integer_range",
    "list_input_sources",
    "load_settings",
    "make_range",
    "name_captured_file",
    "parse_frames",
    "parse_url",
    "prepare_footage",
    "read_png_size",
    "save_settings",
    "strip_png",
]
