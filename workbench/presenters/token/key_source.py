"""What to verify with: keys of the ring, a key in text, or a secret. Typed keys and secrets are not stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import KeyTextError, WorkbenchError
from workbench.core.key_files.pasted_keys import (
    KeyText,
    SecretReading,
    line_end_note,
    read_keys,
    read_secret,
    readings_in_words,
)
from workbench.core.keys.verification_key import VerificationKey, of_ring
from workbench.core.lint.keys import IsCommon, KeySubject, judge, judge_among
from workbench.core.text.wording import capitalized
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.ports import OpenText, Run

ALL_KEYS = "ring"
PASTED_KEY = "text"
SECRET = "secret"  # noqa: S105  the name of a source, not a secret

# A text of this length is read between two keystrokes; a longer one in the background.
_AT_ONCE_CHARACTERS = 20_000
_MOST_LISTED = 2
"""Findings on a key that are listed beside its field; the rest are counted. Of a key set, only the worst is listed."""


class KeySourcePresenter(QObject):
    """Makes verification keys from what the user chose.

    Signals:
        keys_changed(): the verification keys changed; see `keys`.
        ring_changed(tuple[SigningKey, ...]): the keys of the ring changed.
        status_changed(Status): how the text or the secret was read, or what is wrong with it.
        text_changed(str): a file was opened as the text.
    """

    keys_changed = Signal()
    ring_changed = Signal(object)
    status_changed = Signal(object)
    text_changed = Signal(str)

    def __init__(self, open_text: OpenText, run: Run, is_common: IsCommon) -> None:
        super().__init__()
        self._open_text = open_text
        self._run = run
        self._is_common = is_common
        self._source = ALL_KEYS
        self._text = ""
        self._secret = ""
        self._reading = SecretReading.TEXT
        self._tickets = count(1)
        self._file_ticket = self._text_ticket = 0
        self.ring: tuple[SigningKey, ...] = ()
        self.keys: tuple[VerificationKey, ...] = ()

    @Slot(object)
    def set_ring(self, keys: Sequence[SigningKey]) -> None:
        """Offer these keys of the ring."""
        self.ring = tuple(keys)
        self.ring_changed.emit(self.ring)
        if self._source not in (PASTED_KEY, SECRET):
            self._read()

    @Slot(str)
    def choose(self, source: str) -> None:
        """Verify with `ALL_KEYS` of the ring, the one of this ``kid``, a `PASTED_KEY`, or a `SECRET`."""
        self._source = source
        self._read()

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Use the keys in *text*."""
        self._text = text
        self._file_ticket = 0  # a file that is still being read must not overwrite it
        self._read()

    @Slot(str)
    def set_secret(self, secret: str) -> None:
        """Use this secret."""
        self._secret = secret
        self._read()

    @Slot(object)
    def choose_reading(self, reading: SecretReading) -> None:
        """Read the secret as text, base64url or hex."""
        self._reading = reading
        self._read()

    @Slot(str)
    def open(self, path: str) -> None:
        """Load the text from a file."""
        self._file_ticket = ticket = next(self._tickets)
        self.status_changed.emit(Status("Reading the file …"))
        self._run(
            partial(self._open_text, path), partial(self._on_file, ticket), partial(self._on_file_failure, ticket)
        )

    def _on_file(self, ticket: int, text: str) -> None:
        if ticket == self._file_ticket:
            self.text_changed.emit(text)
            self.set_text(text)

    def _on_file_failure(self, ticket: int, error: WorkbenchError) -> None:
        if ticket == self._file_ticket:
            self.status_changed.emit(Status.of(error))

    def _read(self) -> None:
        self._text_ticket = ticket = next(self._tickets)
        if self._source == PASTED_KEY:
            self._read_text(ticket)
        elif self._source == SECRET:
            self._read_secret()
        else:
            chosen = [key for key in self.ring if self._source in (ALL_KEYS, key.kid)]
            words = "" if chosen else "The ring has no such key. Generate one on the Keys page, or paste a key."
            self._set(
                tuple(of_ring(key, in_set=self._source == ALL_KEYS) for key in chosen),
                Status(words, StatusLevel.WARNING),
            )

    def _read_text(self, ticket: int) -> None:
        if len(self._text) > _AT_ONCE_CHARACTERS:
            self._set((), Status("Reading the keys …"))
            call = partial(_read_and_judged, self._text, self._is_common)
            self._run(call, partial(self._on_text_read, ticket), partial(self._on_text_refused, ticket))
            return
        try:
            self._on_text_read(ticket, _read_and_judged(self._text, self._is_common))
        except KeyTextError as error:
            self._on_text_refused(ticket, error)

    def _on_text_read(self, ticket: int, read: tuple[KeyText, tuple[str, ...]]) -> None:
        if ticket == self._text_ticket:
            found, findings = read
            contradictions = _contradictions(found)
            text = " ".join((found.sentence, *contradictions, *findings))
            is_plain = not (found.notes or found.keys[0].notes or contradictions or findings)
            self._set(found.keys, Status(text, StatusLevel.OK if is_plain else StatusLevel.WARNING))

    def _on_text_refused(self, ticket: int, error: WorkbenchError) -> None:
        if ticket == self._text_ticket:
            self._set((), _refused(error, empty=not self._text.strip()))

    def _read_secret(self) -> None:
        try:
            key = read_secret(self._secret, self._reading)
        except KeyTextError as error:
            self._set((), _refused(error, empty=not self._secret))
            return
        # Without an algorithm, the secret is compared with the shortest hash; the signature's verdict knows better.
        findings = _findings_on((key,), self._is_common)
        note = line_end_note(self._secret, self._reading)
        words = " ".join(filter(None, (f"{readings_in_words(self._secret)}.", note, *findings)))
        self._set((key,), Status(words, StatusLevel.WARNING if findings else StatusLevel.INFO))

    def _set(self, keys: tuple[VerificationKey, ...], status: Status) -> None:
        self.keys = keys
        self.status_changed.emit(status)
        self.keys_changed.emit()


def _contradictions(found: KeyText) -> tuple[str, ...]:
    """Why a key is ignored; of a key set, how many of its keys are."""
    if len(found.keys) == 1:
        return found.keys[0].contradictions
    ignored = [key for key in found.keys if key.contradictions]
    if not ignored:
        return ()
    count = "1 key is" if len(ignored) == 1 else f"{len(ignored)} keys are"
    return (f"{count} ignored ({ignored[0].name}): {ignored[0].contradictions[0]}",)


def _read_and_judged(text: str, is_common: IsCommon) -> tuple[KeyText, tuple[str, ...]]:
    """The keys in *text*, and the findings on them."""
    found = read_keys(text)
    return found, _findings_on(found.keys, is_common)


def _findings_on(keys: Sequence[VerificationKey], is_common: IsCommon) -> tuple[str, ...]:
    """The findings on the keys, the worst first, without duplicates; in a key set, each with the name of its key.

    Contradictions of a key's own use, key_ops or alg are left out: the reader reports them already.
    """
    subjects = [KeySubject.of_outside(key) for key in keys]
    found = [
        (finding, f"{capitalized(subject.name)}: {finding.message}" if len(keys) > 1 else finding.message)
        for subject, beside in zip(subjects, judge_among(subjects), strict=True)
        for finding in (*judge(subject, is_common), *beside)
    ]
    found.sort(key=lambda each: each[0].severity.rank)
    listed = list(dict.fromkeys(sentence for _, sentence in found))
    most = _MOST_LISTED if len(keys) == 1 else 1
    return (*listed[:most], *([f"And {len(listed) - most} more."] if len(listed) > most else []))


def _refused(error: WorkbenchError, *, empty: bool) -> Status:
    """What is wrong with a key; an empty field is not an error."""
    return Status(f"{error} {error.hint}".strip(), StatusLevel.INFO if empty else StatusLevel.ERROR)
