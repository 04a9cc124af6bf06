"""The authority cards: who, where, which body, what happened; and how to reach a person."""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.own_fields import GROUP, OWN

_T = FieldType


def _merging(entity: str) -> tuple[Field, ...]:
    """What a card of an authority bears beside its own: the fields that the archive adds, and what lets a merge keep
    what disagrees and be taken apart again.

    ``variants`` is a person's to edit. The others stand on a card that was merged into another: into which, which
    links were re-pointed, and what the other card was given of it (``catalogue/merging.py`` writes and reads them).
    """
    return (
        Field(OWN, GROUP, _T.OWN, by_program=True, help="馆藏自己加的栏目：栏目名和所填的值"),
        Field(
            "variants",
            "异说",
            _T.ROWS,
            searchable=True,
            help="与上面不一致的说法，连同依据，两说并存",
            columns=(Field("field", "项"), Field("value", "说法", _T.LONG_TEXT), Field("source", "依据")),
        ),
        Field("apart", "不是同一个的卡片", _T.TAGS, by_program=True, help="编号：看过了，不再提合并"),
        Field("merged_into", "已并入", _T.LINK, target=entity, by_program=True),
        Field(
            "merged_links",
            "并入时改指的链接",
            _T.ROWS,
            by_program=True,
            columns=(
                Field("record", "记录"),
                Field("field", "项"),
                Field("column", "列"),
                Field("row", "行", _T.LONG_TEXT, help="行里别的列，JSON"),
                Field("at", "次序", _T.INTEGER),
                Field("before", "原来的次序", _T.TAGS),
                Field("own", "保留的卡片原已在内", _T.FLAG),
            ),
        ),
        Field(
            "merged_gains",
            "并入时补给保留卡片的内容",
            _T.ROWS,
            by_program=True,
            columns=(
                Field("field", "项"),
                Field("value", "内容", _T.LONG_TEXT, help="JSON"),
                Field("own", "原已有", _T.FLAG),
            ),
        ),
    )


PERSON = Entity(
    "person",
    "人物",
    (
        Field("name", "姓名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True, help="字、号、小名、曾用名、异体写法"),
        Field("pinyin", "拼音"),
        Field("gender", "性别", _T.CHOICE, terms=terms("男", "女", "不详")),
        Field("ethnicity", "民族"),
        Field("birth", "生年", _T.DATE),
        Field("death", "卒年", _T.DATE),
        Field("native_place", "籍贯"),
        Field("roles", "身份", _T.TAGS),
        Field("biography", "小传", _T.LONG_TEXT, searchable=True),
        *_merging("person"),
    ),
)

CONTACT = Entity(
    "contact",
    "联系方式",
    (
        Field("person", "人物", _T.LINK, target="person", required=True),
        Field("telephone", "电话"),
        Field("address", "住址"),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="person",
)

PLACE = Entity(
    "place",
    "地名",
    (
        Field("name", "标准名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True),
        Field("pinyin", "拼音"),
        Field("type", "类型"),
        Field("parent", "上级"),
        Field("valid", "沿用时间", _T.DATE),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("place"),
    ),
)

ORGANISATION = Entity(
    "organisation",
    "单位",
    (
        Field("name", "标准名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True),
        Field("pinyin", "拼音"),
        Field("type", "类型"),
        Field("parent", "上级"),
        Field("valid", "存续时间", _T.DATE),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("organisation"),
    ),
)

EVENT = Entity(
    "event",
    "事件",
    (
        Field("name", "名称", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True, help="口语里的叫法，如“火车通车那年”"),
        Field("date", "时间", _T.DATE),
        Field("status", "考订", help="史实、待考、虚构"),
        Field("sources", "依据", _T.TAGS),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("event"),
    ),
)
