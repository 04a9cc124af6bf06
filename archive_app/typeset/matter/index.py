"""人名索引 and 地名索引 as data: what is listed, in which order, under which heads, on which pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_app.typeset.book import IndexName
from archive_app.typeset.matter.ordering import order_key
from archive_app.typeset.pages.front import chinese_number

_LATIN, _OTHERS, _DIGITS = "西文", "其他", "数字"
_LEAST_RANGE = 3  # pages in a row that become a range; two are named one by one


class Reference(NamedTuple):
    """A page, or a stretch of them: ``text`` as printed (12, 14–16), ``page`` where the first stands."""

    text: str
    page: int


class IndexEntry(NamedTuple):
    """A line of an index. ``see`` is the name that another word for it leads to; then there are no pages."""

    name: str
    references: tuple[Reference, ...] = ()
    see: str = ""


class IndexGroup(NamedTuple):
    """The entries under a head: a letter, or a number of strokes."""

    head: str
    entries: tuple[IndexEntry, ...]


@dataclass(slots=True)
class _Gathered:
    pages: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def index_groups(
    kind: str,
    mentions: Iterable[tuple[tuple[str, str, str], int]],
    names: Sequence[IndexName],
    order: str,
    labels: Mapping[int, str],
) -> list[IndexGroup]:
    """The index of ``kind`` (person, place) from (mention, page), in ``order`` (pinyin, strokes).

    ``labels`` are the folios of the pages. A word that is not the name itself leads to it (解老师　见　解文博).
    """
    known = {name.shown: name for name in names if name.kind == kind}
    own_kind = [(key, word, page) for (what, key, word), page in mentions if what == kind]
    called = names_called([name for name in names if name.kind == kind], own_kind)
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for key, word, page in own_kind:
        entry = gathered[called.get(key, key)]
        entry.pages.add(page)
        entry.words.add(word)
    listed: list[tuple[str, IndexEntry]] = []
    plain = {known[name].name if name in known else name for name in gathered}
    for name, found in gathered.items():
        card = known.get(name)
        own = card.name if card else name.partition("（")[0] or name
        aside = order_key(card.note if card else name[len(own) :], "", order)  # 马文清（教师）, then （医生）
        key = order_key(own, kind, order, card.reading if card else "")
        listed.append((f"{key}\t{aside}", IndexEntry(name, _references(found.pages, labels))))
        bare = own.partition("（")[0] or own  # 西宁站 needs no word to lead to 西宁站（老站）
        for word in (word for word in found.words - plain if bare not in word):
            listed.append((order_key(word, kind, order), IndexEntry(word, see=name)))
    groups: dict[str, list[IndexEntry]] = defaultdict(list)
    for key, line in sorted(listed, key=lambda pair: (pair[0], pair[1].see)):
        groups[_head(key, order)].append(line)
    return [IndexGroup(head, tuple(entries)) for head, entries in groups.items()]


def names_called(names: Sequence[IndexName], mentions: Sequence[tuple[str, str, int]]) -> Mapping[str, str]:
    """What a mark may say → the name as printed. A word of several namesakes says none of them.

    A mark may also call a name by an id that no list knows: it stands for the word it is on most often, with the id in
    brackets where another id stands on the same word.
    """
    said: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in (name.key, name.shown, name.name, *name.also):
            if word:
                said[word].add(name.shown)
    called = {word: next(iter(found)) for word, found in said.items() if len(found) == 1}
    on: dict[str, Counter[str]] = defaultdict(Counter)
    for key, word, _ in mentions:
        if key not in called and key != word and key.isascii():
            on[key][word] += 1
    words = {key: found.most_common(1)[0][0] for key, found in on.items()}
    shared = Counter(words.values())
    for key, word in words.items():
        called[key] = called.get(word, word) if shared[word] == 1 else f"{word}（{key}）"
    return called


def _references(pages: set[int], labels: Mapping[int, str]) -> tuple[Reference, ...]:
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    found: list[Reference] = []
    for run in runs:
        if len(run) >= _LEAST_RANGE:
            found.append(Reference(f"{labels[run[0]]}–{labels[run[-1]]}", run[0]))
        else:
            found += [Reference(labels[page], page) for page in run]
    return tuple(found)


def _head(key: str, order: str) -> str:
    group = key[:1]
    if group == "0":
        return _DIGITS
    if group == "1" or group == "2":
        return _LATIN
    if group != "3":
        return _OTHERS
    return f"{chinese_number(int(key[1:3]))}画" if order == "strokes" else key[1].upper()
