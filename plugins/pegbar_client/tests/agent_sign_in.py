"""Signs in before an agent starts, as somebody who signed in yesterday."""

from __future__ import annotations

from pegbar_client import load_settings
from pegbar_client.cancel import CancelToken
from pegbar_client.sign_in.issuer import find_issuer
from pegbar_client.sign_in.loopback import sign_in_by_browser
from pegbar_client.sign_in.token_store import TokenStore
from pegbar_client.transport.http import Http

from .browser import open_browser_as


def sign_in(email: str) -> None:
    """Stores tokens for the server of the settings, unless there are some."""
    settings = load_settings()
    store = TokenStore(settings.url)
    if store.read() is not None:
        return
    http, cancel = Http(settings), CancelToken()
    store.write(sign_in_by_browser(http, find_issuer(http, cancel), open_browser_as(email), cancel, "the test"))
    http.close()
