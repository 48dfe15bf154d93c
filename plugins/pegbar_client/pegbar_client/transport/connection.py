"""Connections to servers, kept open between requests."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from ..settings import Settings
from .proxies import find_proxy
from .tls import create_context

Origin = tuple[str, str, int]

#: Open connections that are kept for each server.
_KEPT = 4
CONNECT_SECONDS = 10.0


def get_origin(url: SplitResult) -> Origin:
    default = 443 if url.scheme == "https" else 80
    return url.scheme, (url.hostname or "").lower(), url.port or default


@dataclass(frozen=True)
class Connection:
    """An open connection, and what a proxy on its way needs of every request."""

    http: http.client.HTTPConnection
    #: Stands before the path of a request: a proxy needs the whole address of a plain HTTP request.
    prefix: str
    headers: Mapping[str, str]


class ConnectionPool:
    """Opens and keeps connections. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._idle: dict[Origin, list[Connection]] = defaultdict(list)
        self._context: ssl.SSLContext | None = None

    def take_idle(self, origin: Origin) -> Connection | None:
        """An open connection that was used before. The server may have closed it meanwhile."""
        with self._lock:
            idle = self._idle[origin]
            return idle.pop() if idle else None

    def open(self, origin: Origin) -> Connection:
        """Opens a new connection."""
        scheme, host, port = origin
        proxy = find_proxy(scheme, host, self._settings.proxy)
        connect_to = (proxy.host, proxy.port) if proxy else (host, port)
        prefix = ""
        headers: Mapping[str, str] = {}
        if scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                *connect_to, timeout=CONNECT_SECONDS, context=self._get_context()
            )
            if proxy:
                connection.set_tunnel(host, port, headers=proxy.headers)
        else:
            connection = http.client.HTTPConnection(*connect_to, timeout=CONNECT_SECONDS)
            if proxy:
                prefix = f"http://{f'[{host}]' if ':' in host else host}:{port}"
                headers = proxy.headers
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(connection, prefix, headers)

    def give_back(self, origin: Origin, connection: Connection) -> None:
        with self._lock:
            if len(self._idle[origin]) < _KEPT:
                self._idle[origin].append(connection)
                return
        connection.http.close()

    def close(self) -> None:
        with self._lock:
            idle = [connection for connections in self._idle.values() for connection in connections]
            self._idle.clear()
        for connection in idle:
            connection.http.close()

    def _get_context(self) -> ssl.SSLContext:
        # Reading the certificates takes tens of milliseconds, and happens once.
        with self._lock:
            if self._context is None:
                self._context = create_context(self._settings.ca_file)
            return self._context
