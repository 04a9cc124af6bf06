from __future__ import annotations

from typing import Any

import pytest

from archive_app.domain.entities import ENTITIES, ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType, seconds, terms
from archive_app.domain.kinds import KINDS, fields_of, kind_named


@pytest.mark.parametrize(("text", "expected"), [("00:52:10", 3130), ("62:03", 3723), ("90", 90), ("1:02:03.5", 3723.5)])
def test_durations_are_read_as_people_write_them(text: str, expected: float) -> None:
    assert seconds(text) == expected


def test_every_field_takes_its_own_empty_value_and_gives_it_back() -> None:
    for entity in ENTITIES:
        for field in entity.fields:
            assert field.check(field.empty()) == field.empty(), field.name
            assert field.check("") == field.empty(), field.name


@pytest.mark.parametrize(
    ("field", "given", "stored"),
    [
        (Field("x", "级别", FieldType.CHOICE, terms=terms(public="公开")), "公开", "public"),
        (Field("x", "主题词", FieldType.TAGS), "东关、小吃，酿皮", ["东关", "小吃", "酿皮"]),
        (Field("x", "三亲", FieldType.CHOICES, terms=terms("亲历", "亲见")), ["亲见"], ["亲见"]),
        (Field("x", "匿名", FieldType.FLAG), "是", True),
        (Field("x", "时间", FieldType.DATE), "约1958年春", {"display": "约1958年春"}),
        (Field("x", "链接", FieldType.LINKS), ["a", "b", "a"], ["a", "b"]),
        (Field("x", "位置", FieldType.NUMBERS), "0.1、0.5", [0.1, 0.5]),
    ],
)
def test_a_value_is_stored_in_its_own_form(field: Field, given: Any, stored: Any) -> None:
    assert field.check(given) == stored
    assert field.check(stored) == stored, "checking what is stored changes nothing"


@pytest.mark.parametrize(
    "type", [t for t in FieldType if t not in (FieldType.CHOICE, FieldType.CHOICES, FieldType.TAGS)]
)
def test_nonsense_is_refused_by_the_fields_own_name(type: FieldType) -> None:
    field = Field("x", "某字段", type, columns=(Field("y", "甲"),))
    with pytest.raises(UsageError, match="某字段"):
        field.check({"nonsense": object()} if type is not FieldType.LONG_TEXT else 7)


@pytest.mark.parametrize("type", [FieldType.ROWS, FieldType.DATES, FieldType.MANUSCRIPT])
@pytest.mark.parametrize("value", [7, 3.5, True, [1], [None]])
def test_what_has_no_such_shape_at_all_is_refused_in_words(type: FieldType, value: Any) -> None:
    field = Field("x", "某字段", type, columns=(Field("y", "甲"),))
    with pytest.raises(UsageError, match="某字段"):
        field.check(value)


def test_words_typed_for_a_text_are_told_how_a_text_is_given() -> None:
    with pytest.raises(UsageError, match=r"@正文\.json"):
        Field("x", "正文", FieldType.MANUSCRIPT).check("改")


def test_names_and_labels_are_unambiguous() -> None:
    for entity in ENTITIES:
        names = [field.name for field in entity.fields]
        assert len(set(names)) == len(names), entity.name
        assert all((field.label and not field.label.isascii()) or field.label == "SHA-256" for field in entity.fields)
    for kind in KINDS:
        labels = [field.label for field in fields_of(kind).values()]
        assert len(set(labels)) == len(labels), kind.name


def test_an_item_can_hold_the_fields_of_every_kind() -> None:
    for kind in KINDS:
        for name, field in fields_of(kind).items():
            assert ITEM.field(name).type is field.type


def test_kinds_answer_to_identifier_and_chinese_name() -> None:
    assert kind_named("photograph") is kind_named("照片")
    with pytest.raises(UsageError, match="oral_history（口述史料）"):
        kind_named("录像")


def test_a_text_beside_the_stored_one_is_checked_where_it_is_another() -> None:
    field = Field("x", "正文", FieldType.MANUSCRIPT)
    blocks = [{"id": f"b{n}", "kind": "paragraph", "text": f"第{n}段"} for n in range(5)]
    stored = field.check({"format": 1, "blocks": blocks})
    edited = {"format": 1, "blocks": [*blocks[:2], {**blocks[2], "text": "改了", "spans": []}, *blocks[3:]]}
    made = field.check_beside(edited, stored)
    assert made == field.check(edited)
    assert made["blocks"][0] is stored["blocks"][0] and made["blocks"][4] is stored["blocks"][4]
    assert field.check_beside({"format": 1, "blocks": blocks[1:]}, stored) == field.check(
        {"format": 1, "blocks": blocks[1:]}
    )
    with pytest.raises(UsageError, match="分块"):
        field.check_beside({"format": 1, "blocks": [*blocks, {"kind": "paragraph"}]}, stored)
    with pytest.raises(UsageError, match="分块"):
        field.check_beside({"format": 99, "blocks": blocks}, stored)
