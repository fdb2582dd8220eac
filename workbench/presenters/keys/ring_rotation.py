"""The turn of the issuer's key from one to the next, as the ring sees it."""

from collections.abc import Callable
from functools import partial

from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import SigningKey
from workbench.presenters.keys.ring_import import KeyIntake
from workbench.presenters.keys.storage import Turn
from workbench.presenters.status import Status


class KeyTurns(KeyIntake):
    """The key ring, in which another key can become the issuer's."""

    _turning = False

    def turn(
        self,
        make: Callable[[], tuple[SigningKey, SigningKey]],
        on_turned: Callable[[Turn], None],
        on_failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Let another key be the issuer's, and keep it; see `KeyRotationPresenter`.

        Args:
            make: blocks; makes the new key, lets the server sign with it, and returns it with the old one.
            on_turned: gets what came of it, also where the keyring has not taken it.
            on_failed: gets the error, if no key was made.
        """
        self._set_turning(turning=True)
        self._run(
            self._places.rotating(make), partial(self._on_turned, on_turned), partial(self._on_not_turned, on_failed)
        )

    @property
    def _is_busy(self) -> bool:
        return super()._is_busy or self._turning

    def _set_turning(self, *, turning: bool) -> None:
        self._turning = turning
        self._tell_busy()

    def _on_turned(self, on_turned: Callable[[Turn], None], turn: Turn) -> None:
        self._set_turning(turning=False)
        self._places.rotated(turn)
        others = (key for key in self._keys if key.kid not in (turn.new.kid, turn.old.kid))
        self._set_keys((turn.new, turn.old, *others))
        self.trust_changed.emit()
        self.status_changed.emit(Status(""))
        if turn.problem is not None:
            self._on_unavailable(turn.problem)
        on_turned(turn)

    def _on_not_turned(self, on_failed: Callable[[WorkbenchError], None], error: WorkbenchError) -> None:
        self._set_turning(turning=False)
        self.status_changed.emit(Status.of(error))
        on_failed(error)
