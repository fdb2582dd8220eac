"""On every page, in every state, one button stands out: the next step."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTabWidget

# The button of each view behind a tab.
VIEWS = {
    "Designs": (
        "verdict.measure", "contents.bench", "designs.compare", "design_findings.refresh", "size.measure",
        "time.measure", "staleness.run", "reach.run", "calculator.measure",
    ),
    "Keys": ("keys.generate", "keys.costs_make", "rotation.play"),
}  # fmt: skip


@pytest.fixture
def window(shared_window):
    return shared_window


def open_key_ring(window):
    window.open_page("Keys")
    window.open_key_view("Key ring")


def next_step(window):
    buttons = (each for each in window.window.findChildren(QPushButton) if each.property("primary"))
    return [each.objectName() for each in buttons if each.isVisible()]


def test_on_the_bench_it_goes_around_the_loop(own_window):
    window = own_window
    assert next_step(window) == ["login.submit"]
    window.log_in("bob")
    assert next_step(window) == ["replay.run"]
    window.edit_claim("roles", '["viewer", "admin"]')
    assert next_step(window) == ["sign.submit"]
    window.sign()
    assert next_step(window) == ["replay.run"]
    window.remove_claim("roles")
    assert next_step(window) == ["sign.submit"]
    window.revert()
    assert next_step(window) == ["replay.run"]
    window.trigger("requests.import")
    assert next_step(window) == ["requests.import_submit"]
    window.trigger("requests.show_repeat")
    assert next_step(window) == ["requests.repeat"]
    window.click("requests.close")
    window.trigger("server.stop")
    window.wait_until(lambda: next_step(window) == ["server.problem_action"])
    window.click("server.problem_action")
    window.wait_until(lambda: next_step(window) == ["replay.run"])


@pytest.mark.parametrize("logged_in", [False, True])
def test_every_view_has_its_own(window, logged_in):
    if logged_in:
        window.log_in("bob")
    for page, names in VIEWS.items():
        window.open_page(page)
        views = window.find(QTabWidget, f"{page.lower()}.views")
        assert views.count() == len(names)
        for position, name in enumerate(names):
            views.setCurrentIndex(position)
            window.wait_until(lambda name=name: next_step(window) == [name])  # some views measure when they open
    for position in range(window.find(QTabWidget, "claims.views").count()):
        window.open_page("Bench")
        window.find(QTabWidget, "claims.views").setCurrentIndex(position)
        assert next_step(window) == ["replay.run" if logged_in else "login.submit"]


def test_what_was_opened_comes_first(window):
    open_key_ring(window)
    window.click("keys.import")
    assert next_step(window) == ["key_import.open"]
    window.click("key_import.cancel")
    assert next_step(window) == ["keys.generate"]
    window.click("keys.export")
    assert next_step(window) == ["key_export.save"]
    window.trigger("session.save_as")
    assert next_step(window) == ["session.go"]
    window.click("session.cancel")
    window.click("key_export.close")
    assert next_step(window) == ["keys.generate"]


def test_a_key_that_was_pasted_is_to_be_imported(window):
    open_key_ring(window)
    window.click("keys.import")
    jwk = '{"kty": "oct", "alg": "HS256", "k": "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldA"}'
    window.find(QPlainTextEdit, "key_import.text").setPlainText(jwk)
    window.wait_until(lambda: next_step(window) == ["key_import.take"])
    window.click("key_import.cancel")
