"""``own-fields`` on the command line, and own fields called by their label in ``set``, ``show`` and ``batch``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.services.archive import Archive

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "own-fields.json"


def test_a_field_is_added_filled_shown_and_withdrawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as archive:
        archive.execute(Create("item", {"kind": "document", "title": "账簿"}))

    def said(*words: str) -> str:
        assert main([words[0], str(root), *words[1:]]) == 0
        return capsys.readouterr().out

    said("own-fields", "--add", "完残", "--type", "choice", "--terms", "完好、破损", "--kind", "文献", "--hint", "照实")
    said("own-fields", "--add", "页数", "--type", "number")
    said("set", "T-0001", "完残=破损", "页数=12", "abstract=一本账", "提要=一本账簿")
    assert "完残（own:完残）：破损" in said("show", "T-0001")
    shown = json.loads(said("show", "T-0001", "--json"))
    assert shown["own"] == {"完残": "破损", "页数": 12} and shown["abstract"] == "一本账簿"
    said("batch", "页数", "--set", "13", "--all")
    said("own-fields", "--change", "页数", "--name", "面数")
    said("own-fields", "--move", "面数", "--by", "-1")
    assert "面数" in said("own-fields", "--withdraw", "面数")
    listed = json.loads(said("own-fields", "--json"))
    jsonschema.validate(listed, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [(one["name"], one["withdrawn"], one["items"]) for one in listed["fields"]] == [
        ("面数", True, 1), ("完残", False, 1),
    ]  # fmt: skip
    assert main(["own-fields", str(root), "--remove", "完残"]) == 2
    assert "停用" in capsys.readouterr().err
    assert main(["set", str(root), "T-0001", "没有的=1"]) == 2
    assert "完残" in capsys.readouterr().err


def test_what_a_field_links_to_is_named_set_shown_and_filtered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as archive:
        archive.execute(Create("item", {"kind": "document", "title": "账簿"}))
        for name in ("马文山", "卓玛", "同名", "同名"):
            archive.execute(Create("person", {"name": name}))

    def said(*words: str, status: int = 0) -> str:
        assert main([words[0], str(root), *words[1:]]) == status
        told = capsys.readouterr()
        return told.out + told.err

    assert "关联几个（人物）" in said("own-fields", "--add", "师傅", "--type", "links", "--target", "人物")
    said("set", "T-0001", "师傅=马文山、卓玛")
    assert "师傅（own:师傅）：马文山、卓玛" in said("show", "T-0001")
    assert "账簿" in said("list", "--own", "师傅=卓玛") and "账簿" not in said("list", "--own", "师傅=")
    assert "没有叫“无名”的人物" in said("set", "T-0001", "师傅=无名", status=2)
    assert "不止一个" in said("set", "T-0001", "师傅=同名", status=2)
    said("own-fields", "--change", "师傅", "--type", "text")
    assert "师傅（own:师傅）：马文山、卓玛" in said("show", "T-0001")
    said("own-fields", "--change", "师傅", "--type", "links", "--target", "person")
    listed = json.loads(said("own-fields", "--json"))
    jsonschema.validate(listed, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [(one["type"], one["target"], one["items"]) for one in listed["fields"]] == [("links", "person", 1)]
