"""Files, locks, tokens and settings on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from pegbar_client import PegbarError, Settings, load_settings, save_settings
from pegbar_client.outbox.request import Phase, create_request, parse_request
from pegbar_client.outbox.store import Outbox
from pegbar_client.outbox.writer import OutboxWriter
from pegbar_client.cancel import CancelToken
from pegbar_client.settings import parse_url
from pegbar_client.sign_in.issuer import Tokens
from pegbar_client.sign_in.key_ring import SecretService
from pegbar_client.sign_in.token_store import TokenStore
from pegbar_client.storage.durable import write_file
from pegbar_client.storage.file_lock import FileLock
from pegbar_client.storage.folders import find_folders
from pegbar_client.session.download_results import make_safe


class HomeCase(unittest.TestCase):
    def setUp(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="pegbar-storage-"))
        self.addCleanup(shutil.rmtree, self.home, True)
        patched = mock.patch.dict(os.environ, {"PEGBAR_HOME": str(self.home), "PEGBAR_KEY_RING": "none"})
        patched.start()
        self.addCleanup(patched.stop)


def make_request():  # noqa: ANN201
    return create_request(
        url="https://a.example", tenant="", scene_id="s", title="T", shot="A/b/c", workflow="w", frames="",
        body={"parameters": {"prompt": "Лес"}}, placement="", results_folder="/r",
    )  # fmt: skip


class OutboxTest(HomeCase):
    def test_a_submission_is_read_as_it_was_written(self) -> None:
        outbox = Outbox()
        request = make_request()
        outbox.begin(request)
        self.assertEqual(outbox.list(), [request])
        self.assertEqual((outbox.folder_of(request.id) / "request.json").stat().st_mode & 0o777, 0o600)

    def test_damaged_and_newer_files_are_left_alone(self) -> None:
        outbox = Outbox()
        request = make_request()
        outbox.begin(request)
        file = outbox.folder_of(request.id) / "request.json"
        for content in (b"", b"{", b"[]", json.dumps({**request.to_json(), "format": 2}).encode(),
                        json.dumps({**request.to_json(), "phase": "flying"}).encode()):  # fmt: skip
            file.write_bytes(content)
            self.assertEqual(outbox.list(), [])
            self.assertEqual(file.read_bytes(), content)

    def test_a_field_that_an_older_client_did_not_write_has_its_default(self) -> None:
        value = make_request().to_json()
        del value["placed"]
        request = parse_request(value)
        self.assertIs(request and request.placed, False)

    def test_the_newest_state_wins_and_a_removal_is_final(self) -> None:
        outbox = Outbox()
        writer = OutboxWriter(outbox, lambda _request, error: self.fail(str(error)))
        request = make_request()
        outbox.begin(request)
        cancel = CancelToken()
        for phase in (Phase.UPLOADING, Phase.RUNNING, Phase.DONE):
            writer.write(request.replace(phase=phase.value))
        self.assertTrue(writer.is_pending(request.id))
        thread = threading.Thread(target=writer.run, args=(cancel,))
        thread.start()
        cancel.cancel()
        thread.join(5)
        stored = outbox.read(request.id)
        self.assertEqual(stored and stored.phase, "done")
        writer.write(request)
        writer.remove(request.id)
        writer.run(cancel)
        self.assertFalse(outbox.folder_of(request.id).exists())


class LockTest(HomeCase):
    def test_excludes_others_in_this_process_and_in_another(self) -> None:
        path = self.home / "lock"
        with FileLock(path) as lock:
            self.assertTrue(lock.acquire())
            self.assertFalse(FileLock(path).acquire())
            probe = "import sys; from pathlib import Path; from pegbar_client.storage.file_lock import FileLock; sys.exit(FileLock(Path(sys.argv[1])).acquire())"
            ask = [sys.executable, "-c", probe, str(path)]
            self.assertEqual(subprocess.run(ask, cwd=Path(__file__).parents[1], check=False).returncode, 0)
        self.assertEqual(subprocess.run(ask, cwd=Path(__file__).parents[1], check=False).returncode, 1)

    def test_is_released_when_its_process_is_killed(self) -> None:
        path = self.home / "lock"
        hold = "import sys, time; from pathlib import Path; from pegbar_client.storage.file_lock import FileLock; FileLock(Path(sys.argv[1])).acquire() and print('held', flush=True); l=FileLock(Path(sys.argv[1])); l.acquire(); print('x', flush=True); time.sleep(60)"
        process = subprocess.Popen(
            [sys.executable, "-c", hold, str(path)], cwd=Path(__file__).parents[1], stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        process.stdout.readline()
        self.assertFalse(FileLock(path).acquire())
        process.kill()
        process.communicate()
        with FileLock(path) as lock:
            self.assertTrue(lock.wait(CancelToken(), 5))


class TokenTest(HomeCase):
    def test_without_a_key_ring_they_are_in_a_file_of_the_owner(self) -> None:
        store = TokenStore("https://a.example")
        store.write(Tokens("a", "r", 12.5))
        self.assertEqual(store.file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(store.read(), Tokens("a", "r", 12.5))
        self.assertIsNone(TokenStore("https://b.example").read())
        store.delete()
        self.assertIsNone(store.read())

    def test_a_key_ring_keeps_them_out_of_files(self) -> None:
        ring = _Ring()
        store = TokenStore("https://a.example", ring)
        write_file(store.file, b'{"access": "old"}')
        store.write(Tokens("a", "r"))
        self.assertFalse(store.file.exists())
        self.assertEqual(store.read(), Tokens("a", "r"))

    def test_a_key_ring_that_refuses_is_replaced_by_the_file(self) -> None:
        store = TokenStore("https://a.example", _Ring(refuses=True))
        store.write(Tokens("a"))
        self.assertEqual(store.read(), Tokens("a"))

    def test_the_secret_is_no_argument_of_the_program(self) -> None:
        with mock.patch("subprocess.run") as run:
            run.return_value = subprocess.CompletedProcess([], 0, "found", "")
            self.assertTrue(SecretService().write("https://a.example", "secret-text"))
            self.assertEqual(SecretService().read("https://a.example"), "found")
        write = run.call_args_list[0]
        self.assertNotIn("secret-text", " ".join(write.args[0]))
        self.assertEqual(write.kwargs["input"], "secret-text")


class _Ring:
    def __init__(self, refuses: bool = False) -> None:
        self.refuses, self.kept = refuses, dict[str, str]()

    def read(self, account: str) -> str | None:
        return self.kept.get(account)

    def write(self, account: str, secret: str) -> bool:
        if not self.refuses:
            self.kept[account] = secret
        return not self.refuses

    def delete(self, account: str) -> None:
        self.kept.pop(account, None)


class SettingsTest(HomeCase):
    def test_the_environment_wins_over_the_user_and_the_user_over_the_site(self) -> None:
        site = self.home / "addon"
        site.mkdir()
        (site / "pegbar_site.json").write_text('{"url": "https://site.example/", "tenant": "lumen"}')
        self.assertEqual(load_settings(site), Settings(url="https://site.example", tenant="lumen"))
        save_settings(Settings(url="https://mine.example"))
        self.assertEqual(load_settings(site), Settings(url="https://mine.example", tenant="lumen"))
        with mock.patch.dict(os.environ, {"PEGBAR_URL": "https://env.example/v1"}):
            self.assertEqual(load_settings(site).url, "https://env.example")

    def test_addresses_as_people_type_them(self) -> None:
        cases = {
            "pegbar.example": "https://pegbar.example",
            " https://pegbar.example/ ": "https://pegbar.example",
            "http://127.0.0.1:4310/v1": "http://127.0.0.1:4310",
            "https://pegbar.example/studio/?x=1": "https://pegbar.example/studio",
        }
        for text, url in cases.items():
            self.assertEqual(parse_url(text), url)
        for text in ("", "ftp://x", "http://", "https://a b", "http://x:99999"):
            with self.assertRaises(PegbarError, msg=text):
                parse_url(text)

    def test_a_relative_xdg_folder_is_ignored(self) -> None:
        with mock.patch.dict(os.environ, {"PEGBAR_HOME": "", "XDG_CONFIG_HOME": "relative", "HOME": "/home/noa"}):
            if sys.platform.startswith("linux"):
                self.assertEqual(find_folders().config, Path("/home/noa/.config/pegbar-plugins"))


class NameTest(unittest.TestCase):
    def test_names_of_the_server_never_leave_their_folder(self) -> None:
        cases = {"../../etc": "_.._etc", "a/b\\c": "a_b_c", "CON": "_CON", "nul.png": "_nul.png", "..": "_", "": "_",
                 "ok.v001.png": "ok.v001.png", "a\0b": "a_b", "trailing. ": "trailing"}  # fmt: skip
        for name, safe in cases.items():
            self.assertEqual(make_safe(name), safe, name)


if __name__ == "__main__":
    unittest.main()
