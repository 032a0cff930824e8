"""Files that are whole or not there, and folders that one process at a time changes."""

import contextlib
import fcntl
import os
import time

# Processes of other containers may write into the same folder and can't be seen from here.
_LEFT_ALONE = 24 * 3600  # seconds


def write(path, text):
    """Writes a file under a name of this process, and puts it into its place when it is whole."""
    for left in path.parent.glob(f".{path.name}-*.part"):
        _tidy(left)
    part = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return part.replace(path)
    except OSError as e:
        # A full disk tells no name.
        raise type(e)(e.errno, e.strerror, str(path)) from e
    finally:
        part.unlink(missing_ok=True)


def _tidy(part):
    """Clears away what a process that was killed left."""
    with contextlib.suppress(OSError):
        if time.time() - part.stat().st_mtime > _LEFT_ALONE:
            part.unlink()


@contextlib.contextmanager
def alone(folder):
    """Waits until no other process changes the folder; the system lets go, however this one ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
