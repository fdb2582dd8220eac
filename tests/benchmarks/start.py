"""``python -m tests.benchmarks.start``: how long the start takes, beside an empty PySide6 window in the same run.

Each round starts both, one after the other, in processes of their own: an empty window with one field, and the program
as ``python -m workbench`` starts it. Two moments count: the bench is painted and its user field has taken a key; the
server has answered a request and the keys are listed. The keys are in a real Secret Service of the benchmark's own
where there can be one, else there is no keyring. Compiled modules are there, as an installation has them. Seconds are
those of the machine; the ratios can be compared between machines.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.start_watch import PAINTED, READY
from tests.requirements import SECRET_SERVICE
from tests.secret_service import secret_service_session

_ROUNDS = 15
_MOST_IMPORTS = 10
_LIMITS = {PAINTED: 3.0, READY: 6.0}
_WORDS = {PAINTED: "bench painted, user field takes keys", READY: "server answers, keys listed"}
_EMPTY, _WORKBENCH = "empty", "workbench"
_IMPORT = re.compile(r"import time:\s*(\d+) \|\s*(\d+) \| *(\S+)")


@dataclass(frozen=True)
class Moment:
    """When something was reached, in seconds after the process was started.

    Attributes:
        wall: as the user waits.
        busy: what the processor worked on it: what is left of the time when nobody else uses the machine.
    """

    wall: float
    busy: float


def main() -> None:
    """Measure and print, beside a Secret Service where there can be one."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="how often both are started (default: %(default)s)")
    parser.add_argument("--keyring", help=argparse.SUPPRESS)  # which there is; given by the call of itself below
    options = parser.parse_args()
    missing = SECRET_SERVICE.missing()
    if options.keyring or missing:
        print(f"keyring: {options.keyring or f'none ({missing})'}")
        measure(options.rounds)
        return
    with secret_service_session() as session:
        again = [sys.executable, "-m", "tests.benchmarks.start", "--rounds", str(options.rounds)]
        command = session.command(*again, "--keyring", "a Secret Service of its own")
        sys.exit(subprocess.run(command, env=session.environment, check=False).returncode)


def measure(rounds: int) -> None:
    """Start both windows in turn, and print how they compare."""
    empty: list[Moment] = []
    ours: dict[str, list[Moment]] = {PAINTED: [], READY: []}
    with tempfile.TemporaryDirectory() as folder, _environment(Path(folder)) as environment:
        arguments = ("--data-dir", str(Path(folder) / "data"))  # the settings of every round are the first ones
        for counts in (False, *[True] * rounds):  # the first round fills the caches, and makes the first key
            moments = _start(environment, _EMPTY), _start(environment, _WORKBENCH, *arguments)
            shutil.rmtree(arguments[1])
            if counts:
                empty.append(moments[0][PAINTED])
                for name, found in ours.items():
                    found.append(moments[1][name])
        _report(empty, ours)
        for name, imports in _imports(environment, *arguments).items():
            print(f"the most expensive imports until: {_WORDS[name]}; milliseconds alone, and with what they import")
            for own, whole, module in imports:
                print(f"  {own:8.1f}{whole:8.1f}  {module}")


def _report(empty: list[Moment], ours: dict[str, list[Moment]]) -> None:
    print(f"median of {len(empty)} rounds; ratios are medians of the rounds' own")
    print(f"  {'':<40}{'seconds':>9}{'ratio':>8}{'processor':>12}{'ratio':>8}")
    print(f"  {'empty window':<40}{median(e.wall for e in empty):9.2f}{1:8.2f}{median(e.busy for e in empty):12.2f}")
    for name, found in ours.items():
        ratio = median(each.wall / other.wall for each, other in zip(found, empty, strict=True))
        busy = median(each.busy / other.busy for each, other in zip(found, empty, strict=True))
        wall_s, busy_s = median(e.wall for e in found), median(e.busy for e in found)
        verdict = f"   {_LIMITS[name]:g} or less: {'yes' if ratio <= _LIMITS[name] else 'NO'}"
        print(f"  {_WORDS[name]:<40}{wall_s:9.2f}{ratio:8.2f}{busy_s:12.2f}{busy:8.2f}{verdict}")


def _start(environment: dict[str, str], *arguments: str) -> dict[str, Moment]:
    """Run one process to its end; when it reached what."""
    started = perf_counter()
    lines = _run(environment, [], *arguments).stdout.splitlines()
    found = (line.split() for line in lines)
    return {name: Moment(float(clock) - started, float(busy)) for name, clock, busy in found}


def _imports(environment: dict[str, str], *arguments: str) -> dict[str, list[tuple[float, float, str]]]:
    """The most expensive imports before each moment: milliseconds of the module, with what it imports, and its name."""
    log = _run(environment, ["-X", "importtime"], _WORKBENCH, *arguments).stderr
    found: dict[str, list[tuple[float, float, str]]] = {}
    for name in _LIMITS:
        before, _, log = log.partition(f"# {name}")
        imports = [(int(own) / 1000, int(whole) / 1000, module) for own, whole, module in _IMPORT.findall(before)]
        found[name] = sorted(imports, reverse=True)[:_MOST_IMPORTS]
    return found


def _run(environment: dict[str, str], options: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-m", "tests.benchmarks.start_watch", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


@contextmanager
def _environment(folder: Path) -> Iterator[dict[str, str]]:
    """What the processes are started with: compiled modules are kept, as an installation keeps them."""
    environment = os.environ | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "XDG_STATE_HOME": str(folder / "state"),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    yield environment


if __name__ == "__main__":
    main()
