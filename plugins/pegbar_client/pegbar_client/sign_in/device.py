"""Sign-in with a browser on any machine: device codes (RFC 8628), for remote desktops."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ..cancel import CancelToken
from ..errors import PegbarError
from ..transport.http import Http
from .issuer import Issuer, Tokens, post_form, read_tokens


@dataclass(frozen=True)
class DeviceCode:
    """What the person needs: a page, and the code that it must show."""

    #: The page with the code filled in, if the provider has one.
    url: str
    #: The page without the code, short enough to type.
    short_url: str
    code: str


def sign_in_by_device(http: Http, issuer: Issuer, show: Callable[[DeviceCode], None], cancel: CancelToken) -> Tokens:
    """Calls ``show`` with page and code, and waits until the person has signed in there.

    Raises PegbarError ``not_supported`` if the provider has no device codes, ``signed_out`` if the person refuses or
    the code expires, and Cancelled.
    """
    if not issuer.device_endpoint:
        raise PegbarError(
            f"The identity provider at {issuer.issuer} does not support codes.",
            code="not_supported",
            hint="Sign in with the browser on this machine.",
        )
    form = {"client_id": issuer.client_id, "scope": " ".join(issuer.scopes), **issuer.extra}
    status, begun = post_form(http, issuer.device_endpoint, form, cancel)
    if status != 200:
        said = begun.get("error_description") or begun.get("error") or f"status {status}"
        raise PegbarError(f"The sign-in failed: {said}.", code="signed_out", hint="Try again later.")
    short_url = str(begun["verification_uri"])
    show(DeviceCode(str(begun.get("verification_uri_complete") or short_url), short_url, str(begun["user_code"])))
    interval = _number(begun.get("interval"), 5.0)
    until = time.monotonic() + _number(begun.get("expires_in"), 600.0)
    poll = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": str(begun["device_code"]),
        "client_id": issuer.client_id,
        **issuer.extra,
    }
    while time.monotonic() < until:
        cancel.wait(interval)
        try:
            status, answer = post_form(http, issuer.token_endpoint, poll, cancel)
        except PegbarError as error:
            if error.code != "network":
                raise
            # RFC 8628, 3.5: after a time-out, wait longer before the next poll.
            interval *= 2
            continue
        if status == 200:
            return read_tokens(answer)
        code = answer.get("error")
        if code == "slow_down":
            interval += 5
        elif code != "authorization_pending":
            said = "it was refused" if code == "access_denied" else answer.get("error_description") or code
            raise PegbarError(f"The sign-in failed: {said}.", code="signed_out", hint="Sign in again.")
    raise PegbarError("The code has expired.", code="signed_out", hint="Sign in again.")


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) and value > 0 else default
