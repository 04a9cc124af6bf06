"""What the command line shows a person is words: no identifiers, no stored form."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    return tmp_path / "馆藏"


def test_a_history_is_told_in_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.create(root, actor="甲") as archive:
        who = Create("person", {"name": "马文山"})
        item = Create("item", {"kind": "contribution", "title": "柜台"})
        archive.execute(who)
        archive.execute(item)
        archive.execute(
            SetFields(
                item.id,
                {
                    "persons": [who.id],
                    "created": {"display": "约1958年秋", "earliest": "1958-08-01", "latest": "1958-11-30"},
                    "responsibility": [{"role": "作者", "name": "马文山", "person": who.id}],
                    "manuscript": paragraphs(["供销社的柜台是松木的。"]).to_json(),
                    "anonymous": True,
                },
            )
        )
        archive.execute(SetFields(item.id, {"persons": [], "anonymous": False}))
    told = said(capsys, "history", str(root), item.id)
    for words in (
        "种类：（空） → 来稿",
        "人名：（空） → 马文山",
        "人名：马文山 → （空）",
        "形成时间：（空） → 约1958年秋",
        "正文：（空） → 1 段，11 字 供销社的柜台是松木的。",
        "匿名：是 → 否",
    ):
        assert words in told, words
    assert "{" not in told and who.id not in told and "contribution" not in told


def test_what_somebody_does_in_the_office_is_called_by_its_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.create(root, actor="甲") as archive:
        archive.execute(Create("staff", {"name": "周主编", "roles": ["主编", "责任编辑"]}))
    told = said(capsys, "records", str(root), "staff")
    assert "周主编  主编　责任编辑" in told


def test_what_the_program_makes_in_a_volume_is_called_by_its_name(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive.create(root, actor="甲") as archive:
        volume = Create("volume", {"title": "城东文史", "number": 24})
        back = Create("section", {"volume": volume.id, "title": "后辅文", "matter": "back"})
        made = [Create("article", {"section": back.id, "role": role}) for role in ("names", "places")]
        for command in (volume, back, *made):
            archive.execute(command)
    told = said(capsys, "volume", str(root), "show", "24")
    assert f"{made[0].id}　人名索引" in told and f"{made[1].id}　地名索引" in told
