"""``python -m demo_server``. It imports nothing slow before Ctrl-C is taken care of."""

import os
import signal
import sys
from collections.abc import Sequence

UNUSABLE, INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server until Ctrl-C or SIGTERM; return the exit code: 0 done, 2 usage, environment or a defect.

    Whatever nobody foresaw becomes one line and a log file.
    """
    # Until the server runs, Ctrl-C ends the process at once: there is nothing to close yet, and no traceback to show.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        from demo_server.command_line import run  # noqa: PLC0415  slow to import

        return run(arguments)
    except Exception as error:  # noqa: BLE001  a defect: the log keeps the traceback
        from demo_server.crash_log import write_crash_log  # noqa: PLC0415  used by a defect alone

        print(f"demo_server: {write_crash_log(error)}", file=sys.stderr)  # noqa: T201
        return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
