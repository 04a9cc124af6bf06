"""The locks: complete, hashed, and saying nothing of where packages come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("requirements", "requirements-build", "requirements-dev")


def _text(name: str) -> str:
    return (ROOT / "packaging" / f"{name}.lock").read_text(encoding="utf-8")


def _requirements(name: str) -> dict[str, str]:
    """`name==version ; marker` -> the hashes after it."""
    joined = _text(name).replace("\\\n", " ")
    lines = [line.split("--hash=", 1) for line in joined.splitlines() if line and not line.startswith("#")]
    return {line[0].strip(): "--hash=" + line[1] if len(line) > 1 else "" for line in lines}


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_pinned_with_hashes(name: str) -> None:
    requirements = _requirements(name)
    assert requirements
    for requirement, hashes in requirements.items():
        assert re.match(r"[a-z0-9-]+==[^ ]+", requirement)
        assert "--hash=sha256:" in hashes, requirement


@pytest.mark.parametrize("name", NAMES)
def test_no_index_or_host_stands_in_a_lock(name: str) -> None:
    assert re.search(r"https?:|file:|^\s*--(index|extra-index|find-links|trusted)", _text(name), re.MULTILINE) is None


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_development_lock_holds_the_others_at_the_same_versions(name: str) -> None:
    # what only some systems need for running may be needed by more of them for development: the markers may differ
    pins, known = ({line.split(";")[0].strip() for line in _requirements(one)} for one in (name, "requirements-dev"))
    assert pins <= known


@pytest.mark.parametrize(("lock", "extra"), [("requirements", None), ("requirements-dev", "dev")])
def test_a_lock_keeps_what_the_project_declares(lock: str, extra: str | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]
    pinned: dict[str, list[Requirement]] = {}
    for line in _requirements(lock):
        requirement = Requirement(line)
        pinned.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for line in declared:
        wanted = Requirement(line)
        found = pinned.get(canonicalize_name(wanted.name), [])
        assert found, line
        for pin in found:
            assert wanted.specifier.contains(str(pin.specifier).removeprefix("==")), line


def test_qt_is_locked_where_it_was_tested_and_runs_on_old_systems() -> None:
    assert "pyside6-essentials==6.8.3 ; python_full_version < '3.14'" in _requirements("requirements")
