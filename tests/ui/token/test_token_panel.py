import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit, QPushButton

from tests.ui.samples import ISSUED, ISSUER, STRANGER, token
from workbench.core.signing.jose import sign
from workbench.core.token.compact import encode_segment
from workbench.ui.theme import DARK, LIGHT, Scheme
from workbench.ui.token.token_panel import TokenPanel

HEADER, PAYLOAD, SIGNATURE = ISSUED.split(".")


@pytest.fixture
def editor(loop):
    return loop.editor


@pytest.fixture
def panel(show, loop, appearance):
    return show(TokenPanel(loop.editor.token, loop.token_source, appearance, choose=lambda *_: "chosen.txt"), 640, 220)


def coloured(panel):
    """The parts of the shown token by colour, in order."""
    field = panel.find(QPlainTextEdit, "token.compact")
    parts = []
    block = field.document().begin()
    while block.isValid():
        for shape in block.layout().formats():
            text = block.text()[shape.start : shape.start + shape.length]
            parts.append((shape.format.foreground().color().name().upper(), text))
        block = block.next()
    return [(colour, text) for colour, text in parts if text]


def test_an_empty_bench_invites_to_log_in_or_to_paste(panel):
    assert panel.token() == ""
    assert "Log in" in panel.find(QPlainTextEdit, "token.compact").placeholderText()
    assert (panel.text("token.state"), panel.text("token.size")) == ("no token", "")
    assert not panel.find(QPushButton, "token.copy").isEnabled()


def test_an_issued_token_is_shown_as_it_came_with_its_size(panel, editor):
    editor.token.set_issued(ISSUED)
    assert panel.token() == ISSUED
    assert panel.text("token.state") == "as issued"
    assert panel.text("token.size").startswith(f"{len(ISSUED)} B · ")
    assert panel.text("token.fault") == ""


def test_a_pasted_token_reaches_the_editor(panel, editor):
    panel.paste(f"  {ISSUED}\n")
    assert editor.token.state.reading.text == ISSUED
    assert panel.text("token.state") == "pasted"
    assert panel.text("token.fault") == ""


@pytest.mark.parametrize(("scheme", "theme"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_the_three_segments_have_three_colours_in_either_scheme(panel, editor, appearance, scheme, theme):
    editor.token.set_issued(ISSUED)
    appearance.set_scheme(scheme)
    assert coloured(panel) == [
        (theme.segment_header, HEADER),
        (theme.segment_payload, PAYLOAD),
        (theme.segment_signature, SIGNATURE),
    ]


def test_colours_follow_the_dots_over_line_breaks(panel):
    panel.paste("aaa\naaa.bbb\nbbb.ccc")
    assert [text for _colour, text in coloured(panel)] == ["aaa", "aaa", "bbb", "bbb", "ccc"]
    colours = [colour for colour, _text in coloured(panel)]
    assert colours == [LIGHT.segment_header] * 2 + [LIGHT.segment_payload] * 2 + [LIGHT.segment_signature]


@pytest.mark.parametrize(
    ("text", "segment", "says"),
    [
        ("no token at all", "token, header", "three segments"),
        (f"{HEADER}.{PAYLOAD}", "token", "this text has 2 segments"),
        (f"{HEADER}.{PAYLOAD}!.{SIGNATURE}", "payload", "payload"),
        (f"{encode_segment(b'[1]')}.{PAYLOAD}.{SIGNATURE}", "header", "header"),
        (f"{HEADER}.{PAYLOAD}.{SIGNATURE}=", "signature", "signature"),
    ],
)
def test_a_broken_token_stays_as_pasted_and_its_fault_is_named_with_the_segment(panel, editor, text, segment, says):
    editor.token.set_issued(ISSUED)
    panel.paste(text)
    assert panel.token() == text
    assert panel.text("token.state") == f"broken: {segment}"
    assert says in panel.text("token.fault")
    panel.paste(ISSUED)
    assert panel.text("token.fault") == ""
    assert panel.text("token.state") == "as issued"


@pytest.mark.parametrize(
    "text", ["7-KcgUbWTYUvGqB4HXTvF83B8tm0foUNwybedQXr-u0", "gho_16C7e42F292c6912E7710c838347Ae178B4a"]
)
def test_an_opaque_token_is_not_broken(panel, editor, text):
    editor.token.set_issued(text)
    assert panel.text("token.state") == "opaque"
    assert "only the server that issued it can read it" in panel.text("token.fault")
    editor.token.set_issued(ISSUED)
    assert (panel.text("token.state"), panel.text("token.fault")) == ("as issued", "")


def test_every_fault_has_a_line_of_its_own(panel):
    panel.paste(f"{HEADER}!.{PAYLOAD}!.{SIGNATURE}!")
    assert panel.text("token.state") == "broken: header, payload, signature"
    assert len(panel.text("token.fault").splitlines()) >= 3


def test_typing_in_the_token_keeps_the_cursor_where_it_is(panel, editor):
    editor.token.set_issued(ISSUED)
    field = panel.find(QPlainTextEdit, "token.compact")
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(10)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "xy")
    assert editor.token.state.text == f"{ISSUED[:10]}xy{ISSUED[10:]}"
    assert field.textCursor().position() == 12


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda editor: editor.edit_claim(1, "alice"), "edited · signature stale"),
        (lambda editor: (editor.edit_claim(1, "alice"), editor.sign()), "edited · signed by stranger"),
        (lambda editor: editor.token.set_text(token('{"sub":"eve"}', signer=STRANGER)), "pasted"),
        (lambda editor: editor.token.set_text(""), "no token"),
        (lambda editor: editor.token.paste(token('{"sub":"eve"}', signer=STRANGER), "paste a token"), "pasted"),
        (lambda editor: editor.token.paste(ISSUED, "paste a token"), "as issued"),
        (lambda editor: (editor.choose_key(ISSUER.kid), editor.sign()), "as issued"),
    ],
)
def test_the_state_of_the_token_is_told_in_words(panel, editor, act, words):
    editor.choose_key(STRANGER.kid)
    editor.token.set_issued(ISSUED)
    act(editor)
    assert panel.text("token.state") == words


def test_copying_takes_the_token_without_the_white_space_around_it(panel):
    panel.paste(f"\n {ISSUED} \n")
    QGuiApplication.clipboard().clear()
    panel.click("token.copy")
    assert QGuiApplication.clipboard().text() == ISSUED


def padded(length):
    """A text of this length with three segments; its signature is none."""
    start = f"{HEADER}.{PAYLOAD}."
    return start + "A" * (length - len(start))


@pytest.mark.parametrize(
    ("length", "words", "tone"),
    [
        (3_812, "3,812 B · 47 % of nginx's 8 KiB", "muted"),
        (3_813, "3,813 B · refused by uWSGI http", "warning"),
        (8_168, "8,168 B · refused by Tomcat and 4 more", "warning"),
        (8_169, "8,169 B · refused by nginx and 5 more", "refused"),
    ],
)
def test_who_refuses_a_large_token_is_told_beside_its_size(panel, editor, length, words, tone):
    editor.token.set_text(padded(length))
    size = panel.find(QLabel, "token.size")
    assert size.text() == words
    assert size.property("tone") == tone
    if tone == "muted":
        assert "Every server in the list takes a token of this length." in size.toolTip()
    else:
        assert "uWSGI http 2.0.21: up to 3,812 B" in size.toolTip()


def test_a_size_that_does_not_fit_is_cut_at_its_end(panel, editor):
    editor.token.set_text(padded(9_000))
    size = panel.find(QLabel, "token.size")
    assert size.shown_text() == size.text()
    panel.window.resize(340, 220)
    panel.wait_until(lambda: size.shown_text().endswith("…"))
    assert size.shown_text().startswith("9,000")


def test_of_a_text_too_long_to_be_read_the_beginning_is_shown_and_all_is_copied(panel, editor):
    long = token(f'{{"canRead":"{"x" * 1024 * 1024}"}}')
    editor.token.set_issued(long)
    field = panel.find(QPlainTextEdit, "token.compact")
    assert len(panel.token()) < 30_000
    assert long.startswith(panel.token().removesuffix("…"))
    assert "is not read" in panel.text("token.fault")
    QTest.keyClicks(field, "x")
    assert editor.token.state.text == long, "what cannot be seen whole is not edited"
    panel.click("token.copy")
    assert QGuiApplication.clipboard().text() == long


def test_a_token_is_pasted_in_place_of_one_that_is_too_long(panel, editor):
    editor.token.set_issued(token(f'{{"canRead":"{"x" * 1024 * 1024}"}}'))
    QGuiApplication.clipboard().setText(ISSUED)
    QTest.keyClick(panel.find(QPlainTextEdit, "token.compact"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.token() == ISSUED
    assert editor.token.state.reading.text == ISSUED
    assert not panel.find(QPlainTextEdit, "token.compact").isReadOnly()


LONG = ISSUED.replace(PAYLOAD, encode_segment(b'{"a":"' + b"x" * 30_000 + b'"}'))


def long_field(panel):
    return panel.find(QPlainTextEdit, "token.compact")


def test_a_long_token_is_laid_out_in_pieces_and_is_one_text_all_the_same(panel, editor):
    editor.token.set_text(LONG)
    assert long_field(panel).document().blockCount() > 10, "laying out one line of it takes too long for a keystroke"
    assert panel.token() == LONG
    long_field(panel).selectAll()
    QTest.keyClick(long_field(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == LONG
    colours = [colour for colour, _text in coloured(panel)]
    assert (colours[0], colours[-1]) == (LIGHT.segment_header, LIGHT.segment_signature)


@pytest.mark.parametrize("place", [0, 1_999, 2_000, 2_001, 12_345])
def test_typing_into_a_long_token_changes_that_place(panel, editor, place):
    editor.token.set_text(LONG)
    field = long_field(panel)
    field.setFocus()
    cursor = field.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.movePosition(cursor.MoveOperation.Right, n=place + place // 2_000)
    field.setTextCursor(cursor)
    QTest.keyClick(field, "Q")
    typed = editor.token.state.text
    position = next(number for number, (one, other) in enumerate(zip(typed, LONG, strict=False)) if one != other)
    assert abs(position - place) <= 1
    assert typed == LONG[:position] + "Q" + LONG[position:]
    editor.token.undo()
    assert panel.token() == LONG
    assert editor.token.state.text == LONG


def test_a_long_token_that_is_pasted_and_edited_elsewhere_stays_in_step(panel, editor):
    panel.paste(LONG)
    assert long_field(panel).document().blockCount() > 10
    editor.edit_claim(0, "y" * 50_000)
    assert panel.token() == editor.token.state.text
    editor.edit_claim(0, "short")
    assert panel.token() == editor.token.state.text
    assert long_field(panel).document().blockCount() == 1


CURL = f"curl https://api.example \\\n  -H 'Authorization: Bearer {ISSUED}'"


def test_of_a_pasted_curl_command_the_token_alone_stays_and_a_line_says_where_it_was(panel, editor):
    editor.token.set_text("typed")
    panel.paste(CURL)
    assert panel.token() == editor.token.state.text == ISSUED
    assert panel.text("token.found") == "Token taken from the Authorization header of a curl command."
    editor.token.undo()
    assert (panel.token(), panel.text("token.found")) == ("typed", "")


def test_what_is_typed_stays_as_typed(panel, editor):
    field = panel.find(QPlainTextEdit, "token.compact")
    field.setFocus()
    QTest.keyClicks(field, "Bearer eyJ")
    assert panel.token() == editor.token.state.text == "Bearer eyJ"


def test_a_token_is_opened_from_a_file_or_dropped(panel, loop):
    loop.files |= {"chosen.txt": CURL, "/dropped.txt": f'{{"access_token":"{ISSUED}"}}'}
    panel.click("token.open")
    assert panel.token() == ISSUED
    assert panel.text("token.found").startswith("Opened chosen.txt. Token taken")
    loop.editor.token.set_text("")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/dropped.txt")])
    field = panel.find(QPlainTextEdit, "token.compact")
    assert field.canInsertFromMimeData(dropped)
    field.insertFromMimeData(dropped)
    assert panel.token() == ISSUED
    assert "access_token" in panel.text("token.found")


def test_what_is_wrong_is_seen_whole_in_a_low_card(show, loop, appearance):
    panel = show(TokenPanel(loop.editor.token, loop.token_source, appearance), 360, 120)
    panel.paste(HEADER)
    fault = panel.find(QLabel, "token.fault")
    panel.wait_until(lambda: fault.height() >= fault.heightForWidth(fault.width()) > 2 * fault.fontMetrics().height())


def nested(inner, **header):
    return sign({"alg": ISSUER.algorithm, "kid": ISSUER.kid, "cty": "JWT"} | header, inner.encode(), ISSUER)


def test_a_nested_token_is_opened_with_one_click_and_undo_goes_back(panel, editor):
    outer = nested(ISSUED)
    panel.paste(outer)
    assert panel.text("token.state") == "nested token"
    assert "The payload is a token" in panel.text("token.fault")
    button = panel.find(QPushButton, "token.open_inside")
    assert (button.text(), button.isVisible()) == ("Open payload", True)
    panel.click("token.open_inside")
    assert panel.token() == ISSUED
    assert panel.text("token.found") == "Opened the payload. Undo goes back."
    assert not button.isVisible()
    editor.token.undo()
    assert panel.token() == outer


def test_the_only_token_in_a_claim_is_opened_with_one_click(panel, editor):
    editor.token.set_issued(token(f'{{"sub":"a","id_token_hint":"{ISSUED}"}}'))
    assert panel.find(QPushButton, "token.open_inside").text() == "Open id_token_hint"
    panel.click("token.open_inside")
    assert panel.token() == ISSUED
    assert panel.text("token.found") == "Opened the token in id_token_hint. Undo goes back."


def test_of_several_tokens_inside_one_is_chosen_in_a_menu(panel, editor):
    other = token('{"sub":"other"}')
    editor.token.set_issued(token(f'{{"a":"{ISSUED}","b":{{"c":"{other}"}}}}'))
    button = panel.find(QPushButton, "token.open_inside")
    menu = panel.find(QMenu, "token.inside_menu")
    assert (button.text(), button.menu()) == ("Open inside", menu)
    assert [action.text() for action in menu.actions()] == ["a", "b.c"]
    menu.actions()[1].trigger()
    assert panel.token() == other


def test_an_sd_jwt_is_whole_and_keeps_what_follows_it_when_it_is_signed(panel, editor):
    disclosure = encode_segment(b'["salt", "name", "Ann"]')
    panel.paste(f"Here: {ISSUED}~{disclosure}~")
    assert panel.token() == f"{ISSUED}~{disclosure}~"
    assert panel.text("token.fault") == ""
    editor.set_keys((ISSUER,))
    editor.choose_key(ISSUER.kid)
    editor.set_claims(editor.token.state.reading.claims.with_value("sub", "ada"))
    editor.sign()
    assert editor.token.state.reading.claims.get("sub") == "ada"
    assert panel.token().endswith(f"~{disclosure}~")


def test_a_payload_of_any_kind_can_be_signed(panel, editor):
    panel.paste(sign({"alg": ISSUER.algorithm}, b"It is a text.", ISSUER).rpartition(".")[0] + ".AAAA")
    editor.set_keys((ISSUER,))
    editor.choose_key(ISSUER.kid)
    editor.sign()
    assert editor.token.state.reading.payload_text == "It is a text."
    assert editor.token.state.signature.ok


@pytest.mark.parametrize("payload", [b"It is a text.", b"[1]", b'"text"', bytes(range(200, 255))])
def test_a_jws_of_another_payload_is_not_called_broken(panel, payload):
    panel.paste(sign({"alg": ISSUER.algorithm}, payload, ISSUER))
    assert panel.text("token.state") == "JWS, not a JWT"
    panel.paste(sign({"alg": ISSUER.algorithm}, b'{"sub": ', ISSUER))
    assert panel.text("token.state") == "broken: payload"


def test_the_keys_open_the_menu_of_the_token_which_copies_all_of_it(panel, loop):
    loop.issue()
    field = panel.find(QPlainTextEdit, "token.compact")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = panel.find(QMenu, "token.menu")
    assert menu.isVisible()
    whole = menu.actions()[0]
    assert whole.text() == "Copy token"
    whole.trigger()
    assert QGuiApplication.clipboard().text() == ISSUED
    menu.close()
