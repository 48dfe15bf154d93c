"""The session of this Maya."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from maya import cmds

from ..client import VERSION, PegbarError, RequestView, Session, Settings, State, load_settings, save_settings
from ..host import MayaHost
from ..schedule import IdleScheduler

#: The plug-in's folder, which may contain the server's address.
SITE = Path(__file__).parents[1]
#: Name of the option that Maya stores in the user's preferences.
PATH_RULE = "pegbarPathRule"


class Running:
    """Starts and stops the session, and tells it which scene is open. On the main thread."""

    def __init__(self, open_browser: Callable[[str], None] | None = None) -> None:
        self._open_browser = open_browser
        self._listeners: list[Callable[[], None]] = []
        self._host: MayaHost | None = None
        self._script_jobs: list[int] = []
        self.session: Session | None = None
        self.settings = Settings()
        #: Why there is no session.
        self.problem = ""

    @property
    def state(self) -> State:
        return self.session.state if self.session else State()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` after changes. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def start(self) -> None:
        """Reads the settings on another thread, then starts the session, again if it runs."""
        self.stop()
        self._host = host = MayaHost(IdleScheduler())
        self._script_jobs = [
            cmds.scriptJob(event=[event, self._scene_changed]) for event in ("SceneOpened", "NewSceneOpened", "SceneSaved")
        ]
        self._script_jobs.append(cmds.scriptJob(event=["quitApplication", self.stop]))
        _run_aside(lambda: self._load(host))

    def stop(self) -> None:
        """Unfinished work continues at the next start."""
        for job in self._script_jobs:
            if cmds.scriptJob(exists=job):
                cmds.scriptJob(kill=job)
        self._script_jobs.clear()
        if self.session:
            self.session.close()
            self.session = None
        if self._host:
            self._host.close()
            self._host = None

    def apply(self, settings: Settings) -> None:
        """Stores settings on another thread, and starts again with them."""
        host = self._host or MayaHost(IdleScheduler())

        def save() -> None:
            try:
                save_settings(settings)
            except OSError as error:
                text = f"The settings could not be stored: {error.strerror or error}. Free some space, then try again."
                host.schedule(lambda: self._fail(text))
                return
            host.schedule(self.start)

        _run_aside(save)

    def view(self, request_id: str) -> RequestView | None:
        return next((view for view in self.state.requests if view.request.id == request_id), None)

    def _load(self, host: MayaHost) -> None:
        """On another thread."""
        try:
            settings = load_settings(SITE)
        except (PegbarError, OSError) as error:
            text = str(error)
            host.schedule(lambda: self._fail(text))
            return
        host.schedule(lambda: self._begin(host, settings))

    def _begin(self, host: MayaHost, settings: Settings) -> None:
        if host is not self._host:
            # Started again, or stopped, meanwhile.
            return
        self.problem, self.settings = "", settings
        rule = cmds.optionVar(query=PATH_RULE) if cmds.optionVar(exists=PATH_RULE) else ""
        self.session = Session(
            host, settings, f"pegbar-maya/{VERSION}", path_rule=rule, open_browser=self._open_browser
        )
        self.session.subscribe(self._changed)
        self.session.start()
        self._changed()

    def _fail(self, problem: str) -> None:
        self.problem = problem
        self._changed()

    def _scene_changed(self) -> None:
        if self.session:
            self.session.scene_changed()

    def _changed(self) -> None:
        for listener in list(self._listeners):
            listener()


def _run_aside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="pegbar-settings", daemon=True).start()
