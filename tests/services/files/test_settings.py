import dataclasses
import json
import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.strict_json.values import values
from workbench.services.files import settings as settings_file
from workbench.services.files.settings import Settings

CHOSEN = Settings(
    scheme="dark",
    username="bob ü",
    design="identity",
    sign_each_edit=True,
    replay_each_edit=True,
    replay_after_login=False,
    header_update="keep",
    signing_kid="k1",
    allowed_hosts=("https://api.example.org", "http://api.example.org unencrypted"),
)
NAMES = [field.name for field in dataclasses.fields(Settings)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "settings.json"


def test_what_was_saved_is_loaded(path):
    settings_file.save(path, CHOSEN)
    assert settings_file.load(path) == CHOSEN
    settings_file.save(path, Settings())
    assert settings_file.load(path) == Settings()


def test_a_host_that_was_not_allowed_in_the_words_it_needs_is_not_allowed(path):
    path.parent.mkdir()
    hosts = ["https://a.example", "http://b.example", "https://c.example/path", 7, None, "http://127.0.0.1:9"]
    path.write_text(json.dumps({"allowed_hosts": hosts}))
    assert settings_file.load(path).allowed_hosts == ("https://a.example", "http://127.0.0.1:9")


def test_the_first_run_has_the_defaults(path):
    assert settings_file.load(path) == Settings()
    assert Settings().scheme == "system"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"scheme": NaNo}', b"[" * 100_000])
def test_a_file_that_cannot_be_read_gives_the_defaults(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    assert settings_file.load(path) == Settings()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_in_the_files_place_gives_the_defaults_and_is_not_waited_for(path):
    path.parent.mkdir()
    os.mkfifo(path)
    assert settings_file.load(path) == Settings()


def test_a_folder_in_the_files_place_gives_the_defaults(path):
    path.mkdir(parents=True)
    assert settings_file.load(path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scheme", "purple"),
        ("scheme", None),
        ("scheme", ["dark"]),
        ("username", 7),
        ("design", True),
        ("sign_each_edit", "yes"),
        ("sign_each_edit", 1),
        ("replay_each_edit", None),
        ("header_update", "set"),
        ("signing_kid", {}),
    ],
)
def test_a_wrong_entry_falls_back_alone(path, name, value):
    path.parent.mkdir()
    path.write_text(json.dumps(dataclasses.asdict(CHOSEN) | {name: value, "unknown": 1}))
    assert settings_file.load(path) == dataclasses.replace(CHOSEN, **{name: getattr(Settings(), name)})


def test_a_missing_entry_has_its_default(path):
    path.parent.mkdir()
    path.write_text('{"username": "carol"}')
    assert settings_file.load(path) == Settings(username="carol")


@settings(max_examples=50)
@given(values | st.dictionaries(st.sampled_from(NAMES), values))
def test_any_json_gives_settings_of_the_right_types(tmp_path_factory, document):
    path = tmp_path_factory.getbasetemp() / "any-settings.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    loaded = settings_file.load(path)
    for name in NAMES:
        assert type(getattr(loaded, name)) is type(getattr(Settings(), name))


def test_an_interrupted_save_leaves_the_old_file_and_nothing_beside_it(path, monkeypatch):
    settings_file.save(path, CHOSEN)

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        settings_file.save(path, Settings())
    assert settings_file.load(path) == CHOSEN
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


def test_a_folder_that_cannot_be_made_is_an_oserror(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):  # noqa: PT011  which one differs with the system
        settings_file.save(tmp_path / "file" / "settings.json", CHOSEN)


def test_the_file_holds_the_choices_and_nothing_else(path):
    settings_file.save(path, CHOSEN)
    chosen = dataclasses.asdict(CHOSEN) | {"allowed_hosts": list(CHOSEN.allowed_hosts)}
    assert json.loads(path.read_text(encoding="utf-8")) == chosen
