"""A lock between processes, also on a shared disk."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from ..cancel import CancelToken
from .durable import make_folder

#: Between two attempts, in seconds.
_RETRY_SECONDS = 0.05


class FileLock:
    """An exclusive lock on a file. The operating system releases it when the process ends, however it ends.

    On a file system without locks, ``acquire`` succeeds for everybody: whatever it protects must stay correct then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Takes the lock. False if another process or another lock of this one has it."""
        if self._descriptor is not None:
            return False
        make_folder(self._path.parent)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                self._descriptor = descriptor
                return True
            os.close(descriptor)
            if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                return False
            raise
        self._descriptor = descriptor
        return True

    def wait(self, cancel: CancelToken, seconds: float = 30.0) -> bool:
        """Waits for the lock. False after ``seconds``."""
        until = time.monotonic() + seconds
        while not self.acquire():
            if time.monotonic() > until:
                return False
            cancel.wait(_RETRY_SECONDS)
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            # Closing releases the lock.
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # flock belongs to the open file, so that two locks of one process exclude each other.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
