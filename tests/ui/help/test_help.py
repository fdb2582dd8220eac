"""The help: it has every shortcut, every word, and the README."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser, QWidget

from workbench.ui import shortcuts
from workbench.ui.help.glossary import WORDS
from workbench.ui.help.shortcut_list import GROUPS, in_words
from workbench.ui.help.window import HelpWindow


@pytest.fixture
def make_help(show):
    def make(readme="# Title\n\n![The bench](assets/bench.png)\n\nA paragraph.\n"):
        parent = QWidget()
        show(parent)
        window = HelpWindow("1.2.3", "MIT", readme, parent)
        panel = show(window)
        panel.parent = parent
        return panel

    return make


def shown(panel):
    return panel.find(QTextBrowser, "help.text").toPlainText()


def test_every_shortcut_of_the_window_is_in_the_list():
    listed = {keys for group in GROUPS for keys, _ in group.entries}
    constants = {value for name, value in vars(shortcuts).items() if name.isupper()}
    assert constants <= listed


def test_the_window_shows_keys_words_and_version(make_help):
    text = shown(make_help())
    for group in GROUPS:
        for keys, words in group.entries:
            assert in_words(keys) in text
            assert words in text
    for word, sentence in WORDS:
        assert word in text
        assert sentence in text
    assert "Token Workbench 1.2.3, licence MIT" in text


def test_the_readme_is_shown_without_its_pictures_and_one_can_go_back(make_help):
    panel = make_help()
    panel.click("help.readme")
    assert shown(panel).split() == ["Title", "A", "paragraph."]
    panel.click("help.readme")
    assert "Keys" in shown(panel)


def test_without_an_installation_it_says_where_the_readme_is(make_help):
    panel = make_help("")
    panel.click("help.readme")
    assert "README.md" in shown(panel)


def test_escape_closes_it(make_help):
    panel = make_help()
    QTest.keyClick(panel.window, Qt.Key.Key_Escape)
    assert not panel.window.isVisible()
