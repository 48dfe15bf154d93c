"""An HTTP proxy that adds faults, between the client and everything it talks to: API, identity provider, store."""

from __future__ import annotations

import http.client
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

#: What a fault sees of a request: method, URL, headers in lower case.
Match = Callable[[str, str, "dict[str, str]"], bool]


@dataclass(frozen=True)
class Fault:
    """What happens to a request.

    ``refuse``: the connection closes before the request arrives. ``lost``: the server gets it, and its response is lost.
    ``cut``: half of the response arrives. ``status``: the proxy answers with ``status`` and ``body`` itself.
    ``stall``: nothing arrives for ``seconds``. ``rewrite``: the response's body becomes ``body``.
    """

    kind: str
    status: int = 503
    body: bytes = b""
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


class FaultProxy:
    """Listens on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self._faults: list[tuple[Match, Fault, list[int]]] = []
        self._lock = threading.Lock()
        #: ``METHOD path`` of every request that arrived, faulty or not.
        self.seen: list[tuple[str, dict[str, str]]] = []
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    proxy._handle(self.request)
                except (OSError, http.client.HTTPException):
                    # Either side has closed its connection.
                    pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, match: Match, fault: Fault, times: int = 1) -> None:
        """Applies a fault to the next ``times`` requests that match."""
        with self._lock:
            self._faults.append((match, fault, [times]))

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def count(self, start: str) -> int:
        """How many requests began with this text: ``POST /v1/jobs``."""
        with self._lock:
            return sum(1 for line, _headers in self.seen if line.startswith(start))

    def _choose(self, method: str, url: str, headers: dict[str, str]) -> Fault | None:
        with self._lock:
            parts = urlsplit(url)
            self.seen.append((f"{method} {parts.path}", headers))
            for match, fault, left in self._faults:
                if left[0] > 0 and match(method, url, headers):
                    left[0] -= 1
                    return fault
        return None

    def _handle(self, client: socket.socket) -> None:
        client.settimeout(60)
        reader = client.makefile("rb")
        line = reader.readline().decode("latin-1").strip()
        if not line:
            return
        method, url, _version = line.split(" ", 2)
        headers: dict[str, str] = {}
        while (header := reader.readline().decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        fault = self._choose(method, url, headers)
        if fault and fault.kind == "refuse":
            return
        if fault and fault.kind == "stall":
            time.sleep(fault.seconds)
            return
        body = reader.read(int(headers.get("content-length", "0")))
        if fault and fault.kind == "status":
            _respond(client, fault.status, fault.body, fault.content_type, fault.headers)
            return
        self._forward(client, method, url, headers, body, fault)

    def _forward(
        self, client: socket.socket, method: str, url: str, headers: dict[str, str], body: bytes, fault: Fault | None
    ) -> None:
        parts = urlsplit(url)
        upstream = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            upstream.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                if name not in ("proxy-authorization", "connection"):
                    upstream.putheader(name, value)
            upstream.putheader("connection", "close")
            upstream.endheaders(body or None)
            response = upstream.getresponse()
            if fault and fault.kind == "lost":
                response.read()
                return
            if fault and fault.kind == "rewrite":
                response.read()
                _respond(client, response.status, fault.body, "application/json", ())
                return
            kept = [
                (name, value)
                for name, value in response.getheaders()
                if name.lower() not in ("connection", "transfer-encoding", "keep-alive")
            ]
            head = f"HTTP/1.1 {response.status} {response.reason}\r\n"
            head += "".join(f"{name}: {value}\r\n" for name, value in kept) + "connection: close\r\n\r\n"
            client.sendall(head.encode("latin-1"))
            left = (response.length or 0) // 2 if fault and fault.kind == "cut" else None
            while chunk := response.read1(65536):
                if left is not None:
                    chunk = chunk[:left]
                    left -= len(chunk)
                client.sendall(chunk)
                if left == 0:
                    return
        finally:
            upstream.close()


def _respond(
    client: socket.socket, status: int, body: bytes, content_type: str, headers: tuple[tuple[str, str], ...]
) -> None:
    more = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = (
        f"HTTP/1.1 {status} Fault\r\ncontent-type: {content_type}\r\ncontent-length: {len(body)}\r\n"
        f"{more}connection: close\r\n\r\n"
    )
    client.sendall(head.encode() + body)


def path_is(method: str, start: str) -> Match:
    """Matches a method and the beginning of a path."""
    return lambda given, url, _headers: given == method and urlsplit(url).path.startswith(start)
