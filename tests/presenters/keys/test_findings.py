from dataclasses import replace

from tests.core.lint.keys.test_rules import secret
from tests.presenters.stand_ins import RunLater, heard, key, run_now
from workbench.presenters.keys.findings import KeyFindingsPresenter

WEAK = secret(b"your-256-bit-secret")
STRONG = key("strong")


class Judge:
    """Counts the secrets that it is asked about."""

    def __init__(self):
        self.asked = 0

    def __call__(self, octets):
        self.asked += 1
        return octets.startswith(b"your-")


def rules(presenter, kid):
    return [finding.rule_id for finding in presenter.findings.get(kid, ())]


def test_a_ring_is_looked_at_as_it_changes(qapp):
    presenter = KeyFindingsPresenter(Judge(), run_now)
    said = heard(presenter.findings_changed)
    presenter.set_ring((STRONG,))
    assert (said, presenter.findings) == ([], {})
    presenter.set_ring((STRONG, WEAK))
    assert said == [presenter.findings]
    assert rules(presenter, WEAK.kid) == ["KEY001", "KEY002"]
    presenter.set_ring((STRONG,))
    assert said[-1] == {}


def test_a_key_is_looked_at_once_until_what_is_judged_of_it_is_another(qapp):
    judge = Judge()
    presenter = KeyFindingsPresenter(judge, run_now)
    presenter.set_ring((WEAK,))
    asked = judge.asked
    presenter.set_ring((replace(WEAK, name="other", trusted=True, last_used=5), STRONG))
    assert judge.asked == asked
    presenter.set_ring((replace(WEAK, use="enc"),))
    assert judge.asked > asked
    assert "KEY020" in rules(presenter, WEAK.kid)


def test_what_keys_have_to_do_with_each_other_is_told_anew_each_time(qapp):
    presenter = KeyFindingsPresenter(Judge(), run_now)
    twin = replace(STRONG, kid="twin", name="twin")
    presenter.set_ring((STRONG, twin))
    assert rules(presenter, STRONG.kid) == rules(presenter, "twin") == ["KEY032"]
    presenter.set_ring((STRONG,))
    assert rules(presenter, STRONG.kid) == []


def test_two_keys_of_one_kid_keep_their_findings_apart_from_what_is_known_of_the_other(qapp):
    presenter = KeyFindingsPresenter(Judge(), run_now)
    presenter.set_ring((WEAK, replace(STRONG, kid=WEAK.kid)))
    assert set(rules(presenter, WEAK.kid)) == {"KEY001", "KEY002", "KEY030"}
    presenter.set_ring((replace(STRONG, kid=WEAK.kid),))
    assert rules(presenter, WEAK.kid) == []


def test_many_keys_are_looked_at_in_the_background_and_only_the_last_ring_counts(qapp):
    later = RunLater()
    presenter = KeyFindingsPresenter(Judge(), later)
    many = tuple(replace(WEAK, kid=f"k{number}") for number in range(10))
    presenter.set_ring(many)
    assert presenter.findings == {}
    presenter.set_ring((STRONG,))
    later.let_one_through()
    assert presenter.findings == {}, "what was found for another ring is not shown"
    presenter.set_ring(many)
    later.let_one_through()
    assert len(presenter.findings) == 10
