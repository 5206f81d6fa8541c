"""Files that are fetched once and kept: verified by checksum, written atomically."""

import hashlib
import os
import tempfile
from pathlib import Path


def cache_directory() -> Path:
    """The folder of fetched files: ``GAN_UTILS_CACHE`` when it is set, else ``~/.cache/gan_utils``."""
    chosen = os.environ.get("GAN_UTILS_CACHE")
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "gan_utils"


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that ``path`` never holds half of it, whenever the process dies.

    Raises:
        OSError: when the folder cannot be written.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "deep" / "file.bin"
    >>> write_atomically(target, b"all of it")
    >>> target.read_bytes()
    b'all of it'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # mkstemp makes a file that only its owner reads
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def md5(content: bytes) -> str:
    """Checksum by which a fetched file is recognised (against accidents, not against attackers).

    >>> md5(b"")
    'd41d8cd98f00b204e9800998ecf8427e'
    """
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
