"""Undo and redo across the views of the token."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.presenters.stand_ins import NOW, heard, key
from tests.presenters.token.test_editor import ISSUED, ISSUER, STRANGER
from workbench.core.answers.outcome import Flip, FlipChange, FlipWhere
from workbench.core.errors import WorkbenchError
from workbench.core.history import TOGETHER_S
from workbench.core.lint.tokens import lint
from workbench.core.lint.tokens.subject import Subject
from workbench.core.token.compact import encode_segment
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.editor_state import TokenOrigin


class Bench:
    """An editor whose clocks stand still until they are moved."""

    def __init__(self):
        self.steady = 0.0
        self.editor = EditorPresenter(BenchToken(lambda: NOW, lambda: self.steady))
        self.editor.set_keys((ISSUER, STRANGER))
        self.editor.token.expect("https://demo.example", "documents")
        self.editor.choose_key(ISSUER.kid)


@pytest.fixture
def bench(qapp):
    made = Bench()
    made.editor.token.set_issued(ISSUED)
    return made


@pytest.fixture
def editor(bench):
    return bench.editor


def row(editor, name):
    return editor.token.state.reading.claims.row(name)


def test_each_step_says_what_it_was_and_is_taken_back_to_the_letter(editor):
    told = heard(editor.token.history_changed)
    editor.edit_claim(row(editor, "roles"), '["viewer", "admin"]')
    edited = editor.token.state.text
    editor.sign()
    assert told[-1] == ("sign with demo-issuer", "")
    editor.token.undo()
    assert editor.token.state.text == edited
    assert editor.token.state.stale
    assert told[-1] == ('add "admin" to roles', "sign with demo-issuer")
    editor.token.undo()
    assert editor.token.state.text == ISSUED
    assert not editor.token.state.stale
    assert editor.token.state.signature.ok
    editor.token.redo()
    editor.token.redo()
    assert editor.token.state.signature.ok
    assert editor.token.state.signed_by == "demo-issuer"
    assert told[-1] == ("sign with demo-issuer", "")


def test_an_edit_that_is_signed_by_itself_is_one_step(editor):
    editor.set_each_edit(True)
    editor.edit_claim(row(editor, "sub"), "eve")
    assert editor.token.state.signature.ok
    editor.token.undo()
    assert editor.token.state.text == ISSUED


def test_typing_in_one_view_is_one_step_until_there_is_a_pause(bench, editor):
    editor.edit_claim(row(editor, "jti"), "j2")
    edited = editor.token.state.text
    pretty = editor.token.state.reading.claims.to_pretty_json()
    for name in ("b", "bo", "bobb"):
        editor.set_claims_json(pretty.replace('"bob"', f'"{name}"'))
    bench.steady += 2 * TOGETHER_S
    editor.set_claims_json(pretty.replace('"bob"', '"bobby"'))
    editor.token.undo()
    assert editor.token.state.reading.claims.get("sub") == "bobb"
    editor.token.undo()
    assert editor.token.state.text == edited


def test_a_paste_stands_for_itself(editor):
    editor.token.set_text("abc")
    editor.token.set_text("abc" + ISSUED)
    editor.token.set_text("abc" + ISSUED + "x")
    editor.token.undo()
    editor.token.undo()
    assert editor.token.state.text == "abc"


def test_a_log_in_can_be_taken_back_and_the_edited_token_is_there_again(editor):
    editor.edit_claim(row(editor, "sub"), "eve")
    edited = editor.token.state.text
    other = ISSUED[:-4] + "AAAA"
    editor.token.set_issued(other)
    editor.token.undo()
    assert editor.token.state.text == edited
    assert editor.token.state.origin is TokenOrigin.ISSUED
    assert editor.token.state.baseline.text == other, "it is compared with what the server issued last"


def test_a_pasted_token_that_was_overwritten_comes_back_with_what_it_was_compared_with(qapp):
    editor = Bench().editor
    editor.token.open_token(ISSUED, "paste")
    editor.remove_claim(row(editor, "jti"))
    editor.token.open_token("nonsense", "paste")
    editor.token.undo()
    assert editor.token.state.removed == ("jti",)
    editor.token.undo()
    editor.token.undo()
    assert editor.token.state.is_empty
    assert editor.token.state.origin is TokenOrigin.NONE


def fix_first(editor, number):
    subject = Subject(editor.token.state.reading, now=NOW, new_id=lambda: "id")
    fixes = [found.fix for found in lint(subject) if found.fix is not None]
    if fixes:
        editor.fix(fixes[number % len(fixes)])


EDITS = {
    "table value": lambda editor, n: editor.edit_claim(
        n % len(editor.token.state.reading.claims), ("7", "x", "[1]")[n % 3]
    ),
    "table name": lambda editor, n: editor.rename_claim(n % len(editor.token.state.reading.claims), f"name{n % 5}"),
    "add": lambda editor, _: editor.add_claim(),
    "remove": lambda editor, n: editor.remove_claim(n % len(editor.token.state.reading.claims)),
    "revert claim": lambda editor, n: editor.revert_claim(("roles", "sub", "jti")[n % 3]),
    "revert": lambda editor, _: editor.token.revert(),
    "json": lambda editor, n: editor.set_claims_json(f'{{"sub": "bob",  "n": {n}, "n": 1e{n % 9}}}'),
    "header": lambda editor, n: editor.set_header_json(f'{{"alg": "EdDSA", "n": {n}}}'),
    "text": lambda editor, n: editor.token.set_text(
        editor.token.state.text[: n % 90] + "e" + editor.token.state.text[n % 90 :]
    ),
    "bytes": lambda editor, n: editor.set_segment(n % 3, encode_segment(bytes([n % 256, 0x7B, 0x7D]))),
    "paste": lambda editor, _: editor.token.set_text(f" Bearer {ISSUED}\n"),
    "flip": lambda editor, n: editor.apply(Flip(FlipChange.ADD, FlipWhere.CLAIM, "roles", f"r{n}", "")),
    "sign": lambda editor, _: editor.sign(),
    "sign each edit": lambda editor, n: editor.set_each_edit(bool(n % 2)),
    "fix": fix_first,
    "log in": lambda editor, _: editor.token.set_issued(ISSUED),
}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 500), st.sampled_from((0, 9))), max_size=12))
def test_every_edit_in_any_view_can_be_undone_and_redone_to_the_same_bytes(qapp, edits):
    bench = Bench()
    editor = bench.editor
    told = heard(editor.token.history_changed)
    editor.token.set_issued(ISSUED)
    texts = ["", editor.token.state.text]
    for name, number, pause_s in edits:
        bench.steady += pause_s
        try:
            EDITS[name](editor, number)
        except (WorkbenchError, ZeroDivisionError):  # refused, or no claims to edit: nothing is recorded
            pass
        except (AttributeError, TypeError):
            assert editor.token.state.reading.claims is None
        texts.append(editor.token.state.text)
    final = editor.token.state
    undone = []
    while told[-1][0]:
        undone.append(editor.token.state)
        editor.token.undo()
        assert editor.token.state.text != undone[-1].text, f"{told[-1][1]} took nothing back"
        assert editor.token.state.text in texts
    assert editor.token.state.is_empty, "the log-in was the first step"
    while told[-1][1]:
        editor.token.redo()
        again = undone.pop()
        assert (editor.token.state.text, editor.token.state.stale) == (again.text, again.stale)
    assert not undone
    assert (editor.token.state.text, editor.token.state.signed_input) == (final.text, final.signed_input)


def test_a_key_that_goes_between_does_not_keep_a_signature_alive(editor):
    editor.choose_key(STRANGER.kid)
    editor.sign()
    editor.edit_claim(row(editor, "sub"), "eve")
    editor.set_keys((ISSUER, key("another")))
    editor.token.undo()
    assert not editor.token.state.signature.ok


def test_a_new_claim_that_is_named_later_takes_nothing_else_back_with_it(editor):
    added = editor.add_claim()
    editor.edit_claim(row(editor, "sub"), "eve")
    editor.name_new_claim(added, "tenant", "acme")
    editor.token.undo()
    assert "tenant" not in editor.token.state.reading.claims
    assert editor.token.state.reading.claims.get("sub") == "eve"
