"""Locks on open files, held by one process until it closes the file or ends.

POSIX locks the file, Windows a byte far behind its content, which stays readable to others.
"""

from __future__ import annotations

import os
import time

RETRY_S = 0.05
"""Seconds between two attempts."""
LOCKED_BYTE = 1 << 30

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file at once; False if another process holds it."""
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)
        return True

else:

    def try_lock(descriptor: int) -> bool:
        """Lock an open file at once; False if another process holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def lock(descriptor: int) -> None:
    """Lock an open file, waiting for the process that holds it."""
    while not try_lock(descriptor):
        time.sleep(RETRY_S)
