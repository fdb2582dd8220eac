"""Sub-commands of ``token-workbench``: the work of the workbench in a terminal, without Qt.

Imports point to ``services`` and ``core``, never to ``presenters`` and ``ui``. Each module has ``add_to``, which adds
its parser, and sets ``run`` to the function that does the work and returns the exit code. Results go to standard
output, everything else to standard error.
"""

DONE, CHECK_FAILED, UNUSABLE = 0, 1, 2
"""Exit codes: all is well; a check failed; usage or environment."""
