"""Files that are kept: a reader sees the old file or the new one, never half of it."""

import os
import signal
import subprocess
import sys
import threading
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


# Killed writers, and those that are alive.

KILLED = """
import os, signal, sys
from gan_utils import files
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
files.write_atomically(sys.argv[1], bytes(1000))
"""


def test_what_a_killed_writer_left_is_gone_at_the_next_write(tmp_path):
    path = tmp_path / "run"
    files.write_atomically(path, b"old")
    for _ in range(3):
        assert subprocess.run([sys.executable, "-c", KILLED, str(path)], timeout=60).returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2, "each writer removes what the one before left"
    assert path.read_bytes() == b"old"
    files.write_atomically(path, b"new")
    assert list(tmp_path.iterdir()) == [path] and path.read_bytes() == b"new"


def test_what_others_are_writing_or_own_is_left_alone(tmp_path):
    """A writer that is alive, another target's leftovers, and files that only look like some."""
    left = ["run2.gan_utils-abcdefgh.part", "run.holidays.part", "run.gan_utils-ab.part", "run.part"]
    for name in left:
        (tmp_path / name).write_bytes(b"mine")
    handle, alive = files._claimed(tmp_path / "run")
    files.write_atomically(tmp_path / "run", b"new")
    os.close(handle)
    assert sorted(os.listdir(tmp_path)) == sorted([*left, os.path.basename(alive), "run"])
    files.write_atomically(tmp_path / "run", b"newer")
    assert sorted(os.listdir(tmp_path)) == sorted([*left, "run"])


def test_many_writers_of_one_file_do_not_hinder_each_other(tmp_path):
    """Threads, since each opens the file anew: their locks are apart, as those of processes are."""
    path, failures = tmp_path / "run", []

    def write(number):
        try:
            for _ in range(40):
                files.write_atomically(path, bytes([number]) * 5000)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    content = path.read_bytes()
    assert not failures and len(content) == 5000 and len(set(content)) == 1 and list(tmp_path.iterdir()) == [path]


def test_without_locks_only_old_leftovers_are_removed(monkeypatch, tmp_path):
    """As on Windows."""
    monkeypatch.setattr(files, "fcntl", None)
    young, old = (tmp_path / f"run.gan_utils-{name}.part" for name in ("youngone", "oldoneok"))
    for leftover in (young, old):
        leftover.write_bytes(b"")
    os.utime(old, (0, 0))
    files.write_atomically(tmp_path / "run", b"new")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "run", young]


def test_a_user_without_a_home_is_told_of_the_variable(monkeypatch):
    monkeypatch.delenv("GAN_UTILS_CACHE", raising=False)

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(RuntimeError, match="Set GAN_UTILS_CACHE to a folder"):
        files.cache_directory()
