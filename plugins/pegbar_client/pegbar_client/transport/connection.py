"""Connections to servers, kept open between requests."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable
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


class ConnectionPool:
    """Opens and keeps connections. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._idle: dict[Origin, list[http.client.HTTPConnection]] = defaultdict(list)
        self._context: ssl.SSLContext | None = None

    def take_idle(self, origin: Origin) -> http.client.HTTPConnection | None:
        """An open connection that was used before. The server may have closed it meanwhile."""
        with self._lock:
            idle = self._idle[origin]
            return idle.pop() if idle else None

    def open(self, origin: Origin, timeout: float) -> tuple[http.client.HTTPConnection, Callable[[str], str]]:
        """Opens a new connection. Also returns how to write a request's target on it."""
        scheme, host, port = origin
        proxy = find_proxy(scheme, host, self._settings.proxy)
        connect_to = (proxy.host, proxy.port) if proxy else (host, port)
        if scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                *connect_to, timeout=CONNECT_SECONDS, context=self._get_context()
            )
            if proxy:
                connection.set_tunnel(host, port, headers=proxy.headers)
        else:
            connection = http.client.HTTPConnection(*connect_to, timeout=CONNECT_SECONDS)
        connection.connect()
        connection.sock.settimeout(timeout)
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, self.format_target(origin)

    def format_target(self, origin: Origin) -> Callable[[str], str]:
        """A proxy needs the whole address of a plain HTTP request."""
        scheme, host, port = origin
        if scheme == "http" and find_proxy(scheme, host, self._settings.proxy):
            shown = f"[{host}]" if ":" in host else host
            return lambda target: f"http://{shown}:{port}{target}"
        return lambda target: target

    def proxy_headers(self, origin: Origin) -> dict[str, str]:
        scheme, host, _port = origin
        proxy = find_proxy(scheme, host, self._settings.proxy) if scheme == "http" else None
        return proxy.headers if proxy else {}

    def give_back(self, origin: Origin, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._idle[origin]) < _KEPT:
                self._idle[origin].append(connection)
                return
        connection.close()

    def close(self) -> None:
        with self._lock:
            idle = [connection for connections in self._idle.values() for connection in connections]
            self._idle.clear()
        for connection in idle:
            connection.close()

    def _get_context(self) -> ssl.SSLContext:
        # Reading the certificates takes tens of milliseconds, and happens once.
        with self._lock:
            if self._context is None:
                self._context = create_context(self._settings.ca_file)
            return self._context
