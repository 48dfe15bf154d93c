"""The folder of all submissions of a user."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..storage.durable import describe_disk_error, make_folder, read_json, write_file, write_json
from ..storage.file_lock import FileLock
from ..storage.folders import find_folders
from .request import Request, parse_request

_FILE = "request.json"
_CANCEL = "cancel"


class Outbox:
    """Submissions on disk, one folder each. Several hosts may share it; whoever works on one holds its lock."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or find_folders().state / "outbox"

    def folder_of(self, request_id: str) -> Path:
        return self.folder / request_id

    def inputs_of(self, request_id: str) -> Path:
        """Where the host writes captured inputs."""
        return self.folder_of(request_id) / "inputs"

    def begin(self, request: Request) -> None:
        """Stores a new submission and makes its folder for inputs."""
        make_folder(self.inputs_of(request.id))
        self.write(request)

    def write(self, request: Request) -> None:
        """Raises PegbarError ``disk_full`` or ``file_unwritable``; the stored state is then the old one."""
        write_json(self.folder_of(request.id) / _FILE, request.to_json())

    def read(self, request_id: str) -> Request | None:
        return parse_request(read_json(self.folder_of(request_id) / _FILE))

    def list(self) -> list[Request]:
        """All submissions, oldest first. Damaged ones are left on disk and not listed."""
        try:
            ids = [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise describe_disk_error(error, self.folder) from error
        found = [request for id in ids if (request := self.read(id))]
        return sorted(found, key=lambda request: (request.created_at, request.id))

    def request_cancel(self, request_id: str) -> None:
        """Asks whoever works on a submission to cancel it. A file of its own, because only they write the submission."""
        if self.folder_of(request_id).is_dir():
            write_file(self.folder_of(request_id) / _CANCEL, b"")

    def withdraw_cancel(self, request_id: str) -> None:
        (self.folder_of(request_id) / _CANCEL).unlink(missing_ok=True)

    def is_cancel_requested(self, request_id: str) -> bool:
        return (self.folder_of(request_id) / _CANCEL).exists()

    def lock(self, request_id: str) -> FileLock:
        """Held while a host works on a submission."""
        return FileLock(self.folder_of(request_id) / "lock")

    def resolve(self, request: Request, path: str) -> Path:
        """The file of a stored path, which is relative to the submission's folder or absolute."""
        return self.folder_of(request.id) / path

    def drop_inputs(self, request_id: str) -> None:
        """Deletes captured inputs that the server has."""
        shutil.rmtree(self.inputs_of(request_id), ignore_errors=True)

    def remove(self, request_id: str) -> None:
        """Deletes a submission. Downloaded results stay."""
        shutil.rmtree(self.folder_of(request_id), ignore_errors=True)
