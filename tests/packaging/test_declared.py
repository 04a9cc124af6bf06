"""What the program imports is what it asks to be installed: no less, or it fails only at the user's; and no more."""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


@cache
def _imported() -> dict[str, set[str]]:
    """Top-level modules from elsewhere that the program imports, each with the files that do."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "archive_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top != "archive_app":
                    found.setdefault(top, set()).add(str(path.relative_to(ROOT)))
    return found


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}


def _distribution(module: str) -> set[str]:
    if module == "shiboken6":
        return {"pyside6-essentials"}  # its other half
    return {canonicalize_name(name) for name in packages_distributions().get(module, [module])}


def test_every_import_of_the_program_is_declared() -> None:
    undeclared = {module: files for module, files in _imported().items() if not _distribution(module) & _declared()}
    assert undeclared == {}


def test_every_declared_library_is_imported() -> None:
    used = {distribution for module in _imported() for distribution in _distribution(module)}
    assert _declared() - used == set()
