"""The model of a token's length against tokens that the server really issues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo_server.policy.designs import BUILT_IN
from tests.core.designs.pocket_calculator import calculate
from tests.core.keys.ring import KEYS
from workbench.core.designs.size_model import SAMPLE_ID_LENGTH, Counts, TokenModel
from workbench.core.errors import TokenSizeError
from workbench.services.server_host import ServerHost

OWN_DESIGN = """
id = "mine"
title = "Mine"
[claims]
roles = "{user.roles}"
again = ["{user.scope}", "{user.tenant}", {who = "{user.display_name}", teams = "{user.groups}"}]
teams = "{user.groups}"
[claims.records]
may_read = "{user.readable_ids}"
may_also_read = "{user.readable_ids}"
may_write = ["{user.writable_ids}"]
scope = "{user.scope}"
[[grants]]
kind = "resources"
read_claim = "records.may_read"
write_claim = "records.may_write"
"""

COUNTS = st.builds(Counts, st.integers(0, 30), st.integers(0, 40), st.integers(0, 300), st.integers(0, 300))


class World:
    """A trial of a scenario, and the models that were learned on it."""

    def __init__(self, trial):
        self.trial = trial
        self._models = {}

    def model(self, username, design):
        if (username, design) not in self._models:
            self._models[username, design] = TokenModel.learn(
                lambda counts: self.issued(username, design, counts, SAMPLE_ID_LENGTH), self.trial.held(username)
            )
        return self._models[username, design]

    def issued(self, username, design, counts, id_length):
        return self.trial.sample_token(username, design, counts, id_length)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    file = tmp_path_factory.mktemp("designs") / "mine.toml"
    file.write_text(OWN_DESIGN, encoding="utf-8")
    hosts, trials, made = [], [], {}
    for scenario in ("documents", "clinic", "tenants", "documents-large"):
        host = ServerHost(scenario=scenario, designs=[str(file)])
        host.start(KEYS["ES256"], ())
        trial = host.trial()
        trial.__enter__()
        hosts.append(host)
        trials.append(trial)
        made[scenario] = World(trial)
    yield made
    for trial in trials:
        trial.__exit__(None, None, None)
    for host in hosts:
        host.stop()


WHO = st.sampled_from(
    [
        ("documents", "bob"),
        ("documents", "carol"),  # her role permits everything
        ("documents", "dave"),
        ("clinic", "noor"),  # a name beyond ASCII
        ("tenants", "olga"),  # an operator, whose tenant is "*"
        ("tenants", "ben"),
        ("documents-large", "newcomer"),  # holds nothing
    ]
)


@given(who=WHO, counts=COUNTS, id_length=st.integers(6, 80), number=st.integers(0, len(BUILT_IN)))
def test_the_model_holds_to_the_byte_for_every_design_and_whatever_is_held(worlds, who, counts, id_length, number):
    scenario, username = who
    world = worlds[scenario]
    designs = [design.id for design in world.trial.info.designs]
    assert designs == [*BUILT_IN, "mine"]
    model = world.model(username, designs[number])
    assert model.length(counts, id_length) == len(world.issued(username, designs[number], counts, id_length))


@pytest.mark.parametrize("count", [0, 1, 9, 10, 999, 1_000, 5_000, 10_000, 10_001, 12_000])
@pytest.mark.parametrize("design", ["resource-ids", "everything", "mine"])
def test_fewer_records_than_the_user_has_are_the_first_of_them_with_their_own_lengths(worlds, design, count):
    world = worlds["documents-large"]
    counts = Counts(1, 0, count, 0)
    expected = len(world.issued("reader-10000", design, counts, 36))
    assert world.model("reader-10000", design).length(counts, 36) == expected


@pytest.mark.parametrize("groups", [0, 1, 4, 5, 6, 7, 12, 13, 200, 3_999, 4_001])
@pytest.mark.parametrize("username", ["newcomer", "reader-100", "reader-1000"])
def test_beyond_the_limit_groups_shrink_to_a_pointer_of_one_length(worlds, username, groups):
    world = worlds["documents-large"]
    counts = Counts(1, groups, 2, 0)
    model = world.model(username, "overage")
    assert model.most_groups == 5
    assert model.length(counts, 36) == len(world.issued(username, "overage", counts, 36))
    beyond = model.size(counts, 36).groups
    assert calculate(beyond.numbers) == beyond.value
    assert ("pointer" in beyond.symbols) == (groups > 5)


def test_a_list_of_groups_without_a_limit_has_none(worlds):
    assert worlds["documents"].model("bob", "groups-acl").most_groups is None


@pytest.mark.parametrize("username", ["alice", "bob", "carol", "dave"])
@pytest.mark.parametrize("readable", [0, 1, 2, 3, 40])
@pytest.mark.parametrize("writable", [0, 1, 2, 3, 41])
def test_an_object_for_a_record_holds_reading_and_writing_together(worlds, username, readable, writable):
    world = worlds["documents"]
    model = world.model(username, "rar")
    for roles in (0, 1, 4):
        counts = Counts(roles, 0, readable, writable)
        assert model.length(counts, 20) == len(world.issued(username, "rar", counts, 20))


@given(counts=COUNTS, id_length=st.integers(6, 80))
def test_every_part_of_the_length_can_be_worked_out_again(worlds, counts, id_length):
    for design in ("everything", "rar", "overage"):
        size = worlds["documents"].model("bob", design).size(counts, id_length)
        for worked in (size.roles, size.groups, size.readable, size.writable, size.payload, size.token):
            assert calculate(worked.numbers) == worked.value


@pytest.mark.parametrize("algorithm", KEYS)
def test_header_and_signature_are_those_of_the_issuers_key(algorithm):
    host = ServerHost()
    host.start(KEYS[algorithm], ())
    try:
        with host.trial() as trial:
            world = World(trial)
            counts = Counts(2, 3, 17, 4)
            expected = len(world.issued("bob", "everything", counts, 20))
            assert world.model("bob", "everything").length(counts, 20) == expected
    finally:
        host.stop()


def test_a_design_that_grows_by_another_rule_is_told_instead_of_guessed(worlds):
    world = worlds["documents"]

    def sample(counts):
        token = world.issued("bob", "resource-ids", counts, SAMPLE_ID_LENGTH)
        return token if counts.readable < 3 else token.replace(".", "A" * 40 + ".", 1)

    with pytest.raises(TokenSizeError, match="were expected"):
        TokenModel.learn(sample, world.trial.held("bob"))
