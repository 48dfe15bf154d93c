"""The identity provider of a server, and its token endpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode, urlsplit

from ..cancel import CancelToken
from ..decode import decode
from ..errors import PegbarError
from ..models import SignIn
from ..transport.http import Http, origin_of
from ..transport.problem import read_error
from ..transport.retry import retry

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Tokens:
    """Tokens of a sign-in."""

    access: str
    refresh: str = ""
    #: Seconds since the epoch; 0 if unknown.
    expires_at: float = 0.0


@dataclass(frozen=True)
class Issuer:
    """An identity provider with the client that plug-ins use."""

    issuer: str
    client_id: str
    #: Host of the redirect: ``127.0.0.1`` or ``localhost``.
    host: str
    scopes: tuple[str, ...]
    #: Parameters that this provider needs in addition to the standard ones.
    extra: Mapping[str, str]
    authorization_endpoint: str
    token_endpoint: str
    #: Empty if the provider has no device codes (RFC 8628).
    device_endpoint: str


def find_issuer(http: Http, cancel: CancelToken) -> Issuer:
    """Reads the sign-in settings of the server, then the provider's discovery document.

    Raises PegbarError ``network``, or ``unexpected_answer`` if the address is not Pegbar's.
    """
    url = http.settings.url
    if not url:
        raise PegbarError(
            "The plug-in has no server address.",
            code="invalid_value",
            hint="Enter the address of your studio's Pegbar portal in the preferences.",
        )
    settings = decode(SignIn, _get_json(http, f"{url}/v1/sign-in", cancel))
    found = _get_json(http, f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration", cancel)
    document = cast("dict[str, object]", found if isinstance(found, dict) else {})
    if document.get("issuer") != settings.issuer:
        raise PegbarError(
            f"The identity provider at {settings.issuer} says that it is {document.get('issuer')}.",
            code="unexpected_answer",
            hint="Ask your admin to check the sign-in settings.",
        )
    endpoints = {
        name: str(document.get(name) or "")
        for name in ("authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
    }
    for endpoint in endpoints.values():
        if endpoint and urlsplit(endpoint).scheme != "https" and urlsplit(endpoint).hostname not in _LOOPBACK:
            raise PegbarError(
                f"The identity provider at {settings.issuer} is not encrypted.",
                code="unexpected_answer",
                hint="Ask your admin to check the sign-in settings.",
            )
    extra = {name: value for name, value in (("audience", settings.audience), ("resource", settings.resource)) if value}
    return Issuer(
        issuer=settings.issuer,
        client_id=settings.programs.client_id,
        host=settings.programs.host,
        scopes=tuple(settings.scopes),
        extra=extra,
        authorization_endpoint=endpoints["authorization_endpoint"],
        token_endpoint=endpoints["token_endpoint"],
        device_endpoint=endpoints["device_authorization_endpoint"],
    )


def post_form(http: Http, url: str, fields: Mapping[str, str], cancel: CancelToken) -> tuple[int, dict[str, object]]:
    """Posts a form to the provider. Returns status and JSON; a network error is raised."""
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    with http.send("POST", url, cancel, headers=headers, body=urlencode(fields).encode(), timeout=30) as response:
        content = response.read()
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise PegbarError(
            f"The identity provider at {origin_of(url)} answered {response.status} without JSON.",
            code="unexpected_answer",
            status=response.status,
            hint="Try again later.",
        )
    return response.status, cast("dict[str, object]", value)


def request_tokens(http: Http, issuer: Issuer, fields: Mapping[str, str], cancel: CancelToken) -> Tokens:
    """Exchanges a code or a refresh token.

    Raises PegbarError ``signed_out`` if the provider refuses it, and transient errors otherwise.
    """
    form = {"client_id": issuer.client_id, **issuer.extra, **fields}
    status, answer = post_form(http, issuer.token_endpoint, form, cancel)
    if status >= 500 or status == 429:
        raise PegbarError(
            f"The identity provider answered {status}.", code="unexpected_answer", status=503, hint="Try again later."
        )
    if status != 200 or not isinstance(answer.get("access_token"), str):
        said = answer.get("error_description") or answer.get("error") or f"status {status}"
        raise PegbarError(f"The sign-in failed: {said}.", code="signed_out", hint="Sign in again.")
    return read_tokens(answer, fields.get("refresh_token", ""))


def read_tokens(answer: Mapping[str, object], old_refresh: str = "") -> Tokens:
    seconds = answer.get("expires_in")
    refresh = answer.get("refresh_token")
    return Tokens(
        access=str(answer["access_token"]),
        # Providers that do not rotate refresh tokens send none.
        refresh=refresh if isinstance(refresh, str) else old_refresh,
        expires_at=time.time() + float(seconds) if isinstance(seconds, (int, float, str)) and seconds else 0.0,
    )


def _get_json(http: Http, url: str, cancel: CancelToken) -> object:
    def call() -> object:
        with http.send("GET", url, cancel, headers={"accept": "application/json"}, timeout=20) as response:
            if response.status != 200:
                raise read_error(response)
            return response.json()

    return retry(call, cancel, attempts=3)
