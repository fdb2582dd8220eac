"""Which keys the running demo server accepts, kept in step with the ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey

if TYPE_CHECKING:
    from workbench.presenters.ports import Host


class ServerTrust:
    """Makes the demo server accept keys, or stop accepting them."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def now(self) -> float:
        """The demo server's clock, by which keys retire, in seconds since 1970 UTC."""
        return self._host.now()

    def accepted(self, keys: Iterable[SigningKey]) -> frozenset[str]:
        """The kids of those *keys* that are accepted at this moment."""
        now = self.now
        return frozenset(key.kid for key in keys if key.accepted_at(now))

    def trust(self, key: SigningKey) -> None:
        """Accept *key*. Raises KeyNotTrustedError: it is too weak."""
        self._host.trust(key)

    def distrust(self, kid: str) -> None:
        """Stop accepting the key *kid*."""
        self._host.distrust(kid)

    def checked(self, load: Callable[[], Sequence[SigningKey]]) -> tuple[tuple[SigningKey, ...], str]:
        """Load keys, which blocks; one that is stored as trusted, and that a strict server refuses, is not trusted.

        Returns:
            the keys, and sentences that say why some of them are no longer trusted.
        """
        keys, refusals = [], []
        for key in load():
            keys.append(key)
            refusal = self._host.refusal(key) if key.trusted and key.role is not KeyRole.ISSUER else ""
            if refusal:
                keys[-1] = key.with_trusted(False)
                refusals.append(f"{refusal} It is no longer trusted.")
        return tuple(keys), " ".join(refusals)

    def follow(
        self, before: Sequence[SigningKey], ring: Sequence[SigningKey]
    ) -> tuple[tuple[SigningKey, ...], WorkbenchError | None]:
        """Accept what another window trusts now, and sign with the key that it has made the issuer's.

        Args:
            before: the ring so far.
            ring: the ring as it was read.

        Returns:
            the ring, in which a key that the server refuses is not trusted, and the last refusal, if there is one.
        """
        known, now = {key.kid: key for key in before}, {key.kid: key for key in ring}
        for kid in known.keys() - now.keys():
            self._host.distrust(kid)
        refusal = None
        for key in ring:
            earlier = known.get(key.kid)
            if earlier is not None and trust_of(earlier) == trust_of(key):
                continue
            if key.trusted:
                try:
                    self._host.trust(key)
                except WorkbenchError as error:
                    now[key.kid], refusal = key.with_trusted(False), error
            elif earlier is not None:
                self._host.distrust(key.kid)
        self._follow_rotation(known, now)
        return tuple(now.values()), refusal

    def _follow_rotation(self, before: Mapping[str, SigningKey], now: Mapping[str, SigningKey]) -> None:
        """If another window has rotated the issuer's key, this one's server signs with the new one as well."""
        old, new = _only_issuer(before), _only_issuer(now)
        if old is not None and new is not None and new.kid != old.kid:
            self._host.rotate(new, now.get(old.kid, old))


def trust_of(key: SigningKey) -> tuple[str, bool, int | None]:
    """What the demo server has to know about *key*."""
    return key.kid, key.trusted, key.retires_at


def _only_issuer(keys: Mapping[str, SigningKey]) -> SigningKey | None:
    """The issuer's key; None if there are several."""
    issuers = [key for key in keys.values() if key.role is KeyRole.ISSUER]
    return issuers[0] if len(issuers) == 1 else None
