"""A decision record in Markdown."""

import json
from collections.abc import Iterator

from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.text.markdown import escaped, table
from workbench.core.verdict.token_claims import PURPOSES


def as_markdown(record: DecisionRecord) -> str:
    """The record, with a heading for each part."""
    return "\n".join(_parts(record))


def _parts(record: DecisionRecord) -> Iterator[str]:
    found = record.verdict
    yield f"# {record.question}\n"
    yield f"{record.date} · Token Workbench {record.version} · scenario {escaped(found.profiles.scenario)}\n"
    yield f"**{escaped(record.headline)}**\n"
    if record.summary:
        yield f"{escaped(record.summary)}\n"
    for each in found.contradictions:
        yield f"- {escaped(' and '.join(need.label for need in each.needs))}: {escaped(each.why)}"
    yield "\n## What is needed\n"
    yield f"{record.load}\n"
    yield table(("Need", "Limit", "Question"), record.needs)
    yield "## Which design meets it\n"
    yield table(record.table[0], record.table[1:])
    computed = "Bytes, milliseconds and lookups a second are computed from what was measured; all else is measured"
    yield f"{computed} ({found.profiles.answers:,} answers of a real server). {record.order}\n"
    yield "## Why\n"
    yield _list(record.opening) + "".join(
        f"- **{escaped(each.design)}**: {escaped(each.why)}.\n" for each in record.against
    )
    yield "## What would change it\n"
    changes = [f"- If {escaped(each.sentence)}: {_then(each.to)}.\n" for each in record.changes]
    yield "".join(changes or ["- No change of one need.\n"])
    if record.claims:
        yield "## The token\n"
        yield table(("Claim", "Value", "Why"), [(each.name, each.shown, each.why) for each in record.claims])
    if record.left_out:
        yield "Left out:\n"
        yield _list([f"{each.name}: {each.why}." for each in record.left_out])
    yield "What else a token may need:\n"
    yield _list([f"{each.title} ({', '.join(each.claims)}): you need it if {each.needed_if}" for each in PURPOSES])
    if record.sample is not None:
        yield "## A sample token\n"
        yield _json(record.sample)
        yield "## JSON Schema of its claims\n"
        yield _json(record.schema)
    yield "## How to repeat it\n"
    yield "```sh\n" + "".join(f"# {each.repeats}\n{each.line}\n" for each in record.commands) + "```\n"


def _then(design: str | None) -> str:
    return "then no design meets all needs" if design is None else f"then **{escaped(design)}**"


def _list(lines: "list[str] | tuple[str, ...]") -> str:
    return "".join(f"- {escaped(line)}\n" for line in lines)


def _json(document: object) -> str:
    # A fence longer than any run of backticks that a claim may hold.
    text = json.dumps(document, indent=2)
    fence = "```" if "```" not in text else "`" * 40
    return f"{fence}json\n{text}\n{fence}\n"
