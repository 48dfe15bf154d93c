"""The agent: a session that serves one host, and ends with it."""

from __future__ import annotations

import os
import socket
import sys

from ..session.session import Session
from ..session.state import State
from .messages import TOKEN, Begin, compare_states
from .remote_host import HostGone, RemoteHost
from .wire import Wire

#: Methods of the session that the host may call.
_SESSION_CALLS = frozenset(
    {
        "scene_changed",
        "sign_in",
        "sign_in_with_code",
        "cancel_sign_in",
        "sign_out",
        "refresh",
        "estimate",
        "submit",
        "cancel",
        "retry",
        "remove",
    }
)
_HOST_CALLS = frozenset({"capture_progress", "capture_done", "capture_failed"})


def main() -> None:
    """Connects to the host on the port that is the program's argument."""
    if hasattr(os, "nice"):
        # The host's interface comes first.
        os.nice(5)
    # The environment of a browser that is opened later must not have it.
    token = os.environ.pop(TOKEN)
    sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10)
    wire = Wire(sock)
    # Proves that this is the process that the host has started.
    wire.send_hello(token)
    host = RemoteHost(wire)
    try:
        _serve(wire, host)
    except HostGone:
        # What is not finished continues at the host's next start.
        pass


def _serve(wire: Wire, host: RemoteHost) -> None:
    session: Session | None = None
    sent = State()
    try:
        while True:
            host.wait()
            while host.calls:
                call = host.calls.popleft()
                if call.name == "scene":
                    host.take_scene(call.arguments[0])
                elif call.name == "begin":
                    begin: Begin = call.arguments[0]
                    host.begin(begin.placements)
                    session = Session(host, begin.settings, begin.application, path_rule=begin.path_rule)
                    session.start()
                elif call.name in _HOST_CALLS:
                    getattr(host, call.name)(*call.arguments)
                elif call.name in _SESSION_CALLS and session:
                    getattr(session, call.name)(*call.arguments)
            host.run_scheduled()
            if session and session.state is not sent:
                before, sent = sent, session.state
                wire.send(compare_states(before, sent))
    finally:
        if session:
            session.close()

