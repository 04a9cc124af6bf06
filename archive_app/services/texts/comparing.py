"""Two states of a manuscript paragraph by paragraph: what stayed, changed, came, went, was parted, joined or moved.

Paragraphs are found again by their ids, then by their words, then by likeness; those that would cross are the moved
ones, and the weightiest row of the others is what stayed in its place. `characters` then compares inside each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.texts.besides import remarks
from archive_app.services.texts.characters import Piece, anchored, difference, rising

_ALIKE = 0.4
"""Share of common pairs of characters from which two paragraphs in one place are one that was changed."""
_ALIKE_BY_ID = 0.12
"""The same of two paragraphs with one id: less, for the id says it already."""
_ALIKE_AFAR = 0.6
"""The same of two paragraphs in different places."""
_LEAST_AFAR = 12
"""Characters below which nobody can say that a paragraph elsewhere is this one."""
_WINDOW = 12
"""How many paragraphs on are looked at for a like one."""
_NO_TEXT = {BlockKind.PAGE_BREAK: "〔分页〕"}


class What(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    SPLIT = "split"  # one became two or more
    JOINED = "joined"  # two or more became one
    LEFT = "left"  # it stood here; its row is where it went to

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {
            "same": "未改",
            "changed": "改过",
            "gone": "删去",
            "new": "新写",
            "split": "分段",
            "joined": "并段",
            "left": "移走",
        }[self.value]


class Row:
    """What stands beside each other: the paragraphs before, those after, and whether they were moved.

    ``number`` and ``to`` are the places (from 0) of the first of them in the two texts; −1 for none.
    """

    def __init__(
        self,
        what: What,
        before: Sequence[Block],
        after: Sequence[Block],
        place: tuple[int, int],
        *,
        moved: bool = False,
    ) -> None:
        self.what = what
        self.before = tuple(before)
        self.after = tuple(after)
        self.number, self.to = place
        self.moved = moved

    @property
    def differs(self) -> bool:
        """Whether there is anything to be seen here."""
        return self.what is not What.SAME or self.moved

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the paragraphs in it."""
        return frozenset(block.id for block in (*self.before, *self.after))

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words, character by character; parted paragraphs with the line's end that came or went."""
        return difference(shown(self.before), shown(self.after))

    @cached_property
    def remarks(self) -> list[str]:
        """What is otherwise besides the words: the style, notes, marks, a picture's place; as sentences."""
        if len(self.before) == len(self.after) == 1:
            return remarks(self.before[0], self.after[0], self.pieces)
        return []

    @property
    def words(self) -> str:
        """``改过``, ``移动`` or both."""
        if not self.moved:
            return self.what.label
        return "移动" if self.what is What.SAME else f"移动，{self.what.label}"


class Comparison:
    """The rows of two manuscripts, in the order of the newer one; what is gone stands where it stood."""

    def __init__(self, before: Manuscript, after: Manuscript) -> None:
        self.before = before
        self.after = after
        self.rows: tuple[Row, ...] = tuple(_rows(before.blocks, after.blocks))

    @cached_property
    def differing(self) -> list[int]:
        """The numbers of the rows with something to be seen."""
        return [number for number, row in enumerate(self.rows) if row.differs and row.what is not What.LEFT]

    def pieces(self) -> list[Piece]:
        """All the words in one: what moved is gone where it stood, and new where it stands."""
        found: list[Piece] = []
        for row in self.rows:
            if row.what is What.LEFT:
                found.append(("gone", shown(row.before) + "\n"))
            elif row.moved:
                found.append(("new", shown(row.after) + "\n"))
            elif row.what is What.GONE:
                found.append(("gone", shown(row.before) + "\n"))
            elif row.what is What.NEW:
                found.append(("new", shown(row.after) + "\n"))
            else:
                found += [*row.pieces, ("same", "\n")]
        while found and found[-1] == ("same", "\n"):
            found.pop()
        return _run_together(found)

    def counts(self) -> tuple[int, int]:
        """(characters gone, characters new), white space aside; what moved is neither."""
        gone = new = 0
        for number in self.differing:
            for what, text in self.rows[number].pieces:
                size = len("".join(text.split()))
                gone += size if what == "gone" else 0
                new += size if what == "new" else 0
        return gone, new

    def summary(self) -> str:
        """``改 3 段，新写 1 段，移动 2 段；删 15 字，增 40 字``; 没有不同 where nothing is."""
        kinds = Counter(
            "移动" if self.rows[number].moved else self.rows[number].what.label for number in self.differing
        )
        if not kinds:
            return "没有不同"
        words = "，".join(f"{name} {number} 段" for name, number in kinds.items())
        gone, new = self.counts()
        letters = "，".join(f"{name} {n} 字" for name, n in (("删", gone), ("增", new)) if n)
        return f"{words}；{letters}" if letters else words

    def chosen(self, taken: Iterable[int]) -> Manuscript:
        """The older text with what the newer one has otherwise in these rows."""
        return _chosen(self, frozenset(taken))

    def without(self, rows: Iterable[int]) -> Manuscript:
        """The newer text with what the older one has otherwise in these rows; paragraphs keep their newer ids."""
        left = frozenset(rows)
        return _chosen(self, frozenset(range(len(self.rows))) - left, newer=True)


def shown(blocks: Sequence[Block]) -> str:
    """Paragraphs as words: a table a row a line, with its caption first."""
    return "\n".join(words_of(block) for block in blocks)


def words_of(block: Block) -> str:
    """A block as words."""
    if block.rows:
        lines = ["｜".join(cell.text for cell in row) for row in block.rows]
        return "\n".join([*([block.text] if block.text else []), *lines])
    return block.text or _NO_TEXT.get(block.kind, "")


def bare(block: Block) -> Block:
    """A block as far as it can be seen: without its ids and those of what it tells."""
    return replace(block, id="", segments=(), notes=tuple(replace(note, id="") for note in block.notes))


# — which is which —


def _rows(was: Sequence[Block], now: Sequence[Block]) -> Iterator[Row]:
    pairs = _pairs(was, now)
    ordered = sorted(pairs.items())
    sizes = [1 + len(words_of(was[i])) for i, _j in ordered]
    staying = {ordered[n][0] for n in rising([j for _i, j in ordered], sizes)}
    back = {j: i for i, j in pairs.items()}
    split, joined = _parted(was, now, pairs), _parted(now, was, back)
    swallowed = {j for more in split.values() for j in more}
    swallowed_before = {i for more in joined.values() for i in more}
    at = 0

    def until(end: int) -> Iterator[Row]:
        for i in range(at, end):
            if i in swallowed_before:
                continue
            if i not in pairs:
                yield Row(What.GONE, (was[i],), (), (i, -1))
            elif i not in staying:
                yield Row(What.LEFT, (was[i],), (), (i, pairs[i]), moved=True)

    follows = len(was)
    ahead: list[int] = []  # by the place of a new paragraph: the old one before which it stands
    for j in range(len(now) - 1, -1, -1):
        ahead.append(follows)
        follows = back[j] if back.get(j, -1) in staying else follows
    ahead.reverse()
    for j, block in enumerate(now):
        if j in swallowed:
            continue
        i = back.get(j, -1)
        if i not in staying:  # what is gone from here stands before what came
            yield from until(ahead[j])
            at = max(at, ahead[j])
        if i < 0:
            yield Row(What.NEW, (), (block,), (-1, j))
            continue
        if i in staying:
            yield from until(i)
            at = i + 1
        olds = [was[i], *(was[other] for other in joined.get(j, ()))]
        news = [block, *(now[other] for other in split.get(i, ()))]
        if len(news) > 1:
            what = What.SPLIT
        elif len(olds) > 1:
            what = What.JOINED
        else:
            what = What.SAME if bare(was[i]) == bare(block) else What.CHANGED
        yield Row(what, olds, news, (i, j), moved=i not in staying)
    yield from until(len(was))


def _pairs(was: Sequence[Block], now: Sequence[Block]) -> dict[int, int]:
    """Which paragraph of the one is which of the other."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(i: int, j: int) -> None:
        pairs[i] = j
        taken.add(j)

    place = {block.id: j for j, block in enumerate(now)}
    for i, block in enumerate(was):
        j = place.get(block.id, -1)
        if j >= 0 and _one_block(block, now[j]):
            pair(i, j)
    left, right = _left(was, pairs), [j for j in range(len(now)) if j not in taken]
    for a, b in anchored([_key(was[i]) for i in left], [_key(now[j]) for j in right]):
        pair(left[a], right[b])
    _pair_in_gaps(was, now, pairs, pair)
    _pair_afar(was, now, pairs, taken, pair)
    return pairs


def _left(was: Sequence[Block], pairs: dict[int, int]) -> list[int]:
    return [i for i in range(len(was)) if i not in pairs]


def _key(block: Block) -> tuple[object, ...]:
    picture = block.picture.source if block.picture is not None else ""
    return block.kind in (BlockKind.TABLE, BlockKind.PICTURE, BlockKind.PAGE_BREAK), words_of(block), picture


def _one_block(one: Block, other: Block) -> bool:
    """Whether two blocks of one id are still one: pasted over from end to end it is another text."""
    if (one.kind in _FIXED) != (other.kind in _FIXED):
        return False
    a, b = words_of(one), words_of(other)
    return not a or not b or min(len(a), len(b)) < _LEAST_AFAR or alike(a, b) >= _ALIKE_BY_ID or _within(a, b)


_FIXED = frozenset({BlockKind.TABLE, BlockKind.PICTURE, BlockKind.PAGE_BREAK})


def _within(a: str, b: str) -> bool:
    return a in b or b in a


def alike(a: str, b: str) -> float:
    """The share of neighbouring characters that two texts have in common, from 0 to 1."""
    if a == b:
        return 1.0
    one, other = _bits(a), _bits(b)
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _bits(text: str) -> set[str]:
    flat = "".join(text.split())
    return {flat[n : n + 2] for n in range(len(flat) - 1)} or set(flat)


def _pair_in_gaps(was: Sequence[Block], now: Sequence[Block], pairs: dict[int, int], pair) -> None:  # type: ignore[no-untyped-def]
    """What stands unknown between two paragraphs that are known on both sides, in order."""
    known = sorted(pairs.items())
    kept = [known[n] for n in rising([j for _i, j in known])]
    at, to = 0, 0
    for i, j in [*kept, (len(was), len(now))]:
        left = [n for n in range(at, i) if n not in pairs]
        taken = set(pairs.values())
        right = [n for n in range(to, j) if n not in taken]
        start = 0
        bits = {n: _bits(words_of(now[n])) for n in right} if left else {}
        for one in left:
            best, found = _ALIKE, -1
            mine = _bits(words_of(was[one]))
            for place in range(start, min(len(right), start + _WINDOW)):
                there = now[right[place]]
                if (was[one].kind in _FIXED) != (there.kind in _FIXED):
                    continue
                other = bits[right[place]]
                score = 2 * len(mine & other) / max(1, len(mine) + len(other))
                if score > best:
                    best, found = score, place
            if found >= 0:
                pair(one, right[found])
                start = found + 1
        at, to = i + 1, j + 1


def _pair_afar(was: Sequence[Block], now: Sequence[Block], pairs: dict[int, int], taken: set[int], pair) -> None:  # type: ignore[no-untyped-def]
    """What is left, wherever it went: by its words, or by likeness."""
    left = [i for i in _left(was, pairs) if len(words_of(was[i])) >= _LEAST_AFAR]
    right = [j for j in range(len(now)) if j not in taken and len(words_of(now[j])) >= _LEAST_AFAR]
    if not left or not right:
        return
    there: dict[str, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for j in right:
        bits = _bits(words_of(now[j]))
        sizes[j] = len(bits)
        for bit in bits:
            there[bit].append(j)
    for i in left:
        mine = _bits(words_of(was[i]))
        common = Counter(j for bit in mine if len(there[bit]) <= 50 for j in there[bit])
        for j, number in common.most_common(3):
            if j in taken or (was[i].kind in _FIXED) != (now[j].kind in _FIXED):
                continue
            if 2 * number / (len(mine) + sizes[j]) >= _ALIKE_AFAR:
                pair(i, j)
                break


def _parted(was: Sequence[Block], now: Sequence[Block], pairs: dict[int, int]) -> dict[int, list[int]]:
    """Paragraphs that were parted: which new ones, behind the one it is, hold what it lost."""
    known = set(pairs.values())
    found: dict[int, list[int]] = {}
    for i, j in pairs.items():
        if was[i].kind in _FIXED or len(now[j].text) >= len(was[i].text):
            continue
        more: list[int] = []
        rest = was[i].text
        text = now[j].text
        n = j + 1
        while n < len(now) and n not in known and now[n].kind not in _FIXED:
            longer = text + now[n].text
            if alike(longer, rest) <= alike(text, rest):
                break
            more.append(n)
            text = longer
            n += 1
        if more and alike(text, rest) >= _ALIKE_AFAR:
            found[i] = more
    return found


def _run_together(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for what, text in pieces:
        if found and found[-1][0] == what:
            found[-1] = (what, found[-1][1] + text)
        elif text:
            found.append((what, text))
    return found


# — what is taken —


def _chosen(comparison: Comparison, taken: frozenset[int], *, newer: bool = False) -> Manuscript:
    """``newer``: paragraphs that are in both have the newer text's ids, else the older one's."""
    before = comparison.before.blocks
    places = {block.id: number for number, block in enumerate(before)}
    instead: dict[int, list[Block]] = {number: [block] for number, block in enumerate(before)}
    behind: dict[int, list[Block]] = defaultdict(list)  # by the place of the paragraph before; −1: the beginning
    after = [(number, row) for number, row in enumerate(comparison.rows) if row.after]
    for number, row in enumerate(comparison.rows):
        if number not in taken or row.what is What.LEFT:
            continue
        if row.before and row.after:
            for block in row.before:
                instead[places[block.id]] = []
            if not row.moved:
                instead[places[row.before[0].id]] = _in_place(row, newer)
        elif row.before:
            instead[places[row.before[0].id]] = []
    if newer:
        for number, row in enumerate(comparison.rows):
            if number not in taken and row.before and row.after:
                first = places[row.before[0].id]
                instead[first] = [replace(block, id=row.after[0].id) for block in instead[first]]
    last = -1
    for number, row in after:
        here = places[row.before[0].id] if row.before else -1
        if number in taken and (row.moved or not row.before):
            behind[last] += _in_place(row, newer)
        elif row.before and not row.moved:
            last = max(last, places[row.before[-1].id], here)
    made = list(behind[-1])
    for number in range(len(before)):
        made += instead[number]
        made += behind[number]
    return Manuscript(_own_ids(made))


def _in_place(row: Row, newer: bool) -> list[Block]:
    """The newer paragraphs; the first is the one that was there, so it keeps that one's id. They tell the segments that
    the older ones told where they name none themselves: what comes from Word knows nothing of them."""
    if not row.before or newer:
        return list(row.after)
    told = tuple(dict.fromkeys(key for block in row.before for key in block.segments))
    first, *more = [block if block.segments else replace(block, segments=told) for block in row.after]
    return [replace(first, id=row.before[0].id), *more]


def _own_ids(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Each id once: what comes from another state may have one that is somebody else's now."""
    seen: set[str] = set()
    made: list[Block] = []
    for block in blocks:
        one = replace(block, id=Block(block.kind).id) if block.id in seen else block
        seen.add(one.id)
        made.append(one)
    return tuple(made)
