"""Messages between the host and its agent, over a socket that never blocks the host."""

from __future__ import annotations

import io
import pickle
import socket
import struct
from typing import Any

_HEADER = struct.Struct("<I")
_CHUNK = 256 * 1024
_LONGEST_HELLO = 256
#: The package under the name that it has in this process: a plug-in brings it along inside its own.
_PACKAGE = __name__.rpartition(".agent.")[0]
_NAME = "pegbar_client"


class Wire:
    """Sends and receives objects of the client's own classes. For two processes of one user and one version."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        sock.setblocking(False)
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self.is_open = True

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def has_outgoing(self) -> bool:
        return bool(self._outgoing)

    def send(self, message: object) -> None:
        """Queues a message and sends what the socket takes now."""
        content = _dump(message)
        self._outgoing += _HEADER.pack(len(content)) + content
        self.flush()

    def flush(self) -> None:
        while self._outgoing and self.is_open:
            try:
                sent = self._socket.send(self._outgoing[:_CHUNK])
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                self.is_open = False
                return
            del self._outgoing[:sent]

    def receive(self) -> list[Any]:
        """The messages that have arrived. Sets ``is_open`` to False when the other side is gone."""
        while self.is_open:
            try:
                chunk = self._socket.recv(_CHUNK)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                chunk = b""
            if not chunk:
                self.is_open = False
                break
            self._incoming += chunk
        messages: list[Any] = []
        while len(self._incoming) >= _HEADER.size:
            (length,) = _HEADER.unpack_from(self._incoming)
            end = _HEADER.size + length
            if len(self._incoming) < end:
                break
            messages.append(_load(bytes(self._incoming[_HEADER.size : end])))
            del self._incoming[:end]
        return messages

    def receive_hello(self) -> list[Any]:
        """The first message of somebody unknown: text, because pickles of strangers are not to be trusted."""
        try:
            self._incoming += self._socket.recv(_LONGEST_HELLO)
        except (BlockingIOError, InterruptedError):
            return []
        except OSError:
            return [""]
        line, found, rest = bytes(self._incoming).partition(b"\n")
        if not found:
            return [""] if len(self._incoming) >= _LONGEST_HELLO else []
        self._incoming = bytearray(rest)
        return [line.decode("ascii", "replace")]

    def send_hello(self, token: str) -> None:
        self._outgoing += token.encode() + b"\n"
        self.flush()

    def close(self) -> None:
        self.is_open = False
        self._socket.close()


class _Unpickler(pickle.Unpickler):
    """Finds the client's classes in the package that holds them here."""

    def find_class(self, module: str, name: str) -> Any:
        _before, found, rest = module.rpartition(f"{_NAME}.")
        if found:
            module = f"{_PACKAGE}.{rest}"
        elif module.startswith("pathlib."):
            # Python 3.13 names the module that paths are in, which older ones do not have.
            module = "pathlib"
        return super().find_class(module, name)


def _dump(message: object) -> bytes:
    # Both sides may have other Pythons, from 3.10 on.
    return pickle.dumps(message, 5)


def _load(content: bytes) -> Any:
    return _Unpickler(io.BytesIO(content)).load()
