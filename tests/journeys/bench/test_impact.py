"""What each claim decides, in the whole window against the real server."""

import re

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QTableView

READS = ["GET /documents", "GET /documents/doc-1", "GET /documents/doc-3"]


@pytest.fixture
def window(shared_window):
    return shared_window


def changes(window):
    """Each request whose answer changes without the selected part, to the answers before and after."""
    model = window.find(QTableView, "impact.changes").model()
    return {
        model.index(row, 0).data(): (model.index(row, 1).data(), model.index(row, 2).data())
        for row in range(model.rowCount())
    }


@pytest.fixture
def by_roles(window):
    window.log_in("bob")
    window.open_view("Impact")
    window.find_impact()
    return window


def test_bob_reads_by_his_role_alone(by_roles):
    found = by_roles.impact()
    assert list(found) == ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "roles", '"viewer" of roles']
    for part in ("roles", '"viewer" of roles'):
        assert found[part] == f"decides 3 answers: {', '.join(READS)}"
        by_roles.select_impact(part)
        assert changes(by_roles) == dict.fromkeys(READS, ("200", "403 permission.refused"))


def test_the_claims_every_token_must_have_are_told_from_those_that_are_only_read(by_roles):
    found = by_roles.impact()
    for claim, check in (("iss", "issuer"), ("sub", "subject"), ("aud", "audience"), ("exp", "expiry")):
        assert found[claim] == f"required: without it every request is 401 ({check}.missing)"
    for claim in ("nbf", "iat", "jti"):
        assert found[claim] == "read, but makes no difference here"
    by_roles.select_impact("jti")
    assert "Read by revocation in 10 of 10 requests." in by_roles.text("impact.explanation")
    assert by_roles.text("impact.status") == "Of 8 claims 1 decides, 4 are required, 3 are read to no effect."


def test_the_answers_are_those_that_the_bench_gets_without_the_claim(by_roles):
    by_roles.select_impact("roles")
    found = changes(by_roles)
    by_roles.open_view("Claims")
    by_roles.remove_claim("roles")
    by_roles.sign()
    by_roles.replay()
    assert set(by_roles.changed_answers()) == set(found)
    assert {label: by_roles.answers()[label] for label in found} == dict.fromkeys(READS, ("200", "403"))


def test_personal_data_is_never_read_and_dropping_it_saves_exactly_the_bytes_told(window):
    window.log_in("bob", "everything")
    window.open_view("Impact")
    window.find_impact()
    found = window.impact()
    verdicts = {name: found[name] for name in ("name", "email", "locale", "department", "employee_id")}
    assert all(re.fullmatch(r"never read: could be dropped, saves \d+ bytes", each) for each in verdicts.values())
    for name, verdict in verdicts.items():
        before = len(window.token())
        window.sign()  # with ES256: every signature has the same length
        assert len(window.token()) == before
        window.select_impact(name)
        window.click("impact.remove")
        window.sign()
        assert before - len(window.token()) == int(re.search(r"\d+", verdict)[0]), name
        assert window.text("impact.outdated") == "Out of date: the token changed. Find out again."
        window.open_view("Claims")
        window.revert()  # back to what was issued: each claim by itself
        window.open_view("Impact")
    window.replay()
    assert window.changed_answers() == []


def test_the_users_own_answers_and_token_stay_as_they_are(window):
    window.log_in("bob")
    window.replay()
    token, answers = window.token(), window.answers()
    window.open_view("Impact")
    window.find_impact()
    assert (window.token(), window.answers()) == (token, answers)


def test_without_a_token_or_with_a_key_that_is_not_trusted_it_says_what_to_do(window_for_keys):
    window_for_keys.open_view("Impact")
    assert "Log in to get a token" in window_for_keys.text("impact.empty")
    window_for_keys.generate_key("stranger", "ES256")
    window_for_keys.log_in("bob")
    window_for_keys.choose_signing_key("stranger")
    window_for_keys.find_impact()
    assert "does not trust stranger" in window_for_keys.text("impact.status")
    window_for_keys.choose_signing_key("demo-issuer")
    window_for_keys.find_impact()
    assert window_for_keys.text("impact.status").startswith("Of 8 claims")


def test_a_token_that_has_expired_is_told_instead_of_a_table_where_all_is_equal(window):
    window.log_in("bob")
    window.open_view("Impact")
    clock = window.find(QComboBox, "server.clock")
    clock.setCurrentIndex(next(row for row in range(clock.count()) if "31" in clock.itemText(row)))
    window.find_impact()
    assert "(expiry.expired)" in window.text("impact.status")
    assert "log in for a new token" in window.text("impact.status")
    assert not window.find(QTableView, "impact.table").isVisible()


def test_it_can_be_stopped_and_keeps_what_it_found(window):
    window.log_in("bob", "everything")
    window.open_view("Impact")
    window.click("impact.run")
    window.click("impact.stop")
    run = window.find(QPushButton, "impact.run")
    window.wait_until(lambda: run.isVisible() and window.text("impact.status") != "")
    assert window.text("impact.status").startswith("Stopped ")


def test_the_window_closes_while_it_runs(own_window):
    own_window.log_in("bob", "everything")
    own_window.open_view("Impact")
    own_window.click("impact.run")
    own_window.workbench.close()
