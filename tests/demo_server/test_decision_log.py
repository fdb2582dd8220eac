"""The log of decisions: bounded by number and by bytes, whatever a request makes one hold."""

from demo_server.decision import CHECK_NAMES, Decision, Flip, GrantResult, not_reached
from demo_server.decision_log import DecisionLog, estimated_bytes


def decision(number: int, **changes: object) -> Decision:
    facts: dict[str, object] = {
        "request_id": f"r{number}", "method": "GET", "path": "/documents/doc-1", "status": 403, "error": "",
        "reason": "permission.refused", "detail": "", "design": "roles", "user": "bob",
        "checks": tuple(map(not_reached, CHECK_NAMES)), "checks_us": (0.0,) * len(CHECK_NAMES), "grants": (),
        "filtered": None, "asked": (), "token_bytes": 0, "elapsed_us": 0.0,
    }  # fmt: skip
    return Decision(**(facts | changes))  # type: ignore[arg-type]


def granted_by(value: object) -> tuple[GrantResult, ...]:
    flip = Flip("set", "claim", "scope", value, "remove a word from scope")
    return (GrantResult("scopes", granted=True, detail="scope has it", flip=(flip,)),)


def kept(log: DecisionLog) -> list[str]:
    return [each.request_id for each in log]


def test_the_newest_are_kept_up_to_a_number() -> None:
    log = DecisionLog(capacity=3)
    for number in range(5):
        log.add(decision(number))
    assert kept(log) == ["r2", "r3", "r4"]
    assert log.get("r1") is None
    assert log.get("r4") == decision(4)


def test_large_ones_are_fewer() -> None:
    large = [decision(number, grants=granted_by(["x" * 1000] * 1000)) for number in range(5)]
    log = DecisionLog(capacity_bytes=3 * estimated_bytes(large[0]) - 1)
    for each in large:
        log.add(each)
    assert kept(log) == ["r3", "r4"]


def test_whatever_a_request_can_make_long_counts() -> None:
    plain, long = estimated_bytes(decision(0)), "x" * 50_000
    for changes in ({"path": long}, {"user": long}, {"detail": long}):
        assert estimated_bytes(decision(0, **changes)) > plain + 49_000
    for value in (long, [long], {long: 1}, [[{"a": long}]]):
        assert estimated_bytes(decision(0, grants=granted_by(value))) > plain + 50_000


def test_the_newest_is_kept_even_if_it_is_too_large_by_itself() -> None:
    log = DecisionLog(capacity_bytes=10)
    log.add(decision(0))
    log.add(decision(1))
    assert kept(log) == ["r1"]


def test_one_that_replaces_another_counts_once() -> None:
    log = DecisionLog(capacity_bytes=2 * estimated_bytes(decision(0)))
    for number in (0, 1, 1, 1):
        log.add(decision(number))
    assert kept(log) == ["r0", "r1"]


def test_ten_thousand_usual_ones_are_kept() -> None:
    log = DecisionLog()
    for number in range(10_001):
        log.add(decision(number, grants=granted_by("documents:read documents:write")))
    assert len(log) == 10_000
