import os
import sys

import pytest

from workbench.core.errors import KeyImportError, TextFileError
from workbench.core.key_files.importer import MOST_OCTETS
from workbench.services.files.reading import MAX_BYTES, read_key_file, read_text_file


@pytest.fixture
def written(tmp_path):
    def write(data):
        path = tmp_path / "token.txt"
        path.write_bytes(data)
        return str(path)

    return write


@pytest.mark.parametrize(
    "data",
    [
        "Grüße".encode(),
        b"\xef\xbb\xbf" + "Grüße".encode(),
        "Grüße".encode("utf-16"),
        b"\xfe\xff" + "Grüße".encode("utf-16-be"),
    ],
)
def test_a_text_is_read_in_the_encodings_that_shells_write(written, data):
    assert read_text_file(written(data)) == "Grüße"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x" * (MAX_BYTES + 1), "larger than 4 MiB"),
        (b"abc\0def", "byte 4 is not valid UTF-8"),
        (b"\x30\x82\x01\xff", "byte 2"),
        (b"\xff\xfe\x00\xd8", "not a text file"),
    ],
)
def test_what_is_no_text_or_too_large_is_refused_with_words(written, data, says):
    with pytest.raises(TextFileError) as caught:
        read_text_file(written(data))
    assert says in str(caught.value)
    assert ("openssl" in caught.value.hint) == data.startswith(b"\x30")


def test_a_file_of_exactly_the_limit_is_read(written):
    assert len(read_text_file(written(b"x" * MAX_BYTES))) == MAX_BYTES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for read, error in ((read_text_file, TextFileError), (read_key_file, KeyImportError)):
        with pytest.raises(error, match="pipe is a device or a pipe"):
            read(str(tmp_path / "pipe"))


def test_a_key_file_is_read_as_octets_up_to_a_limit(written):
    assert read_key_file(written(b"\x30\x00\xff")) == b"\x30\x00\xff"
    with pytest.raises(KeyImportError, match="larger than 1 MiB"):
        read_key_file(written(b"x" * (10 * MOST_OCTETS)))


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(TextFileError, match=path.name):
            read_text_file(str(path))
