import pytest

from workbench.core.key_files import der


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.5.13", "2.16.840.1.101.3.4.1.42", "1.3.101.112", "2.5.29.15"])
def test_an_object_identifier_is_read_as_it_was_written(dotted):
    assert der.parse(der.object_id(dotted)).object_id == dotted


# X.690 section 8.3: the first bit is the sign, so that 128 takes two octets.
@pytest.mark.parametrize(
    ("number", "octets"), [(0, "020100"), (127, "02017f"), (128, "02020080"), (600_000, "02030927c0")]
)
def test_an_integer_is_written_without_a_sign(number, octets):
    assert der.integer(number).hex() == octets
    assert der.parse(der.integer(number)).number == number


@pytest.mark.parametrize("length", [0, 127, 128, 255, 256, 65_536])
def test_a_length_is_as_short_as_it_can_be(length):
    written = der.octet_string(bytes(length))
    assert der.parse(written).content == bytes(length)
    assert len(written) - length == {0: 2, 127: 2, 128: 3, 255: 3, 256: 4, 65_536: 5}[length]


def test_a_sequence_holds_its_values():
    value = der.parse(der.sequence(der.integer(1), der.encode(der.NULL), der.octet_string(b"a")))
    assert value.tags == (der.INTEGER, der.NULL, der.OCTET_STRING)
