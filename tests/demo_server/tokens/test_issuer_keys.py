"""An issuer key follows another: what is published, what signs and what is refused at each moment of a moved clock."""

import jwt
import pytest

from demo_server import Clock, DemoServer, IssuerKey
from demo_server.time_text import utc
from demo_server.tokens.trust import Tenure
from tests.demo_server.clients import client_for

START = 1_700_000_000
NEW = IssuerKey.generate()
PUBLISHED, SIGNS, RETIRED = START + 60, START + 120, START + 600


class StillClock(Clock):
    """A clock that does not move, so that a slow machine does not change the result."""

    def now(self):
        return START + self.offset_s


@pytest.fixture
def server():
    with DemoServer(clock=StillClock(), issuer_key=IssuerKey.generate(), ttl_s=3600) as running:
        yield running


@pytest.fixture
def at(server):
    """Sets the clock and asks the server at that time."""
    with client_for(server) as client:

        class Moment:
            def __init__(self, moment):
                server.clock.move(moment - START)

            def log_in(self):
                return client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]

            def ask(self, token):
                return client.get("/me", headers={"Authorization": f"Bearer {token}"})

            def refusal(self, token):
                """The reason, and the sentence of the check of the key."""
                answer = self.ask(token)
                assert answer.status_code == 401
                decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
                checks = {check["name"]: check for check in decision["checks"]}
                return answer.json()["reason"], checks["key"]["detail"]

            def kids(self):
                return [key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]]

        yield Moment


def signer(token):
    return jwt.get_unverified_header(token)["kid"]


def test_each_key_is_published_signs_and_is_retired_at_its_moment(server, at):
    old = server.issuer_key.kid
    server.rotate(NEW, published_at=PUBLISHED, signs_from=SIGNS, retires_at=RETIRED)
    for moment, kids, signing in (
        (START, [old], old),
        (PUBLISHED - 1, [old], old),
        (PUBLISHED, [old, NEW.kid], old),
        (SIGNS - 1, [old, NEW.kid], old),
        (SIGNS, [old, NEW.kid], NEW.kid),
        (RETIRED - 1, [old, NEW.kid], NEW.kid),
        (RETIRED, [NEW.kid], NEW.kid),
    ):
        assert (at(moment).kids(), signer(at(moment).log_in())) == (kids, signing), moment - START


def test_a_token_of_the_old_key_turns_from_200_to_401_when_that_is_retired_and_the_decision_says_so(server, at):
    old = server.issuer_key.kid
    token = at(START).log_in()
    server.rotate(NEW, retires_at=RETIRED)
    assert at(RETIRED - 1).ask(token).status_code == 200
    reason, detail = at(RETIRED + 30).refusal(token)
    assert reason == "key.retired"
    assert detail == (
        f'kid "{old}" was retired at 2023-11-14 22:23:20 UTC, 30 s ago: its tokens are refused since then, '
        "expired or not; log in for a new token"
    )
    assert at(RETIRED - 1).ask(token).status_code == 200, "the clock can be moved back"


def test_a_token_of_a_key_that_is_not_published_yet_is_refused(server, at):
    server.rotate(NEW, published_at=PUBLISHED, signs_from=START)
    token = at(START).log_in()
    assert signer(token) == NEW.kid
    reason, detail = at(START).refusal(token)
    assert reason == "key.not_published"
    assert f"publishes at {utc(PUBLISHED)}, in 60 s" in detail
    assert at(PUBLISHED).ask(token).status_code == 200


def test_without_a_time_the_new_key_takes_over_at_once_and_the_old_one_stays_for_ever(server, at):
    old = server.issuer_key.kid
    token = at(START).log_in()
    server.rotate(NEW)
    assert signer(at(START).log_in()) == NEW.kid
    assert at(START + 3599).ask(token).status_code == 200
    assert at(START + 10_000_000).kids() == [old, NEW.kid]


def test_a_second_rotation_retires_the_key_that_signs_then(server, at):
    first, third = server.issuer_key.kid, IssuerKey.generate()
    server.rotate(NEW, retires_at=START + 100)
    at(START + 50)
    server.rotate(third, retires_at=START + 200)
    assert at(START + 60).kids() == [first, NEW.kid, third.kid]
    assert at(START + 150).kids() == [NEW.kid, third.kid]
    assert at(START + 250).kids() == [third.kid]
    with pytest.raises(ValueError, match="is already the signing key"):
        server.rotate(third)


def test_a_copy_rotates_as_the_server_does_and_then_on_its_own(server, at):
    old = server.issuer_key.kid
    server.rotate(NEW, signs_from=SIGNS, retires_at=RETIRED)
    with server.copy() as copy:
        copy.clock.move(RETIRED + 1 - copy.clock.now())
        assert (copy.issuer_key.kid, copy.trust.kids()) == (NEW.kid, (NEW.kid,))
        copy.rotate(IssuerKey.generate())
        assert copy.issuer_key.kid != NEW.kid
    at(SIGNS)
    assert server.issuer_key.kid == NEW.kid
    assert server.trust.tenure(old) == Tenure(until=RETIRED)


def test_a_moment_beyond_all_dates_is_reported_too():
    assert utc(1e300).endswith("s after 1970")
