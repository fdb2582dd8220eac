"""The folders are the architecture: who may import whom, in which order, and what is at the top of the repository.

    ui -> presenters -> core,   commands -> services -> core,   app and __main__ join them;   demo_server stands alone.

Imports are read from the source with ``ast``, those inside functions and for type checking included.
"""

import ast
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.requirements import GIT

ROOT = Path(__file__).parent.parent

# Which parts of the repository a part may import. A layer may be skipped, but none may be climbed.
FIRST_PARTY = {
    "workbench.core": {"workbench.core"},
    "workbench.services": {"workbench.services", "workbench.core"},
    "workbench.commands": {"workbench.commands", "workbench.services", "workbench.core"},
    "workbench.presenters": {"workbench.presenters", "workbench.core"},
    "workbench.ui": {"workbench.ui", "workbench.presenters", "workbench.core"},
    "workbench": {
        "workbench",
        "workbench.ui",
        "workbench.presenters",
        "workbench.commands",
        "workbench.services",
        "workbench.core",
    },
    "demo_server": {"demo_server"},
}

# What a part may not import from elsewhere.
INPUT_AND_OUTPUT = {
    "asyncio",
    "http",
    "httpx",
    "keyring",
    "multiprocessing",
    "os",
    "pathlib",
    "platformdirs",
    "shutil",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
}
FORBIDDEN = {
    "workbench.core": {"PySide6", "shiboken6", *INPUT_AND_OUTPUT},
    "workbench.services": {"PySide6", "shiboken6"},
    "workbench.commands": {"PySide6", "httpx", "keyring", "shiboken6", "sqlite3"},
    "workbench.presenters": {
        "PySide6.QtGui",
        "PySide6.QtNetwork",
        "PySide6.QtSvg",
        "PySide6.QtWidgets",
        "httpx",
        "keyring",
    },
    "workbench.ui": {"httpx", "keyring", "sqlite3"},
    "workbench": {"httpx", "sqlite3"},
    "demo_server": {"PySide6", "httpx", "keyring", "shiboken6"},
}

# What is imported at these places only.
ONLY_IN = {
    "jwt": ("workbench.core.signing",),
    "demo_server": ("workbench.services.server_host",),
    "PySide6.QtSvg": ("workbench.ui.icons", "workbench.ui.exports.pictures"),
}

# The packages and modules of a layer in their order: each may import those before it. One to come takes its place here.
ORDER = {
    "workbench.core": (
        "errors", "history", "timeline", "experiment", "strict_json", "text", "claims", "token", "requests", "diff",
        "keys", "signing", "key_files", "lint", "answers", "verification", "variants", "server", "designs", "verdict",
        "session", "reports", "rotation",
    ),
    "workbench.services": (
        "display", "program", "crash_log", "server_host", "http_client", "key_storage", "files", "reports",
        "experiments",
    ),
    "workbench.commands": (
        "progress", "numbers", "signatures", "trial_server", "check", "sarif", "lint", "matrix", "holding",
        "measurements", "advise", "definitions",
    ),
    "workbench.presenters": (
        "status", "latest_status", "background", "collector", "ports", "exports", "server", "token", "requests", "keys",
        "designs", "variants", "session",
    ),
    "workbench.ui": (
        "assets", "shortcuts", "theme", "icons", "header_limits", "lint_references", "arrangement", "widgets",
        "charts", "item_views", "exports", "editing", "server", "claims", "requests", "keys", "token", "variants",
        "designs", "help", "shell",
    ),
    "demo_server": (
        "clock", "crash_log", "log_text", "regular_files", "segments", "time_text", "answer_cache", "questions",
        "decision", "world", "policy", "built_in_texts", "decision_log", "tokens", "checks", "gatekeeper", "weaknesses",
        "http_server", "server", "command_line", "__main__",
    ),
}  # fmt: skip

MOST_MODULES = 20
"""In one folder; more are two subjects."""

# In core the present moment is an argument.
CLOCKS = (".datetime.now", ".datetime.utcnow", ".datetime.today", ".date.today", ".time.time")
CLOCK_METHODS = {each.rpartition(".")[2] for each in CLOCKS}

TOP_LEVEL = {"pyproject.toml", "README.md", "workbench", "demo_server", "tests", "assets", "LICENSE"}


def part_of(module: str) -> str:
    """The part of the repository that a module belongs to."""
    return next((part for part in FIRST_PARTY if is_within(module, part)), module)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@cache
def imports(source: str, module: str, *, is_package: bool = False) -> tuple[str, ...]:
    """Every module, or name of a module, that the source imports."""
    return tuple(_imports(source, module, is_package=is_package))


def _imports(source: str, module: str, *, is_package: bool) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module, is_package=is_package)
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _last_name(node.func) in ("__import__", "import_module"):
            yield from (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))


def _last_name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def absolute(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parents = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*parents, *([node.module] if node.module else [])])


def faults(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """What is wrong with the imports of a module, and with its use of clocks."""
    part = part_of(module)
    found = []
    for name in imports(source, module, is_package=is_package):
        target = part_of(name)
        if (
            target in FIRST_PARTY
            and target not in FIRST_PARTY[part]
            and not any(is_within(module, place) for place in ONLY_IN.get(target, ()))
        ):
            found.append(f"{module} imports {name}: {part} may not import {target}")
        if any(is_within(name, forbidden) for forbidden in FORBIDDEN[part]):
            found.append(f"{module} imports {name}, which {part} does without")
        for only, places in ONLY_IN.items():
            allowed = any(is_within(module, place) for place in places)
            if is_within(name, only) and is_within(module, "workbench") and not allowed:
                found.append(f"{module} imports {name}, which {' or '.join(places)} alone does")
    if part == "workbench.core":
        functions = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        calls = [ast.unparse(function) for function in functions if _last_name(function) in CLOCK_METHODS]
        found += [f"{module} reads the clock with {call}" for call in calls if f".{call}".endswith(CLOCKS)]
    return found


def layer_of(module: str) -> str:
    """The layer whose packages have an order; empty for a module outside of all of them."""
    return next((layer for layer in ORDER if module.startswith(f"{layer}.")), "")


def package_of(module: str, layer: str) -> str:
    """The package, or module, right below *layer* that a module belongs to."""
    return module.removeprefix(f"{layer}.").partition(".")[0]


def order_faults(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Which imports of a module are from a package that stands behind its own."""
    layer = layer_of(module)
    if not layer:
        return []
    own, order = package_of(module, layer), ORDER[layer]
    return [
        f"{module} imports {name}: {target} stands behind {own}"
        for name in imports(source, module, is_package=is_package)
        if layer_of(name) == layer
        and (target := package_of(name, layer)) in order
        and order.index(target) > order.index(own)
    ]


def modules() -> Iterator[tuple[Path, str]]:
    """Every module of the two packages with its name."""
    for package in ("workbench", "demo_server"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize(("path", "module"), [pytest.param(path, name, id=name) for path, name in modules()])
def test_imports_point_downwards_only(path, module):
    assert faults(path.read_text(encoding="utf-8"), module, is_package=path.name == "__init__.py") == []


@pytest.mark.parametrize(("path", "module"), [pytest.param(path, name, id=name) for path, name in modules()])
def test_no_package_imports_from_one_behind_it(path, module):
    assert order_faults(path.read_text(encoding="utf-8"), module, is_package=path.name == "__init__.py") == []


@pytest.mark.parametrize("layer", ORDER)
def test_every_package_has_its_place_in_the_order(layer):
    packages = {package_of(name, layer) for _, name in modules() if layer_of(name) == layer}
    assert packages == set(ORDER[layer])
    assert len(ORDER[layer]) == len(set(ORDER[layer]))


def test_no_folder_holds_more_modules_than_one_subject_has():
    paths = [path for path, _ in modules()] + list((ROOT / "tests").rglob("*.py"))
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in paths)
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("workbench.core.claims.claim", "from workbench.core.keys.names import LONGEST_NAME"),
        ("workbench.core.claims.claim", "from workbench.core import session"),
        ("workbench.core.claims.claim", "import workbench.core.lint.tokens.rule"),
        ("workbench.core.claims.claim", "from ..token.compact import read"),
        ("workbench.core.claims", "from .. import token"),
        ("workbench.core.errors", "def f():\n    from workbench.core.history import History"),
        ("workbench.services.files.reading", "from workbench.services.experiments.matrix import MatrixRunner"),
        ("workbench.commands.signatures", "from workbench.commands.lint import add_to"),
        ("workbench.presenters.keys.keys", "from workbench.presenters.session.session import SessionPresenter"),
        ("workbench.ui.widgets.pill", "from workbench.ui.keys.table import KeysTable"),
        ("demo_server.policy.grants", "from demo_server.gatekeeper import Gatekeeper"),
        ("demo_server.clock", "import demo_server.world.scenario"),
    ],
)
def test_an_import_against_the_order_is_found(module, source):
    (fault,) = order_faults(source, module, is_package=module == "workbench.core.claims")
    assert fault.startswith(f"{module} imports ")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("workbench.core.claims.claim", "from workbench.core.claims.edits import retyped\nfrom . import edits"),
        ("workbench.core.rotation.plan", "from workbench.core.errors import WorkbenchError\nimport json"),
        ("workbench.ui.keys.table", "from workbench.presenters.session.session import SessionPresenter"),
        (
            "workbench.app.keys",
            "from workbench.app.designs import Designs\nfrom workbench.ui.keys.table import KeysTable",
        ),
        ("demo_server.server", "from demo_server.clock import Clock\nfrom demo_server import DemoServer"),
    ],
)
def test_an_import_in_the_order_is_let_through(module, source):
    assert order_faults(source, module) == []


def test_what_the_pages_share_is_seen_by_the_composition_root_alone():
    users = {
        module
        for path, module in modules()
        for name in imports(path.read_text(encoding="utf-8"), module, is_package=path.name == "__init__.py")
        if is_within(name, "workbench.app.shared")
    }
    assert users
    assert all(is_within(module, "workbench.app") for module in users)


def test_every_part_of_the_design_is_there():
    parts = {part_of(name) for _, name in modules()}
    assert parts == set(FIRST_PARTY)
    names = {name for _, name in modules()}
    assert {place for places in ONLY_IN.values() for place in places} <= names


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        (
            "workbench.core.keys",
            "from workbench.services import keyring_store",
            "may not import workbench.services",
        ),
        ("workbench.core.keys", "import workbench.presenters.keys.keys", "may not import workbench.presenters"),
        ("workbench.core.keys", "from workbench import app", "may not import workbench"),
        ("workbench.core.keys", "import demo_server", "may not import demo_server"),
        ("workbench.core.keys", "from PySide6.QtCore import QObject", "does without"),
        ("workbench.core.keys", "import httpx", "does without"),
        ("workbench.core.keys", "import keyring.backend", "does without"),
        ("workbench.core.keys", "def f():\n    import time", "does without"),
        ("workbench.core.keys", "from urllib.request import urlopen", "does without"),
        ("workbench.core.keys", "from datetime import datetime\nx = datetime.now()", "reads the clock"),
        ("workbench.core.keys", "import datetime\nx = datetime.datetime.now()", "reads the clock"),
        ("workbench.core.keys", "from datetime import date\nx = date.today()", "reads the clock"),
        ("workbench.core.keys", "import jwt", "which workbench.core.signing alone does"),
        ("workbench.core.keys", "import jwt.algorithms", "which workbench.core.signing alone does"),
        ("workbench.core.keys", "from jwt import decode", "which workbench.core.signing alone does"),
        ("workbench.core.keys", "from ..services import http_client", "may not import workbench.services"),
        ("workbench.core.keys", "from .. import app", "may not import workbench"),
        ("workbench.services.http_client.client", "from workbench.presenters.ports import Host", "may not import"),
        ("workbench.services.http_client.client", "from workbench.ui import theme", "may not import"),
        ("workbench.services.http_client.client", "import PySide6", "does without"),
        ("workbench.services.http_client.client", "from demo_server import DemoServer", "server_host alone does"),
        ("workbench.services.http_client.client", "import jwt", "signing alone does"),
        (
            "workbench.services.http_client.client",
            "from workbench.commands import lint",
            "may not import workbench.commands",
        ),
        ("workbench.commands.lint", "from workbench.presenters.token.editor import EditorState", "may not import"),
        ("workbench.commands.lint", "from workbench.ui.assets import asset", "may not import workbench.ui"),
        ("workbench.commands.lint", "from workbench import app", "may not import workbench"),
        ("workbench.commands.lint", "from PySide6.QtCore import QObject", "does without"),
        (
            "workbench.presenters.keys.keys",
            "from workbench.services.key_storage.store import KeyringStore",
            "may not import",
        ),
        ("workbench.presenters.keys.keys", "from workbench.commands import lint", "may not import workbench.commands"),
        ("workbench.presenters.keys.keys", "from workbench.ui.theme import Tone", "may not import workbench.ui"),
        ("workbench.presenters.keys.keys", "from PySide6.QtWidgets import QWidget", "does without"),
        ("workbench.presenters.keys.keys", "from PySide6 import QtGui", "does without"),
        ("workbench.presenters.keys.keys", "import keyring", "does without"),
        ("workbench.ui.theme", "from workbench.services import settings_file", "may not import workbench.services"),
        ("workbench.ui.theme", "from workbench.app import build", "may not import workbench"),
        ("workbench.ui.theme", "import demo_server.server", "server_host alone does"),
        ("workbench.ui.theme", "if TYPE_CHECKING:\n    import httpx", "does without"),
        ("workbench.ui.theme", "importlib.import_module('demo_server')", "server_host alone does"),
        ("workbench.ui.theme", "from PySide6.QtSvg import QSvgRenderer", "workbench.ui.exports.pictures alone does"),
        (
            "workbench.app",
            "from PySide6 import QtSvg",
            "icons or workbench.ui.exports.pictures alone does",
        ),
        ("workbench.app", "from demo_server import DemoServer", "server_host alone does"),
        ("workbench.app", "import jwt", "signing alone does"),
        ("demo_server.server", "import workbench", "may not import workbench"),
        ("demo_server.server", "from workbench.core.token.compact import read", "may not import workbench.core"),
        ("demo_server.server", "from PySide6.QtCore import QThread", "does without"),
        ("demo_server.weaknesses.none", "from workbench import core", "may not import workbench"),
    ],
)
def test_a_wrong_import_is_found(module, source, fault):
    found = faults(source, module)
    assert found
    assert any(fault in each for each in found)
    assert all(each.startswith(module) for each in found)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "workbench.core.keys",
            "import json\nfrom workbench.core.errors import WorkbenchError\nfrom . import errors",
        ),
        ("workbench.core.keys", "from datetime import datetime\nx = datetime.fromtimestamp(0)"),
        ("workbench.core.keys", "from cryptography.hazmat.primitives.asymmetric import rsa"),
        ("workbench.core.signing", "import jwt"),
        ("workbench.services.server_host", "from demo_server import DemoServer"),
        ("workbench.services.http_client.client", "import httpx\nimport time\nfrom workbench.core import errors"),
        ("workbench.commands.lint", "from workbench.services import http_client\nfrom workbench.core import token"),
        (
            "workbench.presenters.keys.keys",
            "from PySide6.QtCore import QObject\nfrom workbench.core.keys import KeyStore",
        ),
        ("workbench.ui.theme", "from PySide6.QtWidgets import QWidget\nfrom workbench.core import claims"),
        ("workbench.ui.icons", "def f():\n    from PySide6.QtSvg import QSvgRenderer"),
        ("workbench.app", "from workbench.services import http_client\nfrom workbench.ui import theme"),
        ("demo_server.server", "import jwt\nimport sqlite3\nfrom demo_server.tokens.trust import TrustStore"),
        ("workbench.coreutils", "import workbench.app"),
    ],
)
def test_a_right_import_is_let_through(module, source):
    assert faults(source, module) == []


def test_a_relative_import_of_a_package_is_about_the_package():
    assert faults("from .services import http_client", "workbench.core", is_package=True) == []
    assert faults("from ..services import http_client", "workbench.core", is_package=True)


def test_nothing_else_stands_at_the_top_of_the_repository():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: a built package may stand beside files of its own")
    GIT.require()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    top = {name.partition("/")[0] for name in listed.stdout.split("\0") if name}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL
