"""Complex scripts: Tibetan, Arabic, Mongolian, and letters with combining marks, shaped word by word.

A shaped word does not break. Tibetan breaks after its tsheg, so each syllable is a word of its own; Arabic words are
set right to left, and their order on the line is turned when the line is laid. A number among Arabic words is one of
them, its figures set left to right (UAX #9: W2, N1); so are the marks of Latin writing that stand between two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from archive_app.frozen import dataclass
from archive_app.typeset.fonts.faces import MISSING, Face, face
from archive_app.typeset.layout import GlyphRun, ShapedGlyph

_ARABIC = "\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_ARABIC_FIGURES = "\u0660-\u0669\u06f0-\u06f9"
_TIBETAN = "\u0f00-\u0fff"
_MONGOLIAN = "\u1800-\u18af\u202f"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef"

# a Tibetan syllable with its tsheg or shad; an Arabic or Mongolian word; a letter with its marks
_WORD = re.compile(
    f"(?P<tibetan>[{_TIBETAN}]+?(?:[\u0f0b-\u0f14]+|(?![{_TIBETAN}])))"
    f"|(?P<arabic>[{_ARABIC}][{_ARABIC}\u200c\u200d]*)"
    f"|(?P<figures>[{_ARABIC_FIGURES}]+(?:[.,:/\u066b\u066c][{_ARABIC_FIGURES}]+)*[%\u066a]?)"
    "|(?P<mongolian>[\u1800-\u18af][\u1800-\u18af\u202f\u200c\u200d]*)"
    f"|(?P<marked>[^\\s{_MARKS}][{_MARKS}]+)"
)
_QUICK = re.compile(f"[{_TIBETAN}{_ARABIC}{_ARABIC_FIGURES}{_MONGOLIAN}{_MARKS}]")

# what may stand between two Arabic words without ending the phrase; and a number behind the last one
_BETWEEN = re.compile(r"[ 0-9.,:;!?/%()\[\]«»\"'–-]*")
_PIECE = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*%?|[^ 0-9]+")
_BEHIND = re.compile(r" *([0-9]+(?:[.,:/][0-9]+)*%?)(?! *\w)")

# variation selectors and joiners: a face may lack them
_SEEN_NOWHERE = "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x200C, 0x200D)))

_RIGHT_TO_LEFT = ("arabic", "figures")
_SCRIPTS = {"tibetan": "Tibt", "arabic": "Arab", "figures": "Arab", "mongolian": "Mong"}
_FACES = {
    "tibetan": "NotoSerifTibetan-Regular",
    "arabic": "Amiri-Regular",
    "figures": "Amiri-Regular",
    "mongolian": "NotoSansMongolian-Regular",
}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word as its glyphs; ``width`` in thousandths of an em. ``missing`` are characters without a glyph. In a column
    it is ``upright`` or laid on its side, its baseline ``drop`` ems from the column's middle."""

    text: str
    face: str
    glyphs: tuple[ShapedGlyph, ...]
    width: float
    script: str
    rtl: bool = False
    missing: str = ""
    upright: bool = False
    drop: float = 0.0

    @property
    def kind(self) -> str:
        """Its class among characters: a Tibetan syllable parts from the next, other words do not, Han stays Han."""
        if self.script == "tibetan":
            return "t"
        if self.rtl:
            return "r"
        return "c" if self.script == "marked" and self.text[0] >= "\u2e80" else "a"

    def advance(self) -> float:
        """Width in thousandths of an em."""
        return 1000.0 if self.upright else self.width

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """One run, which reads as the word whatever its glyphs are; upright in a cell of a column, or on its side."""
        if self.upright:
            glyphs = tuple(glyph._replace(advance=1000.0 if n == 0 else 0.0) for n, glyph in enumerate(self.glyphs))
            return (GlyphRun(f"@{self.face}", size, 0.0, self.text, shaped=glyphs),)
        return (GlyphRun(self.face, size, 0.0, self.text, -self.drop * size, shaped=self.glyphs, rtl=self.rtl),)


def needs_shaping(text: str) -> bool:
    """Whether any of ``text`` belongs to a script that is shaped."""
    return _QUICK.search(text) is not None


def words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, script) of every word to be shaped."""
    found = [(m.start(), m.end(), m.lastgroup or "") for m in _WORD.finditer(text)]
    return _phrases(text, found) if any(script == "arabic" for _, _, script in found) else found


def _phrases(text: str, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The words, with the numbers and marks that belong to a phrase of Arabic ones."""
    joined: list[tuple[int, int, str]] = []
    for number, (start, end, script) in enumerate(found):
        before = joined[-1] if joined and script in _RIGHT_TO_LEFT and joined[-1][2] in _RIGHT_TO_LEFT else None
        if before is not None and _BETWEEN.fullmatch(text, before[1], start):
            for piece in _PIECE.finditer(text, before[1], start):
                a, b = piece.span()
                if piece[0][0].isdigit():
                    joined.append((a, b, "figures"))
                elif a == joined[-1][1] and joined[-1][2] == "arabic":
                    joined[-1] = (joined[-1][0], b, "arabic")
                elif b == start and script == "arabic":
                    start = a
                else:
                    joined.append((a, b, "arabic"))
        joined.append((start, end, script))
        following, then = found[number + 1][::2] if number + 1 < len(found) else (len(text), "")
        behind = _BEHIND.match(text, end) if script == "arabic" else None
        goes_on = then in _RIGHT_TO_LEFT and _BETWEEN.fullmatch(text, end, following)
        if behind and behind.end() <= following and not goes_on:
            joined.append((*behind.span(1), "figures"))
    return joined


@lru_cache(maxsize=4096)
def shape_word(text: str, script: str, base: str) -> Shaped:
    """``text`` shaped in its script's face; letters with marks in ``base``, or what else has them all. What the face
    lacks is named and left out; where nothing is left, 〓 stands there."""
    shaped = _shape(text, script, base)
    if not shaped.missing:
        return shaped
    left = "".join(c for c in text if c not in shaped.missing)
    kept = _shape(left, script, base) if left.strip(_SEEN_NOWHERE) else _shape(MISSING, "marked", base)
    return replace(kept, missing=shaped.missing)


def _shape(text: str, script: str, base: str) -> Shaped:
    chosen = face(_FACES[script]) if script in _FACES else _face_for_marks(text, base)
    rtl = script in _RIGHT_TO_LEFT
    turned = script == "arabic"
    infos, positions = chosen.shape(
        text, script=_SCRIPTS.get(script, "Latn"), direction="rtl" if turned else "ltr", by_character=rtl
    )
    unit = chosen.scale
    glyphs = tuple(
        ShapedGlyph(i.codepoint, p.x_advance * unit, p.x_offset * unit, p.y_offset * unit, said)
        for i, p, said in zip(infos, positions, _readings(text, [i.cluster for i in infos]), strict=True)
    )
    missing = ""
    if any(i.codepoint == 0 for i in infos):
        lacking = {c for c in chosen.lacks(text) if c not in _SEEN_NOWHERE}
        missing = "".join(sorted(lacking or {text[i.cluster] for i in infos if i.codepoint == 0}))
    return Shaped(text, chosen.name, glyphs, sum(g.advance for g in glyphs), script, rtl, missing)


def _readings(text: str, clusters: list[int]) -> list[str]:
    """What each glyph reads as: the first glyph of a cluster its characters, the others nothing."""
    edges = sorted({*clusters, len(text)})
    ends = dict(pairwise(edges))
    seen: set[int] = set()
    readings = []
    for cluster in clusters:
        readings.append("" if cluster in seen else text[cluster : ends[cluster]])
        seen.add(cluster)
    return readings


def _face_for_marks(text: str, base: str) -> Face:
    """A letter and its marks must come from one face; variation selectors need none."""
    for name in (base, "NotoSerifSC-Regular", "LXGWWenKai-Regular", "NotoSerifTibetan-Regular", "Amiri-Regular"):
        infos, _ = face(name).shape(text, script="Latn")
        if all(i.codepoint for i in infos):
            return face(name)
    return face(base)
