"""Templates: the shipped ones are right, overrides are laid over them, and what is wrong is named."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.resources import resource
from archive_app.typeset import templates
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.looks import TypeStyle
from archive_app.typeset.templates import MM, load, names
from archive_app.typeset.toml_source import Source, SourceError


@pytest.mark.parametrize("name", names())
def test_shipped_template_lies_on_its_paper_with_margins_that_can_be_bound(name: str) -> None:
    template = load(name)
    width, height = template.type_area
    outer = template.trim[0] - width / MM - template.inner
    foot = template.trim[1] - height / MM - template.top
    assert min(template.inner, outer, template.top, foot) >= 15
    assert template.inner >= outer, "the spine takes some of the gutter"
    assert template.sheet, "the 版权页 must name the paper"
    assert template.label


@pytest.mark.parametrize(
    ("name", "trim", "format_name", "sheet"),
    [
        ("32k", (140, 203), "大32开", "850mm×1168mm　1/32"),
        ("16k", (170, 240), "小16开", "710mm×1000mm　1/16"),
        ("a5", (148, 210), "A5", "890mm×1240mm　1/32"),
    ],
)
def test_trims_and_their_paper(name: str, trim: tuple[float, float], format_name: str, sheet: str) -> None:
    template = load(name)
    assert (template.trim, template.format_name, template.sheet) == (trim, format_name, sheet)


def test_type_area_turns_with_the_direction() -> None:
    template = load("16k")
    turned = template.with_layout({"direction": "vertical", "measure": [40, 20]})
    assert template.type_area == (36 * 10.5, 31 * 17.5 + 10.5)
    assert turned.type_area == (19 * 17.5 + 10.5, 40 * 10.5)


def test_margins_are_given_or_dealt_out_of_the_white() -> None:
    centred = load("16k").with_layout({"gutter_share": 0.5, "head_share": 0.5})
    assert centred.inner == pytest.approx((170 - 36 * 10.5 / MM) / 2)
    given = load("16k").with_layout({"inner": 20, "top": 26})
    assert (given.inner, given.top) == (20, 26)
    assert given.with_layout({"measure": [34, 32]}).inner != 20, "a new measure deals the white out again"


def test_other_styles_follow_a_larger_body_unless_they_are_given_themselves() -> None:
    plain = load("16k")
    large = plain.with_layout({"body_pt": 14, "leading_pt": 23, "measure": [27, 24], "styles": {"note": {"size": 9}}})
    assert large.style("title").size == 24
    assert large.style("heading-2").leading == pytest.approx(17.5 * 14 / 10.5, abs=0.25)
    assert large.style("note").size == 9
    assert large.style("title").face == plain.style("title").face
    assert load("large-print").style("caption").size == 12


def test_base_is_laid_under_a_template_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('base = "32k"\nlabel = "本会"\n[styles.title]\nalign = "left"\n', encoding="utf-8")
    template = templates.read(own)
    assert (template.trim, template.label, template.name) == ((140, 203), "本会", "mine")
    assert (template.style("title").align, template.style("title").size) == ("left", 16.5)


@pytest.mark.parametrize(
    ("layout", "key", "allowed"),
    [
        ({"body_pt": "大"}, "body_pt", "5 到 40"),
        ({"body_pt": 200}, "body_pt", "5 到 40"),
        ({"body_pt": True}, "body_pt", "5 到 40"),
        ({"trim": [170]}, "trim", "2个值"),
        ({"trim": "16开"}, "trim", "列表"),
        ({"measure": [36.5, 32]}, "measure[0]", "4 到 100"),
        ({"styles": {"title": {"size": 300}}}, "styles.title.size", "4 到 120"),
        ({"styles": {"title": {"face": "隶"}}}, "styles.title.face", "song"),
        ({"styles": {"titel": {}}}, "styles.titel", "title"),
        ({"styles": {"title": 3}}, "styles.title", "表"),
        ({"styles": 3}, "styles", "表"),
        ({"heads": {"odd": "书名"}}, "heads.odd", "book"),
        ({"heads": 1}, "heads", "表"),
        ({"字号": 3}, "字号", "body_pt"),
        ({"given": {}}, "given", "body_pt"),
        ({"hanging": 1}, "hanging", "true"),
        ({"leading_pt": 9}, "leading_pt", "小于字号"),
        ({"inner": 40}, "inner", "10 到"),
        ({"faces": {"kai": 3}}, "faces.kai", "文字"),
    ],
)
def test_wrong_override_names_its_key_and_what_is_allowed(layout: dict[str, object], key: str, allowed: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        load("16k").with_layout(layout)
    assert f"的 {key}：" in str(caught.value)
    assert allowed in str(caught.value)
    assert caught.value.exit_status == 2


def test_text_that_does_not_fit_the_paper_is_refused_with_the_numbers() -> None:
    with pytest.raises(SourceError) as caught:
        load("16k").with_layout({"trim": [140, 203]})
    message = str(caught.value)
    assert all(part in message for part in ("36字×10.5磅 = 133.3 毫米", "140 毫米", "最多 120 毫米")), message
    with pytest.raises(SourceError, match="32行×20磅 = 222\\.4 毫米"):
        load("16k").with_layout({"leading_pt": 20})


def test_wrong_value_in_a_file_names_file_and_line(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('label = "本会"\n\n[styles.title]\nface = "hei"\nsize = "大"\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"mine\.toml 第5行的 styles\.title\.size"):
        templates.read(own)
    own.write_text('label = "本会\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"mine\.toml 第1行第\d+列"):
        templates.read(own)
    own.write_text('base = "mine"\n', encoding="utf-8")
    with pytest.raises(SourceError, match="base：不能是「mine」"):
        templates.read(own)


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SourceError, match="16k、16k-185、32k"):
        load("64k")


def test_line_is_found_under_arrays_of_tables() -> None:
    first = "[volume]\ntitle = 1\n[[section]]\ntitle = 2\n[[section.part]]\ntitle = 3\n"
    text = first + "[[section]]\n[[section.part]]\ntitle = 4"
    source = Source("book.toml", text)
    assert "第6行" in str(source.fail("section[0].part[0].title", "错"))
    assert "第9行" in str(source.fail("section[1].part[0].title", "错"))
    assert "第7行" in str(source.fail("section[1].title", "错")), "where the key is missing, the table's own line"
    assert str(source.fail("back[0].kind", "错")) == "book.toml 的 back[0].kind：错。"


@pytest.mark.parametrize(
    ("layout", "key", "allowed"),
    [
        ({"faces": {"kai": "Nowhere"}}, "faces.kai", "LXGWWenKai-Regular"),
        ({"faces": {"隶书": "Amiri-Regular"}}, "faces.隶书", "song"),
        ({"styles": {"note": {"size": 9, "leading": 5}}}, "styles.note.leading", "9 磅以上"),
        ({"styles": {"body": {"size": 20}}}, "styles.body.size", "4 到 17.5"),
        ({"styles": {"title": {"rows": 40}}}, "styles.title.rows", "0 到 32"),
        ({"styles": {"quote": {"indent": 30, "right": 10}}}, "styles.quote.indent", "0 到 22"),
        ({"styles": {"verse": {"first": 38}}}, "styles.verse.first", "0 到 32"),
        ({"heads": {"distance": 90}}, "heads.distance", "2 到"),
        ({"folio": {"distance": 90}}, "folio.distance", "2 到"),
        ({"notes": {"above": 200, "below": 200}}, "notes.above", "之和最多"),
        ({"figures": {"gap": 200}}, "figures.gap", None),
        ({"index": {"gap": 30}}, "index.gap", "0 到 18"),
        ({"contents": {"gap": 39}}, "contents.gap", "0 到 18"),
    ],
)
def test_values_that_cannot_stand_beside_each_other_are_named(
    layout: dict[str, object], key: str, allowed: str | None
) -> None:
    if allowed is None:
        load("16k").with_layout(layout)  # there is room for it
        layout, allowed = {**layout, "measure": [20, 12], "trim": [120, 130]}, "0 到"
    with pytest.raises(SourceError) as caught:
        load("16k").with_layout(layout)
    assert f"的 {key}：" in str(caught.value)
    assert allowed in str(caught.value)


def test_a_larger_size_alone_takes_a_leading_that_holds_it() -> None:
    assert load("16k").with_layout({"styles": {"title": {"size": 30}}}).style("title").leading == 45
    assert load("16k").with_layout({"styles": {"title": {"size": 20}}}).style("title").leading == 27
    assert load("32k").with_layout({"styles": {"book-title": {"size": 40}}}).style("book-title").leading == 60


def _wrong(kind: object) -> object:
    """A value that a key with this one for its default cannot have."""
    return "文字" if isinstance(kind, bool | int | float | tuple) else 3 if isinstance(kind, str) else "文字"


def _keys() -> list[tuple[str, object]]:
    """Every key that a template may have, dotted, with its default."""
    found: list[tuple[str, object]] = []
    default = templates.Template()
    for one in fields(templates.Template):
        value = getattr(default, one.name)
        if one.metadata.get("made"):
            continue
        if is_dataclass(value):
            found += [(f"{one.name}.{inner.name}", getattr(value, inner.name)) for inner in fields(value)]
        elif one.name not in ("styles", "faces"):
            found.append((one.name, value))
    style = TypeStyle()
    found += [(f"styles.quote.{inner.name}", getattr(style, inner.name)) for inner in fields(style)]
    return found


@pytest.mark.parametrize(("key", "default"), _keys(), ids=[key for key, _ in _keys()])
def test_every_key_refuses_another_type_and_names_its_line(tmp_path: Path, key: str, default: object) -> None:
    *tables, last = key.split(".")
    own = tmp_path / "mine.toml"
    head = f"[{'.'.join(tables)}]\n" if tables else ""
    wrong = _wrong(default)
    written = f'"{wrong}"' if isinstance(wrong, str) else wrong
    own.write_text(f'base = "16k"\n{head}{last} = {written}\n', encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        templates.read(own)
    assert f"mine.toml 第{3 if tables else 2}行的 {key}：" in str(caught.value)
    own.write_text(f'base = "16k"\n{head}{last}_ = 1\n', encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        templates.read(own)
    assert f"{key}_" in str(caught.value) and f"{last}" in str(caught.value).split("可用的有")[1]


def test_a_template_that_is_changed_while_a_book_is_worked_on_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "templates"
    shutil.copytree(resource("templates"), own)
    monkeypatch.setattr(templates, "resource", lambda _room, *parts: own.joinpath(*parts))
    text = Manuscript((Block(BlockKind.PARAGRAPH, "水磨在河边转。" * 200),))
    book = Book("样书", (Section("", (Article("a", "甲", text),)),))
    composer = Composer()
    before = composer.compose(book)
    assert composer.compose(book).pages == before.pages
    (own / "16k.toml").write_text((own / "16k.toml").read_text("utf-8") + "\n[running]\n", "utf-8")
    with pytest.raises(SourceError):
        composer.compose(book)
