"""A host in a process of its own, which tests kill.

``submit [--kill-in PHASE] --scene ID`` prints the id of its submission and waits for the result.
``finish REQUEST --scene ID`` starts like a host after a crash and waits for that submission.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time

from pegbar_client import Draft, Session, Settings
from pegbar_client.host.interface import Source, SourceSpec
from pegbar_client.host.memory import MemoryHost
from pegbar_client.outbox.store import Outbox


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("results")
    parser.add_argument("command", choices=("submit", "finish"))
    parser.add_argument("request", nargs="?", default="")
    parser.add_argument("--kill-in", default="")
    parser.add_argument("--scene", required=True)
    options = parser.parse_args()
    host = MemoryHost()
    host.scene_id = options.scene
    session = Session(host, Settings(url=options.url, results_folder=options.results, proxy="none"), "pegbar-test/1.0")
    session.start()
    if options.command == "submit":
        _wait(host, lambda: session.state.is_loaded)
        workflow = next(one for one in session.state.workflows if one.slug == "paint-layout")
        draft = Draft(
            shot="HARBOR/sq010/sh020",
            workflow=workflow,
            values={"prompt": "killed", "seed": time.time_ns() % 2**32, "steps": 40},
            sources={"layout": SourceSpec(Source.VIEWPORT)},
            placement="compositor",
        )
        request_id = session.submit(draft)
        print(request_id, flush=True)
    else:
        request_id = options.request
    outbox = Outbox()

    def is_over() -> bool:
        request = outbox.read(request_id)
        if request and request.phase == options.kill_in:
            os.kill(os.getpid(), signal.SIGKILL)
        shown = next((view for view in session.state.requests if view.request.id == request_id), None)
        return shown is not None and (shown.request.error is not None or (shown.request.is_final and shown.request.placed))

    _wait(host, is_over)
    view = next(view for view in session.state.requests if view.request.id == request_id)
    error = view.request.error
    print(view.request.phase, "placed" if view.request.placed else "not placed", flush=True)
    if error:
        print(error.message, error.hint, flush=True)
    session.close()
    return 0


def _wait(host: MemoryHost, condition) -> None:  # noqa: ANN001
    until = time.monotonic() + 60
    while not condition():
        host.run_pending(0.002)
        if time.monotonic() > until:
            sys.exit("timed out")


if __name__ == "__main__":
    sys.exit(main())
