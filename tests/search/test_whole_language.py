"""Any query finds, counts and marks what a reading of every text finds: brute force against the index and its tail."""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.hanzi.folding import fold
from archive_app.search.answering import Asked
from archive_app.search.answering import scan as scan_documents
from archive_app.search.document import SearchDocument, SearchText, section
from archive_app.search.index import SearchIndex
from archive_app.search.language import (
    All,
    Either,
    In,
    Near,
    Node,
    Not,
    Query,
    Unit,
    Word,
    all_of,
    either_of,
    in_field,
    near,
    not_of,
    read,
    word,
)
from archive_app.search.language.dates import spans_of
from archive_app.search.language.fields import Sort, fields

# — brute force —

Place = tuple[int, int, int]  # text, start, end


class Reference:
    """What the documentation of the tree says, word for word, over one document's texts."""

    def __init__(self, document: SearchDocument, visible: frozenset[str] | None) -> None:
        self.document = document
        self.texts = [
            (number, section(text), fold(text.text))
            for number, text in enumerate(document.texts)
            if visible is None or not text.access or text.access in visible
        ]

    def texts_in(self, field: str) -> list[tuple[int, str]]:
        return [(number, text) for number, name, text in self.texts if not field or fields()[field].covers(name)]

    def holds(self, node: Node, field: str = "") -> bool:
        if isinstance(node, All):
            return all(self.holds(part, field) for part in node.parts)
        if isinstance(node, Either):
            return any(self.holds(part, field) for part in node.parts)
        if isinstance(node, Not):
            return not self.holds(node.part, field)
        if isinstance(node, In):
            return self.holds(node.part, node.field)
        if isinstance(node, Near):
            return bool(self.together(node, field))
        sort = fields()[field].sort if field else Sort.TEXTS
        if sort is Sort.DATES:
            wanted = spans_of(node.text)
            return any(a <= last and b >= first for a, b in self.document.dates for first, last in wanted)
        if sort is Sort.TERMS:
            return bool(fields()[field].values_of(node.text) & set(self.document.facets.get(field, ())))
        return any(fold(node.text) in text for _, text in self.texts_in(field))

    def stands(self, node: Word | Near, field: str) -> set[Place]:
        if isinstance(node, Near):
            return self.together(node, field)
        if field and fields()[field].sort is not Sort.TEXTS:
            return set()
        return {(n, *span) for n, text in self.texts_in(field) for span in spans(text, [fold(node.text)])}

    def together(self, node: Near, field: str) -> set[Place]:
        found: set[Place] = set()
        groups = [[fold(each.text) for each in words_of(part)] for part in node.parts]
        for number, text in self.texts_in(field):
            for choice in itertools.product(*(spans(text, group) for group in groups)):
                if fits(node, text, choice):
                    found.update((number, *span) for span in choice)
        return found


def words_of(part: Word | Either) -> Sequence[Word]:
    return [part] if isinstance(part, Word) else [each for each in part.parts if isinstance(each, Word)]


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    pattern = "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))
    return [match.span() for match in re.finditer(pattern, text)]


def fits(node: Near, text: str, choice: Sequence[tuple[int, int]]) -> bool:
    if node.ordered and any(after[0] < before[1] for before, after in itertools.pairwise(choice)):
        return False
    starts = [start for start, _ in choice]
    if node.unit is Unit.CHARACTERS:
        return any(start == min(starts) and max(starts) - end <= node.distance for start, end in choice)
    ends = "。!?\n" if node.unit is Unit.SENTENCE else "\n"
    return len({sum(text[:start].count(sign) for sign in ends) for start in starts}) == 1


def positive(node: Node, field: str = "", negated: bool = False) -> Iterator[tuple[Word | Near, str]]:
    if isinstance(node, All | Either):
        for part in node.parts:
            yield from positive(part, field, negated)
    elif isinstance(node, Not):
        yield from positive(node.part, field, not negated)
    elif isinstance(node, In):
        yield from positive(node.part, node.field, negated)
    elif not negated:
        yield node, field


def folded(atom: Word | Near) -> object:
    if isinstance(atom, Word):
        return fold(atom.text)
    groups = tuple(tuple(dict.fromkeys(fold(each.text) for each in words_of(part))) for part in atom.parts)
    return groups, atom.unit, atom.distance, atom.ordered


def expected(
    documents: Sequence[SearchDocument], tree: Node, visible: frozenset[str] | None
) -> dict[str, tuple[int, set[Place]]]:
    """Id → (occurrences, every character that is marked) of what the tree finds."""
    atoms = {(folded(atom), field): atom for atom, field in positive(tree)}
    if not atoms:
        return {}
    found = {}
    for document in documents:
        if visible is not None and document.access not in visible:
            continue
        reference = Reference(document, visible)
        if reference.holds(tree):
            each = [reference.stands(atom, field) for (_, field), atom in atoms.items()]
            marked = {(n, at, at + 1) for places in each for n, start, end in places for at in range(start, end)}
            found[document.id] = sum(map(len, each)), marked
    return found


def check(index: SearchIndex, documents: dict[str, SearchDocument], tree: Node, visible: frozenset[str] | None) -> None:
    """Search and scan say what brute force says, and mark the very characters."""
    text = Query.of(tree).to_text()
    assert read(text).tree == tree
    right = expected(list(documents.values()), tree, visible)
    results = index.search(text, limit=10_000, matches=10_000, visible=visible)
    assert {hit.id: hit.occurrences for hit in results.hits} == {key: count for key, (count, _) in right.items()}, text
    assert results.total == len(right) and results.occurrences == sum(count for count, _ in right.values())
    for hit in results.hits:
        marked = set()
        for match in hit.matches:
            number = match.place["number"]
            assert documents[hit.id].texts[number].text[match.place["offset"] :].startswith(match.snippet)
            for start, end in match.spans:
                marked.update(
                    (number, match.place["offset"] + at, match.place["offset"] + at + 1) for at in range(start, end)
                )
        assert marked == right[hit.id][1], (text, hit.id)
    scanned = scan_documents(documents.values(), Asked(text, limit=10_000, matches=10_000, visible=visible))
    assert scanned.to_json() == results.to_json()


# — random documents and random trees —

LETTERS = "水磨里裏。a1，\n！"
MORE = ("水磨", "磨水", "油坊", "马師傅", "里", "。", "磨，", "a1", "𠮷")
FIELDS = ("title", "text", "narrator", "author", "person", "number")
LEVELS = ("public", "internal", "restricted")


def random_document(key: str, moment: random.Random) -> SearchDocument:
    def some(most: int) -> str:
        return "".join(moment.choice([*LETTERS, *MORE]) for _ in range(moment.randrange(most + 1)))

    texts = [("title", some(3), {}, "")]
    for number in range(moment.randrange(3)):
        role = moment.choice(("口述者", "作者", "整理者"))
        texts.append(("responsibility", role, {"row": number}, ""))
        texts.append(("responsibility", some(2), {"row": number, "role": role}, ""))
    texts += [("manuscript", some(14), {}, "") for _ in range(moment.randrange(3))]
    texts += [("transcript", some(6), {}, moment.choice(("", "", *LEVELS))) for _ in range(moment.randrange(4))]
    texts += [("ref_code", some(2), {}, ""), ("notes", some(9), {}, "")]
    made = [
        SearchText(field, field, text, {**place, "number": number}, access)
        for number, (field, text, place, access) in enumerate(texts)
    ]
    years = sorted(moment.randrange(1900, 1990) for _ in range(2))
    dates = moment.choice(((), ((f"{years[0]}-01-01", f"{years[1]}-12-31"),), ((f"{years[0]}-03-05",) * 2,)))
    kind, access = moment.choice(("photograph", "document")), moment.choice(LEVELS)
    return SearchDocument(key, kind, some(3), access, tuple(made), {"kind": (kind,)}, dates)


def random_tree(moment: random.Random, depth: int) -> Node:
    choice = moment.random()
    if depth == 0 or choice < 0.25:
        return random_word(moment)
    if choice < 0.4:
        parts = [random_choice(moment) for _ in range(moment.randrange(2, 4))]
        return near(parts, moment.choice(list(Unit)), moment.randrange(8), ordered=moment.random() < 0.5)
    if choice < 0.5:
        return in_field(moment.choice(FIELDS), random_tree(moment, depth - 1))
    if choice < 0.56:
        return in_field("kind", word(moment.choice(("照片", "document"))))
    if choice < 0.62:
        return in_field("year", word(moment.choice(("1949", "50年代", "1930-1945", "1960年以前"))))
    if choice < 0.75:
        return not_of(random_tree(moment, depth - 1))
    parts = [random_tree(moment, depth - 1) for _ in range(moment.randrange(2, 4))]
    return all_of(parts) if choice < 0.88 else either_of(parts)


def random_word(moment: random.Random) -> Word:
    made = "".join(moment.choice([*LETTERS, *MORE]) for _ in range(moment.randrange(1, 3)))
    return word(made) if made.strip() else random_word(moment)


def random_choice(moment: random.Random) -> Word | Either:
    made = either_of([random_word(moment) for _ in range(moment.choice((1, 1, 2)))])
    assert isinstance(made, Word | Either)
    return made


def random_history(folder: Path, moment: random.Random) -> tuple[SearchIndex, dict[str, SearchDocument]]:
    """An index with several segments, updates and deletions, and a tail; and what is in it."""
    index = SearchIndex.open(folder)
    truth = {f"{n:03}": random_document(f"{n:03}", moment) for n in range(moment.randrange(40))}
    index.rebuild(truth.values(), 1)
    for sequence in range(2, 2 + moment.randrange(1, 6)):
        gone = moment.sample(sorted(truth), min(len(truth), moment.randrange(4)))
        changed = [random_document(f"{moment.randrange(60):03}", moment) for _ in range(moment.randrange(12))]
        changed = list({document.id: document for document in changed}.values())
        for key in gone:
            truth.pop(key)
        truth |= {document.id: document for document in changed}
        index.update(changed, [key for key in gone if key not in truth], sequence)
        if moment.random() < 0.5:
            index.flush()
    return index, truth


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9))
def test_any_tree_finds_counts_and_marks_what_brute_force_does(seed: int) -> None:
    moment = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        index, truth = random_history(Path(name) / "search", moment)
        for _ in range(12):
            visible = moment.choice((None, frozenset({"public"}), frozenset({"public", "internal"})))
            check(index, truth, random_tree(moment, 3), visible)
        index.close()
        again = SearchIndex.open(Path(name) / "search")
        check(again, truth, random_tree(moment, 3), None)
        again.close()


REAL = (
    "我小時候在湟水邊長大，裏外都是水磨。水磨轉起來，半個村子都聽得見！老火車站１９５９年通車，"
    "馬師傅說：“湯滾了？”油坊在水磨後面。趙𠮷甫、馬䶮都在東關，東關的水磨有三盤。\n後來通了電，水磨停了；油坊也停了。"
)


@pytest.mark.parametrize(
    "query",
    [
        "水磨 同句 油坊",
        "水磨 同段 油坊 -通車",
        "水磨 /4 油坊",
        "油坊 /4> 水磨",
        "東關 同句> 水磨 或 油坊",
        "同句(水磨, 東關, 三盤)",
        "相距6(趙𠮷甫、馬䶮、東關)",
        "(水磨 油坊) 或 (湯滾了 -水磨)",
        "题名:水磨 -正文:油坊",
        "正文:(水磨 同句 半個村子)",
        "口述者:馬師傅 或 作者:馬師傅",
        "-(水磨 或 油坊) 或 湟水",
        "种类:照片 -水磨",
        "年:1949-1956 水磨",
        "“，馬師傅說：” 或 １９５９",
    ],
)
def test_real_words_too(tmp_path: Path, query: str) -> None:
    moment = random.Random(query)
    sentences = re.split("(?<=[。！？；\n])", REAL)

    def item(key: str) -> SearchDocument:
        some = moment.choices(sentences, k=moment.randrange(1, 6))
        texts = (
            SearchText("title", "题名", moment.choice(("水磨舊事", "油坊", "馬師傅")), {"number": 0}),
            SearchText("responsibility", "责任者", "馬師傅", {"role": moment.choice(("口述者", "作者")), "number": 1}),
            SearchText("manuscript", "正文", "".join(some), {"number": 2}),
        )
        kind = moment.choice(("photograph", "document"))
        year = moment.randrange(1940, 1970)
        return SearchDocument(
            key, kind, "题", "public", texts, {"kind": (kind,)}, ((f"{year}-01-01", f"{year}-12-31"),)
        )

    truth = {f"{n:03}": item(f"{n:03}") for n in range(150)}
    index = SearchIndex.open(tmp_path)
    index.rebuild(list(truth.values())[:90], 1)
    index.update(list(truth.values())[90:120], [], 2)
    index.flush()
    index.update(list(truth.values())[120:], ["003", "095"], 3)
    index.update([item("004"), item("100")], ["130"], 4)
    truth = {document.id: document for document in everything(index)}
    tree = read(query).tree
    assert tree is not None and read(query).fallback is None

    check(index, truth, tree, None)
    index.close()


def everything(index: SearchIndex) -> list[SearchDocument]:
    """All documents an index holds."""
    snapshot = index._current()
    parts = [part.document(number) for part in snapshot.parts for number in part.live]
    return [*parts, *snapshot.tail.documents]


@pytest.mark.parametrize("signs", ["。！？\n", "。!?\n"])
def test_a_sentence_ends_where_it_does_in_the_exact_form_too(tmp_path: Path, signs: str) -> None:
    texts = [f"水磨{sign}油坊裏" for sign in signs] + ["水磨，油坊裏"]
    made = [
        SearchDocument(f"{n}", "document", "题", "public", (SearchText("notes", "附注", t),))
        for n, t in enumerate(texts)
    ]
    index = SearchIndex.open(tmp_path)
    index.rebuild(made, 1)
    for _ in range(2):
        for exact in (False, True):
            found = index.search("水磨 同句 油坊裏", exact=exact)
            assert [hit.id for hit in found.hits] == ["4"]
            found = index.search("水磨 同段 油坊裏", exact=exact)
            assert {hit.id for hit in found.hits} == {"0", "1", "2", "4"}
        assert index.search("水磨 同句 油坊里", exact=True).total == 0
        index.rebuild([], 2)
        index.update(made, [], 3)
