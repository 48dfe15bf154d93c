"""The only place that imports the client.

A released add-on brings it along as ``vendor/pegbar_client``; in the repository it is a package of its own.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pegbar_client.agent.process import find_python
    from pegbar_client.agent.proxy import SessionProxy
    from pegbar_client.errors import Cancelled, PegbarError
    from pegbar_client.form.draft import Draft
    from pegbar_client.form.frames import parse_frames
    from pegbar_client.form.sources import (
        COLOUR_LABELS,
        DATA_SOURCES,
        SOURCE_LABELS,
        choose_default_source,
        list_input_sources,
    )
    from pegbar_client.form.values import default_values, integer_range
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
    from pegbar_client.host.png import png_module, strip_png, write_png
    from pegbar_client.host.problems import capture_failed, explain_errors
    from pegbar_client.host.steps import StepRunner, Steps
    from pegbar_client.models import Workflow, WorkflowFormField, WorkflowFormInput
    from pegbar_client.session.describe import describe_price, describe_review
    from pegbar_client.session.state import Connection, RequestView, State
    from pegbar_client.settings import Settings, load_settings, parse_url, save_settings
    from pegbar_client.version import VERSION
else:
    #: Module of the client → what the add-on uses of it.
    _NAMES = {
        "agent.process": ("find_python",),
        "agent.proxy": ("SessionProxy",),
        "errors": ("Cancelled", "PegbarError"),
        "form.draft": ("Draft",),
        "form.frames": ("parse_frames",),
        "form.sources": (
            "COLOUR_LABELS",
            "DATA_SOURCES",
            "SOURCE_LABELS",
            "choose_default_source",
            "list_input_sources",
        ),
        "form.values": ("default_values", "integer_range"),
        "host.footage": ("Footage", "prepare_footage"),
        "host.capture_files": ("name_captured_file",),
        "host.interface": (
            "AvailableSource",
            "CameraData",
            "Capture",
            "Captured",
            "CapturedFile",
            "CaptureListener",
            "CaptureRequest",
            "ColourSpace",
            "HistoryEntry",
            "Placed",
            "Placement",
            "Result",
            "ResultFile",
            "SceneContext",
            "Source",
            "SourceSpec",
        ),
        "host.png": ("png_module", "strip_png", "write_png"),
        "host.problems": ("capture_failed", "explain_errors"),
        "host.steps": ("StepRunner", "Steps"),
        "models": ("Workflow", "WorkflowFormField", "WorkflowFormInput"),
        "session.describe": ("describe_price", "describe_review"),
        "session.state": ("Connection", "RequestView", "State"),
        "settings": ("Settings", "load_settings", "parse_url", "save_settings"),
        "version": ("VERSION",),
    }

    def _load(name: str) -> ModuleType:
        vendored = f"{__package__}.vendor"
        try:
            return importlib.import_module(f"{vendored}.pegbar_client.{name}")
        except ModuleNotFoundError as error:
            if error.name != vendored:
                raise
        return importlib.import_module(f"pegbar_client.{name}")

    for _module, _names in _NAMES.items():
        _loaded = _load(_module)
        for _name in _names:
            globals()[_name] = getattr(_loaded, _name)

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
    "SessionProxy",
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
    "choose_default_source",
    "default_values",
    "describe_price",
    "describe_review",
    "explain_errors",
    "find_python",
    "integer_range",
    "list_input_sources",
    "load_settings",
    "name_captured_file",
    "parse_frames",
    "parse_url",
    "png_module",
    "prepare_footage",
    "save_settings",
    "strip_png",
    "write_png",
]
