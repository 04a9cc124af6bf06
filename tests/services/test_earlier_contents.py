"""The contents of earlier volumes: pasted, from files, held against the pages, and listed with those of all volumes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused, UsageError
from archive_app.office.document import Paragraph, write_docx
from archive_app.office.package import Piece
from archive_app.office.workbook import Sheet, write_xlsx
from archive_app.services.archive import Archive
from archive_app.services.earlier.contents import read_file, read_pages, remarks, rows_of, set_contents
from archive_app.services.earlier.leaves import leaves_of
from archive_app.services.earlier.pasted import ContentsRow, names_in, read_grid, read_lines
from archive_app.services.earlier.taking import take_in, volume_values
from archive_app.services.reporting import Wanted, gather, report_named
from tests.support_archives import copied
from tests.support_earlier import PAGES, Going, pdf
from tests.support_printed import issue, make_book

PRINT = """目　录
【三亲实录】
水磨记……………………张三（1）
回忆1949年的冬天 …… 马　龙（20-23）
城东小学的创办…………马明义、韩福才（二十四）
工商史料
　　东关早点铺里的二十年 ........ 马䶮口述　祁垚采访、整理　３１
一个很长很长的题目它在目录里排了两行，
后面还有半行……………赵六 45
正月里的锣鼓——柳树台村社火记……李晓棠 55
西宁解放前后（完颜·阿力）……66
编后记 ………………………… 本刊编辑部 78
"""


def test_lines_as_they_are_printed() -> None:
    found = [(row.section, row.title, row.author, row.first, row.last) for row in read_lines(PRINT)]
    assert found == [
        ("三亲实录", "水磨记", "张三", "1", ""),
        ("三亲实录", "回忆1949年的冬天", "马龙", "20", "23"),
        ("三亲实录", "城东小学的创办", "马明义、韩福才", "24", ""),
        ("工商史料", "东关早点铺里的二十年", "马䶮口述　祁垚采访、整理", "31", ""),
        ("工商史料", "一个很长很长的题目它在目录里排了两行，后面还有半行", "赵六", "45", ""),
        ("工商史料", "正月里的锣鼓——柳树台村社火记", "李晓棠", "55", ""),
        ("工商史料", "西宁解放前后", "完颜·阿力", "66", ""),
        ("工商史料", "编后记", "本刊编辑部", "78", ""),
    ]


PAGED = """图版
编委会名单 ………… i
饮食风味 ………… 1
东关早点铺 …… 马䶮口述 3
一碗甜醅 …… 沈玉梅 5
乡村生产 ………… 15
三盘水磨 …… 李兰芳口述 17
城东政协文史资料　第二十四辑
工业交通 ………… 35
毛纺厂的三班倒 …… 陈桂香口述 37
后记 ………… 70
"""


def test_heads_that_have_a_page_of_their_own_are_heads() -> None:
    found = [(row.section, row.title, row.first) for row in read_lines(PAGED)]
    assert found == [
        ("", "编委会名单", "i"),
        ("饮食风味", "东关早点铺", "3"),
        ("饮食风味", "一碗甜醅", "5"),
        ("乡村生产", "三盘水磨", "17"),
        ("工业交通", "毛纺厂的三班倒", "37"),
        ("", "后记", "70"),
    ]


def test_articles_that_nobody_signed_are_no_heads() -> None:
    unsigned = PAGED.replace("一碗甜醅 …… 沈玉梅 5", "本城物产一览 …… 5\n一碗甜醅 …… 沈玉梅 9")
    assert "饮食风味" in [row.title for row in read_lines(unsigned)]


@pytest.mark.parametrize(
    ("line", "title", "author"),
    [
        ("李四、王五　渡口的船　15", "渡口的船", "李四、王五"),
        ("马龙：回忆火车站 15", "回忆火车站", "马龙"),
        ("15 渡口的船 李四", "渡口的船", "李四"),
        ("渡口的船（示例）李四口述 王五整理 15", "渡口的船（示例）", "李四口述 王五整理"),
        ("渡口的船\t李四\t15", "渡口的船", "李四"),
        ("渡口的船   马䶮口述   祁垚采访、整理   15", "渡口的船", "马䶮口述 祁垚采访、整理"),
        ("渡口的船   本刊编辑部（整理）   15", "渡口的船", "本刊编辑部（整理）"),
        ("渡口的船（节选）……15", "渡口的船（节选）", ""),
        ("后记 …… 本辑编者 15", "后记", "本辑编者"),
        ("渡口的船····································15", "渡口的船", ""),
        ("青海毛纺厂回忆————（15）", "青海毛纺厂回忆", ""),
        ("渡口的船 / 李四 …… P15", "渡口的船", "李四"),
    ],
)
def test_author_and_title_in_either_order(line: str, title: str, author: str) -> None:
    (row,) = read_lines(line)
    assert (row.title, row.author, row.first) == (title, author, "15")


def test_what_is_no_contents_is_none() -> None:
    assert read_lines("") == [] and read_lines("目录\n\n　　") == []
    with pytest.raises(UsageError):
        read_grid([["无", "关"], ["文", "字"]])


def test_a_table_by_its_head() -> None:
    rows = read_grid(
        [
            ["第七辑目录"],
            ["序号", "栏目", "篇名", "作者", "页码"],
            ["1", "三亲", "水磨记", "张三", "12-15"],
            ["2", "", "渡口", "李四", "16.0"],
            ["", "", "工商史料", "", ""],
            ["3", "", "货场", "", "２０"],
        ]
    )
    assert [(row.section, row.title, row.author, row.first, row.last) for row in rows] == [
        ("三亲", "水磨记", "张三", "12", "15"),
        ("三亲", "渡口", "李四", "16", ""),
        ("工商史料", "货场", "", "20", ""),
    ]


def test_files_of_all_sorts(tmp_path: Path) -> None:
    head = ["题名", "作者", "栏目", "页码"]
    body = ["水磨记", "张三", "三亲", "1"]
    (tmp_path / "目录.csv").write_bytes("\r\n".join((",".join(head), ",".join(body))).encode("gb18030"))
    with (tmp_path / "目录.xlsx").open("wb") as handle:
        write_xlsx(handle, [Sheet("目录", head, (10,) * 4, [body])])
    with (tmp_path / "目录.docx").open("wb") as handle:
        write_docx(handle, [Paragraph([Piece(line)]) for line in ("目录", "【三亲】", "水磨记……张三（1）")])
    for name in ("目录.csv", "目录.xlsx", "目录.docx"):
        assert read_file(tmp_path / name) == [ContentsRow("水磨记", "张三", "三亲", "1")], name
    with pytest.raises(Refused, match=r"读不成目录"):
        read_file(tmp_path / "目录.jpg")


def test_who_is_named() -> None:
    assert names_in("李四口述　王五、赵六整理") == ["李四", "王五", "赵六"]
    assert names_in("马　龙") == ["马龙"] and names_in("") == []
    assert names_in("张三等") == ["张三"]


def _make(root: Path) -> None:
    source = pdf(root.parent / "第七辑.pdf", [*PAGES, ("目　录", "水磨记……张三　1", "渡口的船……李四　3")])
    with Archive.create(root, name="测试馆藏") as archive:
        take_in(archive, [source], volume_values("城东文史资料", 7, year="1988年"), Going())


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.open(copied(_make, tmp_path / "馆藏"), actor="编辑") as opened:
        yield opened


def the_volume(archive: Archive) -> Record:
    return next(one for one in archive.catalogue.records("volume") if one["scans"])


def put(archive: Archive, *rows: ContentsRow) -> None:
    command = set_contents(archive, the_volume(archive).id, rows)
    assert command is not None
    archive.execute(command)


def test_titles_are_looked_for_on_their_pages(archive: Archive) -> None:
    leaves = leaves_of(archive.catalogue, archive.root, the_volume(archive))
    said = remarks(
        leaves,
        [
            ContentsRow("水磨记", first="1"),
            ContentsRow("渡口的船", first="2"),
            ContentsRow("渡口之船", first="3"),
            ContentsRow("没有的文章", first="1"),
            ContentsRow("水磨记", first="77"),
            ContentsRow("水磨记"),
            ContentsRow("渡口的船", first="3", last="1"),
        ],
    )
    assert said[0] == ""
    assert said[1:] == [
        "题名在第 3 页",
        "页上是“渡口的船”",
        "这一页上没有找到题名",
        "没有哪一页印着 77，请核对页码规则",
        "没有写页码",
        "止页 1 不对",
    ]


def test_the_printed_contents_are_read_off_their_page(archive: Archive) -> None:
    leaves = leaves_of(archive.catalogue, archive.root, the_volume(archive))
    found = read_pages(leaves[-1:])
    assert [(row.title, row.author, row.first) for row in found] == [("水磨记", "张三", "1"), ("渡口的船", "李四", "3")]


def test_what_is_under_no_section_stays_where_it_stands(archive: Archive) -> None:
    preface, article, after = (
        ContentsRow("序", first="i"),
        ContentsRow("水磨记", "", "三亲", "1"),
        ContentsRow("后记", first="3"),
    )
    put(archive, preface, article, after)
    assert rows_of(archive, the_volume(archive).id) == [preface, article, after]


def test_articles_that_stay_keep_their_records_and_one_step_takes_it_back(archive: Archive) -> None:
    first, second = ContentsRow("水磨记", "张三", "三亲", "1"), ContentsRow("渡口的船", "李四", "三亲", "3")
    put(archive, first, second)
    volume = the_volume(archive).id
    before = {one.title: one.id for node in archive.catalogue.sections_of(volume) for one in node.articles}
    put(archive, ContentsRow("渡口的船", "李四、王五", "人物", "3", "4"), ContentsRow("新的", "", "人物", "4"))
    nodes = archive.catalogue.sections_of(volume)
    assert {str(node.section.title) for node in nodes} >= {"人物"} and "三亲" not in {n.section.title for n in nodes}
    now = {one.title: one.id for node in nodes for one in node.articles}
    assert now["渡口的船"] == before["渡口的船"] and set(now) == {"渡口的船", "新的"}
    assert set_contents(archive, volume, rows_of(archive, volume)) is None
    put(archive, ContentsRow("渡口的船", "李四", "人物", "3", "4", "控制"))
    assert rows_of(archive, volume)[0].level == "控制"
    with pytest.raises(UsageError, match="级别"):
        set_contents(archive, volume, [ContentsRow("渡口的船", level="绝密")])
    archive.undo()
    archive.undo()
    assert rows_of(archive, volume) == [first, second]


def test_a_name_close_behind_what_goes_before_or_after_the_articles_is_its_author() -> None:
    body = "序曲声中……7\n水磨记　张三……9\n渡口的船　李四……12\n"
    rows = read_lines(
        f"序文士衡……1\n前言：王文史……3\n序幕拉开……5\n{body}跋涉万里……190\n跋赵六……199\n编后记本刊编辑部……200"
    )
    assert [(row.title, row.author) for row in rows] == [
        ("序", "文士衡"),
        ("前言", "王文史"),
        ("序幕拉开", ""),
        ("序曲声中", ""),
        ("水磨记", "张三"),
        ("渡口的船", "李四"),
        ("跋涉万里", ""),
        ("跋", "赵六"),
        ("编后记", "本刊编辑部"),
    ]
    for words in ("序文士衡（示例）", "序 文士衡（示例）", "序文士衡\t示例"):
        assert (read_lines(f"{words} iii\n{body}")[0].title, read_lines(f"{words} iii\n{body}")[0].author) == (
            "序",
            "文士衡",
        )
    alone = read_lines("序言之一……1\n后记忆往昔……3\n水磨记　张三……5\n序文士衡……7")
    assert [row.title for row in alone] == ["序言之一", "后记忆往昔", "水磨记", "序文士衡"], (
        "at the other end it is a title"
    )


def table_of(archive: Archive, name: str, volume: str = "") -> list[tuple[object, ...]]:
    made = gather(archive, report_named(name), Wanted(volume=volume))
    return [tuple(row) for row in made.rows]


def test_one_list_of_all_volumes_scanned_and_made(archive: Archive) -> None:
    put(
        archive,
        ContentsRow("水磨记", "张三", "三亲", "1"),
        ContentsRow("渡口的船", "李四口述　张三整理", "三亲", "3"),
        ContentsRow("编后记", "", "", "4"),
    )
    whole = table_of(archive, "总目录")
    assert whole == [
        ("第七辑", "三亲", "水磨记", "张三", "1"),
        ("", "", "渡口的船", "李四口述　张三整理", "3"),
        ("", "", "编后记", "", "4"),
    ]
    authors = table_of(archive, "general-authors")
    assert [row[0] for row in authors] == ["李四", "张三", "", "（未署名）"]
    assert [row[0] for row in table_of(archive, "general-authors-strokes")] == ["李四", "张三", "", "（未署名）"]
    assert [row[0] for row in table_of(archive, "general-sections")] == ["三亲", "", "（没有栏目）"]
    made = make_book(archive)
    issue(archive, made.volume)
    both = table_of(archive, "总目录")
    assert len(both) > len(whole) and all(row in both for row in whole)
    assert any(row[4] for row in both if row not in whole)
    assert table_of(archive, "总目录", the_volume(archive).id) == whole
