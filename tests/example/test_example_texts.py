"""The example archive's words: one believes them, nothing stands twice, and every element of a page is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.domain.markdown import read_article
from archive_app.resources import resource

MANUSCRIPTS = resource("example", "manuscripts")
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
TABLES = {
    "commissioners": "commissioner",
    "persons": "person",
    "places": "place",
    "organisations": "organisation",
    "events": "event",
    "items": "item",
    "consents": "consent",
    "leads": "lead",
    "loans": "loan",
    "uses": "use",
}


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resource("example", f"{name}.json").read_text(encoding="utf-8"))
    return found


def manuscript(name: str) -> Manuscript:
    return read_article((MANUSCRIPTS / name).read_text(encoding="utf-8")).manuscript


VOLUME, VILLAGES = rows("volumes")
ARTICLES = [f"{key}.md" for section in VOLUME["sections"] for key in section["articles"]]
MATTER = [
    part["manuscript_file"].removeprefix("manuscripts/")
    for side in ("front", "back")
    for part in VOLUME[side]
    if "manuscript_file" in part
]


VILLAGE_MATTER = [
    part["manuscript_file"].removeprefix("manuscripts/")
    for side in ("front", "back")
    for part in VILLAGES[side]
    if "manuscript_file" in part
]


NEW = [name for name in ARTICLES if name not in ("oh-01.md", "oh-03.md", "ms-05.md")]


def has(kind: BlockKind, test: Callable[[Block], bool] = lambda block: True) -> Callable[[Block], bool]:
    return lambda block: block.kind is kind and test(block)


def styled(style: SpanStyle) -> Callable[[Block], bool]:
    return lambda block: any(span.style is style for span in block.spans)


ELEMENTS: dict[str, Callable[[Block], bool]] = {
    "小标题": has(BlockKind.HEADING, lambda b: b.level == 1),
    "次级小标题": has(BlockKind.HEADING, lambda b: b.level == 2),
    "正文": has(BlockKind.PARAGRAPH),
    "引文": has(BlockKind.QUOTE),
    "唱词": has(BlockKind.VERSE),
    "问": has(BlockKind.QUESTION),
    "答": has(BlockKind.ANSWER),
    "表格": has(BlockKind.TABLE),
    "图片": has(BlockKind.PICTURE),
    "合影": has(BlockKind.PICTURE, lambda b: b.picture is not None and bool(b.picture.people)),
    "供图": has(BlockKind.PICTURE, lambda b: b.picture is not None and bool(b.picture.credit)),
    "脚注": lambda b: bool(b.notes),
    "长脚注": lambda b: any(len(note.text) >= 300 for note in b.notes),
    "藏文": lambda b: any("\u0f00" <= c <= "\u0fff" for note in b.notes for c in note.text),
    "阿拉伯文": lambda b: any("\u0600" <= c <= "\u06ff" for note in b.notes for c in note.text),
    "加粗": styled(SpanStyle.BOLD),
    "楷体": styled(SpanStyle.KAI),
    "着重号": styled(SpanStyle.DOTS),
    "专名线": styled(SpanStyle.NAME),
    "书名线": styled(SpanStyle.BOOK),
    "小字": styled(SpanStyle.SMALL),
    "注音": styled(SpanStyle.RUBY),
    "人名": styled(SpanStyle.PERSON),
    "地名": styled(SpanStyle.PLACE),
    "强制换行": styled(SpanStyle.LINE_BREAK),
    "西文": lambda b: bool(re.search("[A-Za-z]{4}", b.text)),
    "时刻": lambda b: bool(re.search(r"\d:\d\d", b.text)),
    "起止": lambda b: bool(re.search(r"\d{4}—\d{4}", b.text)),
    "省略号": lambda b: "……" in b.text,
    "破折号": lambda b: "——" in b.text,
    "套引号": lambda b: "‘" in b.text,
    "书名号": lambda b: "《" in b.text,
    "罕见字": lambda b: bool(set("䶮𠮷𬱟垚犇昪") & set(b.text)),
}


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_stands_in_the_volume(element: str) -> None:
    blocks = [block for name in (*ARTICLES, *MATTER) for block in manuscript(name)]
    assert any(ELEMENTS[element](block) for block in blocks)


def test_no_paragraph_stands_twice() -> None:
    texts = [
        text
        for path in MANUSCRIPTS.glob("*.md")
        for _, part, text in manuscript(path.name).searchable()
        if len(text) >= 20
    ]
    assert [text for text, number in Counter(texts).items() if number > 1] == []


def han(name: str) -> int:
    """Han characters of an article with its notes, captions and tables, as they are set."""
    return len(HAN.findall("".join(text for _, _, text in manuscript(name).searchable())))


def test_the_volume_is_long_enough_for_a_book() -> None:
    counted = {name: han(name) for name in ARTICLES}

    assert sum(counted.values()) >= 34_000
    assert len(counted) == 16


@pytest.mark.parametrize("name", NEW)
def test_a_piece_written_for_the_volume_has_its_length_its_notes_and_its_picture(name: str) -> None:
    blocks = list(manuscript(name))

    assert 2_200 <= han(name) <= 3_000
    assert 3 <= sum(len(block.notes) for block in blocks) <= 6
    assert sum(block.picture is not None for block in blocks) == 1
    assert all(note.by for block in blocks for note in block.notes)


def test_tables_stand_in_three_pieces() -> None:
    assert sum(any(block.kind is BlockKind.TABLE for block in manuscript(name)) for name in ARTICLES) >= 3


def test_one_passage_is_dense_with_notes() -> None:
    assert any(len(block.notes) >= 4 for name in ARTICLES for block in manuscript(name))


def test_every_manuscript_is_read_without_a_doubt() -> None:
    for path in sorted(MANUSCRIPTS.glob("*.md")):
        article = read_article(path.read_text(encoding="utf-8"))
        assert article.warnings == (), path.name
        assert article.head["title"], path.name
        if path.name not in (*MATTER, *VILLAGE_MATTER):
            assert "（示例）" in str(article.head["title"]), path.name


def test_every_reference_leads_somewhere() -> None:
    keys = {row["key"] for name in TABLES for row in rows(name)}
    assert len(keys) == sum(len(rows(name)) for name in TABLES), "a key is given once"
    for name, entity in TABLES.items():
        for row in rows(name):
            for field in entity_named(entity).fields:
                value = row.get(field.name)
                if value and field.type is FieldType.LINK:
                    assert value in keys, (name, row["key"], field.name)
                elif value and field.type is FieldType.LINKS:
                    assert set(value) <= keys, (name, row["key"], field.name)
                elif value and field.type is FieldType.ROWS:
                    linked = {column.name for column in field.columns if column.type is FieldType.LINK}
                    assert {part[n] for part in value for n in linked & set(part)} <= keys, (name, row["key"])
    assert {key for section in VOLUME["sections"] for key in section["articles"]} <= keys


def test_every_field_is_one_that_is_declared_and_may_hold_what_it_holds() -> None:
    own = {"key", "manuscript_file", "incoming", "pictures", "recordings", "scan_file"}
    for name, entity in TABLES.items():
        for row in rows(name):
            for field_name, value in row.items():
                if field_name not in own:
                    field = entity_named(entity).field(field_name)
                    if field.type not in (FieldType.LINK, FieldType.LINKS):
                        field.check(value)


def test_all_seventeen_and_those_written_for_it_are_there_and_marked() -> None:
    items = rows("items")
    assert len(items) == 66
    assert Counter(item["kind"] for item in items) == {
        "photograph": 23,
        "oral_history": 22,
        "contribution": 14,
        "artefact": 2,
        "document": 5,
    }
    assert all("（示例）" in item["title"] for item in items)


def test_every_picture_in_a_text_is_described_in_the_catalogue() -> None:
    described = {part["path"] for item in rows("items") for part in item.get("pictures", ())}
    for path in MANUSCRIPTS.glob("*.md"):
        for block in manuscript(path.name):
            if block.picture is not None and not (block.picture.group and not block.picture.source):
                assert block.picture.source.rpartition(".")[0] in described, (path.name, block.picture.source)


def test_a_credit_in_a_text_is_the_credit_in_the_catalogue() -> None:
    credited = {part["path"]: item["credit_line"] for item in rows("items") for part in item.get("pictures", ())}
    for name in NEW:
        for block in manuscript(name):
            if block.picture is not None:
                assert block.picture.credit == credited[block.picture.source.rpartition(".")[0]], name


def test_consent_comes_before_the_text_is_accepted_and_the_log_runs_forward() -> None:
    signed = {
        key: consent["signed_on"] for consent in rows("consents") for key in consent["items"] if "signed_on" in consent
    }
    for item in rows("items"):
        days = [entry["at"] for entry in item["workflow_log"]]
        assert days == sorted(days), item["key"]
        if item["state"] in ("approved", "included"):
            assert signed[item["key"]] <= days[-1], item["key"]


def test_every_photograph_of_the_volume_tells_its_six_elements() -> None:
    for item in rows("items"):
        if item["kind"] == "photograph" and f"{item['related'][0]}.md" in NEW:
            assert all(item.get(name) for name in ("caption", "occasion", "place_taken", "background", "photographer"))
            assert item["created"]["display"]


def test_the_matter_before_and_after_says_that_it_is_an_example() -> None:
    assert all("示例" in (MANUSCRIPTS / name).read_text(encoding="utf-8") for name in (*MATTER, *VILLAGE_MATTER))


def test_nothing_in_the_example_tells_where_a_person_lives() -> None:
    telephone = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{17}[\dXx]")
    for path in (*MANUSCRIPTS.glob("*.md"), *resource("example").glob("*.json")):
        assert not telephone.search(path.read_text(encoding="utf-8")), path.name
