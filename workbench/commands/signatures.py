"""Verifies signatures with the keys that the command line names."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.errors import WorkbenchError
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.keys.verification_key import VerificationKey
from workbench.core.token.compact import Reading, read
from workbench.core.verification.key_verdict import SignatureFinding, judge_signature
from workbench.services.files.reading import read_text_file


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of the signature.

    Attributes:
        result: ``not verified``, ``valid`` or ``invalid``.
        sentence: the same in words, with the reason.
    """

    result: str
    sentence: str

    @property
    def is_invalid(self) -> bool:
        """Whether it was verified, and none of the keys made it."""
        return self.result == "invalid"


NOT_VERIFIED = Verified("not verified", "The signature was not verified.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--key`` and ``--jwks``."""
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument("--key", metavar="FILE", help="verify the signature with the PEM or JWK in FILE")
    keys.add_argument("--jwks", metavar="FILE", help="verify the signature with the JWK set in FILE")


def verify(reading: Reading, options: argparse.Namespace) -> Verified:
    """Verify the signature if a key was given.

    Raises:
        WorkbenchError: the file cannot be read, or has no key.
    """
    name = options.key or options.jwks
    if name is None:
        return NOT_VERIFIED
    found = judge_signature(reading, _keys(name))
    return _verified(found)


def _verified(found: SignatureFinding) -> Verified:
    result = "valid" if found.ok else "invalid"
    return Verified(result, f"The signature is {'valid' if found.ok else 'not valid'}: {found.detail}")


def verify_saved(tokens: Mapping[str, str], options: argparse.Namespace) -> dict[str, Verified]:
    """Verify the signatures of saved tokens, by their names; each is `NOT_VERIFIED` if no key was given.

    Raises:
        WorkbenchError: a key was given and there is no signature to verify, or the file of the key cannot be read.
    """
    name = options.key or options.jwks
    if name is None:
        return dict.fromkeys(tokens, NOT_VERIFIED)
    if not tokens:
        hint = "Save it again with tokens, or leave the key out."
        raise WorkbenchError("The session keeps no token with its signature, so none can be verified.", hint=hint)
    keys = _keys(name)
    return {each: _verified(judge_signature(read(compact), keys)) for each, compact in tokens.items()}


def _keys(name: str) -> tuple[VerificationKey, ...]:
    try:
        return read_keys(read_text_file(name)).keys
    except WorkbenchError as error:
        raise WorkbenchError(f"{name}: {error}", hint=error.hint) from None
