"""Files of the user's own are read again when they change."""

import pytest

from tests.presenters.stand_ins import StandInHost, heard, key, run_now
from workbench.core.errors import DefinitionFileError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.server.own_files import OwnFiles
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel


class World:
    """A running server with one design file."""

    def __init__(self, path):
        self.path = path
        self.path.write_text("first", encoding="utf-8")
        self.host = StandInHost(designs=(str(path),))
        self.server = ServerPresenter(self.host, run_now)
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER),))
        self.files = OwnFiles(self.server, lambda: self.host.designs)
        self.server.start()


@pytest.fixture
def world(qapp, tmp_path):
    made = World(tmp_path / "mine.toml")
    yield made
    made.files.stop()


def test_a_file_that_changes_is_read_again(world, qtbot):
    with qtbot.waitSignal(world.server.started, timeout=20_000):
        world.path.write_text("second one", encoding="utf-8")


def test_an_editor_that_replaces_the_file_is_noticed_each_time(world, qtbot, tmp_path):
    for text in ("second one", "the third of them"):
        beside = tmp_path / "new"
        beside.write_text(text, encoding="utf-8")
        with qtbot.waitSignal(world.server.started, timeout=20_000):
            beside.replace(world.path)


def test_a_file_that_is_gone_or_unchanged_is_not_read(world):
    started = heard(world.server.started)
    world.files.look()
    world.path.unlink()
    world.files.look()
    assert started == []


def test_a_design_with_a_fault_leaves_the_server_and_the_designs_as_they_are(world):
    statuses = heard(world.server.status_changed)
    world.host.problem = DefinitionFileError("bad.toml: id: is missing; expected a string.")
    world.server.open_design("bad.toml")
    assert world.host.designs == (str(world.path),)
    assert world.server.running_url is not None
    assert (statuses[-1].severity, "id: is missing" in statuses[-1].text) == (StatusLevel.ERROR, True)
    world.server.open_design("good.toml")
    assert world.host.designs == (str(world.path), "good.toml")
