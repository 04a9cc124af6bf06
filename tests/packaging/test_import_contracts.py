"""The contracts on who may import whom do catch what they are meant to catch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UPPER = ("cli", "gui", "services", "intake", "search", "volumes", "exchange", "reports")
LOWER = ("catalogue", "vault", "derived", "typeset", "domain", "hanzi")


def _lint(folder: Path, sources: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Check a tree of our packages, empty but for `sources` (module -> source), against the project's contracts."""
    package = folder / "archive_app"
    for name in UPPER + LOWER:
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    for name in ("__init__", "resources"):
        (package / f"{name}.py").touch()
    for module, source in sources.items():
        path = package.joinpath(*module.split("."))
        path.with_suffix(".py").write_text(source + "\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    main = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", main],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


FORBIDDEN = {
    "domain.a": "import archive_app.hanzi",
    "hanzi.b": "import archive_app.domain",
    "domain.c": "import archive_app.catalogue",
    "typeset.d": "import archive_app.catalogue",
    "search.e": "import archive_app.exchange",
    "services.f": "import archive_app.cli",
    "gui.g": "import archive_app.cli",
    "services.h": "from PySide6 import QtCore",
    "services.i": "def late():\n    import sqlalchemy",
    "reports.j": "from reportlab.pdfgen import canvas",
    "services.k": "import whoosh.index",
}

ALLOWED = {
    "exchange.a": "import archive_app.search.a",
    "search.a": "import whoosh.index",
    "volumes.a": "import archive_app.typeset.a",
    "typeset.a": "from reportlab.pdfgen import canvas\nimport archive_app.domain.a",
    "domain.a": "import archive_app.resources",
    "catalogue.a": "import sqlalchemy.orm\nimport archive_app.hanzi",
    "gui.a": "from PySide6 import QtWidgets\nimport archive_app.services.a",
    "services.a": "import archive_app.catalogue.a, archive_app.exchange.a",
    "cli.a": "def window():\n    import archive_app.gui.a",
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    done = _lint(tmp_path_factory.mktemp("broken"), FORBIDDEN)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("module", FORBIDDEN)
def test_a_forbidden_import_is_named(module: str, broken: str) -> None:
    assert f"archive_app.{module} -> " in broken


def test_what_the_design_allows_passes(tmp_path: Path) -> None:
    done = _lint(tmp_path, ALLOWED)
    assert done.returncode == 0, done.stdout + done.stderr
