"""``python -m pytest tests/benchmarks/bench_comparison.py``: how long ten designs take; needs the extra ``benchmark``.

The plain test run does not collect it: its times are those of the machine, and prove nothing right or wrong.
"""

import pytest

from tests.benchmarks.ten_designs import OpenWindow, compare_all, send_bare_requests
from workbench.services.http_client.client import HttpClient


@pytest.fixture(scope="module")
def window(qapp):
    made = OpenWindow()
    yield made
    made.close()


@pytest.fixture
def client():
    made = HttpClient()
    yield made
    made.close()


def test_bare_requests(benchmark, window):
    benchmark.pedantic(send_bare_requests, (window.host,), rounds=3, warmup_rounds=1)


def test_a_comparison(benchmark, window, client):
    benchmark.pedantic(compare_all, (window.host, client), rounds=3, warmup_rounds=1)


def test_a_comparison_with_the_window_open(benchmark, window):
    benchmark.pedantic(window.compare, rounds=3, warmup_rounds=1)
