"""Sessions in the whole window: saved, closed and opened again they get the same answers; nothing secret is in them."""

import json

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView

from tests.keyrings import MemoryKeyring
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.session.file_format import from_text
from workbench.ui.item_views.roles import Role


def variants(window):
    model = window.find(QTableView, "variants.list").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def answers(window):
    """Name of each variant to the figures in its row."""
    model = window.find(QTableView, "variants.list").model()
    return {
        model.index(row, 0).data(): [model.index(row, column).data() for column in range(3, model.columnCount())]
        for row in range(model.rowCount())
    }


def save_variant(window, name):
    window.open_view("Variants")
    window.type_into("variants.name", name)
    window.click("variants.save")
    assert window.text("variants.status").startswith("Saved"), window.text("variants.status")


def edit(window, claim, text, *, sign=True):
    window.open_view("Claims")
    window.edit_claim(claim, text)
    if sign:
        window.sign()


def replay_variants(window):
    window.open_view("Variants")
    window.click("variants.replay")
    button = window.find(QPushButton, "variants.replay")
    window.wait_until(lambda: button.isVisible() and bool(window.text("variants.status")))


def save_session(window, path, *, tokens=False):
    window.trigger("session.save_as")
    window.type_into("session.path", str(path))
    if tokens:
        window.switch("session.with_tokens")
    window.click("session.go")
    window.wait_until(lambda: f"Saved {path.name}" in window.text("session.status"))


def open_session(window, path, says="Opened"):
    window.trigger("session.open")
    window.type_into("session.path", str(path))
    window.click("session.go")
    window.wait_until(lambda: says in window.text("session.status"))


@pytest.fixture
def another_window(qtbot):
    """Opens a second window: the same keyring, or another, and a folder of its own."""
    opened = []

    def open_one(data_dir, backend, **choices):
        workbench = build(data_dir, backend, **choices)
        opened.append(workbench)
        with qtbot.waitExposed(workbench.window):
            workbench.window.show()
        driver = WindowDriver(workbench.window, lambda condition: qtbot.waitUntil(condition, timeout=20_000))
        driver.workbench = workbench
        driver.wait_for_server()
        return driver

    yield open_one
    for workbench in opened:
        workbench.close()
        workbench.window.deleteLater()


@pytest.fixture
def filled(window):
    return fill(window)


@pytest.fixture(scope="module")
def filled_once(opened_once):
    driver, _ = opened_once
    return fill(driver)


@pytest.fixture
def filled_and_kept(filled_once):
    """The filled window of the module, for tests that leave it as it is."""
    before = answers(filled_once), filled_once.token()
    yield filled_once
    assert (answers(filled_once), filled_once.token()) == before


def fill(window):
    """Bob as issued, as admin, for another audience, stale, by a stranger; the answers pinned."""
    window.log_in("bob")
    save_variant(window, "as issued")
    edit(window, "roles", '["viewer", "admin"]', sign=False)
    save_variant(window, "stale")
    window.sign()
    save_variant(window, "as admin")
    edit(window, "aud", "billing")
    save_variant(window, "wrong audience")
    window.generate_key("stranger", "ES256")
    window.choose_signing_key("stranger")
    window.sign()
    save_variant(window, "by a stranger")
    replay_variants(window)
    window.click("variants.pin")
    return window


def saved_a_minute_ahead(path):
    """Let the file say that the clock was a minute ahead: the test takes less than a second, which is not set back."""
    document = json.loads(path.read_text())
    document["clock"]["moment"] += 60
    path.write_text(json.dumps(document))


@pytest.mark.parametrize("tokens", [False, True])
def test_a_session_saved_closed_and_opened_again_gets_the_same_answers(
    filled, another_window, keyring_backend, tmp_path, tokens
):
    path = tmp_path / "team.twb"
    before, token = answers(filled), filled.token()
    assert {figures[0] for figures in before.values()} == {"200", "401"}
    save_session(filled, path, tokens=tokens)
    assert filled.window.windowTitle() == "team[*] – Token Workbench"
    assert not filled.window.isWindowModified()
    saved_a_minute_ahead(path)
    filled.workbench.close()
    again = another_window(tmp_path / "other", keyring_backend)
    again.choose_starting("server.clock", "+1 day")
    open_session(again, path)
    assert "5 variants, 50 expected answers" in again.text("session.status")
    replay_variants(again)
    assert answers(again) == before
    assert again.text("variants.status").endswith("50 pinned cells hold."), again.text("variants.status")
    assert (again.token() == token) is tokens
    assert again.token().split(".")[:2] == token.split(".")[:2]
    again.replay()
    assert again.answers()["GET /documents"] == ("200", "401")
    assert "when this session was saved" in again.text("session.clock")
    assert again.find(QComboBox, "server.clock").currentText() != "now"
    again.click("session.clock_action")
    assert again.find(QComboBox, "server.clock").currentText() == "now"
    assert not again.find(QLabel, "session.clock").isVisible()


def test_no_key_no_password_and_no_signature_is_in_the_file_or_in_the_autosave(filled, tmp_path, keyring_backend):
    path = tmp_path / "team.twb"
    save_session(filled, path)
    autosave = tmp_path / "data" / "autosave"
    filled.wait_until(lambda: bool(list(autosave.glob("*.twb"))))
    filled.wait_until(lambda: "by a stranger" in next(autosave.glob("*.twb")).read_text())
    secrets = {"bob-pass"}
    for key in filled.workbench.shared.keys.ring.keys:
        public = set(key.public_jwk().values())
        secrets |= {value for value in key.private_jwk().values() if value not in public and len(value) > 12}
    tokens = [each.compact for each in filled.workbench.shared.variants.variants]
    secrets |= {compact.rpartition(".")[2] for compact in tokens}
    assert len(secrets) >= 7
    written = [each for each in (path, *tmp_path.joinpath("data").rglob("*")) if each.is_file()]
    assert len(written) >= 2
    for file in written:
        text = file.read_bytes().decode("latin-1")
        assert not [secret for secret in secrets if secret in text], file
    save_session(filled, tmp_path / "whole.twb", tokens=True)
    whole = (tmp_path / "whole.twb").read_text()
    assert [compact for compact in tokens if compact not in whole] == []
    assert "bob-pass" not in whole


def test_where_the_keys_are_others_it_says_which_are_missing_and_signs_the_servers_own_again(
    filled_and_kept, another_window, tmp_path
):
    filled = filled_and_kept
    path = tmp_path / "team.twb"
    before = answers(filled)
    save_session(filled, path)
    other = another_window(tmp_path / "other", MemoryKeyring())
    open_session(other, path)
    said = other.text("session.status")
    assert "1 variant could not be signed again" in said
    assert "signed by this server's key" in said
    replay_variants(other)
    found = answers(other)
    assert found.pop("by a stranger") == ["–"] * 10
    assert found == {name: figures for name, figures in before.items() if name != "by a stranger"}
    model = other.find(QTableView, "variants.list").model()
    assert model.index(4, 2).data() == "not signed: the key stranger is not in the keyring"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"format": "token-workbench-session", "version": 2}', "version 2, and this program reads version 1"),
        ('{"format": "token-workbench-ses', "not JSON, or was cut off"),
        ("no json at all", "not JSON, or was cut off"),
    ],
)
def test_what_cannot_be_opened_is_told_in_place_and_changes_nothing(filled_and_kept, tmp_path, content, says):
    filled = filled_and_kept
    path = tmp_path / "bad.twb"
    path.write_text(content)
    before = answers(filled), filled.token(), filled.window.windowTitle()
    open_session(filled, path, says)
    assert "The file is unchanged" in filled.text("session.status")
    assert (answers(filled), filled.token(), filled.window.windowTitle()) == before
    assert path.read_text() == content
    assert filled.find(QLineEdit, "session.path").text() == str(path)


def test_a_scenario_and_a_design_that_are_not_there_are_told_and_the_rest_is_opened(filled, tmp_path):
    path = tmp_path / "team.twb"
    save_session(filled, path)
    document = json.loads(path.read_text()) | {"scenario": "zoo", "design": "mine"}
    path.write_text(json.dumps(document))
    names = variants(filled)
    filled.trigger("session.new")
    assert variants(filled) == []
    open_session(filled, path)
    said = filled.text("session.status")
    assert "zoo: is not one of the built-in scenarios" in said
    assert "there is no design mine here" in said
    assert variants(filled) == names


def test_a_session_of_another_scenario_brings_its_world_along(window, tmp_path):
    window.trigger("server.scenario_clinic")
    window.wait_until(lambda: "GET /documents" not in window.answers() and bool(window.answers()))
    window.wait_for_server()
    window.log_in("mara")
    save_variant(window, "mara")
    replay_variants(window)
    before = answers(window)
    save_session(window, tmp_path / "clinic.twb")
    window.trigger("server.scenario_documents")
    window.wait_until(lambda: "GET /documents" in window.answers())
    window.trigger("session.new")
    open_session(window, tmp_path / "clinic.twb")
    assert "GET /documents" not in window.answers()
    replay_variants(window)
    assert answers(window) == before


def test_a_new_session_can_be_taken_back(filled):
    before, token = answers(filled), filled.token()
    filled.trigger("session.new")
    assert (variants(filled), filled.token(), filled.window.isWindowModified()) == ([], "", False)
    filled.click("session.status_action")
    assert (list(answers(filled)), filled.token()) == (list(before), token)


def test_the_title_tells_name_and_changes_and_a_file_that_is_there_is_replaced_only_when_said_twice(filled, tmp_path):
    assert filled.window.windowTitle() == "Unsaved session[*] – Token Workbench"
    assert filled.window.isWindowModified()
    path = tmp_path / "there.twb"
    path.write_text("something else")
    filled.trigger("session.save")
    filled.type_into("session.path", str(path))
    filled.click("session.go")
    filled.wait_until(lambda: "already exists" in filled.text("session.status"))
    assert path.read_text() == "something else"
    filled.click("session.go")
    filled.wait_until(lambda: "Saved" in filled.text("session.status"))
    assert len(from_text(path.read_text()).variants) == 5
    assert not filled.find(QPushButton, "session.go").isVisible()
    edit(filled, "sub", "eve")
    assert filled.window.isWindowModified()
    filled.trigger("session.save")
    filled.wait_until(lambda: not filled.window.isWindowModified())


def test_pins_of_the_designs_page_are_kept(window, another_window, keyring_backend, tmp_path):
    window.open_page("Designs")
    window.open_design_view("Decisions")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    window.click("designs.pin")
    expected = window.workbench.designs.decisions.expected
    window.open_page("Bench")
    save_session(window, tmp_path / "pins.twb")
    again = another_window(tmp_path / "other", keyring_backend)
    open_session(again, tmp_path / "pins.twb")
    again.open_page("Designs")
    again.open_design_view("Decisions")
    again.click("designs.compare")
    again.wait_until(lambda: "pinned cells hold" in again.text("designs.status"))
    assert again.workbench.designs.decisions.expected == expected


def test_unsaved_work_is_offered_at_the_next_start_and_an_empty_bench_leaves_nothing(
    filled, another_window, keyring_backend, tmp_path
):
    before, token = answers(filled), filled.token()
    filled.workbench.close()
    again = another_window(tmp_path / "data", keyring_backend)
    again.wait_until(lambda: "ended without being saved" in again.text("session.found"))
    again.open_view("Variants")
    assert (variants(again), again.token()) == ([], "")
    again.click("session.found_action")
    again.wait_until(lambda: len(variants(again)) == 5)
    assert again.token().split(".")[:2] == token.split(".")[:2]
    replay_variants(again)
    assert answers(again) == before
    again.trigger("session.new")
    again.workbench.close()
    assert not (tmp_path / "data" / "autosave").exists()


def test_a_cell_is_explained_by_the_card_why_and_the_sides_come_back(filled_and_kept):
    filled = filled_and_kept
    filled.replay()
    results = filled.find(QTableView, "variants.results")
    column = next(
        column for column in range(3, results.model().columnCount())
        if results.model().index(2, column).data(Role.SUBJECT).request == "doc-1-delete"
    )  # fmt: skip
    results.setCurrentIndex(results.model().index(2, column))
    assert filled.text("replay.verdict") == "200 allowed by roles"
    assert filled.text("replay.variant") == "variant as admin"
    filled.click("replay.side_edited")
    assert filled.text("replay.variant") == ""
    assert filled.text("replay.verdict").startswith("401")
