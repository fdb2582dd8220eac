"""The view Disclosures: a row for each, what is wrong, and the key binding; its tab is there for an SD-JWT alone."""

import hashlib

import pytest
from PySide6.QtWidgets import QLabel, QTableView, QTabWidget

from tests.ui.samples import HEADER_REGISTRY, ISSUED, REGISTRY, token
from workbench.core.token.compact import encode_segment
from workbench.ui.claims.views import ClaimsPanel
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone
from workbench.ui.token.disclosures import DisclosuresPanel
from workbench.ui.token.disclosures_table import Column
from workbench.ui.widgets.tabs import View

NAME = encode_segment(b'["salt", "given_name", "Ann"]')
FORGED = encode_segment(b'["salt", "admin", true]')
DIGEST = encode_segment(hashlib.sha256(NAME.encode()).digest())
SD_JWT = token(f'{{"sub":"a","_sd":["{DIGEST}","decoy"]}}')


@pytest.fixture
def panel(show, loop, appearance):
    return show(DisclosuresPanel(loop.editor.token, appearance), 640, 320)


def rows(panel):
    model = panel.find(QTableView, "disclosures.table").model()
    return [tuple(model.index(row, column).data() for column in Column) for row in range(model.rowCount())]


def test_each_disclosure_has_its_name_value_digest_and_whether_it_matches(panel, loop):
    loop.editor.token.set_text(f"{SD_JWT}~{NAME}~{FORGED}~")
    first, second = rows(panel)
    assert first == ("matches", "given_name", '"Ann"', DIGEST)
    assert second[:3] == ("no digest", "admin", "true")
    model = panel.find(QTableView, "disclosures.table").model()
    assert model.index(1, Column.STATE).data(Role.TONE) == Tone.REFUSED
    assert panel.text("disclosures.summary") == (
        "2 disclosures (sha-256), 1 further digest (withheld or a decoy), no key binding."
    )
    assert 'Disclosure 2 ("admin") matches no digest' in panel.text("disclosures.problems")


def test_the_key_binding_is_named(panel, loop):
    bound = token('{"iat":1,"aud":"https://v.example","nonce":"n","sd_hash":"x"}', {"alg": "EdDSA", "typ": "kb+jwt"})
    loop.editor.token.set_text(f"{SD_JWT}~{NAME}~{bound}")
    assert 'aud "https://v.example", nonce "n"' in panel.text("disclosures.binding")
    assert "sd_hash of the key-binding JWT is not the digest" in panel.text("disclosures.problems")
    loop.editor.token.set_text(f"{SD_JWT}~{NAME}~")
    assert panel.text("disclosures.binding").startswith("No key binding")


def test_the_tab_is_there_for_an_sd_jwt_alone(show, loop, appearance):
    claims = ClaimsPanel(loop.editor, REGISTRY, HEADER_REGISTRY, appearance)
    claims.add_view(View("disclosures", "Disclosures", QLabel), lambda reading: bool(reading.tail))
    panel = show(claims, 640, 420)
    tabs = panel.find(QTabWidget, "claims.views")
    place = tabs.position("disclosures")
    assert not tabs.isTabVisible(place)
    loop.editor.token.set_text(f"{SD_JWT}~{NAME}~")
    assert tabs.isTabVisible(place)
    tabs.show_view("disclosures")
    loop.editor.token.set_text(ISSUED)
    assert not tabs.isTabVisible(place)
    assert tabs.currentIndex() != place
