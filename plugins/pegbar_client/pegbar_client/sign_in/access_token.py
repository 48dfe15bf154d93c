"""The current access token, renewed before it expires."""

from __future__ import annotations

import threading
import time

from ..cancel import CancelToken
from ..errors import PegbarError
from ..storage.file_lock import FileLock
from ..transport.http import Http
from ..transport.retry import retry
from .issuer import Tokens, find_issuer, request_tokens
from .token_store import TokenStore

#: Tokens are renewed if they expire sooner than this, in seconds.
_LEEWAY = 60.0


class AccessToken:
    """Tokens of the person who is signed in. Thread-safe; ``get`` may wait for the network."""

    def __init__(self, http: Http, store: TokenStore) -> None:
        self._http = http
        self._store = store
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._refused = ""

    def is_stored(self) -> bool:
        """Whether somebody is signed in, as far as this machine knows."""
        return self._store.read() is not None

    def use(self, tokens: Tokens) -> None:
        """Stores the tokens of a new sign-in."""
        with self._lock:
            self._tokens, self._refused = tokens, ""
            self._store.write(tokens)

    def forget(self) -> None:
        with self._lock:
            self._tokens = None
            self._store.delete()

    def refuse(self, token: str) -> None:
        self._refused = token

    def get(self, cancel: CancelToken) -> str:
        """Raises PegbarError ``signed_out`` if nobody is signed in or the sign-in has ended."""
        with self._lock:
            if self._tokens is None:
                self._tokens = self._store.read()
            if self._tokens is None:
                raise _signed_out("You are not signed in.")
            if not self._is_usable(self._tokens):
                self._tokens = self._renew(self._tokens, cancel)
            return self._tokens.access

    def _is_usable(self, tokens: Tokens) -> bool:
        expires_soon = tokens.expires_at != 0 and tokens.expires_at - _LEEWAY <= time.time()
        return tokens.access != self._refused and not expires_soon

    def _renew(self, old: Tokens, cancel: CancelToken) -> Tokens:
        lock = FileLock(self._store.lock_file)
        # Without the lock after its time, the renewal is tried all the same.
        lock.wait(cancel)
        with lock:
            # Another process may have renewed them, or signed in again.
            latest = self._store.read()
            if latest is None:
                raise _signed_out("You are signed out.")
            if self._is_usable(latest):
                return latest
            if not latest.refresh:
                raise _signed_out("Your sign-in has expired.")
            form = {"grant_type": "refresh_token", "refresh_token": latest.refresh}

            def call() -> Tokens:
                return request_tokens(self._http, find_issuer(self._http, cancel), form, cancel)

            try:
                renewed = retry(call, cancel, attempts=3)
            except PegbarError as error:
                if error.code != "signed_out":
                    raise
                raise _signed_out("Your sign-in has expired.") from error
            self._store.write(renewed)
            return renewed


def _signed_out(message: str) -> PegbarError:
    return PegbarError(message, code="signed_out", status=401, hint="Sign in. Your work is kept.")
