"""A book from a folder: what it becomes, and what an editor is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.manuscript import SpanStyle
from archive_app.typeset import templates
from archive_app.typeset.book import Book
from archive_app.typeset.folder import chinese_number, load_book
from archive_app.typeset.imprint import valid_isbn
from archive_app.typeset.toml_source import SourceError

Folder = Callable[..., Path]

BOOK = """
[volume]
title = "城东政协文史资料"
number = 24
subtitle = "乡村记忆"
compiler = "政协西宁市城东区委员会"
template = "16k"
[imprint]
permit = "青准印证第001号"
recipients = "政协委员"
printer = "某印刷厂"
print_date = 2026-05-01
copies = 500
[[front]]
kind = "preface"
file = "xu.md"
[[section]]
title = "亲历亲见"
articles = ["01.md"]
[[section]]
title = "村庄"
[[section.part]]
title = "韵家口镇"
articles = ["村/02.md"]
[[back]]
kind = "names"
order = "strokes"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(book: str = BOOK, **files: str) -> Path:
        root = tmp_path / "book"
        (root / "村").mkdir(parents=True)
        texts = {"book.toml": book, "xu.md": "---\ntitle: 序\n---\n序文", "01.md": "---\ntitle: 一\n---\n正文甲"}
        texts |= {"村/02.md": "---\ntitle: 二\n---\n正文乙"} | files
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8")
        return root

    return make


def refused(root: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        load_book(root)
    assert caught.value.exit_status == 2
    return caught.value


def test_whole_book(folder: Folder) -> None:
    book, warnings = load_book(folder())
    assert warnings == ()
    assert (book.title, book.number, book.subtitle, book.template) == ("城东政协文史资料", 24, "乡村记忆", "16k")
    assert [s.title for s in book.sections] == ["亲历亲见", "村庄"]
    assert book.sections[1].parts[0].title == "韵家口镇"
    assert [(a.key, a.title, a.manuscript.plain_text()) for a in book.articles()] == [
        ("01.md", "一", "正文甲"),
        ("村/02.md", "二", "正文乙"),
    ]
    assert [(m.kind, m.article.title if m.article else "", dict(m.options)) for m in (*book.front, *book.back)] == [
        ("preface", "序", {}),
        ("names", "", {"order": "strokes"}),
    ]


def test_same_folder_read_twice_is_the_same_book(folder: Folder) -> None:
    root = folder()
    assert load_book(root) == load_book(root)


# 版权页 -------------------------------------------------------------------------------------------------------------


def test_internal_imprint_has_its_lines_in_order_and_names_the_paper(folder: Folder) -> None:
    book, _ = load_book(folder())
    assert book.imprint.lines == (
        ("准印证号", "青准印证第001号"),
        ("编印单位", "政协西宁市城东区委员会"),
        ("发送对象", "政协委员"),
        ("印刷单位", "某印刷厂"),
        ("印刷日期", "2026年5月"),
        ("开本", "170mm×240mm　710mm×1000mm　1/16"),
        ("印数", "500"),
        ("", "内部资料，免费交流"),
    )


def test_internal_imprint_never_bears_price_or_isbn(folder: Folder) -> None:
    priced = BOOK.replace(
        "copies = 500",
        'copies = 500\nprice = "48元"\nisbn = "978-7-5034-0000-0"\nmore = { "定价" = "1元", "设计" = "甲" }',
    )
    book, warnings = load_book(folder(priced))
    printed = "".join(label + text for label, text in book.imprint.lines)
    assert "元" not in printed and "978" not in printed and "设计甲" in printed
    assert any("ISBN（isbn）" in w and "定价（price）" in w for w in warnings)
    assert any("定价 1元" in w for w in warnings)


def test_public_imprint_has_its_lines_in_order(folder: Folder) -> None:
    start, end = BOOK.index("[imprint]"), BOOK.index("[[front]]")
    keys = ["publisher", "address", "editor", "proofreader", "printer", "sheets", "inserts", "words", "edition"]
    keys += ["isbn", "cip", "price"]
    values = {key: key for key in keys} | {"isbn": "978-7-302-51165-6"}
    imprint = '[imprint]\nvariant = "public"\n' + "".join(f'{key} = "{value}"\n' for key, value in values.items())
    book, warnings = load_book(folder(BOOK[:start] + imprint + BOOK[end:]))
    labels = "书名 著编者 出版发行者 地址 责任编辑 责任校对 印刷者 开本 印张 插页 字数 版次印次 ISBN CIP核字号 定价"
    assert " ".join(label for label, _ in book.imprint.lines) == labels
    assert book.imprint.lines[0] == ("书名", "城东政协文史资料（第二十四辑）")
    assert warnings == ()


def test_missing_lines_of_the_imprint_are_named(folder: Folder) -> None:
    _, warnings = load_book(folder(BOOK.replace('permit = "青准印证第001号"\n', "")))
    assert warnings == ("版权页缺：准印证号。",)


def test_isbn_check_digit() -> None:
    assert valid_isbn("978-7-302-51165-6")
    assert not valid_isbn("978-7-302-51165-5")
    assert not valid_isbn("7-302-51165-6")


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (24, "二十四"), (99, "九十九"), (108, "一〇八")],
)
def test_numbers_of_volumes(number: int, text: str) -> None:
    assert chinese_number(number) == text


# articles -----------------------------------------------------------------------------------------------------------


def test_byline_says_who_did_what(folder: Folder) -> None:
    head = "---\ntitle: 一\nnarrator: [张三, 李四]\ninterviewer: 王五\neditor: 赵六　整理\nnote: 题注\n---\n正文"
    book, _ = load_book(folder(**{"01.md": head}))
    article = next(book.articles())
    assert article.byline == ("张三　李四　口述", "王五　采访", "赵六　整理")
    assert article.note == "题注"


def test_article_without_title_has_its_file_name_and_a_warning(folder: Folder) -> None:
    book, warnings = load_book(folder(**{"01.md": "只有正文"}))
    assert next(book.articles()).title == "01"
    assert "01.md" in warnings[0] and "title" in warnings[0]


def test_warnings_of_an_article_name_its_file_and_line(folder: Folder) -> None:
    _, warnings = load_book(folder(**{"01.md": "---\ntitle: 一\n---\n甲[^1]"}))
    assert warnings == ("01.md 第4行：注号「1」没有对应的注文（缺「[^1]: 注文」一行）。",)


def test_article_listed_twice_is_set_twice_under_two_keys(folder: Folder) -> None:
    book, warnings = load_book(folder(BOOK.replace('["01.md"]', '["01.md", "01.md"]')))
    assert [a.key for a in book.articles()][:2] == ["01.md", "01.md#2"]
    assert "不止一次" in warnings[0]


def test_pictures_are_found_in_the_folder(folder: Folder) -> None:
    root = folder(
        **{"01.md": "---\ntitle: 一\n---\n![甲](img/a%20b.jpg)\n\n![乙](img/缺.jpg)\n\n![丙](http://a.cn/c.jpg)"}
    )
    (root / "img").mkdir()
    (root / "img" / "a b.jpg").write_bytes(b"")
    book, warnings = load_book(root)
    pictures = [b.picture.source for b in next(book.articles()).manuscript if b.picture]
    assert pictures[0] == "img/a b.jpg"
    assert [("缺.jpg" in w, "网址" in w) for w in warnings] == [(True, False), (False, True)]


# names --------------------------------------------------------------------------------------------------------------


def test_names_of_the_list_are_marked_longest_first_and_once(folder: Folder) -> None:
    names = 'persons = ["祁垚"]\nplaces = ["韵家口", "韵家口镇"]\n'
    names += '[[person]]\nname = "李四"\nalso = ["四爷"]\nreading = "lǐ sì"\n'
    text = "---\ntitle: 一\n---\n祁垚在韵家口镇见[祁垚]{.person id=p1}和四爷[^1]。\n\n[^1]: 祁垚的注。"
    book, warnings = load_book(folder(**{"01.md": text, "names.toml": names}))
    (block,) = next(book.articles()).manuscript.blocks
    marks = [(block.text[s.start : s.end], s.style, s.value) for s in block.spans]
    assert marks == [
        ("祁垚", SpanStyle.PERSON, ""),
        ("韵家口镇", SpanStyle.PLACE, ""),
        ("祁垚", SpanStyle.PERSON, "p1"),
        ("四爷", SpanStyle.PERSON, "李四"),
    ]
    assert [s.style for s in block.notes[0].spans] == [SpanStyle.PERSON]
    assert {name.name: name.reading for name in book.names if name.reading} == {"李四": "lǐ sì"}
    assert warnings == ()


def test_name_that_means_two_things_is_refused(folder: Folder) -> None:
    error = refused(folder(**{"names.toml": 'persons = ["城东"]\nplaces = ["城东"]\n'}))
    assert "names.toml" in str(error) and "城东" in str(error)


# layout and templates -----------------------------------------------------------------------------------------------


def test_layout_is_checked_against_the_template_and_kept(folder: Folder) -> None:
    root = folder(BOOK + "[layout]\nbody_pt = 11\nmeasure = [34, 30]\n")
    assert load_book(root)[0].layout == {"body_pt": 11, "measure": [34, 30]}
    (root / "book.toml").write_text(BOOK + "[layout]\nmeasure = [60, 30]\n", encoding="utf-8")
    assert "book.toml 第29行的 layout.measure" in str(refused(root))


def test_template_of_the_books_own_lies_under_its_layout(folder: Folder) -> None:
    own = 'base = "32k"\nlabel = "本会"\nmeasure = [26, 25]\n[heads]\neven = "none"\n'
    book, _ = load_book(
        folder(BOOK.replace('"16k"', '"本会.toml"') + "[layout]\nmeasure = [25, 25]\n", **{"本会.toml": own})
    )
    assert book.template == "32k"
    assert book.layout["measure"] == [25, 25]
    assert book.layout["heads"] == {"even": "none"}


# front and back -----------------------------------------------------------------------------------------------------


def test_unknown_kind_is_set_as_plain_matter_and_named(folder: Folder) -> None:
    book, warnings = load_book(folder(BOOK.replace('"preface"', '"foreword"') + '[[back]]\nkind = "map"\n'))
    assert [m.kind for m in (*book.front, *book.back)] == ["note", "names"]
    assert len(warnings) == 2
    assert "foreword" in warnings[0] and "preface" in warnings[0]
    assert "map" in warnings[1] and "跳过" in warnings[1]


def test_unknown_option_of_a_piece_is_named(folder: Folder) -> None:
    _, warnings = load_book(folder(BOOK.replace('order = "strokes"', 'order = "strokes"\n"颜色" = "红"')))
    assert len(warnings) == 1 and "颜色" in warnings[0] and "order" in warnings[0]


# what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"01.md"', '"03.md"', ["第19行的 section[0].articles", "「03.md」"]),
        ('"01.md"', '"../01.md"', ["section[0].articles", "不在书的文件夹里"]),
        ('"01.md"', '"/etc/passwd"', ["不在书的文件夹里"]),
        ('"01.md"', '"C:/a.md"', ["不在书的文件夹里"]),
        ('"01.md"', '""', ["不在书的文件夹里"]),
        ('"01.md"', '"a\\u0000b.md"', ["打不开"]),
        ('"01.md"', '"村"', ["村 是一个文件夹"]),
        ('"01.md"', "3", ["section[0].articles[0]", "要文字"]),
        ('["01.md"]', '"01.md"', ["section[0].articles", "列表"]),
        ("number = 24", "number = 24.5", ["第4行的 volume.number"]),
        ("number = 24", "number = 0", ["1 到 9999"]),
        ("number = 24", "number = true", ["不能是 true"]),
        ('title = "城东政协文史资料"', "", ["volume：缺少「title」"]),
        ('"16k"', '"64k"', ["volume.template", "16k-185", ".toml"]),
        ('"strokes"', '"号码"', ["back[0].order", "pinyin"]),
        ('file = "xu.md"', "", ["front[0]", "「file」"]),
        ('kind = "names"', "", ["back[0]", "「kind」"]),
        ("copies = 500", "copies = [500]", ["imprint.copies", "文字、数字或日期"]),
        ("copies = 500", '"印数" = 500', ["imprint.印数", "copies"]),
        ("copies = 500", 'variant = "内部"', ["imprint.variant", "internal"]),
        ("[volume]", "[shu]", ["book.toml 第2行的 shu", "volume"]),
        ("[volume]", "[volume", ["book.toml 第2行第"]),
    ],
)
def test_wrong_book_names_file_key_and_what_is_allowed(folder: Folder, old: str, new: str, said: list[str]) -> None:
    message = str(refused(folder(BOOK.replace(old, new, 1))))
    assert all(part in message for part in said), message


def test_book_without_sections_is_refused(folder: Folder) -> None:
    assert "section" in str(refused(folder('[volume]\ntitle = "甲"\n')))


def test_folder_without_a_book(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert (error.code, "book.toml" in str(error)) == ("missing-file", True)
    assert refused(tmp_path / "nowhere").code == "missing-file"


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    assert "不是文件夹" in str(refused(tmp_path / "f"))


def test_other_encoding_is_refused_with_the_line(folder: Folder) -> None:
    root = folder()
    (root / "01.md").write_bytes("---\ntitle: 1\n---\n正文".encode("gb18030"))
    error = refused(root)
    assert (error.code, "01.md" in str(error), "第4行" in str(error)) == ("not-utf-8", True, True)


def test_bom_is_no_matter(folder: Folder) -> None:
    root = folder()
    (root / "book.toml").write_text("\ufeff" + BOOK, encoding="utf-8")
    assert isinstance(load_book(root)[0], Book)


def test_links_that_go_round_or_lead_outside(folder: Folder, tmp_path: Path) -> None:
    root = folder()
    (root / "01.md").unlink()
    (root / "01.md").symlink_to(root / "01.md")
    assert "绕了圈" in str(refused(root))
    (root / "01.md").unlink()
    (tmp_path / "secret.md").write_text("密", encoding="utf-8")
    (root / "01.md").symlink_to(tmp_path / "secret.md")
    assert "文件夹外面" in str(refused(root))
    (root / "book.toml").unlink()
    (root / "book.toml").symlink_to(root / "book.toml")
    assert "book.toml" in str(refused(root))


def test_picture_outside_the_folder_is_refused(folder: Folder) -> None:
    error = refused(folder(**{"01.md": "---\ntitle: 一\n---\n![甲](../../etc/a.jpg)"}))
    assert "01.md 的图片" in str(error)


# the document that tells editors of all this ------------------------------------------------------------------------


def test_examples_of_the_document_make_a_book_without_a_warning(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "book-folder.md").read_text(encoding="utf-8")
    book, board, *tables, names = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    kinds = ("chronicle", "interviews", "errata")
    book += '[[front]]\nkind = "board"\nfile = "board.toml"\n'
    book += "".join(f'[[back]]\nkind = "{kind}"\nfile = "{kind}.toml"\n' for kind in kinds)
    (article,) = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    (tmp_path / "村").mkdir()
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "3.jpg").write_bytes(b"")
    files = {"book.toml": book, "names.toml": names, "01.md": article}
    files |= {f"{kind}.toml": words for kind, words in zip(("board", *kinds), (board, *tables), strict=True)}
    files |= dict.fromkeys(("序.md", "02.md", "村/03.md"), "---\ntitle: 甲\n---\n解老师的正文。")
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    loaded, warnings = load_book(tmp_path)
    assert warnings == ()
    first, second, _ = loaded.articles()
    shapes = [block.kind.value for block in first.manuscript]
    assert shapes == ["paragraph", "heading", "paragraph", "quote", "verse", "question", "answer", "picture", "table"]
    assert first.manuscript.blocks[0].notes[0].by == "编者注"
    assert [s.value for s in second.manuscript.blocks[0].spans] == ["解文博"]


def test_document_lists_the_templates_as_they_are() -> None:
    text = (Path(__file__).parents[2] / "docs" / "book-folder.md").read_text(encoding="utf-8")
    for name in templates.names():
        template = templates.load(name)
        (row,) = [line for line in text.split("\n") if line.startswith(f"| `{name}` |")]
        assert f"| {template.measure[0]} × {template.measure[1]} | {template.sheet} |" in row


@pytest.mark.parametrize("columns", ["0", "5", '"2"', "true"])
def test_an_index_has_one_to_four_columns(folder: Folder, columns: str) -> None:
    error = refused(folder(BOOK + f'[[back]]\nkind = "names"\ncolumns = {columns}\n'))
    assert "columns" in error.message and "1 到 4" in error.remedy
