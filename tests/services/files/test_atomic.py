import errno
import os
import stat
import sys

import pytest

from workbench.services.files.atomic import write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no mode with a file")


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


@posix
@pytest.mark.parametrize(("owner_only", "mode"), [(True, 0o600), (False, 0o644)])
def test_who_may_read_it_is_chosen(tmp_path, owner_only, mode):
    before = os.umask(0o022)
    try:
        alone = write_whole(tmp_path / "a", b"", owner_only=owner_only)
    finally:
        os.umask(before)
    assert alone is owner_only
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path, monkeypatch, has_links):
    path = tmp_path / "a"
    path.write_bytes(b"before")
    if not has_links:
        monkeypatch.setattr(os, "link", failing(errno.ENOTSUP))
    with pytest.raises(FileExistsError):
        write_whole(path, b"after", replace=False)
    assert path.read_bytes() == b"before"
    write_whole(tmp_path / "b", b"after", replace=False)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def failing(number):
    def call(*_args, **_more):
        raise OSError(number, os.strerror(number))

    return call
