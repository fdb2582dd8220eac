import pytest

from workbench.core.errors import TextFileError
from workbench.services.text_file import MAX_BYTES, read_text_file


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
        (b"abc\0def", "octet 4 belongs to no text"),
        (b"\x30\x82\x01\xff", "octet 2"),
        (b"\xff\xfe\x00\xd8", "no text file"),
    ],
)
def test_what_is_no_text_or_too_large_is_refused_with_words(written, data, says):
    with pytest.raises(TextFileError) as caught:
        read_text_file(written(data))
    assert says in str(caught.value)
    assert ("openssl" in caught.value.hint) == data.startswith(b"\x30")


def test_a_file_of_exactly_the_limit_is_read(written):
    assert len(read_text_file(written(b"x" * MAX_BYTES))) == MAX_BYTES


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(TextFileError, match=path.name):
            read_text_file(str(path))
