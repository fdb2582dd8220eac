import pytest

from workbench.core.server.info import DesignInfo
from workbench.core.verdict.needs import Readable
from workbench.core.verdict.readable import readable


def found(fields, carried):
    return readable(DesignInfo("mine", "Mine", "JWT", "", fields=tuple(fields.items())), carried)


@pytest.mark.parametrize(
    ("name", "fields", "kind"),
    [
        ("r", ("roles",), Readable.ROLES),
        ("who", ("display_name",), Readable.PERSONAL),
        ("ids", ("readable_ids",), Readable.RECORDS),
        ("admin", ("system_admin",), Readable.RIGHTS),
        ("scope", ("client_scope",), Readable.RIGHTS),
        ("authorization_details", (), Readable.RIGHTS),
    ],
)
def test_a_claim_reveals_what_fills_it_or_what_its_name_says(name, fields, kind):
    assert found({name: fields}, ["sub", name]) == {kind: (name,)}


def test_a_claim_filled_by_two_fields_reveals_both():
    assert found({"x": ("roles", "department")}, ["x"]) == {Readable.ROLES: ("x",), Readable.PERSONAL: ("x",)}


def test_objects_with_actions_and_record_ids_reveal_both():
    by_field = found({"details": ("authorization_details",)}, ["details"])
    assert by_field == {Readable.RIGHTS: ("details",), Readable.RECORDS: ("details",)}


def test_what_says_only_whose_the_token_is_reveals_nothing():
    assert found({"tenant": ("tenant",), "fixed": ()}, ["iss", "sub", "jti", "client_id", "tenant", "fixed"]) == {}


def test_a_claim_that_no_token_carries_reveals_nothing():
    assert found({"roles": ("roles",)}, ["sub"]) == {}
