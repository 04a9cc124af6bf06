"""``replace`` as scripts use it: first looked at, then written, one step back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "replace.json").read_text(encoding="utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "馆藏"
    with Archive.create(made, actor="王文史") as archive:
        for kind, title in (("contribution", "磨坊"), ("oral_history", "口述")):
            words = paragraphs(["解放前有三盘磨。"]).to_json()
            archive.execute(Create("item", {"kind": kind, "title": title, "manuscript": words}))
    return made


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    status = main([str(word) for word in words])
    return status, capsys.readouterr().out


def checked(out: str) -> Any:
    value = json.loads(out)
    jsonschema.validate(value, SCHEMA)
    return value


def test_a_look_writes_nothing_and_what_was_said_is_left_but_where_it_is_wanted(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("replace", root, "解放前", "新中国成立前", "--all")
    status, out = run(capsys, *asked, "--dry-run", "--json")
    said = checked(out)
    assert (status, said["written"], said["looked"]) == (0, False, 2)
    assert {(one["title"], place["chosen"]) for one in said["texts"] for place in one["places"]} == {
        ("磨坊", True), ("口述", False),
    }  # fmt: skip
    status, out = run(capsys, *asked)
    assert status == 0 and "换了 1 篇 1 处，留着 1 处" in out and "留着：口述原话" in out
    status, out = run(capsys, *asked, "--spoken", "--json")
    said = checked(out)
    assert said["written"] and [one["title"] for one in said["texts"]] == ["口述"]
    assert run(capsys, "undo", root)[0] == 0
    assert not checked(run(capsys, *asked, "--dry-run", "--json")[1])["texts"][0]["places"][0]["chosen"]


@pytest.mark.parametrize("more", [(), ("--all", "--kind", "文稿", "x"), ("--all", "--volume", "x")])
def test_where_to_look_is_said_once(root: Path, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "replace", root, "甲", "乙", *more)[0] == 2
