import csv
import io
import json

from workbench.core.text.tables import as_columns, as_csv, as_json, as_markdown

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
