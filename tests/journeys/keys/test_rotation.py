"""The rotation of the issuer's key through the whole window, against the real server."""

from PySide6.QtWidgets import QSpinBox, QWidget

from workbench.core.rotation.plan import Row

ME = "GET /me"


def rotate(window, grace_min):
    window.open_page("Keys")
    window.open_key_view("Rotation")
    window.find(QSpinBox, "rotation.grace").setValue(grace_min)
    window.click("rotation.now")
    window.wait_until(lambda: window.text("rotation.now_status").startswith("Tokens are signed with demo-issuer-2"))


def replayed(window):
    """What the token of the log-in gets now, and what the check of its key says."""
    window.open_page("Bench")
    window.replay()
    window.look_at(ME, 1)
    return window.answers()[ME][0], window.checks()["key"][1]


def move_clock(window, button):
    window.open_page("Keys")
    window.click(button)


def on_time_line(window, lane, minute):
    bars = window.find(QWidget, "rotation.timeline").bars(lane)
    return next(bar.words for bar in bars if bar.start_s <= minute * 60 < bar.end_s)


def test_a_token_of_the_old_key_turns_to_401_when_that_retires_as_the_time_line_says(window):
    window.log_in("alice")
    assert replayed(window)[0] == "200"
    rotate(window, grace_min=10)
    kept = [replayed(window)[0]]
    move_clock(window, "rotation.before")
    kept.append(replayed(window)[0])
    move_clock(window, "rotation.after")
    retired, why = replayed(window)
    assert (kept, retired) == (["200", "200"], "401")
    assert "was retired at" in why
    assert window.keys()["demo-issuer"].startswith("retired at")
    window.log_in("alice")
    assert replayed(window)[0] == "200", "the new key signs"

    window.open_page("Keys")
    window.find(QSpinBox, "rotation.retire").setValue(25)  # ten minutes after the new key signs
    window.click("rotation.play")
    window.wait_until(lambda: "each as predicted" in window.text("rotation.status"))
    assert [on_time_line(window, Row.OLD_TOKEN, minute) for minute in (15, 24)] == kept
    assert on_time_line(window, Row.OLD_TOKEN, 25) == "401 key.retired"
    assert on_time_line(window, Row.NEW_TOKEN, 25) == "200"
    assert "Retired too early" in window.text("rotation.judgement")


def test_the_end_of_an_old_key_outlasts_the_window(open_window, keyring_backend):
    first = open_window(keyring_backend)
    first.log_in("alice")
    token = first.token()
    rotate(first, grace_min=10)
    first.workbench.close()
    again = open_window(keyring_backend)
    again.wait_for_server()
    assert again.keys()["demo-issuer-2"] == "server's own key"
    assert again.keys()["demo-issuer"].startswith("trusted until")
    again.open_page("Keys")
    again.open_key_view("Rotation")
    again.paste(token)
    for button, figure in (("rotation.before", "200"), ("rotation.after", "401")):
        move_clock(again, button)
        again.open_page("Bench")
        again.replay()
        assert again.answers()[ME][1] == figure
