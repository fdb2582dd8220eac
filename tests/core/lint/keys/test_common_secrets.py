import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo_server.tokens.key_strength import common_secrets
from demo_server.tokens.key_strength import is_common_secret as server_knows
from tests.common_secrets import is_common_secret
from workbench.core.lint.keys.common_secrets import CommonSecrets
from workbench.ui.assets import asset

LIST = CommonSecrets(asset("common_secrets.txt").read_text(encoding="utf-8").splitlines())
WORDS = sorted(LIST.words)


@pytest.mark.parametrize(
    "secret",
    [
        b"",
        b"Secret\r\n",
        b'"changeme"',
        b"your_256-BIT secret",
        b"my-secret-2024",
        b"supersecret" * 3 + b"sup",
        b"secret".ljust(32, b"0"),
        b"secret".ljust(32, b"\0"),
        base64.b64encode(b"your-256-bit-secret"),
        base64.urlsafe_b64encode(b"keyboard cat").rstrip(b"="),
        b"changeme".hex().encode(),
        base64.b64decode("changemechangeme"),
    ],
)
def test_a_secret_of_the_list_is_recognised_in_every_dress(secret):
    assert is_common_secret(secret)


def test_random_octets_are_not_on_the_list():
    for _ in range(200):
        secret = os.urandom(32)
        for spelling in (secret, base64.b64encode(secret), secret.hex().encode()):
            assert not is_common_secret(spelling)


def test_comments_and_empty_lines_hold_no_secret():
    made = CommonSecrets(["# secret", "", "  ", "Open Sesame!"])
    assert made.words == {"opensesame"}
    assert made.has(b"open-sesame")
    assert not made.has(b"# secret")


def test_the_workbench_and_the_demo_server_know_the_same_list():
    assert LIST.words == common_secrets()


@given(
    st.sampled_from(WORDS),
    st.sampled_from([str.upper, str.title, lambda word: word * 3, lambda word: word + "0000", lambda word: word + "7"]),
    st.sampled_from(
        [str.encode, lambda text: base64.b64encode(text.encode()), lambda text: text.encode().hex().encode()]
    ),
)
def test_both_recognise_it_in_the_same_dress(word, change, encode):
    assert is_common_secret(encode(change(word))) == server_knows(encode(change(word)))


@given(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace"))))
def test_both_judge_any_octets_alike(secret):
    assert is_common_secret(secret) == server_knows(secret)
