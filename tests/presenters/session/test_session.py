"""Sessions on stand-ins: what is replaced comes back, failures change nothing, a copy is made while work goes on."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from tests.presenters.stand_ins import StandInClient, heard, reporting_now, run_now, server_info
from tests.ui.samples import ISSUED, ISSUER, STRANGER, token
from workbench.core.errors import DefinitionFileError, SessionFileError
from workbench.core.session.file_format import from_text, to_text
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.session.session import _AUTOSAVE_MS, SessionPresenter
from workbench.presenters.session.workspace import Workspace
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.variants.variants import VariantsPresenter
from workbench.services.experiments.variants import VariantsExperiment

PATH = Path("/somewhere/team.twb")
EDITED = token('{"sub":"eve"}', signer=STRANGER)


class Files:
    """Keeps texts in place of files; `problem` is raised by the next call."""

    def __init__(self):
        self.texts = {}
        self.problem = None

    def _raise(self):
        problem, self.problem = self.problem, None
        if problem is not None:
            raise problem

    def load(self, path):
        self._raise()
        return from_text(self.texts[path])

    def save(self, path, session):
        self._raise()
        self.texts[path] = to_text(session)

    def exists(self, path):
        return path in self.texts

    def scenario_of(self, _path, session, _present):
        if session.scenario == "zoo":
            raise DefinitionFileError("zoo is not there.")
        return session.scenario


class Copies:
    """What an `Autosave` was asked to keep."""

    def __init__(self):
        self.kept = []
        self.ended_with = []
        self.left = []
        self.problem = None

    def left_behind(self):
        return tuple(self.left)

    def discard(self, left):
        self.left.remove(left)

    def save(self, session):
        if self.problem is not None:
            raise self.problem
        self.kept.append(session)

    def close(self, session):
        self.ended_with.append(session)


PAUSE_MS = 20
"""How long after a change a copy is written."""


class Desk:
    def __init__(self, host, server):
        client = StandInClient()
        self.host, self.server = host, server
        self.files, self.copies = Files(), Copies()
        self.editor = EditorPresenter(BenchToken(host.now))
        self.replay = ReplayPresenter(client, server, run_now)
        self.designs = DesignsPresenter(None, server, reporting_now)
        self.variants = VariantsPresenter(
            self.editor.token,
            self.replay,
            server,
            VariantsExperiment(client),
            reporting_now,
        )
        workspace = Workspace(
            self.variants, self.designs, self.editor.token, self.replay, self.replay.set_requests, server
        )
        self.session = SessionPresenter(workspace, self.files, self.copies, run_now, autosave_ms=PAUSE_MS)
        for presenter in (self.editor, self.variants, self.session):
            presenter.set_keys((ISSUER, STRANGER))
        self.replay.set_requests(server_info().requests)
        self.said = heard(self.session.status_changed)
        self.titles = heard(self.session.title_changed)

    def work(self):
        """Bob as issued, Eve by a stranger on the bench, two variants."""
        self.replay.set_issued(ISSUED, "roles")
        self.editor.token.set_issued(ISSUED)
        self.variants.save("issued")
        self.editor.token.set_text(EDITED)
        self.variants.save("eve")
        self.variants.replay()
        self.variants.expect_answers()

    def save(self):
        self.session.save_as(PATH, tokens=False)


@pytest.fixture
def desk(host, server):
    made = Desk(host, server)
    yield made
    made.session.close()


def test_what_was_saved_is_there_again_and_what_it_replaced_can_be_taken_back(desk):
    desk.work()
    saved = desk.session.state
    desk.save()
    desk.session.new()
    assert (desk.session.state.variants, desk.editor.token.state.text, desk.session.path) == ((), "", None)
    desk.session.undo()
    assert (desk.session.state, desk.session.path, desk.session.modified) == (saved, PATH, False)
    desk.session.new()
    desk.session.open(PATH)
    opened = desk.session.state
    assert (opened.expected, opened.design, opened.requests) == (saved.expected, "roles", saved.requests)
    assert [each.name for each in opened.variants] == ["issued", "eve"]
    assert opened.edited == EDITED, "EdDSA signs the same in the same way"
    assert desk.editor.token.state.baseline.text == ISSUED
    assert desk.editor.token.state.signed_by == "stranger"


def test_opening_is_one_step_of_the_token(desk):
    desk.work()
    desk.save()
    desk.editor.token.set_text("")
    desk.session.open(PATH)
    desk.editor.token.undo()
    assert desk.editor.token.state.text == ""


def test_a_file_that_cannot_be_opened_or_written_leaves_everything_as_it_is(desk):
    desk.work()
    before = desk.session.state
    for action in (lambda: desk.session.open(PATH), desk.save):
        desk.files.problem = SessionFileError("team.twb is not there.")
        action()
        assert desk.said[-1].severity is StatusLevel.ERROR
        assert (desk.session.state, desk.session.path, desk.session.modified) == (before, None, True)
        assert not desk.session.can_undo


def test_a_file_that_is_there_is_replaced_when_it_was_said_twice(desk):
    desk.files.texts[PATH] = "something else"
    desk.work()
    desk.save()
    assert desk.files.texts[PATH] == "something else"
    desk.save()
    assert len(from_text(desk.files.texts[PATH]).variants) == 2


def test_the_title_tells_of_changes_and_of_work_that_has_no_file(desk):
    desk.editor.token.set_text(EDITED)
    assert not desk.session.modified, "a token alone is no work to be saved"
    desk.work()
    assert desk.titles[-1] == ("", True)
    desk.save()
    assert desk.titles[-1] == ("team", False)
    desk.editor.token.set_text(ISSUED)
    assert desk.titles[-1] == ("team", True)


def test_the_clock_goes_back_to_the_moment_of_saving_and_to_now_again(desk):
    desk.work()
    desk.save()
    told = heard(desk.session.clock_note_changed)
    moment = from_text(desk.files.texts[PATH]).moment
    desk.host.now = lambda: moment + 86_400 + desk.host.offset_s
    desk.session.open(PATH)
    assert (desk.host.offset_s, desk.host.now()) == (-86_400, moment)
    assert "when this session was saved" in told[-1].text
    desk.session.back_to_now()
    assert (desk.host.offset_s, told[-1].text) == (0, "")


def test_a_scenario_that_is_not_there_is_told_and_the_rest_opened(desk):
    desk.work()
    desk.save()
    desk.files.texts[PATH] = desk.files.texts[PATH].replace('"scenario": "documents"', '"scenario": "zoo"')
    desk.session.new()
    desk.session.open(PATH)
    assert "zoo is not there: the scenario documents stays" in desk.said[-1].text
    assert desk.said[-1].severity is StatusLevel.WARNING
    assert len(desk.session.state.variants) == 2
    assert desk.server.scenario == "documents"


def test_a_scenario_that_is_there_is_served_before_its_requests_are_shown(desk):
    desk.work()
    desk.save()
    desk.server.choose_scenario("clinic")
    desk.session.open(PATH)
    assert desk.server.scenario == "documents"
    assert desk.session.state.requests == server_info().requests


def test_a_copy_is_written_soon_after_a_change_and_the_seconds_that_pass_make_none(desk, qtbot):
    desk.work()
    desk.editor.token.set_text(token('{"sub":"mallory"}'))
    for _ in range(5):
        desk.editor.token.tick()
    qtbot.waitUntil(lambda: len(desk.copies.kept) == 1)
    desk.editor.token.tick()
    assert not desk.session.findChild(QTimer).isActive(), "nothing but the time is another"
    assert [each.name for each in desk.copies.kept[0].variants] == ["issued", "eve"]
    assert not desk.copies.kept[0].has_tokens


def test_further_changes_do_not_put_a_copy_off(desk, qtbot):
    assert _AUTOSAVE_MS <= 2_000
    timer = desk.session.findChild(QTimer)
    for edit in range(3):
        desk.editor.token.set_text(token(f'{{"sub":"{edit}"}}'))
        begun = timer.timerId()
        for further in range(5):
            desk.editor.token.set_text(token(f'{{"sub":"{edit}.{further}"}}'))
            assert (timer.isActive(), timer.timerId()) == (True, begun), "it was begun again"
        qtbot.waitUntil(lambda copies=edit + 1: len(desk.copies.kept) == copies)


def test_that_no_copy_can_be_written_is_said_once_tried_again_and_cleared(desk, qtbot):
    said = heard(desk.session.copy_problem_changed)
    desk.copies.problem = SessionFileError("Nothing can be written in /data: no space left on device.")
    desk.work()
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said[0].severity is StatusLevel.WARNING
    assert said[0].text.startswith(
        "The crash copy of the session could not be written. Nothing can be written in /data"
    )
    desk.session.findChild(QTimer).timeout.disconnect()
    desk.session._copy._save()
    assert len(said) == 1
    desk.copies.problem = None
    desk.session._copy._save()
    assert (said[1].text, len(desk.copies.kept)) == ("", 1)


def left_copies(desk, *texts):
    """Let earlier windows have left these files behind, newest first."""
    desk.copies.left = [Path(f"/data/autosave/{number}.twb") for number in range(len(texts))]
    desk.files.texts |= dict(zip(desk.copies.left, texts, strict=True))
    found = heard(desk.session.found_changed)
    desk.session.look_for_lost()
    return found


def test_each_copy_of_an_earlier_window_is_offered_and_kept_until_it_was_decided_on(desk):
    desk.work()
    desk.save()
    text = desk.files.texts[PATH]
    desk.session.new()
    found = left_copies(desk, text, text.replace('"eve"', '"mallory"'), text)
    _newest, middle, oldest = desk.copies.left
    assert "2 variants" in found[-1].text
    assert "2 more copies will be offered after this one" in found[-1].text
    desk.session.discard()
    assert desk.copies.left == [middle, oldest]
    assert "1 more copy will be offered" in found[-1].text
    desk.session.restore()
    assert [each.name for each in desk.session.state.variants] == ["issued", "mallory"]
    assert desk.copies.left == [oldest]
    assert "ended without being saved" in found[-1].text
    desk.session.close()
    assert desk.copies.left == [oldest], "nobody has decided on it"


def test_a_copy_that_cannot_be_read_costs_no_other_and_is_deleted_only_when_discarded(desk):
    desk.work()
    desk.save()
    restorable = heard(desk.session.restorable_changed)
    found = left_copies(desk, "{", desk.files.texts[PATH])
    cut, _good = desk.copies.left
    assert ("2 variants" in found[-1].text, restorable) == (True, [True])
    desk.session.discard()
    assert desk.copies.left == [cut]
    assert "cannot be read: It is not JSON, or was cut off." in found[-1].text
    assert str(cut) in found[-1].text
    assert restorable[-1] is False
    desk.session.restore()
    assert desk.copies.left == [cut]
    desk.session.discard()
    assert (desk.copies.left, found[-1].text) == ([], "")


def test_at_the_end_only_unsaved_work_is_kept(desk):
    desk.editor.token.set_text(EDITED)
    desk.session.close()
    desk.work()
    desk.session.close()
    desk.save()
    desk.session.close()
    first, second, third = desk.copies.ended_with
    assert (first, third) == (None, None)
    assert len(second.variants) == 2
