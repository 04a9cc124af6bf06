"""The papers that are handed out: what is known stands on them, what is not is left to be written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import UsageError
from archive_app.reports.form_pages import set_forms
from archive_app.reports.forms import Field, Fields, Form, Forms, Listing
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.office_note import FILE, Office
from archive_app.services.reporting import Wanted, gather, report_named

DAY = date(2026, 5, 3)
TEXT = {
    "format": 1,
    "blocks": [
        {"id": "h", "kind": "heading", "text": "水磨", "level": 1},
        {"id": "q", "kind": "question", "text": "磨坊在哪里？"},
        {
            "id": "a", "kind": "answer", "text": "在沙塘川。", "label": "马",
            "notes": [{"at": 4, "text": "湟水支流。", "id": "n"}],
        },
        {"id": "v", "kind": "verse", "text": "水磨转来\n豆面香"},
    ],
}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="示例馆", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str = "item", /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def move(action: str, before: str, after: str, comment: str = "") -> dict[str, str]:
    at = "2026-04-02T08:00:00+08:00"
    return {"at": at, "by": "编辑甲", "action": action, "from": before, "to": after, "comment": comment}


def put(archive: Archive, key: str, **values: Any) -> None:
    archive.execute(SetFields(key, values, by_program=True))


def told(archive: Archive, **more: Any) -> str:
    rows = [{"role": "口述者", "name": "马䶮"}, {"role": "整理者", "name": "祁垚"}]
    return new(archive, kind="oral_history", title="水磨", responsibility=rows, manuscript=TEXT, **more)


def forms(archive: Archive, name: str, **wanted: Any) -> list[Form]:
    made = gather(archive, report_named(name), Wanted(today=DAY, **wanted))
    assert isinstance(made, Forms)
    return list(made.rows)


def words(form: Form) -> str:
    layout = set_forms(Forms(form.title, [form]))
    return "".join(line.text for page in layout.pages for line in page.lines)


def fields(form: Form) -> dict[str, Field]:
    return {one.name: one for part in form.parts if isinstance(part, Fields) for row in part.rows for one in row}


def lists(form: Form) -> list[Listing]:
    return [part for part in form.parts if isinstance(part, Listing)]


def test_a_review_sheet_for_each_stage_with_what_was_written_in_this_round(archive: Archive) -> None:
    key = told(archive)
    form = {"stage": "first", "aspect": "史实", "opinion": "年份待核", "conclusion": "退改", "reviewer": "编辑甲"}
    log = [move("pass", "first_review", "second_review")]
    before, now = {**form, "round": 0, "opinion": "旧的"}, {**form, "round": 1, "day": "2026-04-01"}
    put(archive, key, reviews=[before, now], returned_count=1, workflow_log=log)
    first, second, final = forms(archive, "reviews", items=[key])
    assert (first.title, first.subtitle, final.subtitle) == (
        "审稿单",
        "初审（第 1 次退改以后）",
        "终审（第 1 次退改以后）",
    )
    assert fields(first)["史实"].words == "退改　年份待核\n——编辑甲　2026-04-01"
    assert fields(second)["史实"].words == "" and fields(second)["史实"].lines > 2
    assert "编辑甲通过" in fields(first)["处理意见"].words and "□退稿" in fields(second)["处理意见"].words
    assert fields(first)["责任者"].words == "马䶮口述、祁垚整理"
    assert "审稿人（签字）" in words(second)


def test_a_return_notice_says_to_whom_why_and_until_when(archive: Archive) -> None:
    card = new(archive, "person", name="马䶮", gender="男")
    rows = [{"role": "口述者", "name": "马䶮", "person": card}, {"role": "整理者", "name": "祁垚"}]
    key = new(archive, kind="oral_history", title="水磨", responsibility=rows)
    log = [move("return", "second_review", "returned", "补出处")]
    review = {"stage": "second", "aspect": "史实", "conclusion": "退改", "opinion": "两说并存", "round": 0}
    fine = {**review, "aspect": "文字", "conclusion": "通过", "opinion": "通顺"}
    put(archive, key, state="returned", returned_count=1, workflow_log=log, reviews=[review, fine], accession_no="征-7")
    told(archive)  # not returned: no notice
    (form,) = forms(archive, "return-notices")
    said = words(form)
    assert "马䶮先生、祁垚同志：" in said and "经复审" in said and "《水磨》（征集号征-7）" in said.replace(" ", "")
    assert "补出处" in said and "（史实）两说并存" in said and "通顺" not in said
    assert "请于2026年6月2日前" in said.replace(" ", "") and "2026年4月2日" in said.replace(" ", "")
    Office(archive.root).set({"return_days": "0", "unit": "某区政协", "contact": "电话 0971"})
    said = words(forms(archive, "return-notices")[0])
    assert "请于年" in said.replace("　", "") and "某区政协（盖章）" in said and "电话 0971" in said


def test_who_is_taken_is_told_of_the_volume_and_gets_a_proof_each(archive: Archive) -> None:
    key = told(archive)
    put(archive, key, state="approved")
    (notice,) = forms(archive, "acceptance-notices")
    assert "列入备用稿" in words(notice) and fields(notice)["收款人"].words == ""
    volume = new(archive, "volume", title="城东政协文史资料", number=24, compiler="城东政协")
    section = new(archive, "section", volume=volume, title="栏", matter="body")
    new(archive, "article", section=section, item=key)
    said = words(forms(archive, "acceptance-notices")[0]).replace(" ", "")
    assert "编入《城东政协文史资料》第24辑" in said and "城东政协（盖章）" in said
    told_, scribe = forms(archive, "adoption-proofs")
    assert "马䶮同志口述的稿件《水磨》" in words(told_) and "祁垚同志整理的" in words(scribe)
    assert "终审，编入《城东政协文史资料》第24辑。" in words(told_).replace(" ", "")
    put(archive, key, state="issued")
    archive.execute(SetFields(volume, {"imprint": [{"key": "print_date", "value": "2026年12月"}]}))
    assert "已收入《城东政协文史资料》第24辑（2026年12月）" in words(forms(archive, "adoption-proofs")[0]).replace(
        " ", ""
    )


def test_nobody_gets_a_paper_in_the_name_of_nobody(archive: Archive) -> None:
    for name in ("不详", "佚名", "照相馆（姓名待考）"):
        key = new(archive, kind="photograph", title="社火", responsibility=[{"role": "摄影者", "name": name}])
        put(archive, key, state="approved")
    assert forms(archive, "adoption-proofs") == forms(archive, "certificates") == []
    assert words(forms(archive, "acceptance-notices")[0]).startswith("编号：T-0001用稿通知＿＿")


def test_a_consent_is_filled_from_what_is_recorded_else_from_the_item(archive: Archive) -> None:
    key, bare = told(archive, access="internal"), told(archive)
    other = new(archive, kind="photograph", title="社火", copyright_holder="马䶮")
    heirs = [{"name": "马小山", "relation": "子"}]
    about = {
        "grant": "非专有",
        "scope": "编入文史资料",
        "credit": "马䶮口述",
        "valid_until": "2030-12-31",
        "heirs": heirs,
    }
    kept = new(archive, "consent", holder="马䶮", items=[key], revocable=True, **about)
    first, second = forms(archive, "consent-forms")
    assert fields(first)["授权人"].words == "马䶮" and "■非专有" in fields(first)["许可类型"].words
    assert fields(first)["使用范围"].words == "编入文史资料" and "■内部" in fields(first)["公开范围"].words
    assert "至2030年12月31日" in fields(first)["有效期"].words and "■署名" in fields(first)["署名"].words
    assert lists(first)[1].rows == [("马小山", "子", "", "")] and "■授权人可以书面撤回" in words(first)
    assert [row[1] for row in lists(second)[0].rows] == ["水磨", "社火"]  # of one person on one paper
    assert "■" not in words(second)
    assert [fields(one)["授权人"].words for one in forms(archive, "consent-forms", consent=kept)] == ["马䶮"]
    assert len(forms(archive, "consent-forms", items=[bare])) == 1
    (blank,) = forms(archive, "consent-forms", blank=True)
    assert fields(blank)["授权人"].words == "" and len(set_forms(Forms("授权书", [blank])).pages) == 1
    assert other


def test_the_text_to_sign_is_whole_with_its_notes_and_who_asks(archive: Archive) -> None:
    told(archive)
    new(archive, kind="oral_history", title="没有正文")
    new(archive, kind="photograph", title="社火")
    (form,) = forms(archive, "proof-sheets")
    said = words(form)
    assert form.title == "口述者核稿单"
    for part in (
        "水磨",
        "问：磨坊在哪里？",
        "马：在沙塘川①。",
        "（注①：湟水支流。）",
        "水磨转来",
        "豆面香",
        "按手印处",
    ):
        assert part in said.replace("10", "").replace("\u3000", ""), part
    wrote = [{"role": "作者", "name": "李𠮷庆"}]
    new(archive, kind="contribution", title="自己写的", responsibility=wrote, manuscript=TEXT)
    assert forms(archive, "proof-sheets")[-1].title == "作者核稿单"


def test_a_receipt_lists_every_file_with_its_hash_and_a_certificate_thanks(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "记.txt").write_text("湟水河边有磨坊。" * 9, encoding="utf-8")
    who = new(archive, "commissioner", name="祁垚", number="01")
    report = import_paths(archive, [tmp_path / "记.txt"], commissioner=who)
    key = report.imported[0].id
    archive.execute(
        SetFields(key, {"responsibility": [{"role": "捐赠者", "name": "祁长河"}], "received": "2026-03-01"})
    )
    (form,) = forms(archive, "receipts")
    file = archive.catalogue.files_of(key)[0]
    assert lists(form)[0].rows[0][3:] == ("记.txt", file["bytes"], file["sha256"])
    assert fields(form)["送交人"].words == "祁垚" and fields(form)["收到日期"].words == "2026年3月1日"
    assert str(file["sha256"]) in words(form).replace(" ", "")
    assert forms(archive, "certificates") == []  # not yet in the keeping of the office
    put(archive, key, state="registered")
    (thanks,) = forms(archive, "certificates")
    assert "祁长河 同志：" in words(thanks) and "已由我单位征集入藏" in words(thanks)


def test_the_four_checks_find_an_altered_original(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "记.txt").write_text("湟水河边有磨坊。" * 9, encoding="utf-8")
    key = import_paths(archive, [tmp_path / "记.txt"]).imported[0].id
    path = archive.vault.path_of(str(archive.catalogue.files_of(key)[0]["sha256"]))
    path.chmod(0o644)
    path.write_bytes(b"x")
    (form,) = forms(archive, "four-checks")
    rows = lists(form)[0].rows
    assert rows[0][4:] == ("不合格", "不合格", "合格", "合格", "不合格")  # altered; required fields are missing
    assert any("SHA-256 不符" in str(row[2]) for row in lists(form)[1].rows)
    assert "不合格 1 件" in fields(form)["结论"].words


def test_the_office_keeps_its_settings_with_the_archive(archive: Archive) -> None:
    office = Office(archive.root)
    office.set({"稿费等级": "一等=200，二等＝120", "copies_others": "档案馆=2"})
    again = Office(archive.root)
    assert again.grades == {"一等": 200, "二等": 120} and again.others == {"档案馆": 2}
    for key, value in (("fee_rate", "-1"), ("fee_told", "101"), ("fee_tax", "也许"), ("fee_grades", "一等二百")):
        with pytest.raises(UsageError):
            office.set({"unit": "别的", key: value})
    assert Office(archive.root).get("unit") == ""
    (archive.root / FILE).write_text("不是 = = TOML", encoding="utf-8")
    with pytest.raises(UsageError, match="读不出来"):
        Office(archive.root)


def test_a_certificate_stays_on_its_sheet_whatever_the_titles(archive: Archive) -> None:
    for n in range(9):
        rows = [{"role": "捐赠者", "name": "祁长河"}]
        key = new(archive, kind="photograph", title="很长的题名" * 30 + str(n), responsibility=rows)
        put(archive, key, state="registered")
    (thanks,) = forms(archive, "certificates")
    (page,) = set_forms(Forms("征集证书", [thanks])).pages
    assert "共 9 件" in words(thanks) and "……》" in words(thanks) and page.heads == ()


def test_the_volume_of_an_item_is_the_one_still_being_made(archive: Archive) -> None:
    from archive_app.services.papers.about import volumes_by_item
    from archive_app.services.workflow.case import volume_of

    key = told(archive)
    for number, state in ((23, "issued"), (24, "editing"), (25, "published")):
        volume = new(archive, "volume", title="文史资料", number=number)
        archive.execute(SetFields(volume, {"state": state}, by_program=True))
        section = new(archive, "section", volume=volume, title="栏")
        new(archive, "article", section=section, item=key)
    found = volumes_by_item(archive.catalogue)[key]
    expected = volume_of(archive, key)
    assert expected is not None and found.id == expected.id and found["number"] == 24
