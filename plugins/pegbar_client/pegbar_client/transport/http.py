"""One HTTP request, without retries."""

from __future__ import annotations

import dataclasses
import http.client
import json
import socket
import ssl
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from ..cancel import CancelToken
from ..errors import PegbarError
from ..settings import Settings
from ..version import VERSION
from .connection import Connection, ConnectionPool, Origin, get_origin

#: Bytes that are read or sent at once. Progress and cancelling are checked in between.
CHUNK = 256 * 1024
_LONGEST_BODY = 64 * 1024 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)


class Response:
    """A response whose body has not been read yet."""

    def __init__(self, response: http.client.HTTPResponse, url: str) -> None:
        self._response = response
        self.url = url
        self.status = response.status
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.getheaders()}

    def read_chunk(self, size: int = CHUNK) -> bytes:
        """The next bytes, as soon as there are some; empty at the end.

        Raises OSError or HTTPException if the connection breaks, also before all announced bytes have arrived.
        """
        length = self._response.length
        chunk = self._response.read1(size)
        if not chunk and length:
            raise http.client.IncompleteRead(b"", length)
        return chunk

    def read(self) -> bytes:
        """The whole body, at most 64 MiB."""
        body = bytearray()
        while chunk := self.read_chunk():
            body += chunk
            if len(body) > _LONGEST_BODY:
                raise PegbarError(f"{self.url} sent too much.", code="unexpected_answer")
        return bytes(body)

    def json(self) -> object:
        content = self.read()
        try:
            return json.loads(content)
        except ValueError as error:
            raise PegbarError(
                f"{origin_of(self.url)} answered, but not as Pegbar does.",
                code="unexpected_answer",
                status=self.status,
                hint="Check the address, and whether a proxy or a sign-in page of the network answers instead.",
            ) from error


class FileBody:
    """A part of a file as the body of a request."""

    def __init__(self, file: BinaryIO, start: int, length: int, on_sent: Callable[[int], None] | None = None) -> None:
        self.length = length
        self._file = file
        self._start = start
        self._on_sent = on_sent

    def chunks(self) -> Iterator[bytes]:
        self._file.seek(self._start)
        left = self.length
        while left:
            chunk = self._file.read(min(CHUNK, left))
            if not chunk:
                raise PegbarError(
                    "The file changed while it was uploaded.", code="file_missing", hint="Capture or choose it again."
                )
            yield chunk
            left -= len(chunk)
            if self._on_sent:
                self._on_sent(self.length - left)


@dataclass(frozen=True)
class _Request:
    """What is sent. Names of headers are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | FileBody | None
    timeout: float

    @property
    def origin(self) -> Origin:
        return get_origin(urlsplit(self.url))

    @property
    def target(self) -> str:
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class Http:
    """Sends requests. Thread-safe."""

    def __init__(self, settings: Settings, application: str = "pegbar-client") -> None:
        self.settings = settings
        self._pool = ConnectionPool(settings)
        self._agent = f"{application} pegbar-client/{VERSION}"

    @contextmanager
    def send(
        self,
        method: str,
        url: str,
        cancel: CancelToken,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | FileBody | None = None,
        timeout: float = 60.0,
        follow: bool = True,
    ) -> Generator[Response, None, None]:
        """Sends a request and yields its response, whatever the status.

        A redirect of a GET is followed; headers of the request go only to the same origin. Raises PegbarError
        ``network`` or ``certificate`` without a response, and Cancelled.
        """
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        request = _Request(method, url, lower, body, timeout)
        for _redirect in range(5):
            with self._send_once(request, cancel) as response:
                location = response.headers.get("location")
                if not (follow and method == "GET" and response.status in _REDIRECTS and location):
                    yield response
                    return
                target = urljoin(request.url, location)
                if request.origin[0] == "https" and urlsplit(target).scheme != "https":
                    raise PegbarError(f"{origin_of(url)} redirects to an unencrypted address.", code="unexpected_answer")
                # A presigned address contains its own permission, and must not get ours.
                same = get_origin(urlsplit(target)) == request.origin
                request = dataclasses.replace(request, url=target, headers=request.headers if same else {})
        raise PegbarError(f"{origin_of(url)} redirects too often.", code="unexpected_answer", hint="Check the address.")

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def _send_once(self, request: _Request, cancel: CancelToken) -> Generator[Response, None, None]:
        cancel.raise_if_cancelled()
        finished = False
        connection: Connection | None = None
        try:
            with cancel.calling(lambda: _interrupt(connection)):
                connection = self._pool.take_idle(request.origin)
                response = connection and self._try_idle(connection, request)
                if not response:
                    connection = self._pool.open(request.origin)
                    cancel.raise_if_cancelled()
                    response = self._exchange(connection, request)
                yield Response(response, request.url)
                # The rest of a small body, so that the connection can be used again.
                if not response.isclosed() and response.length is not None and response.length <= CHUNK:
                    response.read()
                finished = response.isclosed() and not response.will_close
        except (OSError, http.client.HTTPException) as error:
            cancel.raise_if_cancelled()
            raise describe_network_error(error, request.url) from error
        finally:
            if connection:
                if finished and not cancel.cancelled:
                    self._pool.give_back(request.origin, connection)
                else:
                    connection.http.close()

    def _try_idle(self, connection: Connection, request: _Request) -> http.client.HTTPResponse | None:
        """None if the server has closed the connection since its last request. Every request of ours can be repeated."""
        try:
            return self._exchange(connection, request)
        except (ConnectionError, http.client.BadStatusLine, AttributeError):
            connection.http.close()
            return None

    def _exchange(self, connection: Connection, request: _Request) -> http.client.HTTPResponse:
        """Writes a request and waits for the head of its response."""
        plain, body = connection.http, request.body
        plain.sock.settimeout(request.timeout)
        plain.putrequest(request.method, connection.prefix + request.target, skip_accept_encoding=True)
        sent = {"user-agent": self._agent, **request.headers, **connection.headers}
        length = body.length if isinstance(body, FileBody) else len(body) if body is not None else None
        if length is not None:
            sent["content-length"] = str(length)
        elif request.method in ("POST", "PUT", "PATCH"):
            sent["content-length"] = "0"
        for name, value in sent.items():
            plain.putheader(name, value)
        plain.endheaders()
        if isinstance(body, FileBody):
            for chunk in body.chunks():
                plain.send(chunk)
        elif body:
            plain.send(body)
        return plain.getresponse()


def _interrupt(connection: Connection | None) -> None:
    """Wakes a thread that waits on the connection."""
    if connection is None or connection.http.sock is None:  # pyright: ignore[reportUnnecessaryComparison]
        return
    try:
        connection.http.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It is closed already.
        pass


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def describe_network_error(error: Exception, url: str) -> PegbarError:
    """An error without a response as a sentence that says what to do."""
    origin = origin_of(url)
    if isinstance(error, ssl.SSLCertVerificationError):
        return PegbarError(
            f"The certificate of {origin} cannot be verified: {error.verify_message}.",
            code="certificate",
            hint="Check this machine's clock. If your studio has its own certificate authority, choose its CA file in the settings.",
        )
    if isinstance(error, socket.gaierror):
        reason = "its name was not found"
    elif isinstance(error, (TimeoutError, socket.timeout)):
        reason = "it did not respond in time"
    elif isinstance(error, ConnectionRefusedError):
        reason = "it refused the connection"
    elif isinstance(error, (http.client.IncompleteRead, http.client.BadStatusLine, ConnectionError)):
        reason = "the connection was interrupted"
    else:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return PegbarError(
        f"No answer from {origin}: {reason}.", code="network", hint="Check the network and the address. Your work is kept."
    )
