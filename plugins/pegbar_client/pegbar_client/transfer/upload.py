"""Uploads of inputs. Files that the studio has already are not sent; a repeated call continues."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Union

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..models import AnnouncedInputsItem, InputPart, InputUpload
from ..storage.durable import describe_disk_error
from ..transport.http import FileBody
from ..transport.retry import RETRIED_STATUSES, retry
from .fingerprint import PART_BYTES, Fingerprint, compute_fingerprint

#: Files that are announced and completed in one request (the API's limit is 500).
_GROUP = 100
_CONCURRENT = 3

Signed = Union[InputUpload, InputPart]
#: Gets the text of what happens, bytes that are done and bytes of all files.
OnProgress = Callable[[str, int, int], None]


def upload_files(
    api: Api, paths: Sequence[Path], cancel: CancelToken, on_progress: OnProgress | None = None
) -> list[str]:
    """Uploads files and returns their input ids, in the same order.

    Raises PegbarError if a file is missing, changed or refused by the server, and Cancelled.
    """
    report = on_progress or _report_nothing
    counter = _Counter(sum(_size(path) for path in paths))
    known: dict[Path, Fingerprint] = {}
    for path in paths:
        if path not in known:
            known[path] = compute_fingerprint(path, cancel, lambda count: report("Hashing", counter.add(count), counter.total))
    unique = list({one.sha256: one for one in known.values()}.values())
    counter = _Counter(sum(one.bytes for one in unique))
    ids: dict[str, str] = {}
    for start in range(0, len(unique), _GROUP):
        group = unique[start : start + _GROUP]
        ids.update(_upload_group(api, group, cancel, lambda count: report("Uploading", counter.add(count), counter.total)))
    report("Uploading", counter.total, counter.total)
    return [ids[known[path].sha256] for path in paths]


def _report_nothing(_text: str, _done: int, _total: int) -> None:
    """For callers that show no progress."""


class _Counter:
    """Counts bytes of several threads."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._done = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> int:
        with self._lock:
            self._done += count
            return self._done


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise describe_disk_error(error, path) from error


def _upload_group(
    api: Api, group: Sequence[Fingerprint], cancel: CancelToken, on_sent: Callable[[int], None]
) -> dict[str, str]:
    # Presigned addresses expire; then the same announcement gives new ones, and stored files are not sent again.
    for _attempt in range(5):
        announced = api.announce_inputs([one.to_json() for one in group], cancel).items
        transfers = [
            (file, signed)
            for file, item in zip(group, announced)
            for signed in _list_transfers(file, item, on_sent)
        ]
        if _send_all(api, transfers, cancel, on_sent):
            break
    else:
        raise PegbarError(
            "The addresses for the upload expired before the files were sent.",
            code="network",
            hint="Check the network, then retry. What was sent is kept.",
        )
    _complete(api, group, [item.id for item in announced if item.status != "verified"], announced, cancel)
    return {item.sha256: item.id for item in announced}


def _list_transfers(file: Fingerprint, item: AnnouncedInputsItem, on_sent: Callable[[int], None]) -> list[Signed]:
    transfers: list[Signed] = [*([item.upload] if item.upload else []), *(item.parts or [])]
    on_sent(file.bytes - sum(_range_of(file, signed)[1] for signed in transfers))
    return transfers


def _range_of(file: Fingerprint, signed: Signed) -> tuple[int, int]:
    """Start and length of what is sent to a presigned address."""
    if isinstance(signed, InputPart):
        start = (signed.number - 1) * PART_BYTES
        return start, min(PART_BYTES, file.bytes - start)
    return 0, file.bytes


def _send_all(
    api: Api, transfers: Sequence[tuple[Fingerprint, Signed]], cancel: CancelToken, on_sent: Callable[[int], None]
) -> bool:
    """False if an address has expired."""
    if not transfers:
        return True
    stop = CancelToken(cancel)
    try:
        with ThreadPoolExecutor(_CONCURRENT, "pegbar-upload") as pool:
            running = [pool.submit(_send, api, file, signed, stop, on_sent) for file, signed in transfers]
            try:
                return all([future.result() for future in running])
            except BaseException:
                stop.cancel()
                raise
    finally:
        stop.close()


def _send(api: Api, file: Fingerprint, signed: Signed, cancel: CancelToken, on_sent: Callable[[int], None]) -> bool:
    start, length = _range_of(file, signed)
    reported = 0

    def count(sent: int) -> None:
        nonlocal reported
        # A retry begins again: what was counted stays counted once.
        if sent > reported:
            on_sent(sent - reported)
            reported = sent

    def call() -> bool:
        try:
            with file.path.open("rb") as opened:
                if opened.seek(0, 2) != file.bytes:
                    raise PegbarError(
                        f"{file.path.name} changed while it was uploaded.",
                        code="file_missing",
                        hint="Capture or choose it again.",
                    )
                body = FileBody(opened, start, length, count)
                headers = {name: value for name, value in signed.headers.items() if name.lower() != "content-length"}
                with api.http.send(signed.method, signed.url, cancel, headers=headers, body=body, timeout=120) as response:
                    return _judge(response.status, response.read())
        except (FileNotFoundError, PermissionError) as error:
            raise describe_disk_error(error, file.path) from error

    return retry(call, cancel)


def _judge(status: int, content: bytes) -> bool:
    """Whether a file is stored. 412: it is stored already, because each key is written once."""
    if status < 300 or status == 412:
        return True
    if status == 403:
        return False
    # 409: another upload of the same file is running and may fail.
    transient = status in RETRIED_STATUSES or status == 409 or status >= 500
    raise PegbarError(
        f"The store answered {status}: {content[:200].decode('utf-8', 'replace')}.",
        code="network" if transient else "file_refused",
        status=status,
        hint="Retry later." if transient else "Ask your admin.",
    )


def _complete(
    api: Api,
    group: Sequence[Fingerprint],
    waiting: list[str],
    announced: Sequence[AnnouncedInputsItem],
    cancel: CancelToken,
) -> None:
    names = {item.id: file.path.name for file, item in zip(group, announced)}
    while waiting:
        cancel.raise_if_cancelled()
        completed = api.complete_inputs(waiting, cancel).items
        for item in completed:
            if item.problem:
                raise PegbarError(
                    f"{names.get(item.id, 'A file')}: {item.problem.message}",
                    code=item.problem.code,
                    status=422,
                    hint=item.problem.remedy,
                )
        # The server has waited before it answers "checking", so that the next request follows at once.
        waiting = [item.id for item in completed if item.status != "verified"]
