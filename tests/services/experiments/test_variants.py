"""Variants against the real server."""

from dataclasses import replace

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import Watched
from workbench.core.answers.outcome import Request
from workbench.core.experiment import RunControl
from workbench.core.keys.signing_key import KeyRole
from workbench.core.signing.jose import sign
from workbench.core.token.compact import read
from workbench.core.variants.answers import VariantsQuestion
from workbench.core.variants.variant import Variant, signed_how
from workbench.services.experiments.variants import VariantsExperiment

ISSUER = replace(KEYS["ES256"], role=KeyRole.ISSUER)


def variant(name, compact, problem=""):
    return Variant(name, compact, signed_how(read(compact), (ISSUER,)), problem=problem)


def variants(client, url):
    issued = client.login(url, "bob", "bob-pass", "roles").access_token
    reading = read(issued)
    admin = sign(dict(reading.header), reading.claims.with_value("roles", ["admin"]), ISSUER)
    return variant("issued", issued), variant("admin", admin), variant("unsigned", f"{issued.rpartition('.')[0]}.")


def question(host, made, requests=None):
    return VariantsQuestion(host.info.url, "documents", "roles", made, requests or host.info.requests)


def statuses(answers, request):
    cells = answers.matrix.cells
    return {cell.user: cell.status for cell in cells if cell.request == request}


def test_each_request_is_answered_for_each_variant_and_says_why(host, client):
    watched = Watched()
    asked = question(host, variants(client, host.info.url))
    answers = VariantsExperiment(client)(asked, watched.run)
    assert statuses(answers, "doc-1-delete") == {"issued": 403, "admin": 200, "unsigned": 401}
    assert statuses(answers, "me") == {"issued": 200, "admin": 200, "unsigned": 401}
    assert all(cell.outcome.decision is not None for cell in answers.matrix.cells)
    assert watched.seen == [(done, 30) for done in range(1, 31)]
    assert (answers.left, answers.unsent) == (0, {})


def test_what_cannot_be_sent_is_told_and_the_rest_goes_on(host, client):
    good, *_ = variants(client, host.info.url)
    made = (variant("no key", "a.b.", "not signed: the key x is not in the keyring"), variant("✓", "✓.b.c"), good)
    answers = VariantsExperiment(client)(question(host, made, host.info.requests[:1]), RunControl())
    assert answers.unsent["no key", "me"] == "not signed: the key x is not in the keyring"
    assert "U+2713" in answers.unsent["✓", "me"]
    assert statuses(answers, "me") == {"issued": 200}


def test_a_request_for_another_server_is_never_sent(host, client):
    foreign = Request("own", "GET", "/", base_url="http://127.0.0.1:9")
    made = variants(client, host.info.url)
    answers = VariantsExperiment(client)(question(host, made, (foreign, host.info.requests[0])), RunControl())
    assert answers.matrix.requests == (host.info.requests[0],)
    assert answers.question.elsewhere == (foreign,)


def test_when_it_is_stopped_what_came_is_kept(host, client):
    calls = iter([False] * 4 + [True])
    made = variants(client, host.info.url)
    answers = VariantsExperiment(client)(question(host, made), RunControl(lambda: next(calls)))
    assert (len(answers.matrix.cells), answers.left) == (4, 26)
