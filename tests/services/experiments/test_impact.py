import itertools
import re
import threading

import pytest

from tests.core.keys.ring import KEYS, OTHER_ES256
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import (
    BaselineRefusedError,
    ComparisonStoppedError,
    ServerUnreachableError,
    SigningError,
)
from workbench.core.experiment import RunControl
from workbench.core.signing.jose import sign
from workbench.core.token.compact import parse_compact
from workbench.core.variants.impact import ImpactQuestion, Weight
from workbench.core.variants.omissions import Untried
from workbench.services.experiments.impact import ImpactExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost

KEY = KEYS["ES256"]


@pytest.fixture(scope="module")
def run(host, client):
    def find(question, run=UNWATCHED):
        return ImpactExperiment(host, client)(question, run)

    return find


@pytest.fixture(scope="module")
def question(host, client):
    def ask(user="bob", design="roles", change=lambda claims: claims, **more):
        token = parse_compact(client.login(host.info.url, user, f"{user}-pass", design).access_token)
        return ImpactQuestion(token.header, change(token.claims), more.pop("key", KEY), design, **more)

    return ask


def effects(impact):
    return {each.omission.label: each for each in impact.effects}


def weights(impact):
    return {label: each.weight for label, each in effects(impact).items()}


@pytest.fixture(scope="module")
def by_roles(run, question):
    return run(question())


def test_the_role_decides_whether_as_a_claim_or_as_an_element(by_roles):
    for label in ("roles", '"viewer" of roles'):
        effect = effects(by_roles)[label]
        assert effect.weight is Weight.DECIDES
        changes = {
            each.request.label: (each.before.status, each.after.status, each.after.reason) for each in effect.changed
        }
        refused = (200, 403, "permission.refused")
        assert changes == dict.fromkeys(["GET /documents", "GET /documents/doc-1", "GET /documents/doc-3"], refused)


def test_claims_that_every_token_must_have_are_required_with_the_reason(by_roles):
    found = effects(by_roles)
    required = {label: each.changed[0].after.reason for label, each in found.items() if each.weight is Weight.REQUIRED}
    assert required == {
        "iss": "issuer.missing", "sub": "subject.missing", "aud": "audience.missing", "exp": "expiry.missing",
    }  # fmt: skip


def test_claims_that_may_be_missing_are_read_and_change_nothing(by_roles):
    found = effects(by_roles)
    assert {label: each.readers.checks for label, each in found.items() if each.weight is Weight.READ} == {
        "nbf": ("not_before",), "iat": ("issued_at",), "jti": ("revocation",),
    }  # fmt: skip


def test_claims_that_nothing_reads_save_the_bytes_of_two_signed_tokens(run, question):
    asked = question(design="everything")
    found = run(asked)
    unread = {each.omission.label for each in found.unread_claims}
    assert unread >= {"name", "preferred_username", "email", "locale", "department", "employee_id", "groups"}
    assert unread.isdisjoint({"roles", "scope", "isSystemAdmin", "jti"})
    whole = len(sign(asked.header, asked.claims, KEY))
    for each in found.effects:
        assert each.saved_bytes == whole - len(sign(asked.header, each.omission.remaining(), KEY))
    rest = ClaimSet([claim for claim in asked.claims if claim.name not in unread])
    assert found.droppable_bytes == whole - len(sign(asked.header, rest, KEY))


def test_of_two_claims_that_give_the_same_right_neither_decides_alone(run, question):
    found = weights(run(question(design="everything")))
    assert found["roles"] is found["scope"] is Weight.READ


def test_a_claim_whose_grant_was_never_reached_is_told_from_one_that_no_grant_reads(run, question):
    found = effects(run(question("carol", design="everything")))  # her flag grants everything
    assert found["canRead"].weight is found["email"].weight is Weight.UNREAD
    assert "an earlier grant decided" in found["canRead"].explanation
    assert "an earlier grant decided" not in found["email"].explanation


def test_all_questions_are_asked_of_a_copy_in_the_present_world(host, client, run, question):
    asked = question()
    request = host.info.requests[0]
    first = client.replay(host.info.url, request, sign(asked.header, asked.claims, KEY), "roles")
    client.logout(host.info.url, sign(asked.header, asked.claims, KEY))
    with pytest.raises(BaselineRefusedError, match=r"\(revocation\.revoked\)"):
        run(asked)
    without_id = ClaimSet([claim for claim in asked.claims if claim.name != "jti"])
    assert run(ImpactQuestion(asked.header, without_id, KEY, "roles")).effects
    second = client.replay(host.info.url, request, sign(asked.header, asked.claims, KEY), "roles")
    assert first.decision.request_id != second.decision.request_id
    assert second.decision.reason == "revocation.revoked"


def test_a_token_that_runs_out_on_the_way_is_judged_at_the_moment_of_the_first_question(host, question):
    class Trials:
        def trial(self):
            self.made = host.trial()
            return self.made

    class SlowClient(HttpClient):
        def send(self, *what):
            outcome = super().send(*what)
            trials.made.move_clock(trials.made.clock_offset + 3600)  # an hour passes
            return outcome

    trials, client = Trials(), SlowClient()
    found = weights(ImpactExperiment(trials, client)(question(), UNWATCHED))
    client.close()
    assert found["nbf"] is Weight.READ
    assert found["roles"] is Weight.DECIDES


def with_claim(name, value):
    return lambda claims: claims.with_value(name, value)


@pytest.mark.parametrize(
    ("more", "reason", "advice"),
    [
        ({"key": OTHER_ES256}, "signature.invalid", "Choose a trusted key"),
        ({"change": with_claim("exp", 17)}, "expiry.expired", "Setting exp to a future time"),
        ({"change": with_claim("aud", "elsewhere")}, "audience.unexpected", "the value that the server expects"),
        (
            {"change": lambda claims: ClaimSet.from_json(claims.to_json().replace("{", '{"sub":"bob",', 1))},
            "format",
            "JSON",
        ),
    ],
)
def test_a_token_that_is_refused_anyhow_is_not_asked_about(run, question, more, reason, advice):
    with pytest.raises(BaselineRefusedError, match=re.escape(reason)) as caught:
        run(question(**more))
    assert advice in caught.value.hint


def test_a_token_too_large_for_the_server_says_so(run, question):
    with pytest.raises(BaselineRefusedError, match="431") as caught:
        run(question(change=with_claim("ids", ["x" * 20] * 1000)))
    assert "too large" in caught.value.hint


def test_of_a_long_list_a_bounded_number_is_tried_unless_all_are_wanted(run, question):
    change = with_claim("ids", [f"doc-{number}" for number in range(6)])
    few = run(question(change=change, most_elements=2))
    assert few.untried == (Untried("ids", 4),)
    assert len([each for each in few.effects if each.omission.claim.name == "ids"]) == 1 + 2
    every = run(question(change=change, most_elements=None))
    assert every.untried == ()
    assert len([each for each in every.effects if each.omission.claim.name == "ids"]) == 1 + 6


def test_progress_goes_from_the_beginning_to_the_end(run, question):
    watched = Watched()
    found = run(question(), watched.run)
    count = len(found.effects) + 1
    assert watched.seen == [(done, count) for done in range(1, count + 1)]


def test_stopping_keeps_what_was_found_and_counts_the_rest(host, run, question, by_roles):
    requests = len(host.info.requests)

    def after(count):
        """Have enough when so many requests were sent."""
        sent = itertools.count()
        return lambda: next(sent) >= count

    found = run(question(), RunControl(after(3 * requests + 1)))
    assert [each.omission.label for each in found.effects] == ["iss", "sub"]
    assert found.left == len(by_roles.effects) - 2
    with pytest.raises(ComparisonStoppedError):
        run(question(), RunControl(after(requests - 1)))


def test_it_leaves_no_thread_behind(run, question):
    before = set(threading.enumerate())
    run(question())
    with pytest.raises(BaselineRefusedError):
        run(question(change=with_claim("exp", 17)))
    assert set(threading.enumerate()) <= before


def test_a_header_that_the_key_cannot_sign_is_told(run, question):
    with pytest.raises(SigningError):
        run(question(key=KEYS["EdDSA"]))


def test_without_a_server_it_says_so(client, question):
    with pytest.raises(ServerUnreachableError):
        ImpactExperiment(ServerHost(), client)(question(), UNWATCHED)
