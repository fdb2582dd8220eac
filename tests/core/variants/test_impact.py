import pytest

from tests.core.keys.ring import KEYS
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.decision import Check, Decision, GrantResult
from workbench.core.answers.outcome import Outcome, Request
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import BaselineRefusedError
from workbench.core.variants.impact import Effect, Impact, ImpactQuestion, Readers, Weight, check_baseline, readers_of
from workbench.core.variants.omissions import Untried, omissions

CLAIMS = ClaimSet.from_json('{"exp":17,"roles":["viewer"],"jti":"j1","email":"bob@demo.example"}')
REQUESTS = tuple(Request(f"r{number}", "GET", f"/{number}") for number in range(5))


def outcome(request, status=200, *, check="permission", reason="granted", detail="why", reads=("exp", "roles")):
    """An answer whose last check read *reads* without exp, and failed if it is a refusal."""
    last = CheckOutcome.PASS if status < 400 else CheckOutcome.FAIL
    checks = (
        Check("expiry", CheckOutcome.PASS, "exp is to come", ("exp",), "token", 1.0),
        Check(check, last, detail, tuple(name for name in reads if name != "exp"), "token", 1.0),
    )
    grants = (GrantResult("roles", status < 400, detail, (), ()),)
    decision = Decision(
        "id", request.method, request.path, status, "", reason, "roles", "bob", checks, grants, reads, 0, 400, 1.0
    )
    return Outcome(request, status, "", (), "", decision, 0.5)


def unexplained(status):
    """An answer that the server keeps no decision of."""
    return Outcome(REQUESTS[0], status, "", (), "", None, 0.5)


def omission(label):
    return next(each for each in omissions(CLAIMS) if each.label == label)


BEFORE = [outcome(request) for request in REQUESTS]
READ = Readers(("permission",), 5)


def refused(count, status=403, reason="permission.refused", detail="no role grants it"):
    """The first *count* answers are refusals."""
    return [
        outcome(request, status, reason=reason, detail=detail) if number < count else outcome(request)
        for number, request in enumerate(REQUESTS)
    ]


@pytest.mark.parametrize(
    ("label", "after", "readers", "weight", "verdict"),
    [
        ("roles", refused(1), READ, Weight.DECIDES, "decides 1 answer: GET /0"),
        ('"viewer" of roles', refused(5), READ, Weight.DECIDES, "decides 5 answers: GET /0, GET /1, GET /2 and 2 more"),
        (
            "exp",
            refused(5, 401, "expiry.missing"),
            READ,
            Weight.REQUIRED,
            "required: without it every request is 401 (expiry.missing)",
        ),
        ("exp", refused(4, 401, "expiry.missing"), READ, Weight.DECIDES, None),
        ("jti", BEFORE, READ, Weight.READ, "read, but makes no difference here"),
        # ,"email":"bob@demo.example" is 27 octets, or 36 characters of base64url
        ("email", BEFORE, Readers(), Weight.UNREAD, "never read: could be dropped, saves 36 bytes"),
    ],
)
def test_the_verdict_says_what_leaving_a_part_out_does(label, after, readers, weight, verdict):
    effect = Effect.of(omission(label), BEFORE, after, readers)
    assert effect.weight is weight
    assert verdict in (None, effect.verdict)


def test_a_change_keeps_both_answers_with_their_reasons():
    effect = Effect.of(omission("roles"), BEFORE, refused(1), READ)
    [change] = effect.changed
    assert change.request is REQUESTS[0]
    assert (change.before.status, change.before.reason) == (200, "granted")
    assert (change.after.status, change.after.reason) == (403, "permission.refused")
    assert (change.before.allowed, change.after.allowed) == (True, False)
    assert change.after.detail == "no role grants it"


def test_another_reason_is_another_answer_and_another_sentence_is_not():
    before = refused(5)
    same = Effect.of(omission("roles"), before, refused(5, detail="roles [] does not grant it"), READ)
    assert same.weight is Weight.READ
    other = Effect.of(omission("roles"), before, refused(5, reason="permission.other_tenant"), READ)
    assert other.weight is Weight.DECIDES


def test_the_explanation_says_what_the_verdict_rests_on():
    required = Effect.of(omission("exp"), BEFORE, refused(5, 401, "expiry.missing", "the token has no exp"), READ)
    assert required.explanation == "The token has no exp."
    decides = Effect.of(omission("roles"), BEFORE, refused(1), READ)
    assert decides.explanation == "Read by permission in 5 of 5 requests."
    read = Effect.of(omission("jti"), BEFORE, BEFORE, Readers(("revocation", "permission"), 4))
    assert read.explanation.startswith("Read by revocation and permission in 4 of 5 requests. Each part is left out")
    unread = Effect.of(omission("email"), BEFORE, BEFORE, Readers())
    assert unread.explanation == "No check and no grant looked at it in 5 requests."
    spare = Effect.of(omission("email"), BEFORE, BEFORE, Readers(), in_reserve=True)
    assert spare.explanation.startswith(f"{unread.explanation} A grant goes by it")


def test_who_read_a_claim_is_counted_over_all_answers():
    answers = [outcome(REQUESTS[0]), outcome(REQUESTS[1], reads=("exp",)), unexplained(503)]
    assert readers_of(answers) == {"exp": Readers(("expiry",), 2), "roles": Readers(("permission",), 1)}


def impact(**more):
    effects = [
        Effect.of(omission("exp"), BEFORE, refused(5, 401, "expiry.missing"), READ),
        Effect.of(omission("roles"), BEFORE, refused(2), READ),
        Effect.of(omission('"viewer" of roles'), BEFORE, BEFORE, Readers()),
        Effect.of(omission("jti"), BEFORE, BEFORE, Readers()),
        Effect.of(omission("email"), BEFORE, BEFORE, Readers()),
    ]
    question = ImpactQuestion({"alg": "ES256"}, CLAIMS, KEYS["ES256"], "roles")
    return Impact(question, 5, tuple(effects), **more)


def test_the_summary_counts_claims_and_what_dropping_the_unread_ones_saves_together():
    found = impact(untried=(Untried("canRead", 3),))
    assert [each.omission.label for each in found.unread_claims] == ["jti", "email"]
    both = len('"jti":"j1","email":"bob@demo.example",')
    assert found.droppable_bytes == pytest.approx(both * 4 / 3, abs=1)
    assert found.summary == (
        f"Of 4 claims 1 decides, 1 is required, 2 are never read: {found.droppable_bytes} bytes less without them."
    )


def test_a_question_keeps_the_key_to_itself():
    assert KEYS["ES256"].private_jwk()["d"] not in repr(impact().question)


def test_a_baseline_with_one_answer_about_rights_will_do():
    check_baseline([outcome(REQUESTS[0], 403)])
    check_baseline([unexplained(503), outcome(REQUESTS[0])])


@pytest.mark.parametrize(
    ("answers", "message", "hint"),
    [
        ([], "lists no requests", "scenario"),
        ([unexplained(431)], "every request with 431", "too large"),
        (
            [outcome(REQUESTS[0], 401, check="expiry", reason="expiry.expired", detail="exp was 3 s ago")],
            "exp was 3 s ago (expiry.expired)",
            "Setting exp to a future time",
        ),
        (
            [outcome(REQUESTS[0], 401, check="key", reason="key.unknown", detail="no key has this kid")],
            "no key has this kid (key.unknown)",
            "Choose a trusted key",
        ),
        (
            [outcome(REQUESTS[0], 401, check="one of tomorrow", reason="x.y", detail="a reason")],
            "a reason (x.y)",
            "Replay it",
        ),
    ],
)
def test_a_baseline_that_is_refused_anyhow_says_why_and_what_to_do(answers, message, hint):
    with pytest.raises(BaselineRefusedError) as caught:
        check_baseline(answers)
    assert message in str(caught.value)
    assert hint in caught.value.hint
