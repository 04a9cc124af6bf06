"""The lists of consents, of what lacks one, and of what commissioners brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, Trash
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


def rows(archive: Archive, name: str, **wanted: Any) -> list[Mapping[str, Any]]:
    table = gather(archive, report_named(name), Wanted(today=DAY, **wanted))
    assert isinstance(table, Table)
    heads = [column.head for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def test_consents_say_how_they_stand_on_the_day(archive: Archive) -> None:
    told = new(archive, "item", kind="oral_history", title="水磨")
    gone = new(archive, "item", kind="photograph", title="弃件")
    archive.execute(Trash((gone,)))
    heirs = [{"name": "马小山", "relation": "子", "signed_on": "2026-01-02"}, {"name": "马小水"}]
    new(archive, "consent", holder="丙", items=[told], grant="非专有", heirs=heirs)
    new(archive, "consent", holder="甲", items=[told, gone], grant="捐赠", signed_on="2025-01-01", anonymous=True)
    new(archive, "consent", holder="乙", items=[told], grant="专有", signed_on="2025-02-01", valid_until="2026-05-02")
    first, second, third = rows(archive, "consents")
    assert (first["权利人"], first["材料"], first["件数"], first["状态"]) == ("甲", "《水磨》", 1, "有效")
    assert (first["署名"], first["扫描件"]) == ("匿名", "无")
    assert (second["权利人"], second["状态"]) == ("乙", "已过有效期")
    assert third["状态"] == "缺签名"
    assert third["继承人签署"] == "马小山（子）2026-01-02；马小水（继承人）未签"
    table = gather(archive, report_named("授权书汇总表"), Wanted(today=DAY))
    assert "共 3 份" in table.about and "有效 1 份" in table.about


def test_consents_of_the_chosen_items_only(archive: Archive) -> None:
    one, other = (new(archive, "item", kind="photograph", title=title) for title in ("一", "二"))
    for holder, item in (("甲", one), ("乙", other)):
        new(archive, "consent", holder=holder, items=[item], grant="捐赠", signed_on="2025-01-01")
    assert [row["权利人"] for row in rows(archive, "consents", items=[other])] == ["乙"]


def test_what_lacks_a_consent_is_listed_with_what_to_do(archive: Archive) -> None:
    fine = new(archive, "item", kind="photograph", title="有授权")
    new(archive, "consent", holder="甲", items=[fine], grant="捐赠", signed_on="2025-01-01")
    unsigned = new(archive, "item", kind="photograph", title="没签")
    new(archive, "consent", holder="乙", items=[unsigned], grant="捐赠")
    none = new(archive, "item", kind="document", title="没有")
    found = {row["题名"]: row for row in rows(archive, "missing-consents")}
    assert set(found) == {"没签", "没有"}
    assert (found["没签"]["授权"], found["没签"]["权利人"]) == ("缺签名", "乙")
    assert found["没有"]["授权"] == "无授权书" and "签授权书" in found["没有"]["怎么办"]
    assert [row["题名"] for row in rows(archive, "missing-consents", items=[none, fine])] == ["没有"]


def test_a_commissioners_year_beside_what_was_asked(archive: Archive) -> None:
    targets = [{"year": 2026, "pieces": 2, "characters": 8, "pictures": 1}, {"year": 2025, "pieces": 1}]
    who = new(archive, "commissioner", name="祁垚", number="01", areas=["东关"], targets=targets)
    new(archive, "commissioner", name="李晓", number="02")
    text = {"version": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "湟水河边有磨坊。"}]}
    new(
        archive, "item", kind="oral_history", title="水磨", commissioner=who, received="2026-03-01",
        manuscript=text, duration=3600,
    )  # fmt: skip
    new(archive, "item", kind="photograph", title="社火", commissioner=who, received="2026-03-02")
    new(archive, "item", kind="artefact", title="磨盘", commissioner=who)
    now, before, undated = rows(archive, "commissioners")
    assert (now["聘号"], now["姓名"], now["片区"], now["年度"]) == ("01", "祁垚", "东关", 2026)
    assert (now["篇"], now["字"], now["图（幅）"], now["录音"], now["实物（件）"]) == (1, 8, 1, "1:00:00", 0)
    assert (now["年度目标"], now["还差"]) == ("2 篇、8 字、1 幅", "1 篇")
    assert (before["年度"], before["还差"]) == (2025, "1 篇")
    assert (undated["年度"], undated["实物（件）"], undated["还差"]) == ("未写日期", 1, "")
    assert [row["年度"] for row in rows(archive, "commissioners", year=2026)] == [2026]
    totals = gather(archive, report_named("专员年度履职表"), Wanted(today=DAY)).totals
    assert totals[6:11] == (1, 8, 1, "1:00:00", 1)


def test_leads_stand_as_in_the_window_with_what_is_proposed_and_what_is_late(archive: Archive) -> None:
    who = new(archive, "commissioner", name="祁垚", number="01")
    visits = [{"day": "2026-03-01", "who": "祁垚", "result": "谈了", "note": "身体尚可"}]
    new(
        archive,
        "lead",
        witness="张老",
        birth_year=1936,
        state="待访",
        topic="水磨",
        commissioner=who,
        planned="2026-05-01",
    )
    new(archive, "lead", witness="李师傅", urgency="抢救", state="已约", planned="2026-06-01", visits=visits)
    new(archive, "lead", witness="王某", state="成稿", urgency="抢救")
    first, second, third = rows(archive, "leads")
    assert (first["知情人"], first["缓急"], first["打算哪天去"]) == ("李师傅", "抢救", "2026-06-01")
    assert (first["最近走访"], first["走访情况"]) == ("2026-03-01", "2026-03-01 祁垚 谈了 身体尚可")
    assert (second["知情人"], second["缓急"], second["由谁去"]) == ("张老", "建议抢救", "祁垚")
    assert second["打算哪天去"] == "2026-05-01（已过）"
    assert third["知情人"] == "王某"
    assert "未了结 2 条" in gather(archive, report_named("征集线索表"), Wanted(today=DAY)).about


def test_what_was_sent_to_other_offices_by_day_and_how_long_it_has_been_out(archive: Archive) -> None:
    sent = [
        {"to": "党史办", "asked_on": "2026-04-23", "question": "史实"},
        {"to": "民宗局", "asked_on": "2026-03-01", "question": "习俗", "answered_on": "2026-03-11", "answer": "可以"},
        {"to": "统战部"},
    ]
    one = new(archive, "item", kind="contribution", title="社火记", referrals=sent)
    other = new(archive, "item", kind="contribution", title="没送过")
    found = rows(archive, "referrals")
    assert [(row["送给"], row["等了几天"]) for row in found] == [("民宗局", 10), ("党史办", 10), ("统战部", "")]
    assert {row["题名"] for row in found} == {"社火记"}
    assert "未答复 2 次" in gather(archive, report_named("送审登记表"), Wanted(today=DAY)).about
    assert rows(archive, "referrals", items=[other]) == [] and len(rows(archive, "referrals", items=[one])) == 3


def test_figures_by_year_and_kind_with_what_was_adopted_and_the_year_before(archive: Archive) -> None:
    text = {"version": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "湟水河边有磨坊。"}]}
    for kind, received, more in (
        ("oral_history", "2025-01-01", {"duration": 60}),
        ("oral_history", "2026-01-01", {"manuscript": text, "duration": 3600}),
        ("oral_history", "2026-02-01", {}),
        ("photograph", "2026-02-01", {}),
        ("artefact", None, {}),
    ):
        new(archive, "item", kind=kind, title="件", received=received, **more)
    found = rows(archive, "figures")
    assert [(row["年度"], row["类别"], row["件数"]) for row in found] == [
        (2026, "口述史料", 2), (2026, "照片", 1), (2026, "小计", 3),
        (2025, "口述史料", 1), (2025, "小计", 1), ("未写日期", "实物", 1), ("未写日期", "小计", 1),
    ]  # fmt: skip
    assert (found[0]["字数"], found[0]["时长"], found[0]["采用率"], found[0]["比上年"]) == (8, "1:00:00", "0%", "+1")
    assert (found[1]["比上年"], found[2]["比上年"], found[3]["比上年"]) == ("", "+2", "")
    assert [row["年度"] for row in rows(archive, "figures", year=2025)] == [2025, 2025]
    assert rows(archive, "figures", year=2025)[0]["件数"] == 1
    table = gather(archive, report_named("征集统计表"), Wanted(today=DAY))
    assert table.totals[3] == 5 and table.upright


def test_what_was_approved_counts_as_adopted(archive: Archive) -> None:
    from archive_app.services.authorities.commissioners import ADOPTED
    from archive_app.services.office_reports import _Figures

    assert "approved" in ADOPTED and "submitted" not in ADOPTED
    assert _Figures(4, 0, 0.0, 3).cells() == (4, "", "", 3, "75%")
