"""``sizes``, ``times``, ``staleness``, ``stolen`` and ``arithmetic`` on a real server."""

import csv
import io
import json

import pytest

from workbench.__main__ import main

TWO = ("--design", "roles", "--design", "identity")


def run(capsys, *arguments):
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def rows(capsys, *arguments):
    code, out, err = run(capsys, *arguments, "--format", "json")
    document = json.loads(out)
    assert (code, err, document["scenario"]) == (0, "", "documents")
    return document["designs"]


def test_sizes_are_those_of_real_logins(capsys):
    found = {row["design"]: row for row in rows(capsys, "sizes", *TWO, "--user", "bob")}
    assert set(found) == {"roles", "identity"}
    assert found["roles"]["token_bytes"] > found["identity"]["token_bytes"]
    assert found["roles"]["header_bytes"] > found["roles"]["token_bytes"]
    assert found["roles"]["refused_by"] == []


def test_staleness_has_a_row_for_each_kind_of_right(capsys):
    found = {(row["design"], row["right"]): row for row in rows(capsys, "staleness", *TWO, "--user", "bob")}
    assert len(found) == 10
    assert (found["roles", "role"]["ending"], found["roles", "role"]["turned_s"]) == ("expiry", 1800)
    assert found["identity", "share"]["ending"] == "at-once"
    assert "bob" in found["roles", "role"]["removal"]
    (logout,) = (
        row["ending"]
        for row in rows(capsys, "staleness", "--design", "roles", "--no-revocation")
        if row["right"] == "logout"
    )
    assert logout == "expiry"


def test_times_count_the_lookups_and_wait_for_them(capsys):
    found = {row["design"]: row for row in rows(capsys, "times", *TWO, "--repetitions", "20", "--lookup-delay", "2")}
    assert found["roles"]["requests"] == 20
    assert found["roles"]["lookups"] == 1.0, "the deny-list"
    assert found["identity"]["lookups"] > 1
    assert found["roles"]["lookups_us"] >= 2_000


def test_a_stolen_token_opens_what_its_owner_may(capsys):
    found = {row["design"]: row for row in rows(capsys, "stolen", *TWO, "--user", "bob")}
    assert 0 < found["identity"]["allowed"] < found["identity"]["of"]
    assert (found["identity"]["ended_by_account"], found["roles"]["ended_by_account"]) == (True, False)
    assert "roles" in found["roles"]["claims"]


def test_arithmetic_multiplies_what_was_measured(capsys):
    load = ("--requests-per-s", "350", "--lookup-ms", "1.4", "--active-users", "1800", "--lifetime", "1800")
    found = {row["design"]: row for row in rows(capsys, "arithmetic", *TWO, "--user", "bob", *load)}
    identity = found["identity"]
    assert identity["added_ms"] == pytest.approx(identity["lookups"] * 1.4)
    assert identity["lookups_per_s"] == pytest.approx(identity["lookups"] * 350)
    assert identity["logins_per_s"] == 1


@pytest.mark.parametrize("wanted", ["table", "csv", "markdown"])
def test_other_formats_have_a_line_for_each_design_and_user(capsys, wanted):
    code, out, _ = run(capsys, "sizes", *TWO, "--user", "alice", "--user", "bob", "--format", wanted)
    assert code == 0
    lines = out.splitlines()
    assert len(lines) == (6 if wanted == "markdown" else 5)
    if wanted == "csv":
        assert [row["user"] for row in csv.DictReader(io.StringIO(out))] == ["alice", "alice", "bob", "bob"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sizes", "--user", "nobody"), 'token-workbench sizes: There is no user "nobody". Choose from alice'),
        (("stolen", "--design", "role"), 'token-workbench stolen: There is no design "role". Choose from'),
    ],
)
def test_unknown_names_are_said_on_one_line(capsys, arguments, message):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("arithmetic", "--lookup-ms", "nan"),
        ("arithmetic", "--requests-per-s", "0"),
        ("arithmetic", "--active-users", "1e9"),
        ("times", "--lookup-delay", "1001"),
        ("times", "--repetitions", "-1"),
    ],
)
def test_values_that_are_not_possible_are_refused(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 2
    assert "is not a" in capsys.readouterr().err


def test_sizes_are_those_of_a_user_who_holds_more(capsys):
    command = ["sizes", "--design", "roles", "--design", "resource-ids", "--user", "bob", "--format", "json"]
    sizes = []
    for more in ([], ["--readable", "100"], ["--readable", "100", "--id-characters", "36"]):
        assert main([*command, *more]) == 0
        rows = json.loads(capsys.readouterr().out)["designs"]
        sizes.append({row["design"]: row["token_bytes"] for row in rows})
    assert sizes[0]["roles"] == sizes[1]["roles"] == sizes[2]["roles"]
    assert sizes[0]["resource-ids"] < sizes[1]["resource-ids"] < sizes[2]["resource-ids"]


def test_more_ids_than_there_are_of_their_length_are_refused(capsys):
    assert main(["sizes", "--design", "rar", "--readable", "5000", "--id-characters", "2"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert printed.err.startswith("token-workbench sizes: ")
