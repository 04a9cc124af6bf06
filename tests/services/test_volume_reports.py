"""The lists of a volume: 稿费 to the fen, who is sent copies, credits, 勘误 with page and line, indexes, 大事记."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import UsageError
from archive_app.reports.table import Table
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.office_note import Office
from archive_app.services.printed import printed_volume
from archive_app.services.reporting import Wanted, gather, mark_listed, report_named
from archive_app.services.volume_reports.fees import (
    piece_fee,
    shares_from,
    shares_words,
    usual_shares,
    withheld,
)  # fmt: skip
from archive_app.services.workflow.correcting import correct_words

DAY = date(2026, 5, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="示例馆", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str = "item", /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def text(*paragraphs: str, **more: Any) -> dict[str, Any]:
    blocks = [{"id": f"b{n}", "kind": "paragraph", "text": one} for n, one in enumerate(paragraphs)]
    return {"format": 1, "blocks": blocks, **more}


class Made:
    """A volume with an oral history, a contribution with a picture in it, and a photograph."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.archive = archive
        Image.new("RGB", (400, 300), (90, 120, 60)).save(folder / "社火.jpg")
        self.photo = import_paths(archive, [folder / "社火.jpg"]).imported[0].id
        archive.execute(SetFields(self.photo, {"title": "社火", "supplied_by": "吴𬱟"}))
        self.person = new(archive, "person", name="马䶮")
        self.place = new(archive, "place", name="沙塘川")
        rows = [{"role": "口述者", "name": "马䶮", "person": self.person}, {"role": "整理者", "name": "祁垚"}]
        self.told = new(
            archive, kind="oral_history", title="水磨", responsibility=rows, persons=[self.person], places=[self.place],
            manuscript=text("沙塘川有三盘水磨，马䶮看了一辈子。" * 30, "他说磨主是祁大魁。"),
        )  # fmt: skip
        file = archive.catalogue.files_of(self.photo)[0].id
        wrote = text("锣鼓响了一夜。" * 40)
        wrote["blocks"].append({"id": "p", "kind": "picture", "text": "社火", "picture": {"source": file}})
        self.wrote = new(
            archive, kind="contribution", title="锣鼓", responsibility=[{"role": "作者", "name": "李𠮷庆"}],
            manuscript=wrote,
        )  # fmt: skip
        self.volume = new(archive, "volume", title="城东政协文史资料", number=24, compiler="城东政协")
        self.section = new(archive, "section", volume=self.volume, title="亲历", matter="body", position=1)
        self.articles = [
            new(archive, "article", section=self.section, item=item, position=n)
            for n, item in enumerate((self.told, self.wrote, self.photo))
        ]

    def rows(self, name: str, **wanted: Any) -> list[Mapping[str, Any]]:
        table = self.table(name, **wanted)
        heads = [column.head for column in table.columns]
        return [dict(zip(heads, row, strict=True)) for row in table.rows]

    def table(self, name: str, **wanted: Any) -> Table:
        wanted = {"volume": self.volume, **wanted}
        table = gather(self.archive, report_named(name), Wanted(today=DAY, **wanted))
        assert isinstance(table, Table)
        return table


@pytest.fixture
def made(archive: Archive, tmp_path: Path) -> Made:
    return Made(archive, tmp_path)


def test_a_piece_is_paid_by_its_lines_and_shared_between_who_told_it_and_who_put_it_down(made: Made) -> None:
    Office(made.archive.root).set({"fee_rate": 100, "fee_told": 70, "fee_picture": 20})
    told, scribe, author, supplier, alone = made.rows("fees")
    assert (told["领款人"], told["身份"], scribe["领款人"], scribe["身份"]) == ("马䶮", "口述", "祁垚", "整理")
    assert told["计酬字数"] > 500 and told["稿费"] == pytest.approx(told["计酬字数"] / 10)
    assert told["应得稿费"] == pytest.approx(told["稿费"] * 0.7, abs=0.005)
    assert told["应得稿费"] + scribe["应得稿费"] == pytest.approx(told["稿费"])
    assert (scribe["序号"], scribe["题名"], scribe["计酬字数"]) == ("", "", "")
    assert (author["领款人"], author["身份"], supplier["领款人"]) == ("李𠮷庆", "撰写", "吴𬱟")
    assert (supplier["图幅"], supplier["图片费"], supplier["应付"]) == (1, 20.0, 20.0)
    assert (alone["题名"], alone["领款人"], alone["图片费"]) == ("社火", "吴𬱟", 20.0)  # the photograph as a piece
    totals = made.table("fees").totals
    assert totals[-2] == pytest.approx(sum(row["应付"] for row in made.rows("fees")))


def test_grade_rate_and_shares_of_an_article_come_before_the_settings(made: Made) -> None:
    Office(made.archive.root).set({"fee_rate": 100, "fee_grades": "一等=200、二等=150", "fee_thousands": "whole"})
    made.archive.execute(
        SetFields(made.articles[0], {"fee_grade": "一等", "fee_shares": shares_from("马小山（继承人） 100")})
    )
    made.archive.execute(SetFields(made.articles[1], {"fee_grade": "二等", "fee_rate": 90}))
    heir, author = made.rows("fees")
    assert (heir["等级"], heir["单价"], heir["领款人"], heir["身份"]) == ("一等", 200, "马小山", "继承人")
    assert heir["稿费"] == 200.0  # of less than a thousand, a thousand
    assert (author["等级"], author["单价"]) == ("二等", 90)


def test_who_is_paid_for_several_pieces_signs_once_and_tax_is_of_the_whole(made: Made) -> None:
    Office(made.archive.root).set({"fee_rate": 5000})
    rows = {row["领款人"]: row for row in made.rows("fee-payments")}
    assert list(rows) == ["李𠮷庆", "马䶮", "祁垚"]  # by pinyin
    for row in rows.values():
        assert row["扣税"] == float(withheld(Decimal(str(row["应付"]))))
        assert row["实发"] == pytest.approx(row["应付"] - row["扣税"])
    assert rows["马䶮"]["扣税"] > 0
    Office(made.archive.root).set({"fee_tax": "off"})
    assert {row["扣税"] for row in made.rows("fee-payments")} == {0.0}
    assert made.table("fee-payments").lines == 2


@pytest.mark.parametrize(
    ("income", "tax"),
    [("0", "0"), ("800", "0"), ("800.01", "0.00"), ("1000", "28.00"), ("4000", "448.00"), ("4000.01", "448.00"),
     ("5000", "560.00"), ("10000", "1120.00")],
)  # fmt: skip
def test_the_tax_withheld(income: str, tax: str) -> None:
    assert withheld(Decimal(income)) == Decimal(tax)


@given(st.integers(0, 200_000), st.integers(1, 400), st.integers(0, 100), st.integers(1, 4), st.integers(0, 3))
def test_no_fen_is_lost_however_it_is_shared(
    characters: int, rate: int, told: int, narrators: int, scribes: int
) -> None:
    from archive_app.services.volume_reports.contents import Piece

    class Said:
        """An item as far as fees look at it."""

        def __init__(self) -> None:
            rows = [{"role": "口述者", "name": f"口{n}"} for n in range(narrators)]
            rows += [{"role": "整理者", "name": f"整{n}"} for n in range(scribes)]
            self.record = type("R", (), {"values": {"responsibility": rows}})()

    class Settings:
        """An office's settings."""

        grades: Mapping[str, int] = {}

        def get(self, key: str) -> Any:
            return {"fee_rate": rate, "fee_told": told, "fee_picture": 0, "fee_thousands": "exact"}[key]

    article: Any = {"fee_grade": "", "fee_rate": None, "fee_shares": []}
    fee = piece_fee(Piece(article, Said(), "题", "", ""), characters, Settings())  # type: ignore[arg-type]
    assert sum((due.words for due in fee.due), Decimal(0)) == fee.amount
    assert all(due.words >= 0 for due in fee.due)
    assert sum(share for _name, _part, share in usual_shares(Said(), told)) == 100  # type: ignore[arg-type]


def test_shares_are_read_as_they_are_written() -> None:
    rows = shares_from("马䶮（口述） 60%，祁垚(整理)40")
    assert shares_words(rows) == "马䶮（口述） 60、祁垚（整理） 40" and shares_from(shares_words(rows)) == rows
    assert shares_from("") == []
    for wrong in ("马䶮 60、祁垚 30", "马䶮", "马䶮 一半", "马䶮 120"):
        with pytest.raises(UsageError):
            shares_from(wrong)


def test_copies_go_once_to_everybody_and_to_others(made: Made) -> None:
    Office(made.archive.root).set({"copies": 3, "copies_others": "区档案馆=5"})
    rows = {row["姓名或单位"]: row for row in made.rows("copies")}
    assert list(rows) == ["李𠮷庆", "马䶮", "祁垚", "吴𬱟", "区档案馆"]
    assert (rows["马䶮"]["事由"], rows["马䶮"]["册数"], rows["区档案馆"]["册数"]) == ("《水磨》口述", 3, 5)
    assert rows["吴𬱟"]["事由"] == "供图“社火”"
    assert made.table("copies").totals[3] == 17
    assert any("不出售" in note for note in made.table("copies").notes)
    made.archive.execute(SetFields(made.volume, {"imprint": [{"key": "variant", "value": "public"}]}))
    assert made.table("copies").notes == ()


def test_credits_count_pieces_and_pictures_and_keep_who_is_not_to_be_named(made: Made) -> None:
    rows = {row["姓名"]: row for row in made.rows("credits")}
    assert (rows["马䶮"]["口述（篇）"], rows["祁垚"]["整理（篇）"], rows["李𠮷庆"]["撰写（篇）"]) == (1, 1, 1)
    assert rows["吴𬱟"]["供图（幅）"] == 2 and rows["吴𬱟"]["字数"] == ""
    made.archive.execute(SetFields(made.told, {"anonymous": True}))
    rows = {row["姓名"]: row for row in made.rows("credits")}
    assert "马䶮" not in rows and rows["佚名"]["口述（篇）"] == 1 and list(rows)[-1] == "佚名"
    made.archive.execute(SetFields(made.photo, {"supplied_by": "不详"}))
    assert any("2 幅图没有写供图者" in note for note in made.table("credits").notes)


def test_errata_stand_with_page_and_line_of_what_was_printed(made: Made) -> None:
    archive = made.archive
    archive.execute(SetFields(made.volume, {"state": "issued"}, by_program=True))
    printed_volume(archive, made.volume)  # printed: its pages are kept
    for item in (made.told, made.wrote):
        archive.execute(SetFields(item, {"state": "issued"}, by_program=True))
    correct_words(archive, made.told, "他说磨主是祁大魁", "他说磨主是祁大奎", "家谱")
    nxt = new(archive, "volume", title="城东政协文史资料", number=25)
    back = new(archive, "section", volume=nxt, title="勘误", matter="back")
    cells = [[{"text": head} for head in ("篇名", "页", "行", "误", "正")]]
    cells += [[{"text": one} for one in ("锣鼓", "2", "1", "一夜", "一宿")]]
    table = {"format": 1, "blocks": [{"id": "t", "kind": "table", "rows": cells}]}
    new(archive, "article", section=back, role="errata", manuscript=table)
    found = {row["误"]: row for row in made.rows("errata")}
    corrected = found["他说磨主是祁大魁"]
    assert (corrected["篇名"], corrected["正"], corrected["依据"]) == ("水磨", "他说磨主是祁大奎", "家谱")
    text_ = next(one for one in printed_volume(archive, made.volume).texts if "祁大魁" in one.text)
    page, label = text_.page_at(0)
    assert corrected["页"] == label and text_.lines[0][2:] == (page, corrected["行"] - 1)
    assert (found["一夜"]["页"], found["一夜"]["正"], found["一夜"]["出处"]) == ("2", "一宿", "第25辑勘误")


def test_an_index_of_a_volume_has_pages_and_one_of_items_their_numbers(made: Made) -> None:
    (person,) = made.rows("persons")
    (place,) = made.rows("places")
    label = printed_volume(made.archive, made.volume).pages_of(made.articles[0])[0]
    assert (person["部"], person["名"], person["页码"]) == ("M", "马䶮", label)
    assert (place["部"], place["名"], place["页码"]) == ("S", "沙塘川", label)
    (person,) = made.rows("persons", volume="")
    assert (person["名"], person["件数"]) == ("马䶮", 1) and "《水磨》" in person["见于"]
    made.archive.execute(SetFields(made.told, {"anonymous": True}))
    assert made.rows("persons", volume="") == [] and made.rows("persons") == []


def test_the_chronicle_of_a_volume_has_the_events_of_its_pieces(made: Made) -> None:
    archive = made.archive
    when = {"display": "1958年5月", "edtf": "1958-05", "earliest": "1958-05-01", "latest": "1958-05-31"}
    event = new(archive, "event", name="通电", date=when, sources=["志书"], status="史实")
    new(
        archive, "event", name="别的事", date={**when, "edtf": "1959", "earliest": "1959-01-01", "latest": "1959-12-31"}
    )
    archive.execute(SetFields(made.told, {"events": [event]}))
    (row,) = made.rows("chronicle")
    assert (row["年"], row["大事"], row["依据"]) == ("1958年", "通电", "志书")
    assert [row["大事"] for row in made.rows("chronicle", volume="")] == ["通电", "别的事"]


def test_groups_of_items_are_dossiers(archive: Archive) -> None:
    when = {"display": "1958", "edtf": "1958", "earliest": "1958-01-01", "latest": "1958-12-31"}
    about = {"kind": "photograph", "group_no": "25", "retention": "D30"}
    for n in (2, 1, 10):
        key = new(archive, title=f"社火{n}", created=when, **about)
        archive.execute(SetFields(key, {"ref_code": f"K021-ZP·2019·D30-025-{n:03}"}, by_program=True))
    new(archive, kind="photograph", title="未编号的组", group_no="3")
    new(archive, kind="document", title="不组卷")
    table = gather(archive, report_named("案卷目录"), Wanted(today=DAY))
    assert isinstance(table, Table)
    assert table.rows[0][1:5] == ("K021-ZP·2019·D30-025", "社火1等 3 件", "1958-01-01—1958-12-31", 3)
    assert table.rows[1][1:5] == ("第 3 组（未编档号）", "未编号的组", "", 1)
    assert any("另有 1 件不在案卷里" in note for note in table.notes)


def test_that_a_list_is_made_is_noted_in_the_volume(made: Made) -> None:
    mark_listed(made.archive, report_named("稿费签领表"), Wanted(today=DAY, volume=made.volume))
    mark_listed(made.archive, report_named("样书分送表"), Wanted(today=DAY, volume=made.volume))
    volume = made.archive.catalogue.record(made.volume)
    assert (volume["fees_listed_on"], volume["copies_listed_on"]) == ("2026-05-03", "2026-05-03")


def test_pages_are_set_apart_where_a_window_waits(made: Made) -> None:
    assert made.rows("fees", apart=True) == made.rows("fees")
