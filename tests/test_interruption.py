"""Ctrl-C while the programs are still importing, building or reading: exit code 130 from the first moment, no word."""

import subprocess
import sys

import pytest

# Sends the signal when a module is about to be imported, or a function is about to be called.
PROGRAM = """
import signal, sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
sys.argv[1:] = {arguments!r}
import runpy
runpy.run_module({program!r}, run_name="__main__", alter_sys=True)
"""
FIRST = {
    "demo_server": ["argparse", "jwt", "cryptography", "sqlite3", "http.server", "demo_server.server", "tomllib"],
    "workbench": ["argparse", "platformdirs", "cryptography", "workbench.command_line", "workbench.commands.lint"],
}
WINDOW = ["PySide6", "PySide6.QtWidgets", "workbench.app", "workbench.ui.shell.main_window"]


def interrupted(program, module, arguments=()):
    code = PROGRAM.format(module=module, program=program, arguments=list(arguments))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize(
    ("program", "module"), [(program, module) for program, modules in FIRST.items() for module in modules]
)
def test_while_it_imports(program, module):
    arguments = ["lint", "-"] if program == "workbench" else []
    assert interrupted(program, module, arguments) == (130, "", "")


@pytest.mark.parametrize("module", WINDOW)
def test_while_the_window_is_made(module, monkeypatch, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert interrupted("workbench", module, ["--data-dir", str(tmp_path)]) == (130, "", "")
