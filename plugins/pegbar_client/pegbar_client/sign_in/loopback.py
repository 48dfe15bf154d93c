"""Sign-in with a browser on this machine: authorization code with PKCE, back to a loopback port (RFC 8252)."""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
import select
import socket
import sys
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from ..cancel import CancelToken
from ..errors import PegbarError
from ..transport.http import Http
from .issuer import Issuer, Tokens, request_tokens

#: The same ports as the command's: identity providers that compare redirects exactly have all five registered.
PORTS = (43110, 43111, 43112, 43113, 43114)
#: How long a person may take, in seconds.
_PATIENCE = 600.0


def sign_in_by_browser(
    http: Http, issuer: Issuer, open_browser: Callable[[str], None], cancel: CancelToken, application: str
) -> Tokens:
    """Calls ``open_browser`` with the address of the sign-in page and waits until the browser returns.

    Raises PegbarError ``signed_out`` if the person or the provider refuses, and Cancelled.
    """
    with _listen() as listener:
        redirect = f"http://{issuer.host}:{listener.getsockname()[1]}/callback"
        verifier = secrets.token_urlsafe(48)
        state = secrets.token_urlsafe(24)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "client_id": issuer.client_id,
            "response_type": "code",
            "redirect_uri": redirect,
            "scope": " ".join(issuer.scopes),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **issuer.extra,
        }
        joint = "&" if urlsplit(issuer.authorization_endpoint).query else "?"
        open_browser(f"{issuer.authorization_endpoint}{joint}{urlencode(query)}")
        answer = _wait_for_redirect(listener, state, cancel, application)
    if answer.get("iss", issuer.issuer) != issuer.issuer:
        # RFC 9207: the answer of another provider, mixed up.
        raise PegbarError(
            "Another identity provider answered the sign-in.", code="signed_out", hint="Close the page and sign in again."
        )
    if "code" not in answer:
        said = answer.get("error_description") or answer.get("error") or "no code"
        raise PegbarError(f"The sign-in failed: {said}.", code="signed_out", hint="Sign in again.")
    return request_tokens(
        http,
        issuer,
        {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": redirect,
            "code_verifier": verifier,
        },
        cancel,
    )


def _listen() -> socket.socket:
    """Listens on the first of the registered ports that is free."""
    for port in PORTS:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # A sign-in a minute ago keeps its port in TIME_WAIT. On Windows the option would share the port instead.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(5)
            return listener
        except OSError:
            # In use, or reserved by the system: try the next port.
            listener.close()
    raise PegbarError(
        f"All ports from {PORTS[0]} to {PORTS[-1]} are in use.",
        code="not_supported",
        hint="Cancel the other sign-ins, or sign in with a code.",
    )


def _wait_for_redirect(
    listener: socket.socket, state: str, cancel: CancelToken, application: str
) -> dict[str, str]:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        cancel.raise_if_cancelled()
        ready, _, _ = select.select([listener], [], [], 0.2)
        if not ready:
            continue
        connection, _address = listener.accept()
        with connection:
            answer = _answer(connection, state, application)
            if answer is not None:
                return answer
    raise PegbarError("Nobody signed in within ten minutes.", code="signed_out", hint="Sign in again.")


def _answer(connection: socket.socket, state: str, application: str) -> dict[str, str] | None:
    """Reads one request. Browsers ask for icons, and other pages may send requests: only this sign-in counts."""
    connection.settimeout(5)
    try:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 16_384:
            chunk = connection.recv(4096)
            if not chunk:
                return None
            head += chunk
        target = head.split(b" ", 2)[1].decode("ascii", "replace")
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path != "/callback" or not secrets.compare_digest(query.get("state", ""), state):
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return None
        said = "The sign-in failed." if "error" in query else "Signed in."
        page = (
            "<!doctype html><meta charset='utf-8'><title>Pegbar</title>"
            f"<p>{said} You can close this page and return to {html.escape(application)}.</p>"
        ).encode()
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
            b"Connection: close\r\nContent-Length: " + str(len(page)).encode() + b"\r\n\r\n" + page
        )
        return query
    except (OSError, IndexError, ValueError, TypeError):
        # A broken request of somebody else: keep waiting for the browser.
        return None
