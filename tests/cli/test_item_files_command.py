"""``files`` and ``join`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.services.archive import Archive

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "files.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as archive:
        archive.execute(Create("item", {"kind": "document", "title": "账簿"}))
        archive.execute(Create("item", {"kind": "document", "title": "账簿续"}))
    for at in range(4):
        Image.new("RGB", (9, 9), (at, 0, 0)).save(tmp_path / f"{at + 1}.png")
    return tmp_path / "馆藏"


def said(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def names(capsys: pytest.CaptureFixture[str], root: Path, number: str = "T-0001") -> tuple[list[str], list[str]]:
    told = json.loads(said(capsys, "files", root, "show", number, "--json"))
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [one["name"] for one in told["files"]], [one["name"] for one in told["off"]]


def test_every_act_on_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "files", root, "add", "T-0001", *(root.parent / f"{at + 1}.png" for at in range(4)))
    assert names(capsys, root) == (["1.png", "2.png", "3.png", "4.png"], [])
    said(capsys, "files", root, "place", "T-0001", "4", "--at", "1")
    assert names(capsys, root)[0] == ["4.png", "1.png", "2.png", "3.png"]
    assert "本来就是这样" in said(capsys, "files", root, "place", "T-0001", "1", "--at", "1")
    said(capsys, "files", root, "front", "T-0001", "3")
    assert names(capsys, root)[0][0] == "2.png"
    said(capsys, "files", root, "role", "T-0001", "1", "2", "--role", "扫描件")
    said(capsys, "files", root, "off", "T-0001", "4")
    assert names(capsys, root) == (["2.png", "4.png", "1.png"], ["3.png"])
    said(capsys, "files", root, "back", "T-0001", "1")
    said(capsys, "files", root, "to", "T-0001", "1", "--item", "T-0002")
    assert names(capsys, root, "T-0002")[0] == ["2.png"]
    assert "《账簿（二）》" in said(capsys, "files", root, "part", "T-0001", "1")
    assert "账簿续" not in said(capsys, "join", root, "T-0001", "T-0003", "--dry-run")
    said(capsys, "join", root, "T-0001", "T-0002", "T-0003")
    assert len(names(capsys, root)[0]) == 4
    assert main(["files", str(root), "place", "T-0001", "9"]) == 2
    assert "第几个" in capsys.readouterr().err
