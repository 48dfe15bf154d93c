"""``mayapy -m pegbar_maya``: submits a scene without an interface, waits, and places the result.

Exit codes: 0 placed or downloaded, 1 failed, 2 wrong use, 3 not signed in, 130 interrupted (the submission goes on).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .client import (
    VERSION,
    ColourSpace,
    Connection,
    Draft,
    PegbarError,
    RequestView,
    Session,
    Source,
    SourceSpec,
    Workflow,
    default_values,
    load_settings,
    parse_frames,
)

FAILED, WRONG_USE, SIGNED_OUT, INTERRUPTED = 1, 2, 3, 130
#: Seconds that connecting may take.
_CONNECT = 60.0
#: Seconds between two looks at what is scheduled.
_INTERVAL = 0.1
#: Sources that need no more than their name. The others can't be captured in Maya, or take a name.
_SOURCES = {"render": Source.RENDER, "viewport": Source.VIEWPORT}


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    parsed = _parser().parse_args(arguments)
    import maya.standalone

    maya.standalone.initialize(name="python")
    try:
        return _Run().sign_in(parsed.code) if parsed.command == "sign-in" else _Run().submit(parsed)
    except PegbarError as error:
        lines = [f"{one.message} {one.hint}".strip() for one in error.details] or [str(error)]
        print("\n".join(lines), file=sys.stderr)
        return {"signed_out": SIGNED_OUT, "invalid_value": WRONG_USE}.get(error.code, FAILED)
    except KeyboardInterrupt:
        print("Interrupted. What was submitted goes on; the next start of the plug-in continues it.", file=sys.stderr)
        return INTERRUPTED
    finally:
        maya.standalone.uninitialize()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mayapy -m pegbar_maya", description="Pegbar for Maya without an interface")
    commands = parser.add_subparsers(dest="command", required=True)
    sign_in = commands.add_parser("sign-in", help="sign in with the browser of this machine, or with a code")
    sign_in.add_argument("--code", action="store_true", help="print a page and a code for the browser of another machine")
    submit = commands.add_parser("submit", help="capture, submit, wait, and place the result")
    submit.add_argument("scene", type=Path, help="scene file")
    submit.add_argument("--workflow", required=True, help="name in the workflow's address, such as paint-layout")
    submit.add_argument("--shot", default="", help="show/sequence/shot; default: from the path of the scene file")
    submit.add_argument(
        "--source", action="append", default=[], metavar="INPUT=SOURCE", help="render, linear, image:NODE or file:PATH"
    )
    submit.add_argument("--frames", default="", help="such as 1-24, 1-24:2 or 1,5,9; default: the scene's current frame")
    submit.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the workflow")
    submit.add_argument("--place", choices=["image_plane", "texture"], default="", help="default: only download")
    submit.add_argument("--save", action="store_true", help="save the scene with the placed result and its history")
    return parser


class _Run:
    """A session and the loop that an interface would have."""

    def __init__(self) -> None:
        # Not before Maya is initialized.
        from .host import MayaHost
        from .schedule import BatchScheduler

        self._scheduler = BatchScheduler()
        self._host = MayaHost(self._scheduler)
        settings = load_settings(Path(__file__).parent)
        if not settings.url:
            raise PegbarError(
                "No server address is set.", code="invalid_value", hint="Set PEGBAR_URL, or enter it in the panel's preferences."
            )
        self._session = Session(self._host, settings, f"pegbar-maya/{VERSION}")

    def sign_in(self, with_code: bool) -> int:
        try:
            self._session.start()
            self._wait(lambda: self._session.state.connection in (Connection.SIGNED_OUT, Connection.ONLINE), _CONNECT)
            if self._session.state.connection is Connection.SIGNED_OUT:
                self._sign_in(with_code)
            me = self._session.state.me
            print(f"Signed in as {me.member.email if me and me.member else 'an operator'}.")
            return 0
        finally:
            self._session.close()

    def _sign_in(self, with_code: bool) -> None:
        if with_code:
            self._session.sign_in_with_code()
        else:
            self._session.sign_in()
        shown = False

        def is_over() -> bool:
            nonlocal shown
            state = self._session.state
            if state.device_code and not shown:
                shown = True
                print(f"Open {state.device_code.short_url} and enter {state.device_code.code}.", flush=True)
            return state.is_loaded or (state.connection is Connection.SIGNED_OUT and bool(state.message))

        self._wait(is_over)
        state = self._session.state
        if not state.is_loaded:
            raise PegbarError(state.message, code="signed_out", hint=state.hint)

    def submit(self, arguments: argparse.Namespace) -> int:
        from maya import cmds

        if not arguments.scene.is_file():
            raise PegbarError(f"Scene not found: {arguments.scene}.", code="invalid_value", hint="Correct its path.")
        cmds.file(arguments.scene.absolute().as_posix(), open=True, force=True)
        try:
            self._session.start()
            self._connect()
            request_id = self._session.submit(self._build_draft(arguments))
            view = self._follow(request_id)
            if arguments.save:
                cmds.file(save=True)
            if view.request.phase == "cancelled":
                print("Cancelled.", file=sys.stderr)
                return FAILED
            for result in self._session.results_of(request_id):
                folder, count = result.files[0].path.parent, len(result.files)
                print(f"{result.name}: {count} {'file' if count == 1 else 'files'} in {folder}")
            return 0
        finally:
            self._session.close()

    def _connect(self) -> None:
        self._wait(lambda: self._session.state.is_loaded or self._session.state.connection is Connection.SIGNED_OUT, _CONNECT)
        if not self._session.state.is_loaded:
            raise PegbarError("Not signed in.", code="signed_out", hint="Run: mayapy -m pegbar_maya sign-in")
        # The shot of the scene's path is found once the shows are there.
        self._scheduler.drain()

    def _build_draft(self, arguments: argparse.Namespace) -> Draft:
        state = self._session.state
        workflow = next((one for one in state.workflows if one.slug == arguments.workflow), None)
        if workflow is None:
            known = ", ".join(one.slug for one in state.workflows) or "none"
            raise PegbarError(
                f"Workflow not found: {arguments.workflow}.", code="invalid_value", hint=f"Available: {known}."
            )
        return Draft(
            shot=arguments.shot or state.shot_of_file,
            workflow=workflow,
            values=parse_values(workflow, arguments.set),
            sources=dict(parse_source(text) for text in arguments.source),
            frames=parse_frames(arguments.frames) if arguments.frames else None,
            placement=arguments.place,
        )

    def _follow(self, request_id: str) -> RequestView:
        """Prints each new line of progress, and returns the submission when it is over."""
        printed = ""
        while True:
            self._scheduler.drain(_INTERVAL)
            view = next((one for one in self._session.state.requests if one.request.id == request_id), None)
            if view is None:
                continue
            if view.error:
                raise PegbarError(view.error.message, code=view.error.code, hint=view.error.hint)
            if view.text and view.text != printed and not view.request.is_final:
                printed = view.text
                print(printed, flush=True)
            if view.request.phase == "cancelled" or view.request.placed:
                return view

    def _wait(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        until = None if seconds is None else time.monotonic() + seconds
        while not condition():
            self._scheduler.drain(_INTERVAL)
            if until is not None and time.monotonic() > until:
                state = self._session.state
                raise PegbarError(
                    state.message or "The server does not answer.", code="network", hint=state.hint or "Check its address, then try again."
                )


def parse_source(text: str) -> tuple[str, SourceSpec]:
    """``layout=render`` and so on. Raises PegbarError ``invalid_value``."""
    name, equals, value = text.partition("=")
    kind, _colon, rest = value.partition(":")
    if name and equals:
        if kind in _SOURCES and not rest:
            return name, SourceSpec(_SOURCES[kind])
        if kind == "linear" and not rest:
            return name, SourceSpec(Source.RENDER, ColourSpace.LINEAR)
        if kind == "image" and rest:
            return name, SourceSpec(Source.IMAGE, name=rest)
        if kind == "file" and rest:
            return name, SourceSpec(Source.FILE, name=rest)
    raise PegbarError(
        f"Not a source: {text}.", code="invalid_value", hint="Write INPUT=render, INPUT=linear, INPUT=image:NODE or INPUT=file:PATH."
    )


def parse_values(workflow: Workflow, texts: Sequence[str]) -> dict[str, object]:
    """``steps=20`` and so on, as the types of the form. Raises PegbarError ``invalid_value``."""
    values = default_values(workflow)
    types = {field.name: field.type for field in workflow.form.fields}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or name not in types:
            known = ", ".join(types) or "none"
            raise PegbarError(f"Not a setting of {workflow.slug}: {text}.", code="invalid_value", hint=f"Settings: {known}.")
        values[name] = _parse_value(types[name], value)
    return values


def _parse_value(kind: str, text: str) -> object:
    """The check of the draft says what is wrong with a value that stays text."""
    if kind == "boolean":
        return {"true": True, "on": True, "false": False, "off": False}.get(text.lower(), text)
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    return text


if __name__ == "__main__":
    sys.exit(main())
