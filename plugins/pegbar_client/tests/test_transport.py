"""Events, errors, proxies and certificates."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

from pegbar_client import Cancelled, PegbarError, Settings
from pegbar_client.cancel import CancelToken
from pegbar_client.decode import decode
from pegbar_client.events.sse import ServerEvent, parse_events
from pegbar_client.models import Show
from pegbar_client.transport.http import Http
from pegbar_client.transport.problem import parse_retry_after, read_error
from pegbar_client.transport.proxies import find_proxy


def read_all(content: bytes, size: int) -> list[ServerEvent | None]:
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    return list(parse_events(lambda: chunks.pop(0) if chunks else b""))


class EventsTest(unittest.TestCase):
    def test_events_are_the_same_however_they_are_cut(self) -> None:
        content = "id: 1\r\nevent: queued\r\ndata: {\"a\":\r\ndata: \"ü\"}\r\n\r\n: alive\r\ndata:x\n\nid: 2\rdata: y\r\rdata: lost".encode()
        expected = [ServerEvent("queued", '{"a":\n"ü"}', "1"), None, ServerEvent("message", "x", "1"), ServerEvent("message", "y", "2")]
        for size in range(1, len(content)):
            self.assertEqual(read_all(content, size), expected, size)


class DecodeTest(unittest.TestCase):
    def test_unknown_fields_are_ignored_and_missing_ones_named(self) -> None:
        show = {"id": "1", "code": "A", "name": "A", "naming": "", "frameRate": "24", "sequences": [], "new": 1}
        self.assertEqual(decode(Show, show).frame_rate, "24")
        for wrong, where in (({**show, "frameRate": 24}, "Show.frameRate is int"), ({"id": "1"}, "Show.code is missing"), ([], "Show is list")):
            with self.assertRaises(PegbarError) as caught:
                decode(Show, wrong)
            self.assertIn(where, str(caught.exception))


class ProxyTest(unittest.TestCase):
    def test_setting_environment_and_this_machine(self) -> None:
        with mock.patch.dict("os.environ", {"https_proxy": "http://proxy.example:8080", "no_proxy": "inside.example"}):
            found = find_proxy("https", "outside.example")
            self.assertEqual(found and (found.host, found.port), ("proxy.example", 8080))
            self.assertIsNone(find_proxy("https", "inside.example"))
            self.assertIsNone(find_proxy("https", "127.0.0.1"))
            self.assertIsNone(find_proxy("https", "outside.example", "none"))
        chosen = find_proxy("http", "127.0.0.1", "http://noa:p%40ss@proxy.example:3128")
        self.assertEqual(chosen and chosen.headers, {"Proxy-Authorization": "Basic bm9hOnBAc3M="})
        with self.assertRaises(PegbarError) as caught:
            find_proxy("http", "x", "socks5://noa:secret@proxy.example")
        self.assertNotIn("secret", str(caught.exception))


class ServerCase(unittest.TestCase):
    def serve(self, answer, context: ssl.SSLContext | None = None) -> str:  # noqa: ANN001
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}"

    def client(self, **settings: str) -> Http:
        client = Http(Settings(**settings))
        self.addCleanup(client.close)
        return client


def send(handler: http.server.BaseHTTPRequestHandler, status: int, content: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


class HttpTest(ServerCase):
    def test_a_redirect_to_another_origin_does_not_get_the_token(self) -> None:
        seen: list[str | None] = []

        def store(handler: http.server.BaseHTTPRequestHandler) -> None:
            seen.append(handler.headers.get("authorization"))
            send(handler, 200, b"file")

        target = self.serve(store)
        url = self.serve(lambda handler: send(handler, 302, b"", location=f"{target}/file"))
        with self.client().send("GET", url, CancelToken(), headers={"Authorization": "Bearer x"}) as response:
            self.assertEqual(response.read(), b"file")
        self.assertEqual(seen, [None])

    def test_a_connection_that_the_server_closed_is_opened_again(self) -> None:
        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            send(handler, 200, b"ok")
            handler.close_connection = True  # without saying so

        url, client = self.serve(answer), self.client()
        for _ in range(3):
            with client.send("GET", url, CancelToken()) as response:
                self.assertEqual(response.read(), b"ok")
            time.sleep(0.05)

    def test_cancelling_wakes_a_thread_that_waits(self) -> None:
        released = threading.Event()
        self.addCleanup(released.set)
        url = self.serve(lambda handler: released.wait(20) and None)
        cancel, client = CancelToken(), self.client()
        threading.Timer(0.2, cancel.cancel).start()
        began = time.monotonic()
        with self.assertRaises(Cancelled):
            with client.send("GET", url, cancel, timeout=20) as response:
                response.read()
        self.assertLess(time.monotonic() - began, 5)

    def test_a_body_that_ends_early_is_a_network_error(self) -> None:
        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("content-length", "100")
            handler.end_headers()
            handler.wfile.write(b"half")
            handler.close_connection = True

        with self.assertRaises(PegbarError) as caught:
            with self.client().send("GET", self.serve(answer), CancelToken()) as response:
                response.read()
        self.assertEqual(caught.exception.code, "network")

    def test_errors_of_the_api_and_of_a_proxy(self) -> None:
        problem = b'{"code":"quota_exceeded","detail":"No budget.","requestId":"r1","errors":[{"code":"x","message":"m","remedy":"Ask."}]}'
        url = self.serve(lambda handler: send(handler, 409, problem, retry_after="3"))
        with self.client().send("GET", url, CancelToken()) as response:
            error = read_error(response)
        self.assertEqual((error.code, error.message, error.hint, error.retry_after, error.request_id), ("quota_exceeded", "No budget.", "Ask.", 3.0, "r1"))
        url = self.serve(lambda handler: send(handler, 502, b"<h1>Bad\n gateway</h1>"))
        with self.client().send("GET", url, CancelToken()) as response:
            error = read_error(response)
        self.assertIn("answered 502: Bad gateway.", error.message)

    def test_a_date_as_retry_after(self) -> None:
        self.assertEqual(parse_retry_after("Thu, 01 Jan 1970 00:00:00 GMT"), 0.0)
        self.assertIsNone(parse_retry_after("soon"))
        self.assertIsNone(parse_retry_after(None))

    def test_nobody_listens(self) -> None:
        with self.assertRaises(PegbarError) as caught:
            with self.client().send("GET", "http://127.0.0.1:9/", CancelToken()):
                pass
        self.assertIn("it refused the connection", str(caught.exception))


class CertificateTest(ServerCase):
    def setUp(self) -> None:
        if not shutil.which("openssl"):
            self.skipTest("openssl is not here to make a certificate")
        self.folder = Path(tempfile.mkdtemp(prefix="pegbar-tls-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                   "-subj", "/CN=studio", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.certificate = certificate
        self.url = self.serve(lambda handler: send(handler, 200, b"ok"), context)

    def test_an_unknown_authority_is_refused_with_what_to_do(self) -> None:
        with self.assertRaises(PegbarError) as caught:
            with self.client().send("GET", self.url, CancelToken()):
                pass
        self.assertEqual(caught.exception.code, "certificate")
        self.assertIn("CA file", caught.exception.hint)

    def test_the_studios_own_authority(self) -> None:
        with self.client(ca_file=str(self.certificate)).send("GET", self.url, CancelToken()) as response:
            self.assertEqual(response.read(), b"ok")

    def test_a_ca_file_that_is_none(self) -> None:
        for path in (self.folder / "missing.pem", Path(__file__)):
            with self.assertRaises(PegbarError) as caught:
                with self.client(ca_file=str(path)).send("GET", self.url, CancelToken()):
                    pass
            self.assertEqual(caught.exception.code, "invalid_value")


if __name__ == "__main__":
    unittest.main()
