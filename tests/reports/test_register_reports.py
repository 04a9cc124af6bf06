"""查阅利用登记表 and 借还登记表."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create
from archive_app.reports.table import Table
from archive_app.services.archive import Archive
from archive_app.services.reporting import Wanted, gather, report_named

DAY = date(2026, 5, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str, /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def table(archive: Archive, name: str, **wanted: Any) -> tuple[Table, list[dict[str, Any]]]:
    made = gather(archive, report_named(name), Wanted(today=DAY, **wanted))
    assert isinstance(made, Table)
    heads = [column.head for column in made.columns]
    return made, [dict(zip(heads, row, strict=True)) for row in made.rows]


def test_the_register_of_use_is_by_day_and_can_be_of_a_year(archive: Archive) -> None:
    item = new(archive, "item", kind="document", title="契")
    new(archive, "use", reader="乙", day="2026-02-01", items=[item], what="另抄两页", copies=2)
    new(archive, "use", reader="甲", day="2025-02-01", purpose="写书")
    made, rows = table(archive, "查阅利用登记表")
    assert [row["查阅人"] for row in rows] == ["甲", "乙"]
    assert rows[1]["查阅内容"] == "《契》；另抄两页" and rows[1]["份数"] == 2 and rows[0]["份数"] == ""
    assert "共 2 次" in made.about and "资料 1 件" in made.about
    assert [row["查阅人"] for row in table(archive, "uses", year=2025)[1]] == ["甲"]
    assert [row["查阅人"] for row in table(archive, "uses", items=[item])[1]] == ["乙"]


def test_loans_that_are_out_stand_first(archive: Archive) -> None:
    new(archive, "loan", what="还了的", direction="lent", party="馆", back="2026-01-01")
    new(archive, "loan", what="没还的", direction="borrowed", party="马家", due="2026-05-01")
    made, rows = table(archive, "loans")
    assert [(row["借的是什么"], row["借进借出"], row["现在怎样"]) for row in rows] == [
        ("没还的", "借进", "过期 2 天"),
        ("还了的", "借出", "已还"),
    ]
    assert "没有还的 1 笔" in made.about
