"""Errors that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorDetail:
    """One problem of a refused request, as the API reports it (RFC 9457 ``errors``)."""

    message: str
    hint: str = ""
    #: Where in the request: a JSON pointer, or the name of a form field.
    pointer: str = ""


class PegbarError(Exception):
    """An error with a sentence that says what happened, and one that says what to do.

    ``code`` is the API's stable code, or one of this client: ``network`` (no response), ``certificate`` (TLS
    verification failed), ``unexpected_answer`` (not the API's), ``signed_out``, ``cancelled``, ``file_missing``,
    ``file_hash_mismatch``, ``disk_full``, ``capture_failed``, ``not_supported``, ``invalid_value``.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        hint: str = "",
        status: int = 0,
        details: Sequence[ErrorDetail] = (),
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        #: HTTP status; 0 without a response.
        self.status = status
        self.details = tuple(details)
        #: For support by the platform's operator.
        self.request_id = request_id
        #: Seconds that the server asks to wait before a retry.
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Cancelled(PegbarError):
    """A person cancelled the operation, or the host is closing."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message, code="cancelled")
