import csv
import io

from workbench.commands.tables import as_csv, as_markdown

COLUMNS = ("name", "message")


def test_csv_reads_back_as_it_was():
    rows = [["a", 'with "quotes", commas\nand lines'], ["b", ""]]
    assert list(csv.reader(io.StringIO(as_csv(COLUMNS, rows)))) == [list(COLUMNS), *rows]


def test_a_markdown_table_has_a_line_for_each_row():
    assert as_markdown(COLUMNS, [["a", "b"]]) == "| name | message |\n| --- | --- |\n| a | b |\n"


def test_markup_in_a_cell_of_a_markdown_table_stands_for_itself():
    table = as_markdown(COLUMNS, [["a|b", "*x* <b> `y` [z](u) at_hash \\"]])
    assert table.splitlines()[2] == r"| a\|b | \*x\* \<b\> \`y\` \[z\](u) at\_hash \\ |"
