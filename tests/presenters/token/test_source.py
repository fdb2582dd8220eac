import pytest

from tests.presenters.stand_ins import NOW, RunLater, heard, run_now
from workbench.core.errors import TextFileError
from workbench.core.token.finder import find
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.editor_state import TokenOrigin
from workbench.presenters.token.source import TokenSourcePresenter

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ." + "A" * 43
OTHER = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9." + "A" * 43


def read_made_up(path):
    if path == "/big":
        raise TextFileError("big is larger than 4 MiB.")
    return {"/a.txt": f"Cookie: session={TOKEN}", "/b.txt": OTHER, "/broken": "eyJh.abc!", "/notes": "some words"}[path]


@pytest.fixture
def editor(qapp):
    return EditorPresenter(BenchToken(lambda: NOW))


def make(editor, run=run_now):
    source = TokenSourcePresenter(editor.token, read_made_up, run)
    return source, heard(source.status_changed)


def test_what_was_pasted_leaves_the_token_alone_and_undo_brings_back_what_was_there(editor):
    editor.token.set_text("typed")
    source, said = make(editor)
    source.take(find(f"curl -H 'Authorization: Bearer {TOKEN}' x"))
    assert editor.token.state.text == TOKEN
    assert said[-1].text == "Token taken from the Authorization header of a curl command."
    editor.token.undo()
    assert editor.token.state.text == "typed"
    assert said[-1].text == "", "it was about another token"


@pytest.mark.parametrize(
    ("path", "text", "says", "severity"),
    [
        ("/a.txt", TOKEN, "Opened a.txt. Token taken from the cookie session.", StatusLevel.INFO),
        ("/b.txt", OTHER, "Opened b.txt.", StatusLevel.INFO),
        ("/broken", "eyJh.abc!", "not a complete token", StatusLevel.WARNING),
        ("/notes", "typed", "There is no token in notes", StatusLevel.ERROR),
        ("/big", "typed", "larger than 4 MiB", StatusLevel.ERROR),
    ],
)
def test_a_token_is_taken_out_of_a_file_or_it_is_said_why_not(editor, path, text, says, severity):
    editor.token.set_text("typed")
    source, said = make(editor)
    source.open(path)
    assert editor.token.state.text == text
    assert (says in said[-1].text, said[-1].severity) == (True, severity)


def test_of_two_files_the_last_counts_and_what_was_typed_meanwhile_is_not_overwritten(editor):
    later = RunLater()
    source, _ = make(editor, later)
    source.open("/a.txt")
    source.open("/b.txt")
    later.let_one_through()
    assert editor.token.state.text == ""
    later.let_one_through()
    assert editor.token.state.text == OTHER
    source.open("/a.txt")
    editor.token.set_text("typed meanwhile")
    later.let_one_through()
    assert editor.token.state.text == "typed meanwhile"


def test_a_pasted_token_is_a_new_base_in_which_nothing_has_changed(editor):
    editor.token.set_issued(TOKEN)
    editor.token.set_segment(1, "e30")
    source, _said = make(editor)
    source.take(find(OTHER))
    state = editor.token.state
    assert (state.origin, state.is_edited, dict(state.changes), state.removed) == (TokenOrigin.PASTED, False, {}, ())
    editor.edit_claim(0, "carol")
    assert list(editor.token.state.changes) == ["sub"]
    editor.token.revert()
    assert editor.token.state.text == OTHER
    assert editor.token.state.origin is TokenOrigin.PASTED


def test_a_pasted_token_is_compared_with_the_issued_one_only_when_the_user_asks_for_it(editor):
    editor.token.set_issued(TOKEN)
    make(editor)[0].take(find(OTHER))
    editor.token.compare_with(TokenOrigin.ISSUED)
    state = editor.token.state
    assert (state.text, state.baseline.text, list(state.changes)) == (OTHER, TOKEN, ["sub"])
    editor.edit_claim(0, "carol")
    editor.token.undo()
    assert editor.token.state.baseline.text == TOKEN, "undoing an edit keeps the choice"
    editor.token.compare_with(TokenOrigin.PASTED)
    assert editor.token.state.baseline.text == OTHER


def test_undoing_a_paste_goes_back_to_edits_of_the_issued_token(editor):
    editor.token.set_issued(TOKEN)
    editor.edit_claim(0, "carol")
    make(editor)[0].take(find(OTHER))
    editor.token.undo()
    state = editor.token.state
    assert (state.origin, state.baseline.text, list(state.changes)) == (TokenOrigin.ISSUED, TOKEN, ["sub"])
    editor.token.redo()
    assert (editor.token.state.origin, editor.token.state.is_edited) == (TokenOrigin.PASTED, False)


def test_the_issued_token_pasted_again_is_as_issued(editor):
    editor.token.set_issued(TOKEN)
    editor.edit_claim(0, "carol")
    make(editor)[0].take(find(TOKEN))
    state = editor.token.state
    assert (state.origin, state.is_edited, state.pasted) == (TokenOrigin.ISSUED, False, None)


def test_an_emptied_field_is_compared_with_the_issued_token_again(editor):
    editor.token.set_issued(TOKEN)
    make(editor)[0].take(find(OTHER))
    editor.token.set_text("")
    assert (editor.token.state.origin, editor.token.state.pasted) == (TokenOrigin.ISSUED, None)
