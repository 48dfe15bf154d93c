"""Measures how long the client keeps the main thread of its host: python main_thread.py URL JOBS FRAMES MEGABYTES."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "plugins" / "pegbar_client"))

from pegbar_client import Draft, Settings  # noqa: E402
from pegbar_client.agent import SessionProxy  # noqa: E402
from pegbar_client.host.interface import Source, SourceSpec  # noqa: E402
from pegbar_client.host.memory import MemoryHost, encode_rows  # noqa: E402
from tests.agent_sign_in import sign_in  # noqa: E402


class MainThread:
    """The host's loop. Every call of the client on it is a block."""

    def __init__(self, host: MemoryHost) -> None:
        self.host = host
        self.session: SessionProxy | None = None
        self.blocks: list[float] = []

    def poll(self) -> None:
        if self.session:
            self.session.poll()

    def call(self, run: Callable[[], object]) -> object:
        began = time.perf_counter()
        result = run()
        self.blocks.append(time.perf_counter() - began)
        return result

    def wait(self, condition: Callable[[], object], seconds: float = 300.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            # What the host captures within a call is its own time.
            captured = self.host.captured_seconds
            self.call(self.poll)
            self.blocks[-1] -= self.host.captured_seconds - captured
            self.host.run_pending(0.01)
            if time.monotonic() > until:
                sys.exit("The benchmark waited too long.")


def make_picture(path: Path, megabytes: int) -> None:
    """A PNG of noise, which does not compress, so that it has this size."""
    side = int((megabytes * 1_000_000 / 3) ** 0.5)
    path.write_bytes(encode_rows(side, side, [os.urandom(side * 3) for _row in range(side)]))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pegbar-bench-plugin-") as home:
        measure(Path(home))


def measure(home: Path) -> None:
    url, jobs, frames, megabytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    os.environ.update(PEGBAR_HOME=str(home), PEGBAR_KEY_RING="none", PEGBAR_URL=url, PEGBAR_PROXY="none")
    host = MemoryHost()
    main_thread = MainThread(host)
    sign_in("artist@lumen.example")
    session = SessionProxy(
        host, Settings(url=url, results_folder=str(home / "results"), proxy="none"), "pegbar-bench/1.0"
    )
    main_thread.session = session
    session.start()
    main_thread.wait(lambda: session.state.is_loaded)
    # What comes before is the start of the plug-in, not a submission.
    main_thread.blocks.clear()
    host.durations.clear()
    workflow = next(one for one in session.state.workflows if one.slug == "paint-layout")
    values = {"prompt": "a harbour", "seed": 1, "steps": 4}

    def is_done(request_id: str) -> bool:
        view = next((one for one in session.state.requests if one.request.id == request_id), None)
        if view is not None and view.request.error is not None:
            sys.exit(f"A submission failed: {view.request.error}")
        return view is not None and view.request.placed

    ids: list[str] = []
    for number in range(jobs):
        picture = home / f"picture{number}.png"
        make_picture(picture, megabytes)
        draft = Draft("HARBOR/sq010/sh010", workflow, values, {"layout": SourceSpec(Source.FILE, name=str(picture))}, placement="compositor")
        main_thread.call(lambda: session.estimate(draft))
        ids.append(str(main_thread.call(lambda: session.submit(draft))))
    main_thread.wait(lambda: all(is_done(one) for one in ids))
    draft = Draft(
        "HARBOR/sq010/sh010", workflow, values, {"layout": SourceSpec(Source.VIEWPORT)},
        frames=tuple(range(1, frames + 1)), seed_mode="perFrame", placement="image_plane",
    )  # fmt: skip
    main_thread.call(lambda: session.estimate(draft))
    last = str(main_thread.call(lambda: session.submit(draft)))
    main_thread.wait(lambda: is_done(last))
    blocks = sorted(main_thread.blocks + host.durations)
    print(
        json.dumps(
            {
                "calls": len(blocks),
                "max_block_ms": round(blocks[-1] * 1000, 3),
                "p99_block_ms": round(blocks[int(len(blocks) * 0.99) - 1] * 1000, 3),
                "jobs": jobs,
                "frames": frames,
            }
        )
    )
    session.close(10)


if __name__ == "__main__":
    main()
