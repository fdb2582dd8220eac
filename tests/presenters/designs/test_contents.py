from pathlib import Path

import pytest

from tests.presenters.stand_ins import RunLater, StandInHost, heard, key, run_now, server_info
from tests.ui.samples import DESIGNS, USERS
from workbench.core.designs.sample_tokens import Samples, SampleToken
from workbench.core.errors import ExportFileError, ServerUnreachableError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.contents import ContentsPresenter, DesignFiles
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel


class World:
    """A presenter with a running server and bob chosen; each design puts the user's name in the token."""

    def __init__(self, run=run_now):
        self.asked = []
        self.problem = None
        self.written = {}
        self.host = StandInHost()
        self.server = ServerPresenter(self.host, run_now)
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER),))
        self.chosen = ChosenUser()
        self.contents = ContentsPresenter(
            self.issue,
            self.server,
            self.chosen,
            lambda call, on_progress, *rest: run(lambda: call(on_progress), *rest),
            DesignFiles("# {}, äöü\n".format, self.write, run_now),
        )
        self.statuses = heard(self.contents.status_changed)
        self.server.start()
        info = server_info(users=USERS, designs=DESIGNS)
        self.contents.show_server(info)
        self.chosen.show_server(info)

    def write(self, path, data):
        if path.name == "full":
            raise ExportFileError("full cannot be written: no space left on device.")
        self.written[path.name] = data.decode("utf-8")

    def issue(self, question, _run, /):
        self.asked.append(question.username)
        if self.problem is not None:
            raise self.problem
        text = f'{{\n  "sub": "{question.username}"\n}}'
        return Samples(question.username, tuple(SampleToken(each.id, text, 300, ("sub",)) for each in DESIGNS))


@pytest.fixture
def world(qapp):
    return World()


def test_nothing_is_issued_until_somebody_looks_and_once_for_each_user(world):
    assert (world.asked, world.contents.designs) == ([], DESIGNS)
    world.contents.watch()
    world.contents.unwatch()
    world.contents.watch()
    assert world.asked == ["bob"]
    assert world.contents.samples.username == "bob"
    assert world.statuses[-1].text == "3 tokens issued to bob."
    world.chosen.choose("alice")
    assert world.asked == ["bob", "alice"]


def test_another_user_chosen_meanwhile_gets_the_tokens_instead(qapp):
    run = RunLater()
    world = World(run)
    world.contents.watch()
    world.chosen.choose("alice")
    run.let_one_through()
    run.let_one_through()
    assert world.contents.samples.username == "alice"


def test_after_a_change_of_the_world_tokens_are_issued_again_once_shown(world):
    world.contents.watch()
    world.contents.unwatch()
    world.contents.mark_outdated()
    assert world.asked == ["bob"]
    world.contents.watch()
    assert world.asked == ["bob", "bob"]


def test_a_failure_is_reported_and_looking_again_tries_again(world):
    world.problem = ServerUnreachableError("No answer.")
    world.contents.watch()
    assert world.statuses[-1].severity is StatusLevel.ERROR
    assert world.contents.samples is None
    world.problem = None
    world.contents.watch()
    assert world.contents.samples.username == "bob"


def test_the_file_of_a_design_is_copied_and_a_copy_that_fails_says_why(world):
    world.contents.copy("roles", Path("mine.toml"))
    assert world.written == {"mine.toml": "# roles, äöü\n"}
    assert world.statuses[-1].text.startswith("Copied to mine.toml.")
    world.contents.copy("roles", Path("full"))
    assert (world.statuses[-1].severity, "no space left" in world.statuses[-1].text) == (StatusLevel.ERROR, True)


def test_a_file_that_is_opened_is_offered_by_the_server_from_then_on(world):
    world.contents.open("mine.toml")
    assert world.host.designs == ("mine.toml",)
