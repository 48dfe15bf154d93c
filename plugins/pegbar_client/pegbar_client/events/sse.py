"""Server-sent events (WHATWG HTML, 9.2)."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class ServerEvent:
    """One event of a stream."""

    type: str
    data: str
    #: Last id of the stream; empty without one.
    id: str


def parse_events(read: Callable[[], bytes]) -> Iterator[ServerEvent | None]:
    """Yields events as they arrive, and None for comments, which only say that the stream is alive.

    ``read`` returns the next bytes, and none at the end. An event that is cut off by the end is dropped.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, event_type, data, last_id = "", "", list[str](), ""
    while chunk := read():
        text += decoder.decode(chunk)
        # A CR at the end may be the first half of CR LF.
        lines = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = lines.pop() + ("\r" if text.endswith("\r") else "")
        for line in lines:
            if not line:
                if data:
                    yield ServerEvent(event_type or "message", "\n".join(data), last_id)
                event_type, data = "", []
            elif line.startswith(":"):
                yield None
            else:
                name, _colon, value = line.partition(":")
                value = value.removeprefix(" ")
                if name == "data":
                    data.append(value)
                elif name == "event":
                    event_type = value
                elif name == "id" and "\0" not in value:
                    last_id = value
