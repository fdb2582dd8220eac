"""``python -m pytest tests/benchmarks/bench_comparison.py``: how long ten designs take; needs the extra ``benchmark``.

The plain test run does not collect it: its times are those of the machine, and prove nothing right or wrong.
"""

import pytest

from tests.benchmarks.ten_designs import OpenPage, compare_all, send_bare_requests, serving
from workbench.services.http_client import HttpClient


@pytest.fixture(scope="module")
def host():
    with serving() as running:
        yield running


@pytest.fixture
def client():
    made = HttpClient()
    yield made
    made.close()


@pytest.fixture
def page(qapp, host):
    made = OpenPage(host)
    yield made
    made.close()


def test_bare_requests(benchmark, host):
    benchmark.pedantic(send_bare_requests, (host,), rounds=3, warmup_rounds=1)


def test_a_comparison(benchmark, host, client):
    benchmark.pedantic(compare_all, (host, client), rounds=3, warmup_rounds=1)


def test_a_comparison_with_the_window_open(benchmark, page):
    benchmark.pedantic(page.compare, rounds=3, warmup_rounds=1)
