"""The check that takes a compact JWS apart: RFC 7515 section 7.1."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Parts, Rules
from demo_server.decision import Check, Source, failed, passed
from demo_server.segments import SegmentError, decode_base64url, parse_object

_Content = TypeVar("_Content")


def decode(segment: str, evidence: Evidence) -> bytes:  # noqa: ARG001  the signature of every `Decode`
    """Decode canonical base64url, and nothing else."""
    return decode_base64url(segment)


def parse(octets: bytes, evidence: Evidence) -> Mapping[str, Any]:  # noqa: ARG001  the signature of every `Parse`
    """Read a JSON object that no two readers can read differently."""
    return parse_object(octets)


def token_format(evidence: Evidence, rules: Rules) -> Check:
    """Split the token and read its segments. What can be read is kept for later checks even if another part cannot."""
    token = evidence.token or ""
    segments = token.split(".")
    if len(segments) != 3:
        found = f"the token has {len(segments)} segment{'s' * (len(segments) > 1)} between dots, a signed one has three"
        if len(segments) == 5:
            found += "; five are an encrypted token (JWE), which this server does not accept"
        return failed("format", "segments", found, Source.REQUEST)
    faults: list[tuple[str, str]] = []
    evidence.header = _attempt("header", _read_header, segments[0], evidence, rules.parts, faults)
    evidence.claims = _attempt("payload", _read_object, segments[1], evidence, rules.parts, faults)
    evidence.signature = _attempt("signature", _read_octets, segments[2], evidence, rules.parts, faults) or b""
    if faults:
        return failed("format", faults[0][0], "; ".join(sentence for _, sentence in faults), Source.REQUEST)
    evidence.signing_input = token[: token.rindex(".")].encode("utf-8")
    return passed("format", "three segments of base64url; header and payload are JSON objects", Source.REQUEST)


def _attempt(
    name: str,
    read: Callable[[str, Evidence, Parts], _Content],
    segment: str,
    evidence: Evidence,
    parts: Parts,
    faults: list[tuple[str, str]],
) -> _Content | None:
    """Read one segment; if that fails, add the reason to *faults*."""
    try:
        return read(segment, evidence, parts)
    except SegmentError as error:
        faults.append((error.code, f"the {name} {error}"))
        return None


def _read_octets(segment: str, evidence: Evidence, parts: Parts) -> bytes:
    return parts.decode(segment, evidence)


def _read_object(segment: str, evidence: Evidence, parts: Parts) -> Mapping[str, Any]:
    return parts.parse(parts.decode(segment, evidence), evidence)


def _read_header(segment: str, evidence: Evidence, parts: Parts) -> Mapping[str, Any]:
    # A flawed reader takes note of what it lets through, each time, so its result must not be kept.
    is_strict = parts.decode is decode and parts.parse is parse
    return _keep_header(segment) if is_strict else _read_object(segment, evidence, parts)


@lru_cache(maxsize=64)
def _keep_header(segment: str) -> Mapping[str, Any]:
    """Read a header strictly. All tokens of one key have the same, so it is seldom read twice."""
    return parse_object(decode_base64url(segment))
