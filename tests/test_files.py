"""Files that are kept: a reader sees the old file or the new one, never half of it."""

import os
from pathlib import Path

import pytest

from gan_utils import files


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_UTILS_CACHE", str(tmp_path / "here"))
    assert files.cache_directory() == tmp_path / "here"
    monkeypatch.setenv("GAN_UTILS_CACHE", "~/there")
    assert files.cache_directory() == Path.home() / "there"


@pytest.mark.parametrize("unset", [True, False])
def test_the_cache_is_in_the_home_folder_unless_told_otherwise(monkeypatch, tmp_path, unset):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GAN_UTILS_CACHE", "")
    if unset:
        monkeypatch.delenv("GAN_UTILS_CACHE")
    assert files.cache_directory() == tmp_path / ".cache" / "gan_utils"


def test_writing_makes_the_folders_and_replaces_the_old_file(tmp_path):
    path = tmp_path / "a" / "b" / "file.bin"
    for content in (b"first, and longer", b"second"):
        files.write_atomically(path, content)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_what_is_written_can_be_read_by_everyone(tmp_path):
    """Temporary files are for their owner alone; a shared cache is not."""
    files.write_atomically(tmp_path / "file", b"x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("moment", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(monkeypatch, tmp_path, moment, failure):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*arguments):
        raise failure

    monkeypatch.setattr(os, moment, fail)
    with pytest.raises(type(failure)):
        files.write_atomically(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_the_old_file_stays_until_the_new_one_is_whole_and_on_the_disk(monkeypatch, tmp_path):
    """So the order must be: write, sync, rename."""
    path, seen = tmp_path / "file", []
    path.write_bytes(b"old")
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append(("sync", path.read_bytes())), sync(handle)))
    monkeypatch.setattr(
        os, "replace", lambda old, new: (seen.append(("rename", Path(old).read_bytes())), replace(old, new))
    )
    files.write_atomically(path, b"new")
    assert seen == [("sync", b"old"), ("rename", b"new")]


def test_md5_is_md5():
    assert files.md5(b"abc") == "900150983cd24fb0d6963f7d28e17f72"  # RFC 1321
