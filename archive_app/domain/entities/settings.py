"""What an archive keeps of people's habits: searches, templates, fields of its own."""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, Term
from archive_app.domain.kinds import KINDS
from archive_app.domain.own_fields import CARDS, ENTITY, TARGETS, TYPES

_T = FieldType

SAVED_SEARCH = Entity(
    "saved_search",
    "存下的检索",
    (
        Field("name", "名称", required=True),
        Field("owner", "谁的"),
        Field("query", "检索词", _T.LONG_TEXT),
        Field("exact", "区分繁简和全半角", _T.FLAG),
        Field("order", "次序"),
        Field("within", "在结果中", _T.ROWS, columns=(Field("query", "检索词", _T.LONG_TEXT),)),
        Field("chosen", "选定", _T.ROWS, columns=(Field("facet", "分面"), Field("value", "取值"))),
        Field("without", "不一并找", _T.ROWS, columns=(Field("key", "换词"),)),
        Field("alert", "有新的就提醒", _T.FLAG),
    ),
)

ENTRY_TEMPLATE = Entity(
    "entry_template",
    "著录模板",
    (
        Field("name", "名称", required=True),
        Field("kind", "种类", required=True),
        Field("values", "填好的项", _T.ROWS, columns=(Field("field", "字段"), Field("value", "值", _T.LONG_TEXT))),
    ),
)
"""What a new item of a kind begins with. ``value`` is the field's stored form as JSON."""

_BEARERS = (*(Term(kind.name, kind.label) for kind in KINDS), *(Term(name, words) for name, words in CARDS.items()))

OWN_FIELD = Entity(
    ENTITY,
    "自定栏目",
    (
        Field("name", "栏目名", required=True),
        Field("key", "存储名", required=True, help="最初的栏目名；改名以后值还在它下面"),
        Field("type", "填什么", _T.CHOICE, terms=tuple(Term(name, words) for name, (words, _how) in TYPES.items())),
        Field("target", "关联到", _T.CHOICE, terms=tuple(Term(name, words) for name, words in TARGETS.items())),
        Field("kinds", "哪些种类", _T.CHOICES, terms=_BEARERS),
        Field("terms", "可选的词", _T.TAGS),
        Field("required", "必填", _T.FLAG, help="没有填的，不能提交"),
        Field("help", "提示", help="写在栏目下面的一句话"),
        Field("position", "次序", _T.INTEGER),
        Field("withdrawn", "已停用", _T.FLAG, help="不再填；填过的照旧看得见"),
    ),
)
"""A field that an archive adds to its items, or to cards. Without ``kinds`` it is of every kind of item."""
