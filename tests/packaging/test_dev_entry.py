"""The entry of packaging/dev.py: old Pythons, wrong use, and the outcome of a row of checks."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import dev
import pytest
from bootstrap import commands
from bootstrap.environment import Environment

PACKAGING = Path(dev.__file__).parent

# of what dev.py imports at its top, all that a python3-minimal on Debian carries
MINIMAL = {"__future__", "collections.abc", "importlib.util", "io", "os", "subprocess", "sys"}


def test_a_new_enough_python_is_not_spoken_to() -> None:
    assert dev.python_version_message((3, 11)) is None
    assert dev.python_version_message((3, 14)) is None


def test_an_old_python_is_told_what_to_install_and_run() -> None:
    said = dev.python_version_message((3, 9), None, "test")
    assert said is not None
    assert "3.11 以上" in said
    assert "3.9" in said
    assert "python3.11 packaging/dev.py test" in said


def test_an_old_python_points_to_a_newer_one_that_is_there() -> None:
    said = dev.python_version_message((3, 10), "python3.12", "run")
    assert said is not None
    assert said.endswith("python3.12 packaging/dev.py run")


@pytest.mark.parametrize("path", [PACKAGING / "dev.py", *sorted((PACKAGING / "bootstrap").glob("*.py"))])
def test_an_old_python_can_read_the_source(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


def test_the_entry_imports_only_what_a_minimal_python_has() -> None:
    tree = ast.parse((PACKAGING / "dev.py").read_text(encoding="utf-8"))
    imported = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported <= MINIMAL


def test_the_folder_does_not_shadow_the_library_of_its_name() -> None:
    import packaging.version

    assert not (PACKAGING / "__init__.py").exists()
    assert PACKAGING not in Path(packaging.version.__file__).parents


@pytest.mark.parametrize("argv", [[], ["bogus"], ["check", "too much"], ["clean", "everything"]])
def test_wrong_use_exits_2_and_touches_nothing(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def untouched(*_: object) -> None:
        raise AssertionError("went to work")

    monkeypatch.setattr(commands, "_prepare", untouched)
    monkeypatch.setattr("shutil.rmtree", untouched)
    assert commands.main(argv, "usage") == 2


def test_every_stage_runs_and_one_failure_fails_the_whole(capfd: pytest.CaptureFixture[str]) -> None:
    def stage(code: str) -> list[str]:
        return [sys.executable, "-c", code]

    show = "import os; print(os.environ['QT_QPA_PLATFORM'])"
    stages = [("先", stage("raise SystemExit(3)")), ("后", stage(show))]
    assert commands._stages(Environment(Path()), stages) == 1
    out, err = capfd.readouterr()
    assert out.split() == ["offscreen"]
    assert [line.split()[0] for line in err.splitlines()[-2:]] == ["未过", "通过"]
    assert commands._stages(Environment(Path()), stages[1:]) == 0


def test_arguments_of_test_go_to_pytest_as_they_are() -> None:
    place = Environment(Path("/srv"))
    assert commands._pytest(place, ["tests/hanzi", "-k", "fold"])[-3:] == ["tests/hanzi", "-k", "fold"]
    assert "-n" in commands._pytest(place, [])


def test_what_runs_beside_the_others_is_shown_after_them_and_counts(capfd: pytest.CaptureFixture[str]) -> None:
    def stage(code: str) -> list[str]:
        return [sys.executable, "-c", code]

    others = [("前", stage("import time; time.sleep(0.2); print('others')"))]
    beside = [("旁", stage("print('beside'); raise SystemExit(1)"))]
    assert commands._stages(Environment(Path()), others, beside) == 1
    out, err = capfd.readouterr()
    assert out.split() == ["others"]
    assert err.index("── 前") < err.index("── 旁") < err.index("beside") < err.index("通过") < err.index("未过")
    assert commands._stages(Environment(Path()), others, [("旁", stage(""))]) == 0
