"""Findings as SARIF 2.1.0, which code hosts show beside the changed lines of a pull request.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; section numbers below are of that document.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from workbench.core.lint.severity import NOUNS, Severity
from workbench.core.lint.tokens import RULES, Finding, Rule
from workbench.core.text.wording import capitalized, named, printable
from workbench.core.token.segments import Segment
from workbench.services.program import program_version

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = NOUNS  # error, warning, note: section 3.27.10 has the same three words
_STANDARD_INPUT = "standard-input"
_INDEX: Mapping[str, int] = {rule.rule_id: index for index, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class TokenFile:
    """Where a token was read from.

    Attributes:
        name: of the file; ``-`` for standard input.
        text: what was read.
    """

    name: str
    text: str = field(repr=False)

    @property
    def uri(self) -> str:
        """The name as a URI reference (section 3.4.3): relative as it was given, or a file URI."""
        if self.name == "-":
            return _STANDARD_INPUT
        path = Path(self.name)
        return path.as_uri() if path.is_absolute() else quote(path.as_posix())

    def region(self, segments: Sequence[str], segment: Segment) -> dict[str, int]:
        """Where a segment stands, or the whole token, in lines and columns that count from 1 (section 3.30)."""
        wanted = ".".join(segments)
        start = self.text.find(wanted)
        if start < 0:  # it is broken into lines, or cleaned of what does not belong in it
            first = next((number for number, line in enumerate(self.text.splitlines(), 1) if line.strip()), 1)
            return {"startLine": first}
        length, number = len(wanted), _NUMBERS.get(segment)
        if number is not None and number < len(segments):
            start += sum(len(each) + 1 for each in segments[:number])
            length = len(segments[number])
        line, column = self.text.count("\n", 0, start) + 1, start - self.text.rfind("\n", 0, start)
        return {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + length}


_NUMBERS: Mapping[Segment, int] = {Segment.HEADER: 0, Segment.PAYLOAD: 1, Segment.SIGNATURE: 2}


def as_sarif(findings: Sequence[Finding], segments: Sequence[str], file: TokenFile) -> str:
    """The log of one run (section 3.13).

    Args:
        findings: in their order.
        segments: the parts of the token.
        file: where it was read from.
    """
    driver = {
        "name": "Token Workbench",
        "semanticVersion": program_version(),
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": file.uri}}],
        "results": [_result(finding, segments, file) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _plain(words: str) -> str:
    """A message without placeholders and links, whatever the token has in its names (sections 3.11.5 and 3.11.6)."""
    return printable(words).replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _rule(rule: Rule) -> dict[str, object]:
    _, _, what = (rule.look.__doc__ or "").partition(": ")
    words = " ".join(what.split())
    sentence = words.replace("``", "") if words.startswith("``") else capitalized(words.replace("``", ""))
    return {
        "id": rule.rule_id,
        "shortDescription": {"text": sentence},
        "help": {"text": f"See {rule.source}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, segments: Sequence[str], file: TokenFile) -> dict[str, object]:
    words = f"{finding.message} ({finding.source})"
    if finding.fix is not None:
        words += f" Fix: {finding.fix.label}."
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": file.uri, "index": 0},
            "region": file.region(segments, finding.segment),
        }
    }
    if finding.paths:
        location["logicalLocations"] = [
            {"fullyQualifiedName": named(*path), "kind": "member"} for path in finding.paths
        ]
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": _INDEX[finding.rule_id],
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(words)},
        "locations": [location],
    }
