"""``token-workbench lint``: which standards a token violates.

The token is one; it is read from a file or from standard input, never from an argument, which other users of the
machine could see. Neither the token nor its signature is ever printed.
"""

import argparse
import json
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from workbench.commands import CHECK_FAILED, DONE, complain
from workbench.commands.sarif import TokenFile, as_sarif
from workbench.commands.signatures import NOT_VERIFIED, Verified, add_options, verify
from workbench.core.errors import TextFileError, WorkbenchError
from workbench.core.lint.severity import SEVERITIES, Severity, counted
from workbench.core.lint.tokens import Finding, References, Subject, TokenKind, lint
from workbench.core.text.tables import as_csv, as_markdown
from workbench.core.text.wording import named, printable, shown
from workbench.core.token.compact import MAX_CHARACTERS, Reading, read
from workbench.core.token.finder import find
from workbench.services.files.reading import read_bounded

_PROFILES: dict[str, TokenKind | None] = {
    "auto": None,
    **{kind.value: kind for kind in TokenKind},
    "access": TokenKind.ACCESS,
    "id": TokenKind.ID,
    "sd-jwt": TokenKind.SD_JWT,
}
_COLUMNS = ("id", "severity", "segment", "claim", "message", "source", "fix")
_SARIF = "sarif"
_HINDER_READING = (
    "empty", "too_long", "json_serialization", "opaque", "paseto", "cut_off", "segment_count", "encrypted", "nested",
    "json", "not_object",
)  # fmt: skip
_MOST_BYTES = 4 * MAX_CHARACTERS  # UTF-8 has at most four to a character

_EXIT_CODES = (
    "exit codes: 0 no finding of severity error, 1 at least one or a signature that is not valid, "
    "2 usage or unreadable input"
)


class _UnreadableError(Exception):
    """The input has no readable token; the message is one line for the user.

    Attributes:
        reading: what could be read of it.
    """

    def __init__(self, message: str, reading: Reading | None = None) -> None:
        super().__init__(message)
        self.reading = reading


def add_to(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    *,
    references: Callable[[], References],
    clock: Callable[[], float] = time.time,
) -> None:
    """Add the parser of ``lint``.

    Args:
        commands: the sub-commands of the program.
        references: reads what is known of claims and of servers.
        clock: the present moment in seconds since 1970 UTC.
    """
    parser = commands.add_parser(
        "lint",
        help="show which standards a token violates",
        description="Check a token by the rules of the JWT standards, of vendors, and of measurements.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE|-", help="file with one token (default: standard input)"
    )
    parser.add_argument(
        "--format", choices=(*_FORMATS, _SARIF), default="table", help="how findings are printed (default: %(default)s)"
    )
    parser.add_argument(
        "--profile",
        choices=_PROFILES,
        default="auto",
        metavar="KIND",
        help="what the token is meant to be; auto decides by typ, claims and issuer (default: %(default)s); "
        f"one of {', '.join(_PROFILES)}",
    )
    parser.add_argument("--cookie", metavar="NAME", help="the token is sent in the cookie NAME")
    parser.add_argument(
        "--leeway", type=_seconds, default=0, metavar="S", help="seconds that clocks may differ (default: %(default)s)"
    )
    add_options(parser)
    parser.set_defaults(run=partial(_run, references=references, clock=clock))


def _run(options: argparse.Namespace, *, references: Callable[[], References], clock: Callable[[], float]) -> int:
    try:
        file = TokenFile(options.file, _read_text(options.file))
        reading = _read_token(file.text)
        verified = verify(reading, options)
    except _UnreadableError as error:
        return _complain_unreadable(error, options)
    except WorkbenchError as error:
        return complain("lint", f"{error} {error.hint}")
    subject = Subject(
        reading,
        now=clock(),
        profile=_PROFILES[options.profile],
        cookie=options.cookie,
        leeway_s=options.leeway,
        references=references(),
        new_id=lambda: str(uuid.uuid4()),
    )
    findings = lint(subject)
    if options.format == _SARIF:
        sys.stdout.write(as_sarif(findings, reading.segments, file))
    else:
        sys.stdout.write(_FORMATS[options.format](subject, findings, verified))
    if options.format in (_SARIF, "csv"):  # which have no place for it
        complain("lint", verified.sentence)
    failed = verified.is_invalid or any(finding.severity is Severity.ERROR for finding in findings)
    return CHECK_FAILED if failed else DONE


def _complain_unreadable(error: _UnreadableError, options: argparse.Namespace) -> int:
    """Report what is not a JWT, and its signature where that can be verified all the same."""
    if error.reading is not None and error.reading.jws is not None:
        try:
            verified = verify(error.reading, options)
        except WorkbenchError as problem:
            return complain("lint", f"{problem} {problem.hint}")
        if verified is not NOT_VERIFIED:
            complain("lint", verified.sentence)
    return complain("lint", str(error))


def _seconds(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else -1
    if seconds < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds; expected 0 or more")
    return seconds


def _read_token(text: str) -> Reading:
    """The one token in a text.

    Raises:
        _UnreadableError: header or claims of what it holds cannot be read.
    """
    if sum(line.count(".") == 2 for line in text.splitlines()) > 1:
        raise _UnreadableError("There is more than one token here; give one at a time.")
    reading = read(text)
    found = find(text) if reading.header is None or reading.claims is None else None
    if found is not None and found.token != reading.text:
        complain("lint", found.sentence)
        reading = read(found.token)
    if reading.header is None or reading.claims is None:
        # What hinders reading; other faults of the text are findings.
        fault = next((fault for fault in reading.faults if fault.code in _HINDER_READING), reading.faults[0])
        raise _UnreadableError(" ".join(filter(None, (fault.message, fault.hint))), reading)
    return reading


def _read_text(name: str) -> str:
    if name.startswith("eyJ") and "." in name:
        raise _UnreadableError("Give the token on standard input or in a file: arguments can be seen by other users.")
    place = "standard input" if name == "-" else name
    too_large = f"has more than {_MOST_BYTES:,} bytes; give a file with one token alone."
    if name == "-":
        data = _read_standard_input(too_large)
    else:
        try:
            data = read_bounded(name, _MOST_BYTES, too_large, TextFileError)
        except TextFileError as error:
            raise _UnreadableError(str(error)) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UnreadableError(f"{place} is not UTF-8 text, as a token is.") from error


def _read_standard_input(too_large: str) -> bytes:
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:  # a folder, for one
        raise _UnreadableError(f"standard input cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if len(data) > _MOST_BYTES:
        raise _UnreadableError(f"standard input {too_large}")
    return data


def _as_table(subject: Subject, findings: Sequence[Finding], verified: Verified) -> str:
    """Findings for people: each with its source and its fix below it."""
    lines = [*_head(subject), *_disclosures(subject), ""]
    for finding in findings:
        lines.append(f"{finding.severity:<8} {finding.rule_id}  {printable(finding.message)}")
        lines.append(f"{'':<17}{finding.source}")
        if finding.fix is not None:
            lines.append(f"{'':<17}Fix: {printable(finding.fix.label)}.")
    lines += [""] * bool(findings) + [_summary(findings), printable(verified.sentence)]
    return "\n".join(lines) + "\n"


def _head(subject: Subject) -> list[str]:
    """What the token is taken for, and why; for one of unknown kind also what follows."""
    lines = [f"Read as {subject.table.words} of {subject.size:,} bytes: {printable(subject.kind_reason)}."]
    if subject.kind is TokenKind.UNKNOWN:
        lines.append("Only the rules that hold for every token apply; choose its kind with --profile.")
    return lines


def _disclosures(subject: Subject) -> list[str]:
    """What an SD-JWT discloses, a line each, and what it withholds."""
    found = subject.sd_jwt
    if found is None:
        return []
    lines = [f"It has {found.summary}."]
    for each in found.disclosures:
        state = "digest" if each.is_matched and not each.problem else "refused, see below; digest"
        lines.append(
            f"  {named(*each.path) or 'not readable'} = {shown(each.value)}; {state} {each.digest or 'unknown'}"
        )
    return lines


def _disclosures_as_json(subject: Subject) -> dict[str, object]:
    found = subject.sd_jwt
    if found is None:
        return {}
    disclosures = [
        {
            "path": each.place,
            "name": each.name or None,
            "value": each.value,
            "digest": each.digest,
            "matched": each.is_matched,
        }
        for each in found.disclosures
    ]
    return {"disclosures": disclosures, "key_binding": found.key_binding is not None}


def _summary(findings: Sequence[Finding]) -> str:
    parts = [counted(count, Severity(name)) for name, count in _counts(findings).items() if count]
    return f"{', '.join(parts)}." if parts else "No findings."


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity.value: counts[severity] for severity in SEVERITIES}


def _as_json(subject: Subject, findings: Sequence[Finding], verified: Verified) -> str:
    document = {
        "kind": subject.kind.value,
        "kind_reason": subject.kind_reason,
        "token_bytes": subject.size,
        "signature": verified.result,
        **_disclosures_as_json(subject),
        "counts": _counts(findings),
        "findings": [
            {
                "id": finding.rule_id,
                "severity": finding.severity.value,
                "segment": finding.segment.value,
                "paths": finding.paths,
                "message": finding.message,
                "source": finding.source,
                "fix": None if finding.fix is None else finding.fix.label,
            }
            for finding in findings
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _as_csv(_subject: Subject, findings: Sequence[Finding], _verified: Verified) -> str:
    return as_csv(_COLUMNS, map(_row, findings))


def _as_markdown(subject: Subject, findings: Sequence[Finding], verified: Verified) -> str:
    return (
        "\n".join((*_head(subject), *_disclosures(subject), printable(verified.sentence)))
        + "\n\n"
        + as_markdown(_COLUMNS, map(_row, findings))
    )


def _row(finding: Finding) -> tuple[str, ...]:
    fix = "" if finding.fix is None else finding.fix.label
    return (
        finding.rule_id,
        finding.severity.value,
        finding.segment.value,
        finding.name,
        finding.message,
        finding.source,
        fix,
    )


_FORMATS: dict[str, Callable[[Subject, Sequence[Finding], Verified], str]] = {
    "table": _as_table,
    "json": _as_json,
    "csv": _as_csv,
    "markdown": _as_markdown,
}
