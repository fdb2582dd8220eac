"""What is chosen for an export, and what follows from it: the formats, the preview, what is still to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.core.key_files.export_formats import ExportFormat, Offer, Part, file_name, how_to_read, offers
from workbench.core.key_files.exporter import export, password_fault
from workbench.core.keys.private_value import PrivateValue
from workbench.presenters.keys import export_messages as export_words

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

_SELECT = "Select the key to export in the table; several of them, with Ctrl or Shift, become a JWK set."


@dataclass(frozen=True, slots=True)
class ExportState:
    """What is chosen, and what follows from it.

    Attributes:
        keys: the keys to export.
        parts: which halves there are to choose from.
        part: the half that is chosen.
        offers: the formats of this half, and why some of them are not available.
        format: the format that is chosen; None if there is none.
        about: what it holds, who reads it, and what is left out.
        command: what reads the file in a terminal; empty if no well-known program does.
        not_offered: why there are not more formats, or not the other half; may be empty.
        preview: the text that would be exported; always empty for a private key.
        caution: the warning before a private key is exported; empty for public keys.
        confirmation: what the user has to tick first; empty for public keys.
        confirmed: whether it is ticked.
        needs_password: whether the file is encrypted.
        missing: what is still to be done before it can be exported; empty if nothing.
        password_note: a warning about the password; empty if there is none.
        path: where the file is to be.
        question: what to ask about the file that is there already; empty if nothing.
        busy: whether it is under way.
        stoppable: whether it can still be stopped: nothing is written yet.
    """

    keys: tuple[SigningKey, ...] = ()
    parts: tuple[Part, ...] = ()
    part: Part = Part.PUBLIC
    offers: tuple[Offer, ...] = ()
    format: ExportFormat | None = None
    about: str = ""
    command: str = ""
    not_offered: str = ""
    preview: str = field(default="", repr=False)
    caution: str = ""
    confirmation: str = ""
    confirmed: bool = False
    needs_password: bool = False
    missing: str = ""
    password_note: str = ""
    path: str = ""
    question: str = ""
    busy: bool = False
    stoppable: bool = False

    @property
    def ready(self) -> bool:
        """Whether it can be exported now."""
        return self.format is not None and not (self.missing or self.busy or self.question)


@dataclass(frozen=True, slots=True)
class Choice(PrivateValue):
    """What the user has chosen and typed.

    Attributes:
        keys: the keys to export.
        part: the half that is wanted.
        formats: the wanted format of each half; for a half that is missing here, the first available one.
        password: what to encrypt under.
        repeated: the password typed again; None if it need not be.
        confirmed: whether the user said that a private key is to leave.
    """

    keys: tuple[SigningKey, ...]
    part: Part
    formats: Mapping[Part, ExportFormat]
    password: str = field(repr=False)
    repeated: str | None = field(repr=False)
    confirmed: bool

    def state(self) -> ExportState:
        """What follows from it, as long as nothing is under way."""
        by_part = {part: offers(self.keys, part) for part in Part}
        parts = tuple(part for part, offered in by_part.items() if _can_be_had(offered))
        part = self.part if self.part in parts or not parts else parts[0]
        wanted, can_be_had = self.formats.get(part), _can_be_had(by_part[part])
        others = [offer for other, offered in by_part.items() if other not in (part, *parts) for offer in offered]
        reasons = export_words.not_offered((*by_part[part], *others))
        state = ExportState(self.keys, parts, part, by_part[part], not_offered=reasons)
        if not self.keys:
            return replace(state, about=_SELECT, not_offered="")
        if not can_be_had:
            return state
        export_format = wanted if wanted in can_be_had else can_be_had[0]
        follow = self._of_public if part is Part.PUBLIC else self._of_private
        command = how_to_read(export_format, file_name(self.keys, export_format))
        return follow(replace(state, format=export_format, command=command), export_format)

    def _of_public(self, state: ExportState, export_format: ExportFormat) -> ExportState:
        try:
            made = export(state.keys, export_format)
        except WorkbenchError as error:
            return replace(state, format=None, about=f"{error} {error.hint}")
        return replace(state, about=_about(state.keys, export_format, made.left_out), preview=made.text)

    def _of_private(self, state: ExportState, export_format: ExportFormat) -> ExportState:
        (key,) = state.keys
        needs_password = export_format is ExportFormat.ENCRYPTED_PEM
        return replace(
            state,
            about=_about(state.keys, export_format),
            caution=export_words.caution(key, export_format),
            confirmation=export_words.confirmation(key, export_format),
            confirmed=self.confirmed,
            needs_password=needs_password,
            missing=self._missing(needs_password),
            password_note=export_words.password_note(self.password) if needs_password else "",
        )

    def _missing(self, needs_password: bool) -> str:
        if needs_password:
            fault = password_fault(self.password)
            if fault:
                return fault
            if self.repeated == "":
                return "Type the password again, or show it with the eye."
            if self.repeated not in (None, self.password):
                return "The two passwords differ."
        return "" if self.confirmed else "Tick the box to confirm."


def _can_be_had(offered: Sequence[Offer]) -> list[ExportFormat]:
    return [each.format for each in offered if not each.why_not]


def _about(keys: Sequence[SigningKey], export_format: ExportFormat, left_out: Sequence[str] = ()) -> str:
    who_reads = export_words.who_reads(keys[0], export_format)
    return " ".join(filter(None, (export_format.description, who_reads, export_words.left_out(left_out))))
