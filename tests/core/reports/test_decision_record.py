import json
from dataclasses import replace

from tests.core.reports.records import record, with_claim
from tests.core.verdict.profiles import EXAMPLE
from workbench.core.reports.markdown_record import as_markdown


def test_the_json_can_be_written_and_has_a_sample_with_its_schema():
    document = json.loads(json.dumps(record().to_json()))
    assert document["choice"] == "hybrid"
    assert document["sample_token"]["claims"]["exp"] - document["sample_token"]["claims"]["iat"] == 300
    assert set(document["claims_schema"]["required"]) == set(document["sample_token"]["claims"])
    assert (document["version"], document["date"]) == ("1.2.3", "2026-05-04")


def test_without_a_choice_there_is_no_token_but_the_nearest():
    document = record(replace(EXAMPLE, offline=True)).to_json()
    assert (document["choice"], document["lifetime_s"], document["claims"]) == (None, None, [])
    assert document["sample_token"] is document["claims_schema"] is None
    assert document["nearest"]["misses"]
    assert "## A sample token" not in as_markdown(record(replace(EXAMPLE, offline=True)))


def test_the_table_has_a_column_for_each_need_and_marks_what_is_missed():
    table = record().table
    assert table[0][:5] == ("Design", "Meets", "Lifetime", "With", "role")
    assert len(table[0]) == 4 + 9
    assert table[1][:4] == ("hybrid", "9 of 9", "5 min", "refresh token")
    cached = next(row for row in table if row[0] == "cached")
    assert cached[3].startswith("cache 30 s")
    assert "✗ 30 s" in cached


def test_markdown_escapes_what_a_token_says():
    text = as_markdown(with_claim("a|b", "*x* ``` <b>"))
    assert "a\\|b" in text
    assert "| \"\\*x\\* \\`\\`\\` \\<b\\>\" |" in text  # fmt: skip
    assert "`" * 40 + "json" in text, "the fence is longer than what it holds"
