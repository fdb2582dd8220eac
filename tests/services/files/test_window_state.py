import os
import random

import pytest

from workbench.services.files.window_state import load, save

STATE = {"window": bytes(range(256)), "bench.left": b"", "Designs.Split": b"\x00\xff"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "window.ini"


def test_what_was_saved_is_read_again(path):
    save(path, STATE)
    assert load(path) == STATE
    save(path, {})
    assert load(path) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0[",
        b"\xff",
        b"window=1",
        b"[state]",
        b"[state]\nwindow = AAAA\n",
        b"[state]\na = A\n[check]\nsha256 = x\n",
        b"[state]\na = AA==\na = AA==\n",
        b"[General]\nwindow=@ByteArray(x)\n",
        b"x" * 2_000_000,
    ],
    ids=range(10),
)
def test_what_is_no_such_file_is_left_out(path, content):
    path.write_bytes(content)
    assert load(path) == {}


def test_nothing_of_a_damaged_file_is_used(path):
    save(path, STATE)
    whole = path.read_bytes()
    source = random.Random(1)  # noqa: S311  not for a secret
    for _ in range(200):
        damaged = bytearray(whole)
        at = source.randrange(len(damaged))
        damaged[at : at + source.choice((1, 1, 5))] = source.choice((b"", b"A", b"=", b"\n", b"@Variant(", b"\xff"))
        path.write_bytes(damaged)
        assert load(path) in ({}, STATE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_and_a_device_are_not_read_and_are_replaced(path):
    os.mkfifo(path)
    assert load(path) == {}
    save(path, STATE)
    assert load(path) == STATE
    path.unlink()
    path.symlink_to("/dev/zero")
    assert load(path) == {}
    save(path, STATE)
    assert load(path) == STATE
    assert not path.is_symlink()


def test_a_folder_in_its_place_is_an_error(path):
    path.mkdir()
    assert load(path) == {}
    with pytest.raises(OSError, match="directory"):
        save(path, STATE)
