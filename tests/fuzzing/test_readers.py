"""No text, however broken, makes a reader raise anything but the errors that it documents.

A short run with a fixed seed is part of every run of the tests. For longer, and with another seed:
``FUZZ_SECONDS=600 FUZZ_SEED=7 python -m pytest tests/fuzzing``; it prints the mutant that broke a reader. What was
found so goes into `corpus`.
"""

import os
import random
from itertools import count
from time import monotonic

import pytest

from tests.fuzzing.mutants import mutant
from tests.fuzzing.readers import READERS

MUTANTS = 60
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))

each_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


def undocumented(reader, text, folder):
    """The error beyond those documented that reading *text* ends in, if it does."""
    try:
        reader.read(text, folder)
    except reader.documented:
        return None
    except Exception as error:  # noqa: BLE001  whatever it is, it is what this test looks for
        return error
    return None


@each_reader
def test_every_text_of_the_corpus_is_read_or_refused(reader, tmp_path):
    for text in reader.samples:
        assert undocumented(reader, text, tmp_path) is None, text[:200]


@each_reader
def test_every_mutant_is_read_or_refused(reader, tmp_path):
    source = random.Random(SEED)  # noqa: S311  not for a secret
    end = monotonic() + SECONDS
    for number in count():
        if number >= MUTANTS and monotonic() >= end:
            break
        text = mutant(reader.samples, source)
        assert undocumented(reader, text, tmp_path) is None, repr(text)
