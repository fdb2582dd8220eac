from random import Random

import pytest

from workbench.core.designs.timing import DesignTiming, Measurement, Timing, TimingQuestion, summarize


def timing(total_us, lookups=0, verification_us=0.0, lookups_us=0.0, policy_us=0.0):
    return Timing(lookups, verification_us, lookups_us, policy_us, total_us)


def test_percentiles_are_those_of_all_requests_and_look_ups_are_counted():
    timings = {"me": [timing(10, 1)] * 9, "read": [timing(50, 3)] * 10 + [timing(900, 3)]}
    found = summarize("identity", timings)
    assert (found.design, found.measured) == ("identity", 20)
    assert (found.median_us, found.p95_us) == (50, 50)
    assert (found.fewest_lookups, found.most_lookups) == (1, 3)
    assert found.mean_lookups == pytest.approx(2.1)


def test_parts_are_medians_of_each_request_averaged_over_the_requests():
    timings = {
        "me": [timing(40, 0, 30, 0, 6), timing(40, 0, 30, 0, 6), timing(9_000, 0, 30, 0, 8_966)],
        "read": [timing(80, 2, 30, 20, 20)] * 300,  # more of them: the requests count alike all the same
    }
    found = summarize("identity", timings)
    assert found.parts_us == (30, 10, 13, 7)
    assert found.share(found.lookups_us) == pytest.approx(10 / 60)


def test_the_order_in_which_requests_were_measured_makes_no_difference():
    random = Random(1)  # noqa: S311  no secret
    each = [timing(random.uniform(1, 100), random.randrange(4), 1, 1, 1) for _ in range(50)]
    assert summarize("d", {"me": each}) == summarize("d", {"me": sorted(each, key=lambda one: one.total_us)})


def test_nothing_measured_has_no_share():
    assert DesignTiming("everything", undecided="431").share(0) == 0


def test_a_measurement_is_complete_with_as_many_requests_as_were_asked_for():
    question = TimingQuestion("bob", "", 50)
    assert Measurement(question, 10, "ES256", 50, ()).complete
    assert not Measurement(question, 10, "ES256", 49, ()).complete
