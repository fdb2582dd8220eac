import keyring.backends.fail
import keyring.backends.null
import keyring.backends.SecretService
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from tests.keyrings import MemoryKeyring
from workbench.core.errors import KeyringDeniedError, KeyringMissingError, KeyringRefusedError
from workbench.services.key_storage.backend import described, system_backend, translated
from workbench.services.key_storage.store import KeyringStore


class PlaintextKeyring(MemoryKeyring):
    pass


PlaintextKeyring.__module__ = "keyrings.alt.file"


class Chain(MemoryKeyring):
    """Passes each call on to the first of its backends that takes it, as keyring's ChainerBackend does."""

    def __init__(self, *backends):
        super().__init__()
        self.backends = backends


@pytest.fixture
def choose(monkeypatch):
    """Make a backend the one that keyring has found."""
    return lambda backend: monkeypatch.setattr("keyring.core._keyring_backend", backend)


def test_a_known_keyring_is_used_and_named(choose):
    known = keyring.backends.SecretService.Keyring()
    choose(known)
    assert system_backend() is known
    assert described(known) == "Secret Service"


def test_a_plaintext_file_is_refused_by_its_name(choose):
    choose(PlaintextKeyring())
    with pytest.raises(KeyringRefusedError, match=r"keyrings\.alt\.file\.PlaintextKeyring is not used"):
        system_backend()
    with pytest.raises(KeyringRefusedError, match="known to keep secrets encrypted"):
        KeyringStore().load()


def test_nothing_is_written_to_a_keyring_that_is_refused(choose):
    plaintext = PlaintextKeyring()
    choose(plaintext)
    with pytest.raises(KeyringRefusedError):
        KeyringStore().load()
    assert plaintext.calls == 0


def test_of_a_chain_only_the_known_keyring_is_used(choose):
    known = keyring.backends.SecretService.Keyring()
    choose(Chain(PlaintextKeyring(), known))
    assert system_backend() is known


def test_a_chain_of_strangers_is_refused_by_their_names(choose):
    choose(Chain(PlaintextKeyring(), MemoryKeyring()))
    with pytest.raises(KeyringRefusedError, match=r"keyrings\.alt\.file\.PlaintextKeyring, .*MemoryKeyring"):
        system_backend()


@pytest.mark.parametrize(
    "backend",
    [
        keyring.backends.fail.Keyring(),
        keyring.backends.null.Keyring(),
        Chain(),
        Chain(keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()),
    ],
)
def test_a_backend_that_keeps_nothing_is_no_keyring(choose, backend):
    choose(backend)
    with pytest.raises(KeyringMissingError, match="There is no keyring on this system"):
        system_backend()


class LateKeyring(MemoryKeyring):
    """Replaces the Secret Service, which may be started after the window."""


LateKeyring.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def nothing_chosen(monkeypatch, tmp_path):
    """keyring as it is where the user has configured nothing, with a Secret Service that has just been started."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(KeyringBackend, "get_viable_backends", lambda: [PlaintextKeyring, LateKeyring])


@pytest.mark.parametrize("found", [keyring.backends.fail.Keyring(), PlaintextKeyring()])
def test_a_keyring_that_comes_later_is_found_by_trying_again(choose, nothing_chosen, found):
    choose(found)
    store = KeyringStore()
    with pytest.raises((KeyringMissingError, KeyringRefusedError)):
        store.load()
    assert store.load() == []
    assert store.name == "Secret Service"


def test_a_keyring_that_the_user_has_chosen_is_not_passed_over(choose, nothing_chosen, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    choose(keyring.backends.null.Keyring())
    store = KeyringStore()
    for _ in range(2):
        with pytest.raises(KeyringMissingError):
            store.load()


def test_what_macos_calls_locked_is_a_denial():
    class KeychainDenied(Exception):  # noqa: N818  its name on macOS
        pass

    error = KeyringLocked("Can't get password from keychain")
    error.__cause__ = KeychainDenied()
    assert type(translated(error)) is KeyringDeniedError


def test_a_keyring_that_was_handed_in_is_taken_as_it_is():
    backend = PlaintextKeyring()
    store = KeyringStore(backend)
    assert store.load() == []
    assert store.name == "keyrings.alt.file.PlaintextKeyring"
    assert store.persistent


def test_before_the_first_call_only_the_kind_of_place_is_known(choose):
    choose(keyring.backends.SecretService.Keyring())
    assert KeyringStore().name == "keyring of the operating system"
