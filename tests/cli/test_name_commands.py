"""``cunshi names`` and ``cunshi pinyin``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.services.archive import Archive

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
Run = Callable[..., str]


@pytest.fixture
def cunshi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))

    def run(*words: str, status: int = 0) -> str:
        assert main(words) == status
        told = capsys.readouterr()
        return told.out if status == 0 else told.err

    return run


def document(text: str, schema: str) -> Any:
    value = json.loads(text)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def test_pinyin_gives_readings_initials_and_keys(cunshi: Run) -> None:
    told = document(cunshi("pinyin", "仇英", "--json"), "pinyin")
    assert told["readings"] == ["qiú yīng", "chóu yīng"] and told["initials"] == ["qy", "cy"]
    other = document(cunshi("pinyin", "曾英", "--json"), "pinyin")
    assert told["sort_keys"]["pinyin"] < other["sort_keys"]["pinyin"]
    assert told["sort_keys"]["strokes"] < other["sort_keys"]["strokes"]
    assert document(cunshi("pinyin", "（）", "--json"), "pinyin")["readings"] == []
    assert "shàn dé shèng  （sds）" in cunshi("pinyin", "单德胜")
    assert cunshi("pinyin", "乐都", "--kind", "place").startswith("lè dū")


def test_pinyin_says_which_character_it_cannot_read(cunshi: Run) -> None:
    told = document(cunshi("pinyin", "马\ue123", "--json"), "pinyin")
    assert (told["readings"], told["unread"]) == (["mǎ \ue123"], ["\ue123"])
    assert "查不到读音的字：𫜵" in cunshi("pinyin", "马𫜵")


def test_names_are_looked_up_and_listed(cunshi: Run, tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, name="测试") as archive:
        for entity, name in (("person", "王毅"), ("person", "丁薛祥"), ("place", "王家庄")):
            archive.execute(Create(entity, {"name": name}))
    told = document(cunshi("names", str(root), "wjz", "--json"), "names")
    assert [(hit["entity"], hit["name"], hit["reading"]) for hit in told["names"]] == [
        ("place", "王家庄", "wáng jiā zhuāng")
    ]
    assert [
        hit["name"] for hit in document(cunshi("names", str(root), "w", "--limit", "1", "--json"), "names")["names"]
    ] == ["王毅"]
    listed = cunshi("names", str(root), "--entity", "person", "--order", "strokes").splitlines()
    assert ["丁薛祥" in listed[0], "[人物] 王毅" in listed[1], len(listed)] == [True, True, 2]
    assert "没有找到" in cunshi("names", str(root), "zzz")
    assert "person" in cunshi("names", str(root), "w", "--entity", "people", status=2)
