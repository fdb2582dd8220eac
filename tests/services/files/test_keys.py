import errno
import os
import stat
import sys

import pytest

from workbench.core.errors import KeyFileError, KeyFileExistsError
from workbench.services.files.keys import KeyFiles

TEXT = "-----BEGIN PRIVATE KEY-----\n…\n"
files = KeyFiles()
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no mode with a file")


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def open_umask():
    """Nothing is taken away from what a program asks for."""
    before = os.umask(0)
    yield
    os.umask(before)


@posix
@pytest.mark.parametrize("replace", [False, True])
def test_a_private_key_is_its_owners_alone_before_the_first_octet_is_in_it(tmp_path, open_umask, monkeypatch, replace):
    path, seen, make = tmp_path / "key.pem", [], os.open
    if replace:
        path.write_text("before")
        path.chmod(0o644)

    def watched(*args):
        descriptor = make(*args)
        seen.append((stat.S_IMODE(os.fstat(descriptor).st_mode), os.fstat(descriptor).st_size))
        return descriptor

    monkeypatch.setattr(os, "open", watched)
    assert files.write(path, TEXT, private=True, replace=replace)
    assert seen == [(0o600, 0)]
    assert mode(path) == 0o600
    assert path.read_bytes() == TEXT.encode()
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_public_key_is_as_readable_as_any_file_of_the_user(tmp_path, open_umask):
    os.umask(0o022)
    files.write(tmp_path / "key.pub", "ssh-ed25519 …", private=False, replace=False)
    assert mode(tmp_path / "key.pub") == 0o644


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_file_that_is_there_is_asked_about_and_stays_until_it_is_to_be_replaced(tmp_path, monkeypatch, links):
    path = tmp_path / "key.pem"
    path.write_text("before")
    if not links:  # as on FAT
        monkeypatch.setattr(os, "link", fails_with(errno.EPERM))
    with pytest.raises(KeyFileExistsError, match=r"key\.pem is in .* already"):
        files.check(path)
    with pytest.raises(KeyFileExistsError):
        files.write(path, TEXT, private=True, replace=False)
    assert path.read_text() == "before"
    files.write(path, TEXT, private=True, replace=True)
    assert path.read_text() == TEXT
    files.write(tmp_path / "new.pem", TEXT, private=True, replace=False)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["key.pem", "new.pem"]


@posix
def test_a_link_is_replaced_and_what_it_leads_to_stays_as_it_was(tmp_path):
    target, link = tmp_path / "shared.txt", tmp_path / "key.pem"
    target.write_text("of others")
    link.symlink_to(target)
    with pytest.raises(KeyFileExistsError):
        files.write(link, TEXT, private=True, replace=False)
    files.write(link, TEXT, private=True, replace=True)
    assert target.read_text() == "of others"
    assert (link.is_symlink(), mode(link)) == (False, 0o600)


@pytest.mark.parametrize(
    ("call", "number", "says"),
    [
        ("open", errno.EACCES, "You may not write in"),
        ("open", errno.EROFS, "You may not write in"),
        ("open", errno.ENOSPC, "There is no room left"),
        ("fsync", errno.ENOSPC, "There is no room left"),
        ("fsync", errno.EDQUOT, "There is no room left"),
        ("link", errno.EIO, "key.pem cannot be written: input/output error"),
    ],
)
def test_what_goes_wrong_is_told_in_words_and_leaves_nothing_behind(tmp_path, monkeypatch, call, number, says):
    monkeypatch.setattr(os, call, fails_with(number))
    with pytest.raises(KeyFileError, match=says) as raised:
        files.write(tmp_path / "key.pem", TEXT, private=True, replace=False)
    assert raised.value.hint
    assert "BEGIN" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_or_no_folder_is_told(tmp_path):
    gone, file = tmp_path / "gone" / "key.pem", tmp_path / "file"
    file.write_text("")
    for path, says in ((gone, "no folder"), (file / "key.pem", "no folder"), (tmp_path, "is a folder")):
        with pytest.raises(KeyFileError, match=says):
            files.write(path, TEXT, private=True, replace=False)
        with pytest.raises(KeyFileError, match=says):
            files.check(path)
    for name, says in (("a\0b", "not a valid file name"), ("x" * 300, "too long")):
        with pytest.raises(KeyFileError, match=says):
            files.write(tmp_path / name, TEXT, private=True, replace=False)


def fails_with(number):
    def call(*_args, **_more):
        raise OSError(number, os.strerror(number))

    return call
