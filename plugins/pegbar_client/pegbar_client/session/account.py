"""Who is signed in, and what the person may choose: shows, workflows."""

from __future__ import annotations

from collections.abc import Callable

from ..api import Api
from ..cancel import CancelToken
from ..errors import Cancelled, PegbarError
from ..sign_in.access_token import AccessToken
from ..sign_in.device import DeviceCode, sign_in_by_device
from ..sign_in.issuer import Issuer, Tokens, find_issuer
from ..sign_in.loopback import sign_in_by_browser
from ..transport.http import Http
from ..transport.retry import compute_delay, is_transient
from .compatibility import describe_update
from .publisher import Publisher
from .state import Connection
from .tasks import Tasks

#: How often shows and workflows are read again, in seconds.
_REFRESH_SECONDS = 300.0


class Account:
    """Sign-in and what it gives access to. Thread-safe; no method waits."""

    def __init__(
        self,
        api: Api,
        http: Http,
        tokens: AccessToken,
        publisher: Publisher,
        tasks: Tasks,
        on_change: Callable[[bool], None],
    ) -> None:
        self._api, self._http, self._tokens = api, http, tokens
        self._publisher, self._tasks = publisher, tasks
        #: Called with whether somebody is signed in.
        self._on_change = on_change
        self._signing_in: CancelToken | None = None
        self._loading: CancelToken | None = None

    def start(self) -> None:
        """Uses the stored sign-in, if there is one."""

        def begin(cancel: CancelToken) -> None:
            if self._tokens.is_stored():
                self._load(cancel)
            else:
                self._publisher.change(connection=Connection.SIGNED_OUT)

        self._publisher.change(connection=Connection.CONNECTING)
        self._loading = self._tasks.start("account", begin)

    def sign_in(self, open_browser: Callable[[str], None], application: str) -> None:
        """Signs in with a browser, whose last page says to return to ``application``. ``open_browser`` is called on another thread."""
        self._sign_in(lambda issuer, cancel: sign_in_by_browser(self._http, issuer, open_browser, cancel, application))

    def sign_in_with_code(self) -> None:
        """Signs in with a browser on any machine; page and code are in the state."""

        def show(code: DeviceCode) -> None:
            self._publisher.change(device_code=code)

        self._sign_in(lambda issuer, cancel: sign_in_by_device(self._http, issuer, show, cancel))

    def cancel_sign_in(self) -> None:
        if self._signing_in:
            self._signing_in.cancel()

    def sign_out(self) -> None:
        """Deletes the tokens on this machine. Work that is not finished waits for the next sign-in."""
        self.cancel_sign_in()
        if self._loading:
            self._loading.cancel()
        self._on_change(False)

        def forget(_cancel: CancelToken) -> None:
            self._tokens.forget()
            self._publisher.change(
                connection=Connection.SIGNED_OUT, me=None, shows=(), workflows=(), is_loaded=False, message="", hint=""
            )

        self._tasks.start("sign-out", forget)

    def signed_out(self) -> None:
        """The sign-in has ended by itself."""
        self._on_change(False)
        self._publisher.change(
            connection=Connection.SIGNED_OUT, message="Your sign-in has expired.", hint="Sign in. Your work is kept."
        )

    def refresh(self) -> None:
        """Reads shows and workflows again."""
        if self._loading:
            self._loading.cancel()
        self._loading = self._tasks.start("account", self._load)

    def _sign_in(self, run: Callable[[Issuer, CancelToken], Tokens]) -> None:
        self.cancel_sign_in()
        self._publisher.change(connection=Connection.SIGNING_IN, message="", hint="", device_code=None)

        def main(cancel: CancelToken) -> None:
            try:
                self._tokens.use(run(find_issuer(self._http, cancel), cancel))
            except Cancelled:
                if not self._tasks.cancel.cancelled and self._signing_in is cancel:
                    self._publisher.change(connection=Connection.SIGNED_OUT, device_code=None)
                raise
            except PegbarError as error:
                self._publisher.change(
                    connection=Connection.SIGNED_OUT, device_code=None, message=error.message, hint=error.hint
                )
                return
            self._publisher.change(connection=Connection.CONNECTING, device_code=None)
            self.refresh()

        token = CancelToken(self._tasks.cancel)
        self._signing_in = token
        self._tasks.start("sign-in", main, token)

    def _load(self, cancel: CancelToken) -> None:
        """Reads until it succeeds, then again every few minutes."""
        failures = 0
        while True:
            try:
                me = self._api.read_me(cancel)
                update_note = describe_update(self._api, cancel)
                self._publisher.change(
                    me=me,
                    shows=tuple(self._api.list_shows(cancel)),
                    workflows=tuple(self._api.list_workflows(cancel)),
                    connection=Connection.ONLINE,
                    is_loaded=True,
                    update_note=update_note,
                    message="",
                    hint="",
                )
                self._on_change(True)
                failures = 0
                cancel.wait(_REFRESH_SECONDS)
            except Cancelled:
                raise
            except PegbarError as error:
                if error.code == "signed_out":
                    self.signed_out()
                    return
                failures += 1
                self._publisher.change(connection=Connection.OFFLINE, message=error.message, hint=error.hint)
                cancel.wait(error.retry_after or (compute_delay(failures) if is_transient(error) else 30.0))
