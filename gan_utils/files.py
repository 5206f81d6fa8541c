"""Files that are fetched once and kept: verified by checksum, written atomically."""

import contextlib
import hashlib
import os
import re
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

try:
    fcntl: Any = import_module("fcntl")
except ImportError:  # Windows
    fcntl = None

_MARK = ".gan_utils-"  # in the names of files that are being written, so that nobody else's are taken for one
_LONG_AGO = 3600  # seconds after which an unfinished file is abandoned, where no lock tells


def cache_directory() -> Path:
    """The folder of fetched files: ``GAN_UTILS_CACHE`` when it is set, else ``~/.cache/gan_utils``.

    Raises:
        RuntimeError: when it is not set and there is no home folder; it names ``GAN_UTILS_CACHE``.
    """
    chosen = os.environ.get("GAN_UTILS_CACHE")
    try:
        return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "gan_utils"
    except RuntimeError as error:
        raise RuntimeError(f"{error} Set GAN_UTILS_CACHE to a folder for fetched files") from error


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that ``path`` never holds half of it, whenever the process dies.

    Folders that are missing are made, a link is followed, and what killed writers of this file have left is removed.

    Raises:
        OSError: when the folder cannot be written.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "deep" / "file.bin"
    >>> write_atomically(target, b"all of it")
    >>> target.read_bytes()
    b'all of it'
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    handle, temporary = _claimed(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, 0o644)  # mkstemp makes a file that only its owner reads
            if fcntl:  # the lock that says "alive" ends with the file, so the new name comes first
                os.replace(temporary, path)
        if not fcntl:  # and Windows renames no open file
            os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _claimed(path: Path) -> tuple[int, str]:
    """A new file beside ``path``, open, and locked as long as its writer lives."""
    while True:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name + _MARK, suffix=".part")
        if fcntl:
            with contextlib.suppress(OSError):  # some network drives know no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        if os.path.exists(temporary):  # else another writer took it for abandoned before the lock was there
            return handle, temporary
        os.close(handle)


def _remove_abandoned(path: Path) -> None:
    """Remove the unfinished files of writers of ``path`` that are no longer alive."""
    name = re.compile(re.escape(path.name + _MARK) + r"\w{8}\.part")
    for unfinished in [each for each in path.parent.iterdir() if name.fullmatch(each.name)]:
        with contextlib.suppress(OSError):  # it is locked, somebody else's, or gone
            if not fcntl:
                if time.time() - unfinished.stat().st_mtime > _LONG_AGO:
                    unfinished.unlink()
                continue
            with open(unfinished, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                unfinished.unlink()


def md5(content: bytes) -> str:
    """Checksum by which a fetched file is recognised (against accidents, not against attackers).

    >>> md5(b"")
    'd41d8cd98f00b204e9800998ecf8427e'
    """
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
