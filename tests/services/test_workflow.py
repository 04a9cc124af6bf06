"""The road of an item: each condition refused, then met; who may; numbers issued once; undo; corrections; the queue."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.domain.errors import ArchiveError, Conflict, UnknownRecord, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle, paragraphs
from archive_app.domain.workflow import ASPECTS, DROPPED, GateRefused, Locked, NotPossible, State, moves_from
from archive_app.domain.workflow.log import road_faults
from archive_app.services.archive import Archive
from archive_app.services.issuing import elsewhere, issue_here
from archive_app.services.number_note import FILE, NumberSettings
from archive_app.services.numbers import ACCESSION, REF_CODE, report
from archive_app.services.settings import Settings
from archive_app.services.units.acts import changing, making, moving
from archive_app.services.versions import marked
from archive_app.services.workflow.correcting import correct, correct_words, correctable, places
from archive_app.services.workflow.moving import Workflow
from archive_app.services.workflow.people import People
from archive_app.services.workflow.reviewing import write_review
from archive_app.services.workflow.status import queue, status_json, volume_log
from archive_app.services.workflow.versions import changes_since_return
from archive_app.services.workflow.volumes import move_volume, volume_offers

TODAY = date(2026, 11, 24)
STAFF = {"编辑甲": "责任编辑", "编辑乙": "编辑", "周主编": "主编", "校对员": "校对"}


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="祁垚") as made:
        yield made


class Office:
    """An archive with an item in it, and the hands that take it along."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def workflow(self, name: str) -> Workflow:
        self.archive.act_as(name)
        return Workflow(self.archive, today=TODAY)

    def register_everyone(self) -> None:
        for name, role in STAFF.items():
            self.archive.execute(Create("staff", {"name": name, "roles": [role]}))
        self.archive.execute(Create("commissioner", {"name": "祁垚"}))

    def item(self, **values: Any) -> str:
        made = Create(
            "item",
            {
                "kind": "contribution",
                "title": "供销社的柜台",
                "manuscript": paragraphs(["一九五八年春，供销社搬到了十字路口。", "柜台是松木的。"]).to_json(),
                "responsibility": [{"role": "作者", "name": "王昪"}],
                **values,
            },
        )
        self.archive.execute(made)
        return made.id

    def go(self, key: str, name: str, word: str, comment: str = "", **more: Any) -> State:
        return self.workflow(name).move(key, word, comment=comment, **more).now

    def refused(self, key: str, name: str, word: str, comment: str = "") -> dict[str, str]:
        """The conditions that fail, as gate → words; the item stays as it was."""
        before = self.archive.catalogue.record(key)
        with pytest.raises(GateRefused) as error:
            self.go(key, name, word, comment)
        assert self.archive.catalogue.record(key) == before
        assert error.value.exit_status == 1
        assert all(one.message in str(error.value) and one.remedy for one in error.value.unmet)
        return {str(one.gate): one.message for one in error.value.unmet}

    def set(self, key: str, **values: Any) -> None:
        self.archive.act_as("编辑甲")
        self.archive.execute(SetFields(key, values))

    def forms(self, key: str, conclusion: str = "通过", name: str = "编辑甲") -> None:
        self.archive.act_as(name)
        for aspect in ASPECTS:
            write_review(self.archive, key, stage="first", aspect=aspect, conclusion=conclusion, opinion="没有问题")

    def to_first_review(self, key: str) -> None:
        self.go(key, "祁垚", "submit")
        self.go(key, "编辑甲", "register", comment="不是重复的")
        self.go(key, "编辑甲", "review")

    def to_final_review(self, key: str) -> None:
        self.to_first_review(key)
        self.forms(key)
        self.go(key, "编辑甲", "pass")
        self.go(key, "编辑乙", "pass")

    def consent(self, key: str, **values: Any) -> str:
        made = Create(
            "consent", {"holder": "王昪", "items": [key], "grant": "非专有", "signed_on": "2026-01-12", **values}
        )
        self.archive.execute(made)
        return made.id

    def to_approved(self, key: str) -> None:
        self.to_final_review(key)
        self.set(key, sensitivity="一般", signed_off_by="王昪", signed_off_on=TODAY.isoformat())
        self.consent(key)
        self.go(key, "周主编", "pass")

    def volume(self, *items: str, variant: str = "internal") -> str:
        volume = Create("volume", {"title": "第二十四辑", "imprint": [{"key": "variant", "value": variant}]})
        section = Create("section", {"volume": volume.id, "title": "工业交通"})
        for command in (volume, section, *(Create("article", {"section": section.id, "item": key}) for key in items)):
            self.archive.execute(command)
        return volume.id

    def to_issued(self, key: str, volume: str) -> None:
        self.to_approved(key)
        self.go(key, "编辑乙", "include")
        for _round in range(5):
            self.go(key, "校对员", "proof")
        self.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
        self.go(key, "周主编", "sign_off")

    def state(self, key: str) -> State:
        return State(self.archive.catalogue.record(key)["state"])


@pytest.fixture
def office(archive: Archive) -> Office:
    return Office(archive)


# — handing in —


def test_submit_wants_its_fields_and_its_originals(office: Office, tmp_path: Path) -> None:
    key = office.item(responsibility=[])
    received = tmp_path / "柜台.txt"
    received.write_text("供销社", encoding="utf-8")
    stored = office.archive.vault.take(received)
    file = Create("file", {"item": key, "name": "柜台.txt", "sha256": stored.sha256, "bytes": stored.bytes})
    office.archive.execute(file)
    stored.path.chmod(0o644)
    stored.path.write_text("供销合作社", encoding="utf-8")

    found = office.refused(key, "祁垚", "submit")
    assert "责任者" in found["required_fields"] and "SHA-256 不符" in found["files_hashed"]

    stored.path.write_text("供销社", encoding="utf-8")
    office.set(key, responsibility=[{"role": "作者", "name": "王昪"}])
    assert office.go(key, "祁垚", "submit") is State.SUBMITTED
    stored.path.unlink()
    assert "不在馆藏里" in office.refused(key, "编辑甲", "register")["package_verified"]


def test_a_photograph_needs_no_author(office: Office) -> None:
    key = office.item(kind="photograph", responsibility=[], manuscript=None)
    assert office.go(key, "祁垚", "提交") is State.SUBMITTED


def test_register_shows_what_may_be_the_same_and_takes_a_word_for_it(office: Office) -> None:
    first, second = office.item(), office.item()
    office.go(first, "祁垚", "submit")
    office.go(second, "祁垚", "submit")

    assert "《供销社的柜台》（T-0002）题名和责任者相同" in office.refused(first, "编辑甲", "register")["duplicates"]
    assert office.go(first, "编辑甲", "register", "两位作者各写各的") is State.REGISTERED
    log = office.archive.catalogue.record(first)["workflow_log"]
    assert log[-1]["comment"] == "两位作者各写各的" and log[-1]["from"] == "submitted"


def test_a_number_is_issued_once_and_stays_when_the_step_is_undone(office: Office) -> None:
    keys = [office.item(title=f"第{n}篇") for n in range(3)]
    for key in keys:
        office.go(key, "祁垚", "submit")
    first = office.workflow("编辑甲").move(keys[0], "register").number
    office.archive.undo()
    assert office.state(keys[0]) is State.SUBMITTED
    assert office.archive.catalogue.record(keys[0])["accession_no"] == first == "征〔2026〕0001号"

    second = office.workflow("编辑甲").move(keys[1], "register").number
    again = office.workflow("编辑甲").move(keys[0], "register").number
    office.archive.execute(Trash([keys[1]]))
    third = office.workflow("编辑甲").move(keys[2], "register").number

    assert (second, again, third) == ("征〔2026〕0002号", first, "征〔2026〕0003号")
    history = office.archive.catalogue.history(keys[0])
    assert [e.before for e in history if e.field == "accession_no" and e.before] == ["T-0001"]
    found = report(office.archive, ACCESSION)
    assert found.sound and found.series[0].in_trash == ["征〔2026〕0002号"]


def test_numbers_go_on_after_the_catalogue_is_rebuilt(office: Office, tmp_path: Path) -> None:
    from archive_app.services.maintenance import rebuild

    keys = [office.item(title=f"第{n}篇") for n in range(3)]
    for key in keys:
        office.go(key, "祁垚", "submit")
    for key in keys[:2]:
        office.go(key, "编辑甲", "register")
    root = office.archive.root
    office.archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="编辑甲") as again:
        assert Workflow(again, today=TODAY).move(keys[2], "register").number == "征〔2026〕0003号"


def test_a_pattern_that_cannot_be_used_is_said(office: Office) -> None:
    key = office.item()
    office.go(key, "祁垚", "submit")
    for pattern in ("征{year}", "{seq", "{seq:04d}{month}", "{seq:x!}"):
        NumberSettings(office.archive.root).set("accession_pattern", pattern)
        assert "式样" in office.refused(key, "编辑甲", "register")["accession_number"]
    NumberSettings(office.archive.root).set("accession_pattern", "{year}-{seq:04d}")
    assert office.workflow("编辑甲").move(key, "register").number == "2026-0001"


def test_a_ref_code_has_a_group_where_the_item_has_one(office: Office) -> None:
    shelf = {"open_status": "开放", "received": "2019-05-01", "fonds_no": "K021", "retention": "D30"}
    grouped = [office.item(title=f"第{n}张", group_no="25", **shelf) for n in range(2)]
    alone = office.item(title="单张", **shelf)
    volume = office.volume(*grouped, alone)
    made = []
    for key in (*grouped, alone):
        office.to_issued(key, volume)
        made.append(office.workflow("编辑乙").move(key, "archive").number)
    assert made == ["K021-WS·2019·D30-025-001", "K021-WS·2019·D30-025-002", "K021-WS·2019·D30-001"]
    office.item(ref_code="K021-WS·2019·D30-025-005")
    found = report(office.archive, REF_CODE)
    assert sorted((one.count, one.last, one.missing) for one in found.series) == [
        (1, 1, []),
        (3, 5, ["K021-WS·2019·D30-025-003", "K021-WS·2019·D30-025-004"]),
    ]
    assert found.others == []


def test_a_pattern_that_wants_a_group_asks_for_it(office: Office) -> None:
    NumberSettings(office.archive.root).set("ref_pattern", "{全宗号}-{门类}·{年度}·{期限}-{组号:3}-{流水号:3}")
    key = office.item(retention="Y", open_status="开放", received="2019-05-01", fonds_no="J019")
    office.to_issued(key, office.volume(key))
    assert "组号" in office.refused(key, "编辑乙", "archive")["ref_code"]
    office.set(key, group_no="7")
    assert office.workflow("编辑乙").move(key, "archive").number == "J019-WS·2019·Y-007-001"


def test_square_brackets_without_a_group_are_characters(office: Office) -> None:
    NumberSettings(office.archive.root).set("accession_pattern", "征[{年度}]{流水号:4}号")
    key = office.item()
    office.go(key, "祁垚", "submit")
    assert office.workflow("编辑甲").move(key, "register").number == "征[2026]0001号"
    assert report(office.archive, ACCESSION).series[0].last == 1


def test_one_machine_issues_until_another_takes_over(office: Office, tmp_path: Path) -> None:
    keys = [office.item(title=f"第{n}篇") for n in range(2)]
    for key in keys:
        office.go(key, "祁垚", "submit")
    first = office.workflow("编辑甲").move(keys[0], "register").number
    office.archive.undo()
    root = office.archive.root
    office.archive.close()

    with Archive.open(root, actor="编辑甲", settings=Settings(tmp_path / "another.toml")) as another:
        there = Workflow(another, today=TODAY)
        with pytest.raises(GateRefused, match="另一台电脑"):
            there.move(keys[1], "register")
        assert there.move(keys[0], "register").number == first, "it has its number already"
        issue_here(another)
        assert there.move(keys[1], "register").number == "征〔2026〕0002号"
    with Archive.open(root, actor="编辑甲") as again:
        assert elsewhere(again)


def test_the_patterns_are_the_archives_own_and_come_with_its_backup(office: Office, tmp_path: Path) -> None:
    kept = NumberSettings(office.archive.root)
    kept.set("accession_pattern", "城东{年度}-{流水号:3}")
    kept.set("fonds_no", "J019")
    keys = [office.item(title=f"第{n}篇") for n in range(2)]
    for key in keys:
        office.go(key, "祁垚", "submit")
    assert office.workflow("编辑甲").move(keys[0], "register").number == "城东2026-001"
    from archive_app.services.maintenance import backup, restore

    backup(office.archive, tmp_path / "备份")
    office.archive.close()
    restore(tmp_path / "备份", tmp_path / "取回")

    with Archive.open(tmp_path / "取回", actor="编辑甲", settings=Settings(tmp_path / "another.toml")) as another:
        assert NumberSettings(another.root).get("fonds_no") == "J019"
        issue_here(another)
        assert Workflow(another, today=TODAY).move(keys[1], "register").number == "城东2026-002"


def test_what_the_machine_kept_of_the_patterns_is_taken_over_once(office: Office, tmp_path: Path) -> None:
    root = office.archive.root
    office.archive.close()
    former = tmp_path / "former.toml"
    former.write_text('device = "here"\naccession_pattern = "旧{流水号:5}"\nfonds_no = "K021"\n', encoding="utf-8")
    with Archive.open(root, settings=Settings(former)) as archive:
        assert NumberSettings(archive.root).get("accession_pattern") == "旧{流水号:5}"
        NumberSettings(archive.root).set("accession_pattern", "新{流水号:5}")
    with Archive.open(root, settings=Settings(former)) as archive:
        assert NumberSettings(archive.root).get("accession_pattern") == "新{流水号:5}"
        assert NumberSettings(archive.root).get("fonds_no") == "K021"


def test_a_machine_that_does_not_issue_brings_no_patterns(office: Office, tmp_path: Path) -> None:
    issue_here(office.archive)
    root = office.archive.root
    office.archive.close()
    former = tmp_path / "former.toml"
    former.write_text('device = "elsewhere"\nfonds_no = "K021"\n', encoding="utf-8")
    with Archive.open(root, settings=Settings(former)) as archive:
        assert NumberSettings(archive.root).get("fonds_no") == ""


def test_broken_number_settings_stop_the_numbers_and_nothing_else(office: Office) -> None:
    key = office.item()
    office.go(key, "祁垚", "submit")
    path = office.archive.root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text('accession_pattern = "城东', encoding="utf-8")
    assert "读不出来" in office.refused(key, "编辑甲", "register")["accession_number"]
    root = office.archive.root
    office.archive.close()
    with Archive.open(root) as again:
        assert again.catalogue.record(key)["state"] == "submitted"
    assert path.read_text(encoding="utf-8") == 'accession_pattern = "城东'


def test_a_temporary_number_still_finds_its_item(office: Office) -> None:
    keys = [office.item(title=f"第{n}篇") for n in range(2)]
    for key in keys:
        office.go(key, "祁垚", "submit")
        office.go(key, "编辑甲", "register")
    assert [office.archive.catalogue.resolve(number) for number in ("T-0001", "T-0002")] == keys
    with pytest.raises(UnknownRecord):
        office.archive.catalogue.resolve("T-0003")


def test_gaps_and_doubles_are_named(office: Office) -> None:
    for number in ("征〔2026〕0001号", "征〔2026〕0004号", "征〔2026〕0004号", "征〔2025〕0001号（示例）", "老编号7"):
        office.item(accession_no=number)
    found = report(office.archive, ACCESSION)

    assert [one.missing for one in found.series] == [[], ["征〔2026〕0002号", "征〔2026〕0003号"]]
    assert [number for number, _items in found.duplicates] == ["征〔2026〕0004号"]
    assert found.others == ["老编号7"] and not found.sound


# — reviewing —


def test_the_first_review_fills_three_forms(office: Office) -> None:
    key = office.item()
    office.to_first_review(key)

    with pytest.raises(GateRefused) as error:
        office.go(key, "编辑甲", "pass")
    assert [one.message for one in error.value.unmet] == [f"初审的“{aspect}”意见还没有填" for aspect in ASPECTS]

    office.forms(key)
    write_review(office.archive, key, stage="初审", aspect="史实", conclusion="退改", opinion="年份对不上")
    assert "史实" in office.refused(key, "编辑甲", "pass")["review_form"]
    write_review(office.archive, key, stage="first", aspect="史实", conclusion="修改后通过", opinion="补一条注")
    assert len(office.archive.catalogue.record(key)["reviews"]) == 3
    assert office.go(key, "编辑甲", "pass") is State.SECOND_REVIEW


def test_a_form_is_written_in_its_review_only_and_with_words(office: Office) -> None:
    key = office.item()
    with pytest.raises(NotPossible, match="不在初审"):
        write_review(office.archive, key, stage="first", aspect="政治", conclusion="通过", opinion="好")
    office.to_first_review(key)
    with pytest.raises(GateRefused, match="没有写意见"):
        write_review(office.archive, key, stage="first", aspect="政治", conclusion="通过", opinion=" ")
    for wrong in ({"aspect": "排版"}, {"conclusion": "很好"}, {"stage": "fourth"}):
        given_ = {"stage": "first", "aspect": "政治", "conclusion": "通过", **wrong}
        with pytest.raises(UsageError):
            write_review(office.archive, key, opinion="好", **given_)


@pytest.mark.parametrize("word", ["return", "decline", "shelve", "forward"])
def test_what_does_not_go_on_leaves_its_reason(office: Office, word: str) -> None:
    key = office.item()
    office.to_first_review(key)

    assert "要写意见" in office.refused(key, "编辑甲", word, "  ")["comment"]
    after = office.go(key, "编辑甲", word, "年份对不上")

    assert after in {*DROPPED, State.RETURNED}
    waiting = queue(office.archive).states[after]
    assert [one.comment for one in waiting] == ["年份对不上"]


def test_what_was_returned_comes_back_as_a_new_version(office: Office) -> None:
    key = office.item()
    office.to_first_review(key)
    office.forms(key)
    office.go(key, "编辑甲", "return", "柜台的木料请再问")
    assert office.archive.catalogue.record(key)["returned_count"] == 1
    assert "没有改过" in office.refused(key, "祁垚", "resubmit")["new_version"]

    was = Manuscript.from_json(office.archive.catalogue.record(key)["manuscript"])
    blocks = (was.blocks[0], Block(BlockKind.PARAGRAPH, "柜台是杨木的，漆成绿色。", id=was.blocks[1].id))
    office.archive.execute(SetFields(key, {"manuscript": Manuscript(blocks).to_json()}))
    office.archive.execute(SetFields(key, {"notes": "作者另告"}))
    moved = office.workflow("祁垚").move(key, "resubmit")

    assert moved.now is State.FIRST_REVIEW
    assert {change.field for change in moved.changes} == {"manuscript", "notes"}
    text = next(change for change in moved.changes if change.is_text)
    assert text.words() == "“正文”由 25 字改为 30 字"
    assert "".join(t for what, t in text.pieces() if what != "new") == was.plain_text()
    assert {"what": "gone", "text": "松"} in text.to_json()["difference"]
    assert marked(text.pieces()) == "……搬到了十字路口。／柜台是〔删：松〕〔增：杨〕木的〔增：，漆成绿色〕。"
    assert "review_form" in office.refused(key, "编辑甲", "pass"), "the forms of the round before do not count"


def test_a_change_taken_back_is_no_new_version_and_a_new_file_is_one(office: Office, tmp_path: Path) -> None:
    key = office.item()
    office.to_first_review(key)
    office.go(key, "编辑甲", "return", "补扫描件")
    office.archive.execute(SetFields(key, {"notes": "补一句"}))
    office.archive.undo()
    assert "new_version" in office.refused(key, "祁垚", "resubmit")

    scan = tmp_path / "扫描件.txt"
    scan.write_text("六百点", encoding="utf-8")
    stored = office.archive.vault.take(scan)
    office.archive.execute(Create("file", {"item": key, "name": "扫描件.txt", "sha256": stored.sha256}))
    item = office.archive.catalogue.record(key)
    assert changes_since_return(office.archive, item) == ([], ["扫描件.txt"])
    assert office.go(key, "祁垚", "resubmit") is State.FIRST_REVIEW


def test_each_review_is_another_persons(office: Office) -> None:
    office.archive.execute(Create("staff", {"name": "编辑甲", "aliases": ["甲老师"], "roles": ["主编"]}))
    office.archive.execute(Create("staff", {"name": "编辑乙", "roles": ["主编"]}))
    office.archive.execute(Create("commissioner", {"name": "祁垚"}))
    key = office.item()
    office.to_first_review(key)
    office.forms(key)
    office.go(key, "编辑甲", "pass")

    assert "初审就是“编辑甲”审的" in office.refused(key, "甲老师", "pass")["other_person"]
    office.go(key, "编辑乙", "pass")
    assert "third_person" in office.refused(key, "编辑甲", "pass")
    assert "复审就是“编辑乙”审的" in office.refused(key, "编辑乙", "return", "不行")["third_person"]


def test_approval_wants_everything_and_says_all_of_it(office: Office) -> None:
    key = office.item()
    office.to_final_review(key)
    assert set(office.refused(key, "周主编", "pass")) == {"sensitivity", "consent", "author_signed"}

    office.set(key, sensitivity="涉及个人隐私", signed_off_by="王昪", signed_off_on="2026-11-20")
    consent = office.consent(key, signed_on="")
    found = office.refused(key, "周主编", "pass")
    assert "缺签名" in found["consent"] and "还没有答复" in found["sensitivity"]
    assert "核稿以后" not in found.get("author_signed", "")

    office.go(key, "周主编", "refer", "请看第二段", to="民宗")
    assert office.go(key, "编辑乙", "answer", "可以用") is State.FINAL_REVIEW
    office.set(consent, signed_on="2026-01-12")
    assert office.go(key, "周主编", "pass") is State.APPROVED
    [row] = office.archive.catalogue.record(key)["referrals"]
    assert (row["to"], row["answer"], row["answered_on"]) == ("民宗", "可以用", TODAY.isoformat())


def test_an_answer_is_filed_with_its_paper(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "复函.txt"
    paper.write_text("同意", encoding="utf-8")
    key = office.item()
    office.to_final_review(key)
    office.go(key, "周主编", "refer", "请看", to="党史")
    office.go(key, "编辑乙", "answer", "同意", file=paper)

    [file] = office.archive.catalogue.files_of(key)
    assert office.archive.catalogue.record(key)["referrals"][0]["file"] == file.id
    assert (file["role"], file["access"]) == ("送审答复", "restricted")
    office.archive.undo()
    assert office.state(key) is State.REFERRED and office.archive.catalogue.files_of(key) == []
    assert office.go(key, "编辑乙", "answer", file=paper) is State.FINAL_REVIEW, "the paper alone is an answer"
    assert office.archive.catalogue.record(key)["referrals"][0]["answer"] == "见“复函.txt”"


def test_consent_of_the_dead_is_their_heirs(office: Office) -> None:
    person = Create(
        "person", {"name": "王昪", "death": {"display": "2020年", "earliest": "2020-01-01", "latest": "2020-12-31"}}
    )
    office.archive.execute(person)
    key = office.item(responsibility=[{"role": "作者", "name": "王昪", "person": person.id}])
    office.to_final_review(key)
    office.set(key, sensitivity="一般", signed_off_by="王小满", signed_off_on="2026-11-20")
    consent = office.consent(key, signed_on="2026-01-12")

    assert "继承人" in office.refused(key, "周主编", "pass")["consent"]
    office.set(consent, grant="无")
    assert "不授权" in office.refused(key, "周主编", "pass")["consent"]
    office.set(consent, grant="非专有", heirs=[{"name": "王小满", "relation": "女", "signed_on": "2026-02-01"}])
    assert office.go(key, "周主编", "pass") is State.APPROVED


def test_a_consent_that_opens_later_holds_inside_the_house(office: Office) -> None:
    key = office.item(access="public")
    office.to_final_review(key)
    office.set(key, sensitivity="一般", signed_off_by="王昪", signed_off_on="2026-11-20")
    office.consent(key, open_from="2030-01-01")

    assert "2030-01-01" in office.refused(key, "周主编", "pass")["consent"]
    office.set(key, access="internal")
    assert office.go(key, "周主编", "pass") is State.APPROVED


def test_what_was_withdrawn_or_closed_after_the_proofs_is_not_signed_for_print(office: Office) -> None:
    key = office.item()
    volume = office.volume(key)
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    for _round in range(5):
        office.go(key, "校对员", "proof")
    office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    [consent] = office.archive.catalogue.records("consent")
    office.set(consent.id, revoked_on="2026-02-01")
    assert "已撤回" in office.refused(key, "周主编", "sign_off")["consent"]
    office.set(consent.id, revoked_on=None)
    unit = making(office.archive, {"tier": "file", "number": "3", "title": "水磨", "access": "restricted"})
    office.archive.execute(unit)
    office.archive.execute(moving(office.archive, [key], unit.id).command())
    assert "承自 案卷 3" in office.refused(key, "周主编", "sign_off")["level"]
    office.archive.execute(changing(office.archive, office.archive.catalogue.record(unit.id), {"access": "internal"}))
    assert office.go(key, "周主编", "sign_off") is State.ISSUED


def test_a_consent_withdrawn_after_the_approval_keeps_the_item_out_of_the_volume(office: Office) -> None:
    key = office.item()
    office.to_approved(key)
    [consent] = office.archive.catalogue.records("consent")
    office.archive.execute(Trash([consent.id]))
    assert "没有授权书" in office.refused(key, "编辑乙", "include")["consent"]
    assert office.go(key, "编辑乙", "reserve") is State.RESERVED


def test_the_signature_covers_the_text_as_it_is(office: Office) -> None:
    key = office.item()
    office.to_final_review(key)
    office.consent(key)
    office.set(key, sensitivity="一般", signed_off_by="王昪", signed_off_on="2020-01-01")
    office.set(key, manuscript=paragraphs(["另一句。"]).to_json())
    assert "又改过" in office.refused(key, "周主编", "pass")["author_signed"]


def test_a_signature_of_the_same_day_is_older_than_what_is_written_after_it(office: Office) -> None:
    key = office.item()
    office.to_final_review(key)
    office.consent(key)
    office.set(key, sensitivity="一般", signed_off_by="王昪", signed_off_on=date.today().isoformat())
    signed = office.archive.catalogue.record(key)["manuscript"]
    changed = {**signed, "blocks": [{**signed["blocks"][0], "text": "一九五九年春。"}, *signed["blocks"][1:]]}
    later = Workflow(office.archive, today=date(2099, 1, 1))
    office.set(key, manuscript=changed)
    office.archive.act_as("周主编")
    with pytest.raises(GateRefused, match="又改过"):
        later.move(key, "pass")

    office.set(key, manuscript=signed)
    office.archive.act_as("周主编")
    assert later.offers(key)[0].open, "the words are again those that were signed"
    office.set(key, manuscript=changed)
    office.set(key, signed_off_on="")
    office.set(key, signed_off_on=date.today().isoformat())
    office.archive.act_as("周主编")
    assert later.move(key, "pass").now is State.APPROVED


def test_a_text_typed_in_from_a_signed_paper_is_the_one_signed(office: Office) -> None:
    key = office.item(manuscript=None, signed_off_by="王昪", signed_off_on="2020-01-01")
    office.to_final_review(key)
    office.consent(key)
    office.set(key, sensitivity="一般", manuscript=paragraphs(["一九五八年春。"]).to_json())
    assert office.go(key, "周主编", "pass") is State.APPROVED


def test_suspended_comes_back_to_where_it_was(office: Office) -> None:
    key = office.item()
    office.to_final_review(key)
    office.go(key, "周主编", "suspend", "等授权书")
    assert [offer.to for offer in office.workflow("编辑乙").offers(key)] == ["终审"]
    assert office.go(key, "编辑乙", "resume") is State.FINAL_REVIEW


def test_a_chain_of_suspensions_comes_back_each_to_its_own(office: Office) -> None:
    key = office.item()
    office.to_first_review(key)
    office.forms(key)
    office.go(key, "编辑甲", "pass")
    assert "要写意见" in office.refused(key, "编辑乙", "suspend")["comment"]
    office.go(key, "编辑乙", "suspend", "等照片")
    assert office.go(key, "编辑乙", "resume") is State.SECOND_REVIEW
    office.go(key, "编辑乙", "pass")
    office.go(key, "周主编", "refer", "请看", to="统战")
    office.go(key, "编辑乙", "answer", "同意")
    office.go(key, "周主编", "suspend", "等授权书")
    assert office.go(key, "编辑乙", "resume") is State.FINAL_REVIEW


# — who —


def test_who_filled_a_form_has_reviewed_even_where_another_passed(office: Office) -> None:
    key = office.item()
    office.to_first_review(key)
    office.forms(key, name="编辑乙")
    office.go(key, "编辑甲", "pass")
    assert "初审就是“编辑乙”审的" in office.refused(key, "编辑乙", "pass")["other_person"]
    with pytest.raises(GateRefused, match="复审要换一个人"):
        office.archive.act_as("编辑乙")
        write_review(office.archive, key, stage="second", aspect="文字", conclusion="通过", opinion="好")
    assert office.go(key, "编辑丙", "pass") is State.FINAL_REVIEW


def test_a_new_name_and_another_card_are_still_the_same_person(office: Office) -> None:
    person = Create("person", {"name": "赵昪"})
    office.archive.execute(person)
    cards = [
        Create("staff", {"name": "赵昪", "roles": ["主编"]}),
        Create("staff", {"name": "甲老师", "roles": ["主编"], "person": person.id}),
    ]
    for card in cards:
        office.archive.execute(card)
    office.archive.execute(Create("commissioner", {"name": "祁垚"}))
    key = office.item()
    office.go(key, "祁垚", "submit")
    office.go(key, "赵昪", "register")
    office.go(key, "赵昪", "review")
    office.forms(key, name="赵昪")
    office.go(key, "赵昪", "pass")
    office.archive.execute(SetFields(cards[0].id, {"name": "赵卞"}))
    assert "初审就是“赵昪”审的" in office.refused(key, "赵卞", "pass")["other_person"]
    office.archive.execute(SetFields(cards[0].id, {"person": person.id}))
    assert "other_person" in office.refused(key, "甲老师", "pass")


def test_a_commissioner_walks_and_edits_what_is_theirs(office: Office) -> None:
    office.register_everyone()
    other = Create("commissioner", {"name": "李四"})
    office.archive.execute(other)
    key = office.item(commissioner=other.id)
    assert office.refused(key, "祁垚", "submit")["who"] == "这件资料是“李四”征集的"
    office.archive.act_as("祁垚")
    with pytest.raises(Locked, match="“李四”征集的"):
        office.archive.execute(SetFields(key, {"notes": "补"}))
    assert office.go(key, "李四", "submit") is State.SUBMITTED


def test_who_could_not_take_a_step_cannot_take_it_back(office: Office) -> None:
    office.register_everyone()
    key = office.item()
    office.go(key, "祁垚", "submit")
    office.archive.undo()
    office.archive.redo()
    office.go(key, "周主编", "register")
    for name, says in (("祁垚", "您是“祁垚”"), ("校对员", "您是“校对员”"), ("未署名", "还不知道您是谁")):
        office.archive.act_as(name)
        with pytest.raises(Locked, match=says):
            office.archive.undo()
        assert office.state(key) is State.REGISTERED
    office.archive.act_as("编辑乙")
    office.archive.undo()
    office.archive.act_as("祁垚")
    with pytest.raises(Locked, match="登记"):
        office.archive.redo()
    office.archive.undo()
    assert office.state(key) is State.DRAFT, "one's own step is one's own to take back"


def test_roles_are_asked_for_once_somebody_is_registered(office: Office) -> None:
    key = office.item()
    office.go(key, "谁都行", "submit")
    office.archive.undo()
    office.register_everyone()

    assert "没有“谁都行”" in office.refused(key, "谁都行", "submit")["who"]
    assert "“编辑乙”是编辑" in office.refused(key, "编辑乙", "submit")["who"]
    assert "还不知道您是谁" in office.refused(key, "未署名", "submit")["who"]
    office.go(key, "祁垚", "submit")
    assert "“祁垚”是专员" in office.refused(key, "祁垚", "register")["who"]
    office.go(key, "周主编", "register")
    office.go(key, "编辑乙", "review")
    assert "这一步由责任编辑来做" in str(_error(office, key, "编辑乙", "decline", "不用"))
    [one] = [r for r in office.archive.catalogue.records("staff") if r.title == "编辑甲"]
    office.forms(key)
    office.archive.execute(SetFields(one.id, {"left": True}))
    assert "who" in office.refused(key, "编辑甲", "pass")


def _error(office: Office, key: str, name: str, word: str, comment: str) -> ArchiveError:
    with pytest.raises(ArchiveError) as error:
        office.go(key, name, word, comment)
    return error.value


def test_the_queue_is_by_state_and_by_person(office: Office) -> None:
    office.register_everyone()
    [who] = [r for r in office.archive.catalogue.records("commissioner")]
    waiting, returned = office.item(title="甲"), office.item(title="乙", commissioner=who.id)
    for key in (waiting, returned):
        office.to_first_review(key)
    office.forms(waiting)
    office.go(waiting, "编辑甲", "pass")
    office.go(returned, "编辑甲", "return", "补年份")

    found = queue(office.archive).to_json()

    counts = {entry["state"]: entry["count"] for entry in found["states"]}
    assert counts == {"returned": 1, "second_review": 1}
    assert dict(office.archive.catalogue.counts(by="state")[n][::2] for n in (0, 1)) == counts
    people = {person["name"]: person["items"] for person in found["people"]}
    assert people == {"编辑甲": [], "编辑乙": [waiting], "周主编": [waiting], "校对员": [], "祁垚": [returned]}


# — the volume, the shelf —


def test_the_whole_road_to_the_shelf(office: Office) -> None:
    office.register_everyone()
    key, other = office.item(retention="Y", received="2026-03-02", open_status="开放"), office.item(title="另一篇")
    volume = office.volume(key, other)
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    states = [office.go(key, "校对员", word) for word in ("proof", "proof2", "三校", "通读", "proof")]
    assert [state.value for state in states] == ["proof1", "proof2", "proof3", "read_through", "checked"]

    assert len(office.refused(key, "周主编", "sign_off")) == 1
    office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    assert office.go(key, "周主编", "sign_off") is State.ISSUED
    assert office.archive.catalogue.record(volume)["state"] == "printing"

    assert "全宗号" in office.refused(key, "编辑乙", "archive")["ref_code"]
    office.set(key, fonds_no="J019")
    moved = office.workflow("编辑乙").move(key, "archive")
    assert (moved.now, moved.number) == (State.ARCHIVED, "J019-WS·2026·Y-001")
    item = office.archive.catalogue.record(key)
    assert item["workflow_log"][-1]["comment"].startswith("四性检测合格")
    assert road_faults(item["workflow_log"], State.ARCHIVED, proofed=True) == []
    assert office.workflow("编辑乙").offers(key) == []


def test_a_photograph_goes_from_the_volume_to_the_press_and_ends_it(office: Office, tmp_path: Path) -> None:
    key = office.item(kind="photograph", manuscript=None, retention="D30", open_status="开放", fonds_no="K021")
    stored = office.archive.vault.take(_file(tmp_path / "合影.jpg", _picture()))
    office.archive.execute(Create("file", {"item": key, "name": "合影.jpg", "sha256": stored.sha256}))
    volume = office.volume(key, variant="public")
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    with pytest.raises(NotPossible, match="不能“送校”"):
        office.go(key, "校对员", "proof")
    office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    assert office.go(key, "周主编", "sign_off") is State.PUBLISHED
    assert office.archive.catalogue.record(volume)["state"] == "published"
    office.archive.undo()
    assert office.archive.catalogue.record(volume)["state"] != "published"
    office.archive.redo()
    office.set(key, received="2019-05-01")
    assert office.workflow("编辑乙").move(key, "archive").number == "K021-ZP·2019·D30-001"


def test_the_four_checks_name_what_fails(office: Office, tmp_path: Path) -> None:
    key = office.item(fonds_no="J019", retention="Y")
    stored = office.archive.vault.take(_file(tmp_path / "柜台.txt", "供销社".encode()))
    office.archive.execute(
        Create("file", {"item": key, "name": "柜\u202e台.txt", "sha256": stored.sha256, "mime": "text/plain"})
    )
    strange = office.archive.vault.take(_file(tmp_path / "柜台.dat", b"\x00\x01\x02\x03" * 40))
    office.archive.execute(Create("file", {"item": key, "name": "柜台.dat", "sha256": strange.sha256}))
    office.to_issued(key, office.volume(key))

    found = office.refused(key, "编辑乙", "archive")
    assert set(found) == {"four_checks"}
    with pytest.raises(GateRefused) as error:
        office.go(key, "编辑乙", "archive")
    words = "\n".join(one.message for one in error.value.unmet)
    assert "完整性：著录缺开放标识、日期" in words
    assert "可用性：“柜台.dat”" in words
    assert "安全性：文件名“柜台.txt”" in words


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (32, 24), (176, 160, 140)).save(made, "JPEG")
    return made.getvalue()


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_volume_walks_its_own_table(office: Office) -> None:
    office.register_everyone()
    volume = office.volume()
    office.archive.act_as("周主编")
    with pytest.raises(NotPossible, match="现在可以做的：begin"):
        move_volume(office.archive, volume, "print")
    for word in ("begin", "proof"):
        office.archive.act_as("编辑乙")
        move_volume(office.archive, volume, word)
    with pytest.raises(GateRefused, match="主编"):
        move_volume(office.archive, volume, "print")
    office.archive.act_as("周主编")
    with pytest.raises(GateRefused, match="稿费表"):
        move_volume(office.archive, volume, "付印")
    office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    office.archive.act_as("周主编")
    move_volume(office.archive, volume, "付印")
    with pytest.raises(NotPossible):
        move_volume(office.archive, volume, "publish")
    assert move_volume(office.archive, volume, "issue")["state"] == "issued"
    assert [(entry["from"], entry["to"]) for entry in volume_log(office.archive, volume)] == [
        ("planned", "editing"),
        ("editing", "proof"),
        ("proof", "printing"),
        ("printing", "issued"),
    ]


def test_a_volume_waits_for_its_items(office: Office) -> None:
    text, picture = office.item(), office.item(kind="photograph", title="合影", manuscript=None)
    volume = office.volume(text, picture)
    for key in (text, picture):
        office.to_approved(key)
        office.go(key, "编辑乙", "include")
    office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    office.archive.act_as("周主编")
    for word in ("begin", "proof"):
        move_volume(office.archive, volume, word)
    with pytest.raises(GateRefused, match="《供销社的柜台》 1 件还没有核红"):
        move_volume(office.archive, volume, "print")
    for _round in range(5):
        office.go(text, "校对员", "proof")
    office.archive.act_as("周主编")
    move_volume(office.archive, volume, "print")
    with pytest.raises(GateRefused, match="2 件还没有付印签字"):
        move_volume(office.archive, volume, "issue")
    assert [one.gate for one in volume_offers(office.archive, volume)[0].unmet] == ["items"]


# — corrections —


def test_a_text_that_stands_is_corrected_with_a_reason(office: Office) -> None:
    text = Manuscript(
        (
            Block(
                BlockKind.PARAGRAPH,
                "柜台是松木的，掌柜姓王。",
                spans=(Span(3, 5, SpanStyle.BOLD), Span(7, 9, SpanStyle.BOLD)),
                notes=(Note(6, "据作者"),),
            ),
        )
    )
    key = office.item(manuscript=text.to_json())
    office.to_approved(key)
    with pytest.raises(NotPossible, match="用不着改样"):
        correct(office.archive, key, {"title": "柜台"}, "改题")
    office.go(key, "编辑乙", "include")
    with pytest.raises(Locked, match="已经定稿"):
        office.set(key, manuscript=None)
    with pytest.raises(GateRefused, match="要写明改什么"):
        correct_words(office.archive, key, "松木", "杨木", " ")
    with pytest.raises(UsageError, match="2 处"):
        correct_words(office.archive, key, "柜", "橱", "异写")

    correct_words(office.archive, key, "松木", "白杨木", "作者核稿时改")

    item = office.archive.catalogue.record(key)
    [block] = Manuscript.from_json(item["manuscript"]).blocks
    assert block.text == "柜台是白杨木的，掌柜姓王。"
    assert [block.text[span.start : span.end] for span in block.spans] == ["白杨木", "掌柜"]
    assert block.notes[0].at == 7
    assert item["workflow_log"][-1]["comment"] == "“松木”改为“白杨木”：作者核稿时改"
    assert road_faults(item["workflow_log"], State.INCLUDED, proofed=True) == []
    office.archive.undo()
    assert office.archive.catalogue.record(key)["manuscript"] == text.to_json()


def test_a_correction_reaches_what_is_printed_and_nothing_else(office: Office) -> None:
    key = office.item(abstract="说柜台的事")
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    item = office.archive.catalogue.record(key)
    assert correctable(item) == ["manuscript", "title", "responsibility"]
    assert places(item, "manuscript", "柜台") == ["柜台是松木的。"]

    correct_words(office.archive, key, "供销社", "供销合作社", "用全称", "title")
    correct_words(office.archive, key, "王昪", "王弁", "作者更名", "responsibility")

    item = office.archive.catalogue.record(key)
    assert (item.title, item["responsibility"]) == ("供销合作社的柜台", [{"role": "作者", "name": "王弁"}])
    assert item["workflow_log"][-2]["comment"] == "题名：“供销社”改为“供销合作社”：用全称"
    for name, says in (("abstract", "用不着改样"), ("state", "由程序填写")):
        with pytest.raises(UsageError, match=says):
            correct(office.archive, key, {name: "别的"}, "试试")


def test_a_footnote_is_corrected_too(office: Office) -> None:
    text = Manuscript((Block(BlockKind.PARAGRAPH, "柜台是松木的。", notes=(Note(2, "松木产自互助"),)),))
    key = office.item(manuscript=text.to_json())
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    correct_words(office.archive, key, "产自互助", "产自门源", "作者核稿")
    [block] = Manuscript.from_json(office.archive.catalogue.record(key)["manuscript"]).blocks
    assert block.text == "柜台是松木的。" and block.notes[0].text == "松木产自门源"


def test_what_a_volume_prints_over_an_article_is_corrected_and_logged_with_its_item(office: Office) -> None:
    key = office.item()
    office.to_approved(key)
    office.go(key, "编辑乙", "include")
    volume = Create("volume", {"title": "城东文史"})
    section = Create("section", {"volume": volume.id, "title": "回忆"})
    article = Create("article", {"section": section.id, "item": key, "title": "老柜台", "author": "王昪口述"})
    office.archive.execute(Batch("编", (volume, section, article)))
    with pytest.raises(Locked, match="“署名”已经定稿"):
        office.archive.execute(SetFields(article.id, {"author": "王弁口述"}))
    with pytest.raises(GateRefused, match="要写明改什么"):
        correct(office.archive, article.id, {"author": "王弁口述"}, "")
    with pytest.raises(UsageError, match="“资料”不能再改"):
        correct(office.archive, article.id, {"item": None}, "换一件")

    correct(office.archive, article.id, {"author": "王弁口述"}, "作者更名")
    correct_words(office.archive, article.id, "老", "旧", "依作者", "title")

    catalogue = office.archive.catalogue
    assert (catalogue.record(article.id)["author"], catalogue.record(article.id).title) == ("王弁口述", "旧柜台")
    log = catalogue.record(key)["workflow_log"]
    assert [one["comment"] for one in log[-2:]] == ["作者更名", "印出的题名：“老”改为“旧”：依作者"]
    office.archive.undo()
    assert catalogue.record(article.id).title == "老柜台" and len(catalogue.record(key)["workflow_log"]) == len(log) - 1


def test_who_is_renamed_stays_known_by_the_name_of_before_also_after_a_rebuild(office: Office) -> None:
    from archive_app.services.maintenance import rebuild

    office.register_everyone()
    key = office.item()
    office.to_approved(key)
    catalogue = office.archive.catalogue
    card = next(record for record in catalogue.records("staff") if record.title == "编辑甲")
    office.archive.execute(SetFields(card.id, {"name": "编辑甲（改名）"}))
    assert catalogue.record(card.id)["aliases"] == ["编辑甲"]
    office.archive.undo()
    assert (catalogue.record(card.id).title, catalogue.record(card.id)["aliases"]) == ("编辑甲", [])

    office.archive.execute(SetFields(card.id, {"name": "编辑丙"}))
    root = office.archive.root
    office.archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="编辑丙") as again:
        assert {entry.field for entry in again.catalogue.history(card.id)} == {"name", "aliases", "roles"}
        assert People(again).actor("编辑丙").is_called("编辑甲")
        again.execute(SetFields(key, {"notes": "再看"}))
        again.execute(SetFields(card.id, {"name": "编辑丁"}))
        assert again.catalogue.record(card.id)["aliases"] == ["编辑甲", "编辑丙"], "编辑丙 has acted meanwhile"


def test_after_a_rebuild_the_steps_of_an_item_still_keep_a_name(office: Office) -> None:
    from archive_app.services.maintenance import rebuild

    office.register_everyone()
    office.to_approved(office.item())
    card = next(record for record in office.archive.catalogue.records("staff") if record.title == "编辑乙")
    root = office.archive.root
    office.archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="编辑甲") as again:
        again.execute(SetFields(card.id, {"name": "编辑戊"}))
        assert again.catalogue.record(card.id)["aliases"] == ["编辑乙"]


def test_a_slip_in_a_name_becomes_no_alias_and_a_name_that_records_bear_does(office: Office) -> None:
    person, staff = Create("person", {"name": "王"}), Create("staff", {"name": "韩编"})
    office.archive.execute(Batch("建卡", (person, staff)))
    office.archive.execute(SetFields(person.id, {"name": "王昪"}))
    office.archive.execute(SetFields(staff.id, {"name": "韩编辑"}))
    office.item(responsibility=[{"role": "作者", "name": "王昪", "person": person.id}])
    office.archive.execute(SetFields(person.id, {"name": "王弁"}))
    catalogue = office.archive.catalogue
    assert catalogue.record(staff.id)["aliases"] == []
    assert catalogue.record(person.id)["aliases"] == ["王昪"]
    office.archive.execute(SetFields(person.id, {"name": "王卞", "aliases": ["老王"]}))
    assert catalogue.record(person.id)["aliases"] == ["老王"], "who gives the aliases, too, has decided"


# — the rest —


def test_an_action_that_is_none_or_not_of_this_state_lists_those_that_are(office: Office) -> None:
    key = office.item()
    for word, code in (("approve", "unknown-action"), ("register", "not-in-this-state"), ("二校", "not-in-this-state")):
        with pytest.raises(NotPossible, match=r"submit（提交）") as error:
            office.go(key, "祁垚", word)
        assert (error.value.code, error.value.exit_status) == (code, 2)
    office.archive.execute(Trash([key]))
    with pytest.raises(NotPossible, match="回收站"):
        office.go(key, "祁垚", "submit")


def test_a_move_is_undone_and_done_again(office: Office) -> None:
    key = office.item()
    office.to_first_review(key)
    whole = office.archive.catalogue.record(key)
    office.archive.undo(3)
    assert office.state(key) is State.DRAFT and office.archive.catalogue.record(key)["workflow_log"] == []
    office.archive.redo(3)
    assert office.archive.catalogue.record(key).values == whole.values


def test_verify_sees_a_log_that_is_no_walk(office: Office) -> None:
    from archive_app.services.maintenance import rebuild, verify

    key = office.item()
    office.to_final_review(key)
    assert verify(office.archive).sound
    root = office.archive.root
    office.archive.close()
    with closing(sqlite3.connect(root / "catalogue.sqlite")) as database, database:
        [(row,)] = database.execute("select details from item where id = ?", (key,))
        details = json.loads(row)
        del details["workflow_log"][2:4]
        database.execute("update item set details = ? where id = ?", (json.dumps(details), key))
    with Archive.open(root, actor="编辑甲") as tampered:
        found = [fault for fault in verify(tampered).faults if fault["part"] == "workflow"]
        assert [fault["subject"] for fault in found] == [key] and "第 3 步" in found[0]["message"]
    rebuild(root, "catalogue")
    with Archive.open(root, actor="编辑甲") as again:
        assert verify(again).sound, "records/ have kept the log whole"
        assert len(again.catalogue.record(key)["workflow_log"]) == 5


def test_two_windows_do_not_move_the_same_item_twice(office: Office) -> None:
    key = office.item()
    stale = office.archive.catalogue.record(key)
    office.go(key, "祁垚", "submit")
    with pytest.raises(Conflict):
        office.archive.execute(
            SetFields(key, {"state": "submitted"}, expected_version=stale.version, by_program=True, type="state")
        )


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_no_walk_leaves_the_table_and_no_number_comes_twice(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    with Archive.create(tmp_path_factory.mktemp("walk") / "馆藏", actor="祁垚") as archive:
        office = Office(archive)
        kinds = ("contribution", "photograph", "oral_history")
        common = {"sensitivity": "一般", "signed_off_by": "王昪", "signed_off_on": "2026-11-20"}
        shelf = {"retention": "Y", "fonds_no": "J019", "open_status": "开放", "received": "2026-01-02"}
        keys = [office.item(kind=kinds[n % 3], title=f"第{n}件", **common, **shelf) for n in range(4)]
        office.consent(keys[0], items=keys)
        volume = office.volume(*keys)
        office.set(volume, fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
        for _step in range(48):
            key, name = chance.choice(keys), chance.choice(("甲", "乙", "丙"))
            state = office.state(key)
            if state is State.FIRST_REVIEW:
                office.forms(key, name=name)
            if state is State.RETURNED:
                office.set(key, notes=f"改{_step}")
            moves = moves_from(state, proofed=archive.catalogue.record(key)["kind"] != "photograph")
            if chance.random() < 0.08 and archive.undoable():
                archive.undo()
            elif moves:
                move = moves[0] if chance.random() < 0.75 else chance.choice(moves)
                try:
                    office.go(key, name, move.action.value, "意见" if chance.random() < 0.9 else "")
                except (GateRefused, NotPossible):
                    assert office.state(key) is state
        for item in archive.catalogue.load("item", keys).values():
            proofed = item["kind"] != "photograph"
            assert road_faults(item["workflow_log"], State(item["state"]), proofed=proofed) == []
            if State(item["state"]) not in (State.DRAFT, State.SUBMITTED, State.REFUSED):
                assert item["accession_no"].startswith("征〔2026〕")
        for name in (ACCESSION, REF_CODE):
            assert report(archive, name).sound
        assert status_json(Workflow(archive), keys[0])["id"] == keys[0]
