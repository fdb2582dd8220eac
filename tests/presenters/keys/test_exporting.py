import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from tests.core.keys.ring import KEYS
from tests.presenters.stand_ins import RunLater, heard, run_now
from workbench.core.errors import KeyFileError, KeyFileExistsError
from workbench.core.key_files.export_formats import ExportFormat, Part
from workbench.presenters.keys.exporting import KeyExportPresenter
from workbench.presenters.keys.secret_clipboard import SecretClipboardPresenter
from workbench.presenters.status import StatusLevel

MINE, RSA, SECRET = KEYS["ES256"], KEYS["RS256"], KEYS["HS256"]
FOLDER = Path("/home/ada")


class Files:
    """Keeps what is written; `there` are the paths that exist."""

    def __init__(self):
        self.there, self.written, self.problem, self.owner_alone = set(), [], None, True

    def check(self, path):
        if path in self.there:
            raise KeyFileExistsError(f"{path} is there already.")

    def write(self, path, text, *, private, replace):
        if self.problem is not None:
            raise self.problem
        if not replace:
            self.check(path)
        self.there.add(path)
        self.written.append((path, text, private))
        return self.owner_alone


class StandInClipboard:
    def __init__(self):
        self.content, self.secret = "", False

    def put(self, text, *, secret):
        self.content, self.secret = text, secret

    def text(self):
        return self.content

    def clear(self):
        self.content = ""


class Timer(QObject):
    """Times out when the test says so."""

    timeout = Signal()
    runs = False

    def setInterval(self, interval_ms):  # noqa: N802
        assert interval_ms == 1_000

    def start(self):
        self.runs = True

    def stop(self):
        self.runs = False

    def pass_s(self, seconds):
        for _ in range(seconds):
            assert self.runs
            self.timeout.emit()


@pytest.fixture
def files():
    return Files()


@pytest.fixture
def clipboard():
    return StandInClipboard()


@pytest.fixture
def timer(qapp):
    return Timer()


@pytest.fixture
def guard(clipboard, timer):
    return SecretClipboardPresenter(clipboard, timer)


@pytest.fixture
def presenter(files, clipboard, guard):
    made = KeyExportPresenter(files, clipboard, guard, run_now, FOLDER)
    made.set_keys((MINE,))
    return made


def insist(presenter, export_format):
    presenter.choose_part(Part.PRIVATE)
    presenter.choose_format(export_format)
    presenter.confirm(True)


def encrypt(presenter, password="correct horse battery"):
    presenter.choose_part(Part.PRIVATE)
    presenter.set_password(password)
    presenter.repeat_password(password)
    presenter.confirm(True)


def test_the_public_key_is_shown_and_saved_at_once(presenter, files):
    statuses = heard(presenter.status_changed)
    state = presenter.state
    assert (state.part, state.format, state.ready) == (Part.PUBLIC, ExportFormat.PUBLIC_PEM, True)
    assert state.preview.startswith("-----BEGIN PUBLIC KEY-----")
    assert state.path == "/home/ada/demo-es256.public.pem"
    presenter.save()
    assert files.written == [(Path(state.path), state.preview, False)]
    assert statuses[-1].text == "Wrote the public key of demo-es256, to /home/ada/demo-es256.public.pem."


def test_a_private_key_is_encrypted_unless_the_user_insists_and_never_previewed(presenter, files):
    presenter.choose_part(Part.PRIVATE)
    assert presenter.state.format is ExportFormat.ENCRYPTED_PEM
    for offer in presenter.state.offers:
        presenter.choose_format(offer.format)
        assert presenter.state.preview == ""
        assert presenter.state.caution
        assert not presenter.state.ready
        presenter.save()
        presenter.copy()
    assert files.written == []


def test_what_is_still_missing_is_said_one_after_the_other(presenter):
    presenter.choose_part(Part.PRIVATE)
    shown = [presenter.state.missing]
    for step in (
        lambda: presenter.set_password("short"),
        lambda: presenter.repeat_password("shirt"),
        lambda: presenter.repeat_password("short"),
        lambda: presenter.confirm(True),
    ):
        step()
        shown.append(presenter.state.missing)
    assert shown == [
        "Give a password for the file.",
        "Type the password again, or show it with the eye.",
        "The two passwords differ.",
        "Tick the box to confirm.",
        "",
    ]
    assert presenter.state.password_note.startswith("A short password")
    assert presenter.state.ready


def test_a_password_that_is_shown_is_typed_once(presenter):
    presenter.choose_part(Part.PRIVATE)
    presenter.set_password("correct horse battery")
    presenter.repeat_password(None)
    presenter.confirm(True)
    assert presenter.state.ready


def test_password_and_confirmation_count_for_one_export(presenter, files):
    encrypt(presenter)
    forgotten = heard(presenter.forgotten)
    presenter.save()
    ((_, text, private),) = files.written
    assert text.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert private
    assert forgotten
    assert (presenter.state.missing, presenter.state.confirmed) == ("Give a password for the file.", False)


@pytest.mark.parametrize("turn", ["key", "format", "part"])
def test_turning_to_something_else_takes_the_confirmation_back(presenter, turn):
    insist(presenter, ExportFormat.PRIVATE_PEM)
    assert presenter.state.ready
    if turn == "key":
        presenter.set_keys((RSA,))
    elif turn == "format":
        presenter.choose_format(ExportFormat.PRIVATE_JWK)
    else:
        presenter.choose_part(Part.PUBLIC)
        presenter.choose_part(Part.PRIVATE)
    assert not presenter.state.confirmed
    assert not presenter.state.ready


def test_the_same_key_with_another_trust_changes_nothing(presenter):
    insist(presenter, ExportFormat.PRIVATE_PEM)
    presenter.set_keys((MINE.with_trusted(True),))
    assert presenter.state.ready


def test_who_can_read_the_file_is_said(presenter, files):
    statuses = heard(presenter.status_changed)
    insist(presenter, ExportFormat.PRIVATE_PEM)
    presenter.save()
    assert statuses[-1].text.endswith("Only you can read the file.")
    files.owner_alone = False
    insist(presenter, ExportFormat.PRIVATE_JWK)
    presenter.save()
    assert statuses[-1].severity is StatusLevel.WARNING
    assert "check who else can read there" in statuses[-1].text


def test_a_file_that_is_there_is_asked_about_before_anything_is_encrypted(files, clipboard, guard):
    later = RunLater()
    presenter = KeyExportPresenter(files, clipboard, guard, later, FOLDER)
    presenter.set_keys((MINE,))
    encrypt(presenter)
    files.there.add(FOLDER / "demo-es256.encrypted.pem")
    presenter.save()
    later.let_one_through()
    assert presenter.state.question == "/home/ada/demo-es256.encrypted.pem is there already. Replace it?"
    assert not presenter.state.ready
    presenter.keep_file()
    assert (presenter.state.question, presenter.state.ready) == ("", True)
    presenter.save()
    later.let_one_through()
    presenter.replace_file()
    later.let_one_through()
    later.let_one_through()
    assert [path.name for path, _, _ in files.written] == ["demo-es256.encrypted.pem"]


def test_another_name_withdraws_the_question_and_a_file_that_comes_late_brings_it_back(presenter, files):
    files.there.add(FOLDER / "demo-es256.public.pem")
    presenter.save()
    assert presenter.state.question
    presenter.set_path("~/other.pem")
    assert presenter.state.question == ""
    presenter.save()
    assert [path for path, _, _ in files.written] == [Path("~/other.pem").expanduser()]


def test_a_failure_keeps_what_was_typed(presenter, files):
    statuses = heard(presenter.status_changed)
    encrypt(presenter)
    files.problem = KeyFileError("There is no room left for a file in /home/ada.")
    presenter.save()
    assert statuses[-1].text.startswith("There is no room left")
    assert presenter.state.ready


def test_an_encryption_can_be_stopped_and_nothing_is_written_then(files, clipboard, guard):
    later = RunLater()
    presenter = KeyExportPresenter(files, clipboard, guard, later, FOLDER)
    presenter.set_keys((MINE,))
    encrypt(presenter)
    statuses = heard(presenter.status_changed)
    presenter.save()
    assert statuses[-1].text == "Encrypting, which takes a moment on purpose…"
    assert (presenter.state.busy, presenter.state.stoppable, presenter.state.ready) == (True, True, False)
    presenter.stop()
    later.let_one_through()
    assert (files.written, later.waiting) == ([], [])
    assert statuses[-1].text == "Stopped: nothing was exported."
    assert presenter.state.ready, "the password is still there"


def test_a_file_that_is_being_written_is_shown_of_even_if_another_key_is_selected(files, clipboard, guard):
    later = RunLater()
    presenter = KeyExportPresenter(files, clipboard, guard, later, FOLDER)
    presenter.set_keys((MINE,))
    presenter.save()
    later.let_one_through()
    assert (presenter.state.busy, presenter.state.stoppable) == (True, False)
    presenter.set_keys((RSA,))
    statuses = heard(presenter.status_changed)
    later.let_one_through()
    assert [status.text for status in statuses] == [
        "Wrote the public key of demo-es256, to /home/ada/demo-es256.public.pem."
    ]


def test_another_format_renames_the_file_and_keeps_the_folder(presenter):
    presenter.set_path("/tmp/keys/mine.pem")  # noqa: S108  nothing is written
    presenter.choose_format(ExportFormat.PUBLIC_JWK)
    assert presenter.state.path == "/tmp/keys/demo-es256.public.jwk"  # noqa: S108


def test_several_keys_become_a_set_of_their_public_halves(presenter, files):
    presenter.set_keys((MINE, SECRET, RSA))
    state = presenter.state
    assert (state.parts, state.format) == ((Part.PUBLIC,), ExportFormat.JWK_SET)
    assert "Left out: demo-hs256, a shared secret, which has no public part." in state.about
    assert [jwk["kid"] for jwk in json.loads(state.preview)["keys"]] == [MINE.kid, RSA.kid]
    presenter.save()
    assert files.written[0][0].name == "keys.jwks"


def test_a_secret_has_a_private_half_alone(presenter):
    presenter.set_keys((SECRET,))
    state = presenter.state
    assert (state.parts, state.part, state.format) == ((Part.PRIVATE,), Part.PRIVATE, ExportFormat.PRIVATE_JWK)
    assert not state.needs_password
    assert state.confirmation == "I insist: let the secret leave the key ring without encryption"


def test_without_a_key_nothing_is_exported(presenter, files):
    presenter.set_keys(())
    presenter.save()
    presenter.copy()
    assert (presenter.state.parts, presenter.state.ready, files.written) == ((), False, [])


# The clipboard.


def test_a_public_key_stays_in_the_clipboard(presenter, clipboard, timer):
    presenter.copy()
    assert (clipboard.content, clipboard.secret) == (presenter.state.preview, False)
    assert not timer.runs


def test_a_private_key_is_taken_out_of_the_clipboard_after_sixty_seconds(presenter, clipboard, guard, timer):
    remaining, cleared = heard(guard.remaining_changed), heard(guard.cleared)
    insist(presenter, ExportFormat.PRIVATE_PEM)
    presenter.copy()
    assert clipboard.content.startswith("-----BEGIN PRIVATE KEY-----")
    assert clipboard.secret
    timer.pass_s(59)
    assert (remaining[0], remaining[-1], clipboard.content != "") == (60, 1, True)
    timer.pass_s(1)
    assert (clipboard.content, cleared, timer.runs) == ("", [True], False)


def test_what_was_copied_since_then_is_left_alone(presenter, clipboard, guard, timer):
    cleared = heard(guard.cleared)
    insist(presenter, ExportFormat.PRIVATE_JWK)
    presenter.copy()
    clipboard.content = "a shopping list"
    timer.pass_s(60)
    assert (clipboard.content, cleared) == ("a shopping list", [False])


def test_it_can_be_taken_away_at_once_and_a_second_one_counts_anew(presenter, clipboard, guard, timer):
    held, remaining = heard(guard.held_changed), heard(guard.remaining_changed)
    for export_format in (ExportFormat.PRIVATE_JWK, ExportFormat.PRIVATE_PEM):
        insist(presenter, export_format)
        presenter.copy()
        timer.pass_s(10)
    assert remaining[-1] == 50
    assert held == ["the private key of demo-es256, not encrypted"] * 2
    guard.clear_now()
    assert (clipboard.content, held[-1], timer.runs) == ("", "", False)


def test_neither_repr_nor_attributes_hold_what_is_in_the_clipboard(presenter, clipboard, guard):
    insist(presenter, ExportFormat.PRIVATE_JWK)
    presenter.copy()
    private = MINE.jwk_private["d"]
    assert private in clipboard.content
    assert private not in repr(vars(guard))
    encrypt(presenter, "correct horse battery")
    assert "correct horse" not in repr(presenter.state)
