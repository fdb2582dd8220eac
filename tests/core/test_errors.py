import inspect

import pytest

from workbench.core import errors
from workbench.core.errors import JsonTextError, ServerUnreachableError, WorkbenchError

ERRORS = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, WorkbenchError)]


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in ERRORS]
    assert len(set(codes)) == len(codes) > 15


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_says_what_to_do_next_in_a_sentence(error):
    assert error.hint.endswith(".")
    assert error.hint[0].isupper()


def test_a_hint_can_be_more_exact_than_the_kind_of_error():
    error = ServerUnreachableError("No answer.", hint="Plug the cable in.")
    assert (str(error), error.hint, error.code) == ("No answer.", "Plug the cable in.", "server_unreachable")
    assert ServerUnreachableError("No answer.").hint == ServerUnreachableError.hint


def test_a_json_error_is_a_sentence_with_its_place():
    error = JsonTextError("expected ',' or '}'", line=2, column=5)
    assert str(error) == "Line 2, column 5: expected ',' or '}'."
