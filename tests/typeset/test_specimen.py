"""The specimen of every template: it shows and names what the template says, and nothing is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.services.template_pages import chosen, described, write_specimens
from archive_app.typeset import compose
from archive_app.typeset.layout import Layout
from archive_app.typeset.specimen import size_name, specimen, style_words
from archive_app.typeset.templates import load, names
from archive_app.typeset.toml_source import SourceError
from archive_app.typeset.type_styles import DEFAULT_STYLES


@pytest.fixture(scope="module", params=names())
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Layout]:
    template = load(request.param)
    return request.param, compose(specimen(template, tmp_path_factory.mktemp("art")), template=template)


def test_nothing_is_wrong_with_it(shown: tuple[str, Layout]) -> None:
    assert [str(problem) for problem in shown[1].problems] == []


def test_it_holds_one_of_everything(shown: tuple[str, Layout]) -> None:
    layout = shown[1]
    assert {"title", "imprint", "front", "contents", "section", "body", "back"} <= {page.kind for page in layout.pages}
    roles = {line.role for page in layout.pages for line in page.lines}
    assert {
        "title", "subtitle", "byline", "written", "heading-1", "heading-2", "heading-3", "body", "quote", "verse",
        "list", "note", "caption", "people", "table", "table-head", "contents-entry", "contents-section", "index",
        "index-head", "imprint", "book-title", "section",
    } <= roles  # fmt: skip
    assert sum(len(page.images) for page in layout.pages) == 2
    assert any(page.heads for page in layout.pages)


def test_it_names_its_measures(shown: tuple[str, Layout]) -> None:
    name, layout = shown
    template = load(name)
    said = "".join(line.text for page in layout.pages for line in page.lines)
    for style in DEFAULT_STYLES:
        assert style in said
    for style in ("body", "heading-1", "quote", "verse", "note", "caption"):
        assert style_words(template.style(style), template).partition("，")[0] in said
    assert f"{template.measure[0]}字" in said and f"{template.trim[0]:g}×{template.trim[1]:g}毫米" in said
    assert f"{template.top:.1f}" in said and f"{template.inner:.1f}" in said


def test_sizes_have_their_chinese_names() -> None:
    assert (size_name(10.5), size_name(9), size_name(11)) == ("10.5磅（五号）", "9磅（小五）", "11磅")


def test_a_template_of_ones_own_is_shown_too(tmp_path: Path) -> None:
    own = tmp_path / "本会.toml"
    own.write_text('base = "32k"\nlabel = "本会"\n[styles.title]\nsize = 20\n', encoding="utf-8")
    (made,) = write_specimens(chosen([str(own)]), tmp_path / "out")
    assert made.out == tmp_path / "out" / "本会.pdf" and made.out.read_bytes().startswith(b"%PDF-")
    assert made.pages > 12 and not made.problems
    assert described(made.template)["label"] == "本会"


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(SourceError, match="16k、16k-185、32k"):
        chosen(["16开"])
