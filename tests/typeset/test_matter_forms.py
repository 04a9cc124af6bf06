"""编委会名单, 大事记, 采访名录, 勘误: from Markdown and from TOML tables, on the page."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.matter.board import Office, arranged, offices
from archive_app.typeset.matter.dated import of_events
from archive_app.typeset.templates import load
from archive_app.typeset.toml_source import SourceError

BOOK = """[volume]
title = "城东文史"
compiler = "政协"
template = "{template}"
[imprint]
{imprint}
{front}
[[section]]
title = "栏"
articles = ["01.md"]
"""

IMPRINT = 'permit = "一"\nrecipients = "委员"\nprinter = "印刷厂"\nprint_date = "2026年5月"\ncopies = 500'

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A book's folder with one piece of matter and the files given."""

    def make(matter: str, template: str = "32k", **files: str) -> Path:
        (tmp_path / "book.toml").write_text(
            BOOK.format(imprint=IMPRINT, template=template, front=matter), encoding="utf-8"
        )
        (tmp_path / "01.md").write_text("---\ntitle: 一\n---\n\n正文。\n", encoding="utf-8")
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def names_of(text: str, order: str = "") -> list[tuple[str, str, list[str]]]:
    found = offices(arranged(paragraphs(text.splitlines()), order))
    return [(o.role, o.aside, [name for name, _ in o.names]) for o in found if isinstance(o, Office)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("主任：张三、李四光", ["张三", "李四光"]),
        ("主任:张三，李四光", ["张三", "李四光"]),
        ("主任：张　三　李四光　王 五", ["张三", "李四光", "王五"]),
        ("主任：张　三、李四光、", ["张三", "李四光"]),
        ("主任：𠮷　庆 马䶮", ["𠮷庆", "马䶮"]),
        ("主任：买买提·阿不都、Sonam Dorje", ["买买提·阿不都", "Sonam Dorje"]),
        ("主任：张三（兼）、李四", ["张三（兼）", "李四"]),
    ],
)
def test_names_are_read_however_they_are_parted(line: str, names: list[str]) -> None:
    assert names_of(line) == [("主任", "", names)]


def test_only_members_are_ordered_and_officers_stay_as_given() -> None:
    text = "主任：王昪、丁一\n主任委员：王昪、丁一\n委员：李𠮷庆、王昪、丁一\n编委：马䶮、于明"
    assert names_of(text, "strokes") == [
        ("主任", "", ["王昪", "丁一"]),
        ("主任委员", "", ["王昪", "丁一"]),
        ("委员", "按姓氏笔画为序", ["丁一", "王昪", "李𠮷庆"]),
        ("编委", "按姓氏笔画为序", ["于明", "马䶮"]),
    ]
    assert names_of(text)[2] == ("委员", "", ["李𠮷庆", "王昪", "丁一"])


def test_an_office_that_says_how_it_is_ordered_is() -> None:
    assert names_of("顾问（按姓氏笔画为序）：王昪、丁一") == [("顾问", "按姓氏笔画为序", ["丁一", "王昪"])]


@pytest.mark.parametrize(
    "text",
    [
        "主任：张三\n副主任：李四、王五\n委员：丁一\n",
        "---\ntitle: 名单\n---\n主任：张三\n副主任：李四、\n王五\n委员：丁一\n",
        "主任：\n张三\n副主任：\n李四\n王五\n\n委员：丁一\n",
        "- 主任：张三\n- 副主任：李四、王五\n- 委员：丁一\n",
        "| 职务 | 姓名 |\n|---|---|\n| 主任 | 张三 |\n| 副主任 | 李四、王五 |\n| 委员 | 丁一 |\n",
        "主任:张 三\n副主任:李 四  王 五\n委员:丁 一\n",
    ],
)
def test_a_board_may_be_written_a_line_each(folder: Folder, text: str) -> None:
    book, _ = load_book(folder('[[front]]\nkind = "board"\nfile = "b.md"', **{"b.md": text}))
    lines = board_lines(compose(book))
    assert [line.text for line in lines] == ["主任", "张三", "副主任", "李四", "王五", "委员", "丁一"]


def test_a_chronicle_written_a_line_each_keeps_its_lines(folder: Folder) -> None:
    text = "## 1949年\n9月5日　西宁解放。\n是月　设区。\n1950年3月　通车，\n围观者众。\n"
    book, _ = load_book(folder('[[back]]\nkind = "chronicle"\nfile = "d.md"', **{"d.md": text}))
    article = book.back[0].article
    assert article is not None
    assert [block.text for block in article.manuscript] == [
        "1949年", "9月5日　西宁解放。", "是月　设区。", "1950年3月　通车，围观者众。",
    ]  # fmt: skip


def test_words_with_a_colon_are_no_list_of_names() -> None:
    assert names_of("说明：以上名单截至二〇二六年五月，其后的变动见下一辑的更正。") == []


def board_lines(layout: Layout) -> list[Line]:
    return [line for page in layout.pages for line in page.lines if line.role.startswith("board")]


BOARD = (
    "主任：冯守拙\n\n副主任：张三、李生华、欧阳文远\n\n"
    "委员：王昪、丁一、买买提·阿不都热合曼、韩犇、卓玛措、白杨、周青禾、李晓棠、马䶮\n"
)


@pytest.mark.parametrize("template", ["32k", "16k", "large-print"])
def test_names_stand_on_a_raster_and_two_characters_are_as_wide_as_three(folder: Folder, template: str) -> None:
    path = folder('[[front]]\nkind = "board"\nfile = "b.md"\norder = "strokes"', template, **{"b.md": BOARD})
    book, warnings = load_book(path)
    layout = compose(book)
    lines = board_lines(layout)
    assert warnings == () and layout.problems == ()
    names = [line for line in lines if line.role == "board-name"]
    assert [n.text for n in names[:6]] == ["冯守拙", "张三", "李生华", "欧阳文远", "丁一", "马䶮"]
    columns = sorted({round(line.x, 2) for line in names})
    steps = {round(b - a, 1) for a, b in itertools.pairwise(columns)}
    assert max(steps) - min(steps) < 0.3
    two = next(line for line in names if line.text == "张三")
    assert two.runs[0].tracking == pytest.approx(1000)
    assert [line.text for line in lines if line.role == "board-role"] == ["主任", "副主任", "委员"]
    assert [line.text for line in lines if line.role == "board-aside"] == ["（按姓氏笔画为序）"]
    edge = max(line.x + line.size * len(line.text) for line in names)
    left = min(line.x for line in lines if line.role == "board-role")
    assert edge <= left + layout.grid["width"] + 0.1


def test_the_map_leads_from_a_name_to_its_place_in_the_text(folder: Folder) -> None:
    book, _ = load_book(folder('[[front]]\nkind = "board"\nfile = "b.md"', **{"b.md": BOARD}))
    text = {block.id: block.text for block in book.front[0].article.manuscript}  # type: ignore[union-attr]
    names = [line for line in board_lines(compose(book)) if line.role == "board-name"]
    assert len(names) == 13
    assert all(text[line.block][line.offset :].startswith(line.text) for line in names)


def test_a_board_of_groups_from_toml(folder: Folder) -> None:
    toml = (
        'title = "编审委员会"\n[[group]]\ntitle = "编委会"\n[[group.office]]\nrole = "主任"\nnames = ["冯守拙"]\n'
        '[[group.office]]\nrole = "委员"\nnames = ["王昪", "丁一"]\norder = "strokes"\n'
        '[[group]]\ntitle = "编辑部"\n[[group.office]]\nrole = "主编"\nnames = ["文士衡"]\n'
    )
    book, _ = load_book(folder('[[front]]\nkind = "board"\nfile = "b.toml"', **{"b.toml": toml}))
    layout = compose(book)
    page = next(page for page in layout.pages if page.kind == "front")
    said = [line.text for line in page.lines]
    assert said == [
        "编审委员会",
        "编委会",
        "主任",
        "冯守拙",
        "委员",
        "（按姓氏笔画为序）",
        "丁一",
        "王昪",
        "编辑部",
        "主编",
        "文士衡",
    ]


def test_a_wrong_table_names_file_line_and_key(folder: Folder) -> None:
    toml = '[[office]]\nrole = "主任"\nname = ["冯守拙"]\n'
    with pytest.raises(SourceError, match=r"b\.toml 第3行") as error:
        load_book(folder('[[front]]\nkind = "board"\nfile = "b.toml"', **{"b.toml": toml}))
    assert "names" in error.value.remedy


def test_a_preface_in_toml_is_refused(folder: Folder) -> None:
    with pytest.raises(SourceError, match="preface"):
        load_book(folder('[[front]]\nkind = "preface"\nfile = "b.toml"', **{"b.toml": "a = 1"}))


def test_a_long_board_goes_over_pages_without_losing_a_name() -> None:
    names = [f"王{chr(0x4E00 + n)}" for n in range(400)]
    text = Manuscript((Block(BlockKind.PARAGRAPH, f"委员：{'、'.join(names)}"),))
    board = Matter("board", Article("b", "编委会名单", text, form="board"))
    book = Book("城东文史", (Section("", (Article("a", "一", paragraphs(["正文。"])),)),), front=(board,))
    for template in ("32k", "vertical"):
        layout = compose(book, template=load(template))
        assert [line.text for line in board_lines(layout) if line.role == "board-name"] == names
        assert len([page for page in layout.pages if page.kind == "front"]) > 1


# 大事记 --------------------------------------------------------------------------------------------------------------


def chronicle_text(text: Manuscript) -> list[str]:
    return [block.text for block in text]


def test_events_stand_under_their_years_the_dated_before_the_undated() -> None:
    text, doubts = of_events(
        [
            ("1958年", "修渠"),
            ("1958年3月5日", "通车"),
            ("1958年3月", "开学"),
            ("1949年9月5日", "解放"),
            ("是月", "设区"),
            ("10月1日", "到任"),
            ("", "同日开会"),
            ("不知何时", "有人来过"),
        ]
    )
    assert chronicle_text(text) == [
        "1949年", "9月5日　解放", "是月　设区", "10月1日　到任", "10月1日　同日开会",
        "1958年", "3月5日　通车", "是月　开学", "是年　修渠",
        "时间待考", "不知何时　有人来过",
    ]  # fmt: skip
    assert len(doubts) == 1 and "不知何时" in doubts[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.md", "| 时间 | 大事 |\n|---|---|\n| 1958年3月5日 | 通车。 |\n| 1949年9月 | 设区。 |\n"),
        ("d.toml", '[[event]]\ndate = 1958-03-05\ntext = "通车。"\n[[event]]\ndate = "1949年9月"\ntext = "设区。"\n'),
    ],
)
def test_a_chronicle_from_a_table(folder: Folder, name: str, text: str) -> None:
    back = f'[[back]]\nkind = "chronicle"\nfile = "{name}"'
    book, warnings = load_book(folder(back, **{name: text}))
    layout = compose(book)
    assert warnings == ()
    page = next(page for page in layout.pages if page.kind == "back")
    assert [line.text for line in page.lines] == ["大事记", "1949年", "9月　设区。", "1958年", "3月5日　通车。"]


def test_what_happened_hangs_under_its_date(folder: Folder) -> None:
    long = "韵家口一带的群众走上街头，一直走到东关大街，看见大部队从东边开过来。" * 2
    toml = f'[[event]]\ndate = "1949年9月5日"\ntext = "{long}"\n'
    book, _ = load_book(folder('[[back]]\nkind = "chronicle"\nfile = "d.toml"', **{"d.toml": toml}))
    lines = [line for page in compose(book).pages if page.kind == "back" for line in page.lines]
    first, second, *_ = [line for line in lines if line.role == "body"]
    assert second.x == pytest.approx(first.x + 2 * first.size)


# tables -------------------------------------------------------------------------------------------------------------


def test_interviews_are_a_table_whose_head_comes_again(folder: Folder) -> None:
    row = '[[interview]]\nnarrator = "冶秀英"\ndate = 2026-03-18\nplace = "东关"\ninterviewer = "祁垚"\n'
    book, _ = load_book(folder('[[back]]\nkind = "interviews"\nfile = "c.toml"', **{"c.toml": row * 60}))
    pages = [page for page in compose(book).pages if page.kind == "back"]
    assert len(pages) > 1
    heads = [[line.text for line in page.lines if line.role == "table-head"] for page in pages]
    assert all(head == ["口述者", "采访时间", "采访地点", "采访者"] for head in heads)
    assert sum(line.text == "2026年3月18日" for page in pages for line in page.lines) == 60


@pytest.mark.parametrize("kind", ["interviews", "errata"])
def test_tables_for_looking_up_are_level_in_a_vertical_volume(folder: Folder, kind: str) -> None:
    table = "| 口述者 | 地点 |\n|---|---|\n| 冶秀英 | 东关 |\n"
    book, _ = load_book(folder(f'[[back]]\nkind = "{kind}"\nfile = "c.md"', "vertical", **{"c.md": table}))
    (page,) = [page for page in compose(book).pages if page.kind == "back"]
    assert "冶秀英" in [line.text for line in page.lines]
    assert not any(line.vertical for line in page.lines)


def test_errata_leave_out_columns_that_nothing_stands_in(folder: Folder) -> None:
    toml = 'note = "第二十三辑勘误。"\n[[erratum]]\npage = 12\nline = "倒4"\nwrong = "祁圭"\nright = "祁垚"\n'
    book, _ = load_book(folder('[[back]]\nkind = "errata"\nfile = "k.toml"', **{"k.toml": toml}))
    (page,) = [page for page in compose(book).pages if page.kind == "back"]
    said = [line.text for line in page.lines]
    assert said == ["上一辑勘误", "第二十三辑勘误。", "页", "行", "误", "正", "12", "倒4", "祁圭", "祁垚"]


# 目录 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", range(1, 40))
def test_a_section_is_never_alone_at_the_foot_of_the_contents(before: int) -> None:
    brief = paragraphs(["短文。"])
    first = Section("前一栏", tuple(Article(f"a{n}", f"第{n}篇", brief) for n in range(before)))
    town = Section("村庄", (), (Section("林家崖街道", (Article("z", "篇名很长的一篇" * 5, brief),)),))
    layout = compose(Book("城东文史", (first, town)), template=load("32k"))
    pages = [page for page in layout.pages if page.kind == "contents"]
    where = {
        line.role: number
        for number, page in enumerate(pages)
        for line in page.lines
        if line.text in ("村庄", "林家崖街道") or line.text.startswith("篇名很长")
    }
    assert len(where) == 3 and len(set(where.values())) == 1


@pytest.mark.parametrize("template", ["32k", "16k", "large-print", "vertical"])
def test_all_authors_are_in_the_contents_however_many(template: str) -> None:
    many = ("欧阳文远　买买提·阿不都热合曼　冶秀英　李𠮷庆　卓玛措　祁垚",)
    office = ("区政协文史资料和学习委员会编辑部整理组",)
    told = ("李兰芳　口述", "祁垚　采访", "李晓棠　整理")
    brief = paragraphs(["短文。"])
    articles = tuple(
        Article(f"a{n}", title, brief, byline=byline)
        for n, (title, byline) in enumerate([("甲", many), ("乙", office), ("丙" * 40, told), ("丁", ("张三",))])
    )
    layout = compose(Book("城东文史", (Section("栏", articles),)), template=load(template))
    pages = [page for page in layout.pages if page.kind == "contents"]
    said = "".join(line.text for page in pages for line in page.lines if line.role == "contents-author")
    plain = said.replace("　", "")
    for words in (
        "欧阳文远买买提·阿不都热合曼冶秀英李𠮷庆卓玛措祁垚",
        office[0],
        "李兰芳口述祁垚采访李晓棠整理",
        "张三",
    ):
        assert words in plain
    numbers = [line for page in pages for line in page.lines if line.role == "contents-page"]
    assert len(numbers) == sum(len(page.links) for page in pages)
    for page in pages:
        places = [(round(line.x), round(line.y)) for line in page.lines]
        assert len(places) == len(set(places))


@pytest.mark.parametrize(("template", "direction"), [("16k", ""), ("32k", "vertical"), ("vertical", "")])
def test_an_inscription_stands_large_and_its_signature_at_the_end(
    folder: Folder, template: str, direction: str
) -> None:
    way = f'direction = "{direction}"\n' if direction else ""
    matter = f'[[front]]\nkind = "inscription"\nfile = "t.md"\n{way}'
    book, _ = load_book(folder(matter, template, **{"t.md": "存史资政，团结育人。\n\n冯守拙\n\n2026年5月\n"}))
    layout = compose(book)
    lines = {line.text: line for page in layout.pages if page.kind == "front" for line in page.lines}
    words, name, date = lines["存史资政，团结育人。"], lines["冯守拙"], lines["2026年5月"]
    assert (words.role, name.role, date.role) == ("inscription", "inscription-name", "inscription-name")
    assert words.size == load(template).style("inscription").size > 1.8 * load(template).body_pt
    if words.vertical:
        assert words.x > name.x > date.x and name.y > words.y
    else:
        assert words.y < name.y < date.y and name.x > words.x


def test_a_long_text_is_no_inscription(folder: Folder) -> None:
    long = "文史资料。" * 60
    book, _ = load_book(folder('[[front]]\nkind = "inscription"\nfile = "t.md"', **{"t.md": long}))
    roles = {line.role for page in compose(book).pages if page.kind == "front" for line in page.lines}
    assert "inscription" not in roles and "body" in roles


def test_the_title_of_a_level_piece_stands_in_the_middle_in_a_vertical_volume(folder: Folder) -> None:
    matter = '[[back]]\nkind = "interviews"\nfile = "t.md"'
    text = "| 口述者 | 时间 |\n|---|---|\n| 冶秀英 | 2026年3月18日 |\n"
    layout = compose(load_book(folder(matter, "vertical", **{"t.md": text}))[0])
    page = next(page for page in layout.pages if page.kind == "back" and page.lines)
    (title,) = (line for line in page.lines if line.role == "title")
    rules = [rule for rule in page.rules if rule.x1 - rule.x0 > 100]
    middle = (min(rule.x0 for rule in rules) + max(rule.x1 for rule in rules)) / 2
    assert title.text == "采访名录" and not title.vertical
    assert abs(title.x + 2 * title.size - middle) < 0.6 * title.size
