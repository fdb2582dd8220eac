"""Sub-commands of ``token-workbench``: the work of the workbench in a terminal, without Qt.

Imports point to ``services`` and ``core``, never to ``presenters`` and ``ui``. Each module has ``add_to``, which adds
its parser, and sets ``run`` to the function that does the work and returns the exit code. Results go to standard
output, everything else to standard error.
"""

import sys

from workbench.core.text.wording import printable

DONE, CHECK_FAILED, UNUSABLE = 0, 1, 2
"""Exit codes: all is well; a check failed; usage or environment."""


def complain(command: str, sentence: str) -> int:
    """Say on standard error, on one line, why *command* cannot do its work; return the exit code."""
    print(f"token-workbench {command}: {printable(sentence.strip())}", file=sys.stderr)  # noqa: T201
    return UNUSABLE
