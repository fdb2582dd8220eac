"""Each reader of text from outside: what it is given, what is done with it, and which errors it documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demo_server import DefinitionError
from demo_server.policy.designs import DESIGNS, load_design
from demo_server.segments import SegmentError, parse_object
from demo_server.world.directory import Directory
from demo_server.world.scenario import SCENARIOS, load_scenario
from tests.core.keys.ring import KEYS
from tests.fuzzing import corpus
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import CurlImportError, JsonTextError, RequestError, SessionFileError, ShellTextError
from workbench.core.lint.tokens import Subject, TokenKind, apply_fix, lint
from workbench.core.requests.curl import parse_curl
from workbench.core.session.file_format import from_text, to_text
from workbench.core.strict_json import edits, inspection
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import Reading, encode_segment, read
from workbench.core.token.finder import find
from workbench.presenters.session.state import from_session
from workbench.ui.lint_references import lint_references

_RING = tuple(KEYS.values())
_KNOWN = lint_references()


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader under test.

    Attributes:
        read: reads a text, and uses what came of it; the folder is for those that read files.
        documented: the errors that it may raise.
        samples: good texts, and texts that broke this or another program; mutants are made of them.
    """

    read: Callable[[str, Path], object]
    documented: tuple[type[Exception], ...] = ()
    samples: Sequence[str] = field(default=(), repr=False)


def _read_token(text: str, _folder: Path) -> None:
    found = find(text)
    for each in filter(None, (text, found and found.token)):
        _lint(read(each))


def _read_payload(text: str, _folder: Path) -> None:
    for segments in (
        (b'{"alg":"HS256"}', text.encode(errors="surrogatepass")),
        (text.encode("utf-16", "surrogatepass"), b"{}"),
    ):
        _lint(read(".".join([*map(encode_segment, segments), "AAAA"])))


def _lint(reading: Reading) -> None:
    """Lint a token as it is and as each kind, and make every change that is offered."""
    for kind in (None, *TokenKind):
        for finding in lint(Subject(reading, now=1_700_000_000, profile=kind, references=_KNOWN)):
            assert finding.message.isprintable()
            if finding.fix is not None:
                read(apply_fix(reading, finding.fix))


def _read_json(text: str, _folder: Path) -> None:
    inspection.inspect(text)
    value = json_text.parse(text)
    assert json_text.parse(json_text.indent(text)) == value
    assert json_text.parse(json_text.compact(text)) == value
    edits.tree(text)
    if isinstance(value, dict):
        assert ClaimSet.from_json(text).names == tuple(value)


def _read_octets(text: str, _folder: Path) -> None:
    parse_object(text.encode(errors="surrogatepass"))


def _read_curl(text: str, _folder: Path) -> None:
    parse_curl(text, "imported")


def _read_session(text: str, _folder: Path) -> None:
    session = from_text(text)
    assert from_text(to_text(session)) == session
    from_session(session, _RING)


def _read_scenario(text: str, folder: Path) -> None:
    Directory(load_scenario(_written(text, folder)))


def _read_design(text: str, folder: Path) -> None:
    load_design(_written(text, folder))


def _written(text: str, folder: Path) -> Path:
    path = folder / "mutant.toml"
    path.write_bytes(text.encode(errors="surrogatepass"))
    return path


def _texts(folder: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml")))


READERS = {
    "token": Reader(_read_token, (), corpus.TOKENS + corpus.JSON),
    "payload": Reader(_read_payload, (), corpus.JSON),
    "JSON": Reader(_read_json, (JsonTextError,), corpus.JSON),
    "JSON of the demo server": Reader(_read_octets, (SegmentError,), corpus.JSON),
    "curl": Reader(_read_curl, (CurlImportError, ShellTextError, RequestError), corpus.COMMANDS),
    "session": Reader(_read_session, (SessionFileError,), corpus.SESSIONS),
    "scenario": Reader(_read_scenario, (DefinitionError,), _texts(SCENARIOS) + corpus.DEFINITIONS),
    "design": Reader(_read_design, (DefinitionError,), _texts(DESIGNS) + corpus.DEFINITIONS),
}
