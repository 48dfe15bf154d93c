"""Starting the agent's process."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from ..errors import PegbarError
from .messages import TOKEN
from .wire import Wire

_LAUNCH = Path(__file__).with_name("launch.py")


class AgentProcess:
    """A child process and the wire to it. No method waits."""

    def __init__(self, python: str = "") -> None:
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(4)
        self._listener.setblocking(False)
        self._token = secrets.token_urlsafe(32)
        #: Connections that have not said who they are.
        self._strangers: list[Wire] = []
        port = str(self._listener.getsockname()[1])
        command = [python or find_python(), "-I", str(_LAUNCH), port]
        # Windows would open a console for a program without a window.
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        try:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, TOKEN: self._token},
                stdin=subprocess.DEVNULL,
                creationflags=flags,
                close_fds=True,
            )
        except OSError as error:
            self._listener.close()
            raise PegbarError(
                f"Cannot start Python ({command[0]}): {error.strerror or error}.",
                code="not_supported",
                hint="Set the environment variable PEGBAR_PYTHON to a Python from 3.10 on.",
            ) from error

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def pid(self) -> int:
        return self._process.pid

    def accept(self) -> Wire | None:
        """The wire, once the agent has connected. Other programs that connect are turned away."""
        try:
            while True:
                connection, _address = self._listener.accept()
                self._strangers.append(Wire(connection))
        except (BlockingIOError, InterruptedError):
            # Nobody else is waiting.
            pass
        for stranger in list(self._strangers):
            for said in stranger.receive_hello():
                self._strangers.remove(stranger)
                if secrets.compare_digest(said, self._token):
                    self._listener.close()
                    return stranger
                stranger.close()
        return None

    def end(self) -> None:
        """The agent ends by itself when its wire closes; one that does not is killed at the end of the host."""
        self._listener.close()
        for stranger in self._strangers:
            stranger.close()

    def wait(self, seconds: float) -> None:
        """Waits for its end; returns after ``seconds`` otherwise."""
        if seconds > 0:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                # It ends by itself later.
                pass

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def find_python() -> str:
    """The host's own Python program: Blender's ``sys.executable``, Maya's ``mayapy``."""
    chosen = os.environ.get("PEGBAR_PYTHON")
    if chosen:
        return chosen
    program = Path(sys.executable)
    if "python" in program.name.lower():
        return str(program)
    # In Maya, sys.executable is Maya itself.
    beside = program.with_name("mayapy.exe" if sys.platform == "win32" else "mayapy")
    return str(beside if beside.exists() else program)
