"""Keyrings that take their time, or never answer."""

import subprocess
import sys
import threading

import pytest

from tests.core.keys.ring import CREATED, OTHER_ES256
from tests.keyrings import HangingKeyring, MemoryKeyring
from tests.services.key_storage.layout import HEAD, needed_in
from workbench.core.errors import KeyringTimeoutError
from workbench.core.keys.signing_key import generate
from workbench.services.key_storage.calls import PACE_S, KeyringCalls
from workbench.services.key_storage.store import KeyringStore


def keyring_threads():
    return [thread for thread in threading.enumerate() if thread.name == "keyring"]


def end_threads():
    for thread in keyring_threads():
        thread.join()


class HangingWriteKeyring(MemoryKeyring):
    """Waits for an answer to its prompt before it writes its head; others are not held up."""

    def __init__(self, entries=None):
        super().__init__(entries)
        self.asked, self.answered = threading.Event(), threading.Event()

    def set_password(self, service, username, password):
        if (service, username) == HEAD:
            self.asked.set()
            self.answered.wait()
        super().set_password(service, username, password)


def test_a_keyring_that_does_not_answer_is_given_up_and_can_be_tried_again_while_it_hangs():
    backend = HangingKeyring()
    store = KeyringStore(backend, timeout_s=0.02)
    with pytest.raises(KeyringTimeoutError, match=r"did not answer within 0\.02 s"):
        store.load()
    assert backend.asked.is_set()
    assert all(thread.daemon for thread in keyring_threads())
    backend.answered.set()
    assert store.load() == []
    end_threads()


class StoppingKeyring(MemoryKeyring):
    """Answers the first question, which is where the list is, and no further one."""

    def __init__(self, entries):
        super().__init__(entries)
        self.stopped = threading.Event()

    def get_password(self, service, username):
        if self.calls:
            self.stopped.wait()
        return super().get_password(service, username)


def test_500_keys_in_a_keyring_that_stops_answering_cost_one_time_out():
    whole = MemoryKeyring()
    KeyringStore(whole).save(*(generate("HS256", f"key {number}", now=CREATED) for number in range(500)))
    backend = StoppingKeyring(whole.entries)
    with pytest.raises(KeyringTimeoutError):
        KeyringStore(backend, timeout_s=0.02).load()
    backend.stopped.set()
    end_threads()
    assert backend.calls == 2, "what was given up makes no further call"


class SlowKeyring(MemoryKeyring):
    """Takes its time for each answer, and always has one in the end."""

    def get_password(self, service, username):
        threading.Event().wait(PACE_S / 10)
        return super().get_password(service, username)


def test_a_keyring_that_answers_slowly_but_steadily_is_not_given_up():
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(20)]
    whole = MemoryKeyring()
    KeyringStore(whole).save(*keys)
    # Its answers take longer than the time-out, all together.
    assert KeyringStore(SlowKeyring(whole.entries), timeout_s=PACE_S).load() == keys


def test_operations_run_in_the_order_in_which_they_were_asked_for():
    calls, order, first = KeyringCalls(timeout_s=60), [], threading.Event()
    asked = threading.Event()

    def begin():
        asked.set()
        first.wait()
        order.append("first")

    threads = [threading.Thread(target=calls.run, args=(begin,))]
    threads[0].start()
    asked.wait()
    for number in range(5):
        threads.append(threading.Thread(target=calls.run, args=(lambda number=number: order.append(number),)))
        before = calls._last
        threads[-1].start()
        while calls._last is before:
            pass
    first.set()
    for thread in threads:
        thread.join()
    assert order == ["first", 0, 1, 2, 3, 4]


def test_a_write_that_hangs_holds_up_reading_only_by_its_own_time_and_no_change_overtakes_it():
    backend = HangingWriteKeyring()
    store = KeyringStore(backend, timeout_s=0.02)
    other = KeyringStore(MemoryKeyring(backend.entries), timeout_s=0.02)
    with pytest.raises(KeyringTimeoutError, match="did not answer"):
        store.save(OTHER_ES256)
    assert backend.asked.is_set()
    assert store.load() == []
    later = generate("HS256", "later", now=CREATED)
    for window in (store, other):
        # Its write may still come, and would undo theirs.
        with pytest.raises(KeyringTimeoutError, match="Another window of Token Workbench, or an earlier change"):
            window.save(later)
    backend.answered.set()
    end_threads()
    patient = KeyringStore(MemoryKeyring(backend.entries))
    assert patient.load() == [OTHER_ES256], "the answer came after it was given up"
    patient.save(later)
    assert patient.load() == [OTHER_ES256, later]
    assert set(backend.entries) == needed_in(backend.entries)


def test_no_thread_stays_when_the_keyring_has_answered():
    KeyringStore(MemoryKeyring()).load()
    end_threads()
    assert keyring_threads() == []


def test_closing_lets_callers_go_that_wait_for_a_prompt():
    backend = HangingKeyring()
    store = KeyringStore(backend, timeout_s=60)
    failures = []

    def load():
        try:
            store.load()
        except KeyringTimeoutError as error:
            failures.append(error)

    callers = [threading.Thread(target=load) for _ in range(2)]  # the second waits behind the first
    try:
        for caller in callers:
            caller.start()
        assert backend.asked.wait(60)
        store.close()
        for caller in callers:
            caller.join(30)
            assert not caller.is_alive(), "it waits for the time-out"
        assert len(failures) == 2
        with pytest.raises(KeyringTimeoutError):
            store.load()
    finally:
        backend.answered.set()
        end_threads()


PROGRAM = """
from tests.keyrings import HangingKeyring
from workbench.core.errors import KeyringTimeoutError
from workbench.services.key_storage.store import KeyringStore
try:
    KeyringStore(HangingKeyring(), timeout_s=0.02).load()
except KeyringTimeoutError as error:
    print(error.code)
"""


def test_a_program_ends_though_a_call_of_the_keyring_hangs():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "keyring_timeout", "")
