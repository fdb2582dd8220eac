"""The commands that a decision record names print its figures again."""

import json
import re
import shlex
from contextlib import redirect_stdout
from dataclasses import dataclass
from statistics import fmean

import pytest

from workbench.__main__ import main
from workbench.core.text.units import duration

ASKED_ONCE = {"introspection", "version counter", "deny-list"}
TIMES = {"role": ("role", "group"), "share": ("share",), "account": ("account",), "logout": ("logout",)}
DESIGNS = ("hybrid", "identity", "roles", "rar", "cached", "versioned", "short-refresh", "reference")
NEEDS = """
[load]
requests_per_s = 350
active_users = 12000
lookup_ms = 1.4
[users.typical]
roles = 3
groups = 5
readable = 40
writable = 10
id_characters = 36
[users.largest]
roles = 12
groups = 30
readable = 150
writable = 40
id_characters = 24
[needs]
role_removed_within_s = 300
share_removed_within_s = 0
account_disabled_within_s = 300
logout_within_s = 30
behind = ["nginx"]
added_ms = 2.0
lookups_per_s = 1000
per_record = true
client_may_read = ["roles"]
renewed_by = "refresh"
"""


@dataclass(frozen=True)
class Record:
    """A record in Markdown: its table by design and column, and what each of its commands prints."""

    text: str
    table: dict[str, dict[str, str]]
    printed: dict[str, list[str]]

    def rows(self, command, number=0):
        return json.loads(self.printed[command][number])["designs"]


def _cells(line):
    return [cell.strip().lstrip("✓✗ ") for cell in line.strip("|").split("|")]


@pytest.fixture(scope="module", params=["built in", "a file"])
def record(request, tmp_path_factory):
    """The record for the needs that the scenario suggests, or for those of a file."""
    folder = tmp_path_factory.mktemp("record")
    output = folder / "record.md"
    chosen = []
    if request.param == "a file":
        file = folder / "needs.toml"
        file.write_text(NEEDS, encoding="utf-8")
        chosen = [str(file)]
    for design in DESIGNS:
        chosen += ["--design", design]
    main(["advise", *chosen, "--format", "markdown", "--output", str(output)])
    text = output.read_text(encoding="utf-8")
    heads, _, *rows = [_cells(line) for line in text.partition("## Which")[2].partition("## Why")[0].splitlines()
                       if line.startswith("|")]  # fmt: skip
    table = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    commands = re.search(r"```sh\n(.*?)```", text[text.index("## How to repeat it") :], re.DOTALL).group(1).splitlines()
    printed = {}
    for line in commands:
        if not line.startswith("#"):
            program, command, *arguments = shlex.split(line)
            assert program == "token-workbench"
            again = folder / "printed.txt"
            printed.setdefault(command, []).append(_run([command, *arguments], again))
    return Record(text, table, printed)


def _run(arguments, file):
    arguments = arguments if "--format" in arguments else [*arguments, "--format", "json"]
    with file.open("w", encoding="utf-8") as out, redirect_stdout(out):
        assert main(arguments) in (0, 1)
    return file.read_text(encoding="utf-8")


def test_the_first_command_comes_to_the_same_table_and_answer(record):
    document = json.loads(record.printed["advise"][0])
    assert [each["id"] for each in document["designs"]] == list(record.table)
    for each in document["designs"]:
        row = record.table[each["id"]]
        assert row["Meets"] == f"{sum(check['ok'] for check in each['checks'])} of {len(each['checks'])}"
        assert row["Lifetime"] == duration(each["lifetime_s"])
    headline = re.search(r"\*\*(.*)\*\*", record.text).group(1).replace("\\", "")
    assert (document["choice"] or document["nearest"]["id"]) in headline
    for sentence in document["because"]:
        assert sentence in record.text.replace("\\", "").replace("**", "")


def test_the_largest_users_token_has_as_many_bytes(record):
    found = {each["design"]: each["token_bytes"] for each in record.rows("sizes")}
    assert found.keys() == record.table.keys()
    assert {design: f"{size:,} B" for design, size in found.items()} == {
        design: row["token"] for design, row in record.table.items()
    }


def test_the_typical_users_token_has_as_many_bytes(record):
    found = {each["design"]: each["token_bytes"] for each in record.rows("sizes", 1)}
    document = json.loads(record.printed["advise"][0])
    assert found == {each["id"]: each["token_bytes"]["typical"] for each in document["designs"]}


def test_each_kind_of_right_ends_as_the_table_says(record):
    with_list, without = ({(each["design"], each["right"]): each["ending"] for each in record.rows("staleness", number)}
                          for number in (0, 1))  # fmt: skip
    for design, row in record.table.items():
        cache = re.search(r"cache ((?:\d+ \w+ ?)+)", row["With"])
        ends = {
            "at-once": "at once",
            "not-granted": "at once",
            "never": "never",
            "expiry": row["Lifetime"],
            "kept-answer": cache and cache.group(1).strip(),
        }
        for column, rights in TIMES.items():
            listed = without if column == "logout" and "deny-list" not in row["With"] else with_list
            endings = [listed[design, right] for right in rights]
            if endings[-1] == "never" and len(endings) > 1:
                endings.pop()  # what a group opens unnoticed is not what a role opens
            assert row[column] in {ends[ending] for ending in endings}, (design, column)


def test_a_request_asks_as_often(record):
    cells = json.loads(record.printed["matrix"][0])["cells"]
    document = json.loads(record.printed["advise"][0])
    load = document["needs"]["load"]
    compared = 0
    for each in document["designs"]:
        row = record.table[each["id"]]
        if "cache" in row["With"]:
            continue  # asks less often than it looks up
        mean = fmean(cell["lookups"] for cell in cells if cell["design"] == each["id"])
        mean += sum(name in row["With"] for name in ASKED_ONCE)
        assert each["lookups"] == pytest.approx(mean, abs=1e-4)
        assert row["time"] == f"{mean * load['lookup_ms']:,.3g} ms"
        assert float(row["lookups/s"].replace(",", "")) == pytest.approx(mean * load["requests_per_s"], abs=0.5)
        compared += 1
    assert compared >= len(record.table) - 1
