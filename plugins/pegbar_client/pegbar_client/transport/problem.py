"""Errors of the API (RFC 9457)."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import cast

from ..errors import ErrorDetail, PegbarError
from .http import Response, origin_of


def read_error(response: Response) -> PegbarError:
    """The error of a response with a status that is no success."""
    content = response.read()
    retry_after = parse_retry_after(response.headers.get("retry-after"))
    problem = _parse(content)
    if problem is None:
        said = re.sub(r"<[^>]*>|\s+", " ", content[:2000].decode("utf-8", "replace")).strip()
        return PegbarError(
            f"{origin_of(response.url)} answered {response.status}{': ' + said[:200] if said else ''}.",
            code="unexpected_answer",
            status=response.status,
            retry_after=retry_after,
            hint="Check the address, and whether a proxy answers instead.",
            request_id=response.headers.get("x-request-id", ""),
        )
    details = tuple(_read_details(problem.get("errors")))
    message = _text(problem, "detail") or _text(problem, "title")
    hints = [detail.hint for detail in details if detail.hint]
    return PegbarError(
        message,
        code=_text(problem, "code"),
        status=response.status,
        details=details,
        # The sentence often contains what to do already.
        hint=hints[0] if len(hints) == 1 and hints[0] not in message else "",
        request_id=_text(problem, "requestId"),
        retry_after=retry_after,
    )


def parse_retry_after(header: str | None) -> float | None:
    """Seconds to wait; the header is a number or a date."""
    if header is None:
        return None
    if re.fullmatch(r"\d+", header):
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(timezone.utc)).total_seconds())


def _parse(content: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(content)
    except ValueError:
        # Proxies answer with HTML.
        return None
    if not isinstance(value, dict):
        return None
    problem = cast("dict[str, object]", value)
    return problem if isinstance(problem.get("code"), str) else None


def _read_details(errors: object) -> list[ErrorDetail]:
    if not isinstance(errors, list):
        return []
    found: list[ErrorDetail] = []
    for error in cast("list[object]", errors):
        if isinstance(error, dict):
            detail = cast("dict[str, object]", error)
            found.append(ErrorDetail(_text(detail, "message"), _text(detail, "remedy"), _text(detail, "pointer")))
    return found


def _text(value: dict[str, object], name: str) -> str:
    text = value.get(name)
    return text if isinstance(text, str) else ""
