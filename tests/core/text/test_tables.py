import csv
import io
import json

import pytest

from workbench.core.text.tables import (
    as_columns,
    as_csv,
    as_html,
    as_json,
    as_markdown,
    as_tabbed,
    plain_figure,
)

COLUMNS = ("name", "message")


def test_csv_reads_back_as_it_was():
    rows = [["a", 'with "quotes", commas\nand lines'], ["b", ""]]
    assert list(csv.reader(io.StringIO(as_csv(COLUMNS, rows)))) == [list(COLUMNS), *rows]


def test_a_markdown_table_has_a_line_for_each_row():
    assert as_markdown(COLUMNS, [["a", "b"]]) == "| name | message |\n| --- | --- |\n| a | b |\n"


def test_markup_in_a_cell_of_a_markdown_table_stands_for_itself():
    table = as_markdown(COLUMNS, [["a|b", "*x* <b> `y` [z](u) at_hash \\"]])
    assert table.splitlines()[2] == r"| a\|b | \*x\* \<b\> \`y\` \[z\](u) at\_hash \\ |"


HOSTILE = "a\x1b[2J\x9b31m\x07\r\u202e\u2028\x7f\ud800\U000e0001b"


def test_nothing_that_a_terminal_obeys_is_in_any_format():
    for text in (
        as_columns([COLUMNS, [HOSTILE, f"{HOSTILE}\n"]]),
        as_csv(COLUMNS, [[HOSTILE, HOSTILE]]),
        as_markdown(COLUMNS, [[HOSTILE, f"{HOSTILE}\n"]]),
        as_json({HOSTILE: HOSTILE}),
    ):
        assert all(character.isprintable() or character == "\n" for character in text), text
        assert "\\u001b" in text
    assert len(as_columns([COLUMNS, ["x\ny", ""]]).splitlines()) == 2
    assert json.loads(as_json({HOSTILE: 1})) == {HOSTILE: 1}


def test_columns_are_as_wide_as_what_is_shown_in_them():
    assert as_columns([("a", "b"), ("\x1b", "c")]) == "a       b\n\\u001b  c\n"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1", "\n=1", "\uff1d1+1", "-x"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_text(cell):
    [_, [written]] = csv.reader(io.StringIO(as_csv(("a",), [[cell]])))
    assert written == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1", "+1.5", "1-2", "a=b", "–", "-3%", ""])
def test_any_other_cell_is_as_it_was(cell):
    [_, [written, _]] = csv.reader(io.StringIO(as_csv(("a", "b"), [[cell, ""]])))
    assert written == cell


@pytest.mark.parametrize(
    ("text", "plain"),
    [("10,173", "10173"), ("1,234,567.5", "1234567.5"), ("-1,000", "-1000"), ("1,23", "1,23"), ("a 1,000", "a 1,000")],
)
def test_a_figure_has_no_commas_between_thousands(text, plain):
    assert plain_figure(text) == plain


def test_rows_with_tabs_have_one_line_and_one_column_a_cell_whatever_is_in_it():
    assert as_tabbed([("a\tb", "c\nd"), ("-1", "=1+1")]) == "a b\tc d\n-1\t'=1+1\n"


def test_rows_as_html_show_markup_as_text():
    assert as_html([("<b>", "a & b")]) == "<table><tr><td>&lt;b&gt;</td><td>a &amp; b</td></tr></table>"
