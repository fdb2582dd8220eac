"""Findings on the keys of the ring: each key is checked once, and all are compared whenever the ring changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.lint.keys import IsCommon, KeyFinding
    from workbench.presenters.ports import Run


# Checking one RSA key takes a millisecond or two; more than this many keys are checked in the background.
_AT_ONCE_NEW = 3
_AT_ONCE_KEYS = 40

ByKid = Mapping[str, tuple["KeyFinding", ...]]
"""The findings on each key, by its ``kid``, the worst first; a key without findings has no entry."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A key with its own findings, without those from comparing it with others."""

    key: SigningKey
    findings: tuple[KeyFinding, ...]

    def is_of(self, key: SigningKey) -> bool:
        """Whether *key* is the same in all that is judged; its name, its trust and its last use are not."""
        return key.stated == self.key.stated and key.jwk_private == self.key.jwk_private


class KeyFindingsPresenter(QObject):
    """Checks the keys that it is given.

    Signals:
        findings_changed(ByKid): the findings changed.
    """

    findings_changed = Signal(object)

    def __init__(self, is_common: IsCommon, run: Run) -> None:
        super().__init__()
        self._is_common = is_common
        self._run = run
        self._judged: dict[str, _Judged] = {}
        self._tickets = count(1)
        self._ticket = 0
        self.findings: ByKid = {}

    @Slot(object)
    def set_ring(self, keys: Sequence[SigningKey]) -> None:
        """Check these keys; one that was checked before is only compared with the others."""
        self._ticket = ticket = next(self._tickets)
        known = {key.kid: each for key in keys if (each := self._judged.get(key.kid)) is not None and each.is_of(key)}
        look = partial(_look, tuple(keys), known, self._is_common)
        if len(keys) - len(known) <= _AT_ONCE_NEW and len(keys) <= _AT_ONCE_KEYS:
            self._on_looked(ticket, look())
        else:
            self._run(look, partial(self._on_looked, ticket), self._on_failure)

    def _on_looked(self, ticket: int, looked: tuple[dict[str, _Judged], ByKid]) -> None:
        if ticket != self._ticket:
            return  # the ring is another by now
        self._judged, findings = looked
        if findings != self.findings:
            self.findings = findings
            self.findings_changed.emit(findings)

    def _on_failure(self, _error: WorkbenchError) -> None:
        """A defect, which the log describes: the keys stay without findings."""


def _look(
    keys: Sequence[SigningKey], known: Mapping[str, _Judged], is_common: IsCommon
) -> tuple[dict[str, _Judged], ByKid]:
    from workbench.core.lint.keys import KeySubject, judge, judge_among, ordered

    subjects = [KeySubject.of_ring(key) for key in keys]
    judged: dict[str, _Judged] = {}
    findings: dict[str, tuple[KeyFinding, ...]] = {}
    for key, subject, beside in zip(keys, subjects, judge_among(subjects), strict=True):
        earlier = known.get(key.kid)
        own = earlier if earlier is not None and earlier.is_of(key) else _Judged(key, judge(subject, is_common))
        judged[key.kid] = own
        found = (*findings.get(key.kid, ()), *own.findings, *beside)  # of two with one kid, both
        if found:
            findings[key.kid] = ordered(dict.fromkeys(found))
    return judged, findings
