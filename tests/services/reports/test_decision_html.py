from pathlib import Path

from tests.core.reports.records import record, with_claim
from workbench.services.reports.decision_html import as_html

TEMPLATE = (Path(__file__).parents[3] / "assets" / "reports" / "decision.html").read_text(encoding="utf-8")


def test_the_page_holds_the_record():
    page = as_html(record(), TEMPLATE)
    assert "Choose hybrid with a lifetime of 5 min" in page
    assert page.count('class="chosen"') == 1
    assert "roles: a removed share is never noticed." in page
    assert 'title="The largest user&#39;s token has' in page
    assert page.count("<tr") == page.count("</tr>")


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
