from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.designs.pocket_calculator import calculate, shape
from tests.core.token.samples import BOB, made_up_tokens
from workbench.core.designs.arithmetic import Load, MeasuredDesign, Measurements, lightest, work_out
from workbench.core.designs.size_model import Counts, TokenModel
from workbench.core.token.header_limits import parse_limits
from workbench.ui.assets import asset

LIMITS = parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))
MODEL = TokenModel.learn(made_up_tokens(lists_read=1, roles=True), BOB)
IDENTITY = MeasuredDesign("identity", (), True, TokenModel.learn(made_up_tokens(), BOB), 28, 10, 0, 250.3, 10)
ROLES = MeasuredDesign("roles", ("roles", "tenant"), False, MODEL, 0, 0, 0, 250.34, 10)
REFUSED = MeasuredDesign("ids", ("canRead",), True, MODEL, 0, 0, 0, 0.0, 0)
MEASURED = Measurements("bob", "documents", BOB, (IDENTITY, ROLES, REFUSED))
LOAD = Load(requests_per_s=200, users=10_000, lifetime_s=1_800, lookup_ms=Decimal("0.75"), id_length=36)

LOADS = st.builds(
    Load,
    st.integers(1, 10**6),
    st.integers(1, 10**9),
    st.integers(1, 10**7),
    st.integers(0, 60_000_000).map(lambda microseconds: Decimal(microseconds) / 1_000),
    st.integers(6, 256),
)
COUNTS = st.builds(Counts, *(st.integers(0, 5_000) for _ in range(4)))


def figures(load=LOAD, counts=BOB.counts):
    return work_out(MEASURED, load, counts, LIMITS)


@given(load=LOADS, counts=COUNTS)
def test_every_formula_on_the_screen_gives_the_figure_beside_it(load, counts):
    for each in figures(load, counts):
        for formula in each.formulas:
            assert calculate(formula.formula.numbers) == formula.value, formula.name
            assert shape(formula.formula.numbers) == shape(formula.formula.symbols), formula.name


@given(load=LOADS, counts=COUNTS)
def test_the_figures_are_what_they_are_called(load, counts):
    for each, design in zip(figures(load, counts), MEASURED.designs, strict=True):
        token = design.model.length(counts, load.id_length)
        assert each.token.value == token
        assert each.header.value == len("Authorization: Bearer ") + token + len("\r\n")
        assert each.header_per_day.value == load.requests_per_s * 86_400 * each.header.value
        assert each.logins_per_s.value == Fraction(load.users, load.lifetime_s)
        if design.requests:
            looked_up = Fraction(load.requests_per_s * design.lookups, design.requests)
            assert each.lookups_per_s.value == looked_up
            assert each.directory_load.value == looked_up * Fraction(load.lookup_ms) / 1_000
            assert each.added_ms.value == Fraction(design.lookups, design.requests) * Fraction(load.lookup_ms)
            assert each.verification_cpu.value == load.requests_per_s * Fraction("250.3") / 1_000_000
        assert set(each.refused_by) == {limit for limit in LIMITS if token > limit.largest_token}


def test_a_right_is_wrong_for_as_long_as_the_token_lives_if_it_comes_from_the_token():
    identity, roles, _ = figures()
    assert (identity.right_stale.value, identity.account_stale.value) == (0, 0)
    assert (roles.right_stale.value, roles.account_stale.value) == (1_800, 1_800)
    assert "roles and tenant until exp" in roles.right_stale.note
    assert figures(replace(LOAD, lifetime_s=60))[1].right_stale.value == 60


def test_a_design_may_believe_claims_and_ask_for_the_account():
    both = figures()[2]
    assert (both.right_stale.value, both.account_stale.value) == (1_800, 0)


def test_what_could_not_be_measured_is_left_out_and_not_nought():
    refused = figures()[2]
    assert (refused.lookups, refused.lookups_per_s, refused.directory_load) == (None, None, None)
    assert (refused.added_ms, refused.verification_cpu) == (None, None)
    assert "Lookups a second" not in [formula.name for formula in refused.formulas]
    assert figures()[1].lookups_per_s.value == 0


def test_the_servers_that_refuse_it_are_named_with_their_limits():
    heavy = figures(counts=Counts(1, 1, 200, 1))[1]
    assert 8_192 < heavy.token.value < 16_000
    closing = heavy.formulas[-1]
    assert (closing.value, closing.unit) == (len(heavy.refused_by), "of 30")
    assert "nginx, over 8,168" in closing.note
    assert "Node.js" not in closing.note
    assert "All accept it" in figures()[0].formulas[-1].note


def test_each_formula_comes_after_those_whose_results_it_uses():
    names = [formula.name for formula in figures()[1].formulas]
    assert names.index("Payload") < names.index("Token bytes") < names.index("Header bytes a request")
    assert names.index("Header bytes a request") < names.index("Header bytes a day")


@pytest.mark.parametrize("counts", [Counts(), BOB.counts])
def test_the_lightest_design_has_the_shortest_token(counts):
    all_figures = figures(counts=counts)
    least = lightest(all_figures)
    assert least is not None
    assert all(least.token.value <= each.token.value for each in all_figures)
    assert lightest(()) is None
