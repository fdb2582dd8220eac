import re
from pathlib import Path

from tests.core.reports.records import record, with_claim
from workbench.services.reports.decision_html import as_html

TEMPLATE = (Path(__file__).parents[3] / "assets" / "reports" / "decision.html").read_text(encoding="utf-8")


def test_the_page_holds_the_record():
    page = as_html(record(), TEMPLATE)
    assert "Choose hybrid with a lifetime of 5 min" in page
    assert page.count('class="chosen"') == 1
    assert "<strong>roles</strong>: a removed share is never noticed." in page
    assert 'title="The largest user&#39;s token has' in page
    assert page.count("<tr") == page.count("</tr>")


def test_no_figure_is_broken_where_the_table_is_wide():
    page = as_html(record(), TEMPLATE)
    rule = re.search(r"\.matrix \.figure[^{]*{([^}]*)}", page).group(1)
    assert "white-space: nowrap" in rule
    table = page[page.index('<table class="matrix">') : page.index("</table>", page.index('<table class="matrix">'))]
    cells = re.findall(r"<td[^>]*>", table)
    columns = len(record().table[0])
    assert len(cells) == columns * (len(record().table) - 1)
    free = [cell for cell in cells if "figure" not in cell]
    assert len(free) == 2 * (len(record().table) - 1), "what a design is run with, and what the client reads, may wrap"


def test_it_prints_in_light_colours_and_keeps_together_what_belongs_together():
    style = TEMPLATE[TEMPLATE.index("<style>") : TEMPLATE.index("</style>")]
    assert "@page { size: A4" in style
    for dark in re.findall(r"@media[^{]*prefers-color-scheme: dark[^{]*{", style):
        assert "@media screen and" in dark, "a dark desktop must not print light letters on white paper"
    printed = style[style.index("@media print") :]
    assert re.search(r"pre, \.whole { break-inside: avoid }", printed)
    assert "h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; break-after: avoid }" in style
    assert "pre-wrap" in style


def test_what_a_token_says_is_escaped():
    page = as_html(with_claim("<script>", "</pre><img>"), TEMPLATE)
    assert "<script>" not in page
    assert "<img>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_loads_nothing():
    page = as_html(record(), TEMPLATE)
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "").replace("https://json-schema.org", "").replace(
        "https://i.example", ""
    )
