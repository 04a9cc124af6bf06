"""``check`` and ``house-style`` as scripts use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.domain.manuscript import paragraphs
from tests.end2end.program import Cunshi, document

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def checked(done: subprocess.CompletedProcess[str], schema: str) -> Any:
    value = document(done) if done.returncode == 0 else json.loads(done.stdout)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


@pytest.fixture
def archive(cunshi: Cunshi, tmp_path: Path) -> Path:
    root = tmp_path / "馆藏"
    assert cunshi("init", root).returncode == 0
    return root


def new_text(cunshi: Cunshi, archive: Path, tmp_path: Path, *texts: str) -> str:
    """An item with this text; its id."""
    source = tmp_path / "稿.txt"
    source.write_text("占位。\n" + "\n".join(texts), encoding="utf-8")
    made = json.loads(cunshi("import", archive, source, "--json").stdout)
    assert made
    item = next(one["id"] for one in json.loads(cunshi("list", archive, "--json").stdout)["items"])
    value = tmp_path / "正文.json"
    value.write_text(json.dumps(paragraphs(texts).to_json(), ensure_ascii=False), encoding="utf-8")
    assert cunshi("set", archive, item, f"manuscript=@{value}").returncode == 0
    return item


def test_remarks_make_the_exit_status(cunshi: Cunshi, archive: Path, tmp_path: Path) -> None:
    assert cunshi("check", archive).returncode == 0
    item = new_text(cunshi, archive, tmp_path, "1958年2月30日,他走了。")
    done = cunshi("check", archive, item, "--json")
    assert done.returncode == 1
    found = checked(done, "check")
    assert [(one["rule"], one["words"]) for one in found["items"][0]["remarks"]] == [
        ("dates", "1958年2月30日"), ("punctuation", ","),
    ]  # fmt: skip
    one = checked(cunshi("check", archive, "--rule", "日期", "--json"), "check")
    assert one["total"] == 1 and one["checked"] == 1
    assert cunshi("check", archive, "--rule", "繁简").returncode == 0
    assert cunshi("check", archive, "--rule", "错别字").returncode == 2
    assert "[日期]" in cunshi("check", archive).stdout


def test_a_card_has_no_text(cunshi: Cunshi, archive: Path) -> None:
    card = document(cunshi("new", archive, "person", "name=马䶮", "--json"))["id"]
    done = cunshi("check", archive, card)
    assert done.returncode == 2 and "资料" in done.stderr


def test_the_list_goes_out_and_comes_back(cunshi: Cunshi, archive: Path, tmp_path: Path) -> None:
    item = new_text(cunshi, archive, tmp_path, "解放前的社员。")
    before = checked(cunshi("house-style", archive, "--json"), "house-style")
    out = tmp_path / "规范用语.csv"
    assert cunshi("house-style", archive, "-o", out).returncode == 0
    assert cunshi("house-style", archive, "--take", out).returncode == 0
    assert checked(cunshi("house-style", archive, "--json"), "house-style") == before
    out.write_text("社员,村民\n", encoding="utf-8")
    assert cunshi("house-style", archive, "--take", out).returncode == 0
    found = checked(cunshi("check", archive, item, "--rule", "规范用语", "--json"), "check")
    assert [one["words"] for one in found["items"][0]["remarks"]] == ["社员"]
    assert cunshi("house-style", archive, "--take", tmp_path / "没有.csv").returncode == 2


def test_people_are_held_against_their_dates(cunshi: Cunshi, archive: Path) -> None:
    assert cunshi("check", archive, "--people").returncode == 0
    card = document(cunshi("new", archive, "person", "name=马䶮", "birth=1950年", "death=1940年", "--json"))["id"]
    done = cunshi("check", archive, "--people", "--json")
    assert done.returncode == 1
    (found,) = checked(done, "check")["cards"]
    assert found["card"] == card and "卒年" in found["remarks"][0]["message"]
    assert cunshi("check", archive, card, "--people").returncode == 1
    item = document(cunshi("new", archive, "资料", "title=稿", "kind=contribution", "--json"))["id"]
    assert cunshi("check", archive, item, "--people").returncode == 2
