"""``token-workbench`` and ``python -m workbench``."""

import os
import signal
import sys
from collections.abc import Sequence

UNUSABLE, INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return the exit code: 0 done, 1 a check failed, 2 usage, environment or a defect.

    Whatever nobody foresaw becomes one line and a log file.
    """
    # First of all, and until the event loop can take Ctrl-C: it ends the process at once rather than with a traceback.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        from workbench.command_line import run  # noqa: PLC0415  slow to import

        return run(arguments)
    except Exception as error:  # noqa: BLE001  a defect: the log keeps the traceback
        from workbench.services.crash_log import write_crash_log  # noqa: PLC0415  used by a defect alone

        print(f"token-workbench: {write_crash_log(error)}", file=sys.stderr)  # noqa: T201
        return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
