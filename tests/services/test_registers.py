"""借还 and 查阅利用: what is out, what is due, who looked at what; kept in records and after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive
from archive_app.services.authorities.registers import loans, out_of, use_json, uses

DAY = date(2026, 5, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str, /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def test_what_is_out_stands_first_and_the_longest_overdue_at_the_top(archive: Archive) -> None:
    photo = new(archive, "item", kind="photograph", title="合影")
    new(archive, "loan", what="底片", direction="lent", party="城东博物馆", due="2026-05-08", items=[photo])
    new(archive, "loan", what="家谱", direction="borrowed", party="马家", due="2026-04-01")
    new(archive, "loan", what="日记", direction="borrowed", party="李家")
    new(archive, "loan", what="老照片", direction="borrowed", party="赵家", due="2026-01-01", back="2026-01-02")
    new(archive, "loan", what="契约", direction="borrowed", party="钱家", due="2026-05-03")
    gone = new(archive, "loan", what="登错的", direction="lent", party="无")
    archive.execute(Trash((gone,)))
    rows = loans(archive, DAY)
    assert [(row.loan.title, row.words) for row in rows] == [
        ("家谱", "过期 32 天"),
        ("契约", "今天该还给人家"),
        ("底片", "5 天后该收回来"),
        ("日记", "没有约定哪天还"),
        ("老照片", "2026-01-02 已还"),
    ]
    assert [row.overdue for row in rows] == [True, False, False, False, False]
    assert [row.loan.title for row in out_of(archive, photo, DAY)] == ["底片"]
    archive.execute(SetFields(rows[2].loan.id, {"back": "2026-05-02"}))
    assert out_of(archive, photo, DAY) == []
    archive.undo(1)
    assert len(out_of(archive, photo, DAY)) == 1


def test_a_loan_says_which_way_it_goes(archive: Archive) -> None:
    with pytest.raises(UsageError):
        new(archive, "loan", what="底片", party="某馆")
    with pytest.raises(UsageError):
        new(archive, "loan", what="底片", party="某馆", direction="送人")


def test_uses_are_listed_by_day_and_by_what_was_looked_at(archive: Archive) -> None:
    one, other = (new(archive, "item", kind="document", title=title) for title in ("契", "约"))
    new(archive, "use", reader="王研究", unit="某大学", day="2026-03-01", items=[one], manner="复制", copies=3)
    new(archive, "use", reader="李记者", day="2026-04-01", items=[one, other], purpose="写稿")
    assert [use.title for use in uses(archive)] == ["李记者", "王研究"]
    assert [use.title for use in uses(archive, [other])] == ["李记者"]
    told = use_json(uses(archive)[1])
    assert (told["reader"], told["unit"], told["copies"], told["items"]) == ("王研究", "某大学", 3, [one])


def test_registers_are_kept_as_records_and_come_back(archive: Archive, tmp_path: Path) -> None:
    item = new(archive, "item", kind="document", title="契")
    loan = new(archive, "loan", what="契约原件", direction="borrowed", party="钱家", due="2026-05-03", items=[item])
    use = new(archive, "use", reader="王研究", day="2026-03-01", items=[item])
    root = archive.root
    archive.close()
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (root / "records").rglob("*.json")}
    assert loan in kept and use in kept
    with Archive.open(root) as again:
        assert [row.loan.id for row in loans(again, DAY)] == [loan] and [one.id for one in uses(again)] == [use]
