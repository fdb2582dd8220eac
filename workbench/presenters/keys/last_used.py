"""When keys signed last: known at once, and written to the keyring now and then."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.keys.signing_key import SigningKey

_PAUSE_MS = 60_000


class KeyUses(QObject):
    """Gathers uses, so that signing each edit does not write the keyring with every keystroke.

    The first use starts a minute, at whose end all uses since then are written at once; closing the program writes what
    is left. Other windows see the list change that often and no more, and find in it nothing but these moments changed.

    Signals:
        due(): what is pending should be written.
    """

    due = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pending: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.due)

    @property
    def pending(self) -> Mapping[str, int]:
        """By ``kid`` the last use that is not written yet, in seconds since 1970 UTC."""
        return dict(self._pending)

    def note(self, kid: str, moment: int) -> None:
        """The key *kid* has signed at *moment*."""
        self._pending[kid] = moment
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, uses: Mapping[str, int]) -> None:
        """These are written; a later use of the same key is not."""
        for kid, moment in uses.items():
            if self._pending.get(kid) == moment:
                del self._pending[kid]

    def applied(self, keys: Iterable[SigningKey]) -> tuple[SigningKey, ...]:
        """*keys* as they are with the uses that are not written yet."""
        return tuple(key.used_at(self._pending.get(key.kid, 0)) for key in keys)
