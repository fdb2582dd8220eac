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


CACHED = replace(IDENTITY, id="cached", kept_s=30)
VERSIONED = replace(ROLES, id="versioned", others=10, by_version=True)
SHORT = replace(ROLES, id="short", lifetime_s=300)
OPAQUE = replace(IDENTITY, id="opaque", model=TokenModel.learn(lambda _: "x" * 43, BOB), deny_list=0, others=10)


def worked(design):
    (found,) = work_out(replace(MEASURED, designs=(design,)), LOAD, BOB.counts, LIMITS)
    return found


@pytest.mark.parametrize(
    ("design", "right", "account"),
    [(IDENTITY, 0, 0), (ROLES, 1_800, 1_800), (CACHED, 30, 30), (VERSIONED, 0, 0), (SHORT, 300, 300)],
    ids=["identity", "roles", "cached", "versioned", "short"],
)
def test_each_mechanism_bounds_how_long_a_right_and_an_account_go_on(design, right, account):
    found = worked(design)
    assert (found.right_stale.value, found.account_stale.value) == (right, account)


def test_a_token_with_a_lifetime_of_its_own_is_renewed_as_often():
    assert worked(SHORT).logins_per_s.value == Fraction(10_000, 300)


@pytest.mark.parametrize(("design", "words"), [(VERSIONED, "for the version"), (OPAQUE, "to introspection")])
def test_a_question_to_somebody_else_counts_as_a_lookup(design, words):
    lookups = worked(design).lookups
    assert lookups.value == Fraction(design.directory + design.others, 10)
    assert words in lookups.formula.symbols


def test_a_reference_token_is_as_long_for_everybody_and_not_the_lightest_of_those_that_carry_something():
    opaque, identity = worked(OPAQUE), worked(IDENTITY)
    assert (opaque.token.value, opaque.opaque) == (43, True)
    assert lightest((opaque, identity)) is identity
    many = replace(BOB.counts, readable=5_000)
    assert work_out(replace(MEASURED, designs=(OPAQUE,)), LOAD, many, LIMITS)[0].token.value == 43
