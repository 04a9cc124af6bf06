"""The fields a query can name: 题名: 作者: 人名: 年: 种类: …, and every searchable field of an item by its label.

A field is one of three sorts. Words in a ``TEXTS`` field are looked for in some of the item's texts, by their sections
(``document.section``). A ``DATES`` field takes a date as people write it, and finds what may have been then. A
``TERMS`` field takes a term of a vocabulary, by its word or its beginning, and finds what is filed under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache

from archive_app.domain.access import Access
from archive_app.domain.fields import Term
from archive_app.domain.kinds import COMMON_FIELDS, KINDS
from archive_app.domain.kinds.common import AGENT_ROLES
from archive_app.domain.own_fields import is_own, key_of
from archive_app.domain.workflow import State
from archive_app.frozen import dataclass


class Sort(Enum):
    """What a field takes."""

    TEXTS = auto()
    DATES = auto()
    TERMS = auto()


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field: its identifier, what a person writes for it (the first is shown), and where it looks.

    ``sections``: a section, or, with ``/`` at its end, all of a field's roles. ``facet`` and ``terms``: of ``TERMS``;
    without terms the values are words themselves.
    """

    name: str
    labels: tuple[str, ...]
    sort: Sort = Sort.TEXTS
    sections: tuple[str, ...] = ()
    facet: str = ""
    terms: tuple[Term, ...] = ()

    @property
    def label(self) -> str:
        """What a person sees."""
        return self.labels[0]

    @property
    def expands(self) -> bool:
        """Whether other names and other writings of a word are looked for, too: not in numbers."""
        return self.sort is Sort.TEXTS and self.name not in _NUMBERS

    def covers(self, section: str) -> bool:
        """Whether the texts of a section are the field's."""
        base = section.partition("@")[0]
        return base in self.sections or f"{base.partition('/')[0]}/" in self.sections

    def values_of(self, text: str) -> frozenset[str]:
        """The terms that are meant by a word: the one it is, else those that begin so, else those that hold it."""
        wanted = text.strip().lower()
        spoken = [(term.value, (term.value.lower(), term.label.lower())) for term in self.terms]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            found = frozenset(value for value, words in spoken if any(fits(word, wanted) for word in words))
            if found or not wanted:
                return found
        return frozenset()


_NUMBERS = ("number", "accession", "accession_no", "ref_code", "received_no", "file")

_NAMED = ("person", "place", "organisation", "event", "commissioner")
_ROLES = {
    "采访者": "interviewer",
    "整理者": "compiler",
    "捐赠者": "donor",
    "提供者": "provider",
    "录文者": "transcriber",
}
"""Roles with an English identifier."""

_ALSO = {"keywords": ("关键词",), "abstract": ("摘要", "内容提要"), "notes": ("备注",)}
"""What else declared fields are called."""

_OWN: tuple[QueryField, ...] = (
    QueryField("title", ("题名", "标题", "篇名"), sections=("title", "title_alt")),
    QueryField(
        "author",
        ("作者",),
        sections=("responsibility/作者", "responsibility/责任者", "responsibility/代笔"),
    ),
    QueryField("narrator", ("口述者", "口述人"), sections=("responsibility/口述者",)),
    QueryField(
        "person",
        ("人名", "人物", "姓名"),
        sections=("persons", "responsibility/", "people", "photographer", "index_points/人物"),
    ),
    QueryField("place", ("地名", "地点"), sections=("places", "interview_place", "place_taken", "index_points/地点")),
    QueryField("year", ("年", "年份", "年代", "时间", "日期", "date"), Sort.DATES),
    QueryField(
        "kind",
        ("种类", "类型", "类别", "type"),
        Sort.TERMS,
        facet="kind",
        terms=tuple(Term(kind.name, kind.label) for kind in KINDS),
    ),
    QueryField("state", ("状态",), Sort.TERMS, facet="state", terms=tuple(Term(s.value, s.label) for s in State)),
    QueryField(
        "access",
        ("级别", "档案级别", "密级"),
        Sort.TERMS,
        facet="access",
        terms=tuple(Term(a.value, a.label) for a in Access),
    ),
    QueryField("commissioner", ("专员", "文史专员", "征集人"), sections=("commissioner",)),
    QueryField("number", ("档号", "编号", "ref"), sections=("ref_code", "accession_no", "received_no")),
    QueryField("accession", ("征集号",), sections=("accession_no",)),
    QueryField("town", ("乡镇", "街道", "乡镇街道"), Sort.TERMS, facet="town"),
    QueryField("text", ("正文", "全文"), sections=("manuscript", "transcript", "inscription", "caption")),
    QueryField("photographer", ("摄影者", "拍摄者", "摄影"), sections=("responsibility/摄影者", "photographer")),
    QueryField("responsibility", ("责任者",), sections=("responsibility/", "responsibility")),
    QueryField("file", ("文件名", "文件"), sections=("file_name", "source_name")),
)


_ours: dict[str, str] = {}
"""What people call the own fields of the archives that are open → their names."""


def know_own(called: Mapping[str, str]) -> None:
    """Understand these words (labels, and names of before) as own fields: 开本 → ``own:开本``."""
    _ours.update({words.lower(): name for words, name in called.items()})


class _Fields(dict[str, QueryField]):
    """An archive's own fields need no entry: their names say where they look."""

    def __missing__(self, name: str) -> QueryField:
        if not is_own(name):
            raise KeyError(name)
        return QueryField(name, (key_of(name),), sections=(name,))


@cache
def fields() -> dict[str, QueryField]:
    """Every field by its identifier: those with a name of their own, then roles, then whatever a kind declares."""
    found = _Fields({field.name: field for field in _OWN})
    labels = {label for field in _OWN for label in field.labels}
    for role in AGENT_ROLES:
        if role.label not in labels:
            name = _ROLES.get(role.value, role.value)
            found[name] = QueryField(name, (role.label,), sections=(f"responsibility/{role.value}",))
            labels.add(role.label)
    for declared in (*COMMON_FIELDS, *(field for kind in KINDS for field in kind.fields)):
        if not declared.searchable and declared.target not in _NAMED:
            continue
        if declared.name not in found:
            known = () if declared.label in labels else (declared.label,)
            sections = (declared.name, f"{declared.name}/")
            called = (*known, declared.name, *_ALSO.get(declared.name, ()))
            found[declared.name] = QueryField(declared.name, called, sections=sections)
            labels.add(declared.label)
    return found


@cache
def _spoken() -> dict[str, str]:
    spoken: dict[str, str] = {}
    for name, field in fields().items():
        for label in (name, *field.labels):
            spoken.setdefault(label.lower(), name)
    for label, name in list(spoken.items()):
        if label.endswith("者"):  # 整理人 is 整理者
            spoken.setdefault(f"{label[:-1]}人", name)
    return spoken


def field_named(text: str) -> QueryField | None:
    """The field that is called so, in Chinese or by its identifier; ``None`` where there is none."""
    called = text.strip().lower()
    name = _spoken().get(called) or _ours.get(called)
    return None if name is None else fields()[name]
