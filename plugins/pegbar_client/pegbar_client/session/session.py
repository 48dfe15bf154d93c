"""The plug-in behind its panel."""

from __future__ import annotations

import logging
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..form.draft import Draft, build_body, check_draft
from ..form.frames import format_frames
from ..form.shot_path import find_shot
from ..host.interface import Capture, HistoryEntry, Host, Placed, Result, SceneContext
from ..outbox.request import Phase, Request, create_request
from ..outbox.store import Outbox
from ..settings import Settings
from ..sign_in.access_token import AccessToken
from ..sign_in.token_store import TokenStore
from ..transport.http import Http
from .account import Account
from .adopt import find_remote_requests
from .capture_flow import start_capture
from .prices import Prices
from .publisher import Publisher
from .requests import Requests
from .reviews import Reviews
from .results import find_results_folder, list_results, place_results
from .state import Connection, State
from .tasks import Tasks

_log = logging.getLogger("pegbar")


class Session:
    """Everything a panel needs. All methods belong to the main thread and return at once.

    The panel reads :attr:`state` and redraws when a listener of :meth:`subscribe` is called.
    """

    def __init__(
        self,
        host: Host,
        settings: Settings,
        application: str = "pegbar-client",
        *,
        path_rule: str = "",
        open_browser: Callable[[str], None] | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        """``application``: ``pegbar-blender/0.1.0``, for the server. ``path_rule``: see :func:`find_shot`."""
        self.host = host
        self.settings = settings
        self._path_rule = path_rule
        self._open_browser = open_browser or _open_browser
        self._publisher = Publisher(host)
        self._tasks = Tasks(self._report_bug)
        self._http = Http(settings, application)
        self._tokens = AccessToken(self._http, TokenStore(settings.url))
        self._api = Api(self._http, self._tokens)
        self._account = Account(
            self._api, self._http, self._tokens, self._publisher, self._tasks, self._account_changed
        )
        self._requests = Requests(
            self._api,
            outbox or Outbox(),
            self._publisher,
            self._tasks,
            self._request_submitted,
            self._request_done,
            self._account.signed_out,
        )
        self._prices = Prices(self._api, self._publisher, self._tasks)
        self._reviews = Reviews(self._api, self._publisher, self._tasks)
        self._captures: dict[str, Capture] = {}
        #: Submissions that were placed in this session; that they were is stored in the background.
        self._placed: set[str] = set()

    @property
    def state(self) -> State:
        return self._publisher.state

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` on the main thread after changes. Returns how to stop."""
        return self._publisher.subscribe(listener)

    def start(self) -> None:
        """Continues unfinished work and connects, if a server address is set."""
        self.scene_changed()
        if not self.settings.url:
            self._publisher.change(connection=Connection.NOT_CONFIGURED)
            return
        self._requests.start()
        self._account.start()

    def close(self) -> None:
        """Stops. Unfinished work continues at the next start."""
        for capture in list(self._captures.values()):
            capture.cancel()
        self._tasks.close()
        self._http.close()

    def scene_changed(self) -> None:
        """Another scene was opened, or the file was saved under another name."""
        context = self.host.context()
        self._publisher.change(shot_of_file=find_shot(context.file_path, self.state.shows, self._path_rule))
        self._requests.show_scene(context.scene_id)
        self._adopt_history()
        self._place_waiting(context.scene_id)

    def sign_in(self) -> None:
        """Opens the browser; the state says how it goes."""
        self._account.sign_in(self._open_browser, self.host.context().application)

    def sign_in_with_code(self) -> None:
        """Shows a page and a code in the state, for a browser on another machine."""
        self._account.sign_in_with_code()

    def cancel_sign_in(self) -> None:
        self._account.cancel_sign_in()

    def sign_out(self) -> None:
        self._account.sign_out()

    def refresh(self) -> None:
        """Reads shows, workflows and reviews again."""
        self._account.refresh()
        self._reviews.refresh()

    def estimate(self, draft: Draft | None, note: str = "") -> None:
        """Asks for the price of a draft, or shows ``note`` instead. Call it after every change."""
        if draft is not None:
            try:
                check_draft(draft)
            except PegbarError as error:
                draft, note = None, f"{error.message} Then you see the price."
        context = self.host.context()
        self._prices.ask(draft, (context.width, context.height), note)

    def submit(self, draft: Draft, request_id: str = "") -> str:
        """Captures and submits. Returns the id of the submission; what happens to it is in the state.

        ``request_id``: a new UUID that the caller has chosen for it.

        Raises PegbarError ``invalid_value`` with a detail per problem; nothing is submitted then.
        """
        check_draft(draft)
        context = self.host.context()
        request = create_request(
            url=self.settings.url,
            tenant=self.settings.tenant,
            scene_id=context.scene_id,
            title=draft.title or draft.workflow.name,
            shot=draft.shot,
            workflow=draft.workflow.slug,
            frames=format_frames(draft.frames) if draft.frames is not None else "",
            body={},
            placement=draft.placement,
            results_folder=str(self.results_folder(context)),
            request_id=request_id,
        )
        labels = {"pegbar.request": request.id, "pegbar.scene": context.scene_id[:256]}
        request = request.replace(body=build_body(draft, labels))
        self._add_to_history(request)
        start_capture(
            self.host, self._requests, draft, request, lambda capture: self._captures.update({request.id: capture})
        )
        return request.id

    def cancel(self, request_id: str) -> None:
        """Cancels a submission: its capture, its upload, or the job."""
        capture = self._captures.pop(request_id, None)
        request = self._requests.find(request_id)
        if capture and request and Phase(request.phase) is Phase.CAPTURING:
            capture.cancel()
        # The capture may have ended just now: the rest of the submission learns of it, too.
        self._requests.cancel(request_id)

    def retry(self, request_id: str) -> None:
        """Continues after an error, from the step that failed."""
        self._placed.discard(request_id)
        self._requests.retry(request_id)
        self.host.schedule(lambda: self._place_waiting(self.host.context().scene_id))

    def remove(self, request_id: str) -> None:
        """Removes a submission from list and history. Results stay."""
        self._requests.remove(request_id)
        self.host.write_history([one for one in self.host.read_history() if one.request_id != request_id])

    def results_of(self, request_id: str) -> list[Result]:
        """The downloaded results of a submission: one per output."""
        request = self._requests.find(request_id)
        return list_results(request) if request else []

    def place(self, request_id: str, placement: str, name: str = "") -> Sequence[Placed]:
        """Puts the results of a submission into the scene; with ``name`` only those of this output.

        Raises PegbarError; what was placed before stays.
        """
        return place_results(self.host, self._requests.find(request_id), placement, name)

    def results_folder(self, context: SceneContext) -> Path:
        """Where results of a scene are downloaded to."""
        return find_results_folder(self.settings, context)

    def _account_changed(self, signed_in: bool) -> None:
        self._requests.allow(signed_in)
        if signed_in:
            self.host.schedule(self._find_shot_again)
            self.host.schedule(self._adopt_history)
            self._reviews.refresh()

    def _find_shot_again(self) -> None:
        shot = find_shot(self.host.context().file_path, self.state.shows, self._path_rule)
        if shot != self.state.shot_of_file:
            self._publisher.change(shot_of_file=shot)

    def _adopt_history(self) -> None:
        """Finds submissions of this scene that were made on another workstation."""
        entries = [entry for entry in self.host.read_history() if self._requests.find(entry.request_id) is None]
        if not entries or not self.state.is_loaded:
            return
        context = self.host.context()
        folder = str(self.results_folder(context))

        def find(cancel: CancelToken) -> None:
            try:
                self._requests.adopt(find_remote_requests(self._api, entries, context.scene_id, folder, cancel))
            except PegbarError as error:
                if error.code == "cancelled":
                    raise
                # Offline: the next connection asks again.
                _log.info("The history of the scene could not be read: %s", error)

        self._tasks.start("adopt", find)

    def _request_submitted(self, request: Request) -> None:
        """On another thread: the server has it, and the scene should know its id."""
        self.host.schedule(lambda: self._add_to_history(request))

    def _request_done(self, request: Request) -> None:
        """On another thread: the results are here."""
        self.host.schedule(lambda: self._place_waiting(self.host.context().scene_id))
        self._reviews.refresh()

    def _place_waiting(self, scene_id: str) -> None:
        """Places what has arrived for this scene. What belongs to another scene waits until that is opened."""
        for request in self._requests.list_known():
            waiting = request.phase == Phase.DONE.value and not request.placed and request.error is None
            if request.scene_id != scene_id or not waiting or request.id in self._placed:
                continue
            self._placed.add(request.id)
            error: PegbarError | None = None
            if request.placement:
                try:
                    for result in list_results(request):
                        self.host.place(result, request.placement)
                except PegbarError as raised:
                    error = raised
            self._requests.mark_placed(request.id, error)
            self._add_to_history(request)

    def _add_to_history(self, request: Request) -> None:
        if request.scene_id != self.host.context().scene_id:
            # Another scene is open now; its own history follows when it is opened.
            return
        entry = HistoryEntry(
            request_id=request.id,
            title=request.title,
            created_at=request.created_at,
            shot=request.shot,
            workflow=request.workflow,
            frames=request.frames,
            remote_id=request.remote_id,
            versions=tuple(sorted({result.name for result in list_results(request)})),
        )
        others = [one for one in self.host.read_history() if one.request_id != request.id]
        self.host.write_history(sorted([*others, entry], key=lambda one: one.created_at))

    def _report_bug(self, error: BaseException, trace: str) -> None:
        _log.error("%s", trace)
        self._publisher.change(
            message=f"The plug-in has an error: {type(error).__name__}: {error}",
            hint="See the console of the application, and tell your admin.",
        )


def _open_browser(url: str) -> None:
    """Raises PegbarError ``not_supported`` without a browser, as in a remote desktop."""
    try:
        opened = webbrowser.open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        raise PegbarError("No browser could be opened.", code="not_supported", hint="Sign in with a code instead.")
