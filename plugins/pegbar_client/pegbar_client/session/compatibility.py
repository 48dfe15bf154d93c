"""Whether this plug-in and the server fit."""

from __future__ import annotations

import re
from typing import cast

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..version import VERSION


def describe_update(api: Api, cancel: CancelToken, version: str = VERSION) -> str:
    """What a person should know about versions; empty if nothing. An older server without the route knows nothing."""
    try:
        answer = api.request("GET", "/v1/plugins", cancel)
    except PegbarError as error:
        if error.status == 404:
            return ""
        raise
    known = cast("dict[str, object]", answer if isinstance(answer, dict) else {})
    newest, oldest = str(known.get("version", "")), str(known.get("minimumVersion", ""))
    if parse_version(version) < parse_version(oldest):
        return f"This plug-in ({version}) is too old for the server. Update it to {newest}: portal, Plug-ins."
    if parse_version(version) < parse_version(newest):
        return f"Version {newest} of this plug-in is available: portal, Plug-ins."
    return ""


def parse_version(text: str) -> tuple[int, ...]:
    """``1.2.3`` as numbers; empty for anything else, which is older than every version."""
    return tuple(int(part) for part in text.split(".")) if re.fullmatch(r"\d+(\.\d+)*", text) else ()
