"""Runs: words with their look, readings above them, the marks of notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.frozen import dataclass
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.styles import CHARACTER, half, look_of
from archive_app.typeset.reflow.marks import Call, LineBreak, Words, inline
from archive_app.typeset.reflow.markup import element, said
from archive_app.typeset.reflow.scripts import Stretch, stretches

_ORDER = ("rStyle", "rFonts", "b", "bCs", "spacing", "sz", "szCs", "u", "vertAlign", "rtl", "cs", "em", "lang")
"""The elements used, in the order of CT_RPr (ECMA-376-1 §17.3.2.28)."""
_LANGUAGES = {"bo": "bo-CN", "mn": "mn-Mong-CN", "ar": "ar-SA", "ug": "ug-CN", "kk": "kk-Arab-CN"}
_RAISED = 0.95  # of the text's size: how far above its foot a reading's foot stands


@dataclass(frozen=True, slots=True)
class Type:
    """The size of the text that runs stand in, of readings over it as a share, and the families of the editor's
    fonts."""

    size: float
    reading: float = 0.5
    own: Mapping[str, str] = field(default_factory=dict)


_BODY = Type(10.5)


def runs(text: str, spans: Iterable[Span], calls: Sequence[str], at: Sequence[int], kind: Type) -> str:
    """``text`` as runs. ``calls`` are the notes' runs (from `Notes`), ``at`` the offsets they stand before."""
    made = []
    for piece in inline(text, spans, at):
        if isinstance(piece, Call):
            made.append(calls[piece.note])
        elif isinstance(piece, LineBreak):
            made.append(holding("r", w("br")))
        elif isinstance(piece, Words):
            made.append(_ruby(piece, kind) if piece.reading else plain(piece.text, piece.styles, kind))
    return "".join(made)


def plain(text: str, styles: Iterable[SpanStyle] = (), kind: Type = _BODY) -> str:
    """Words of one look; what wants another script's font or a rare character's is a run of its own."""
    look = _look(frozenset(styles), kind)
    return "".join(_run(one.text, {**look, **_script(one)}) for one in stretches(text))


def styled(text: str, style: str) -> str:
    """Words in a character style by its id; text in rare characters as `plain`."""
    return "".join(_run(one.text, {"rStyle": w("rStyle", style), **_script(one)}) for one in stretches(text))


def spaced(text: str, points: float) -> str:
    """Words with so much space after each character."""
    wide = {"spacing": w("spacing", twips(points))}
    return "".join(_run(one.text, {**wide, **_script(one)}) for one in stretches(text))


def tab() -> str:
    """A run that is a tab."""
    return holding("r", w("tab"))


def _look(styles: frozenset[SpanStyle], kind: Type) -> dict[str, str]:
    found: dict[str, str] = {}
    for style, (identifier, _) in CHARACTER.items():
        if style in styles:
            own = look_of(style, kind.size, kind.own)
            if "rStyle" not in found:  # a run has one style; 楷 and small are said outright too: a size is relative
                found["rStyle"] = w("rStyle", identifier)
                own = own if style in (SpanStyle.KAI, SpanStyle.SMALL) else {}
            found = {**own, **found}
    return found


def _script(one: Stretch) -> dict[str, str]:
    """Which font, and which rules of writing (§17.3.2.7 cs, §17.3.2.30 rtl). All of a phrase runs from the right, the
    blanks and figures in it, too: each run by itself would stand where it is met."""
    name, script = one.family, one.script
    if not script and not name:
        return {}
    if script in ("", "han"):
        name = name or "宋体"
        return {"rFonts": w("rFonts", ascii=name, hAnsi=name, eastAsia=name, hint="eastAsia")}
    tag = _LANGUAGES[one.language]
    font = {"rFonts": w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="cs")} if name else {}
    turned = {"rtl": w("rtl")} if one.phrase else {}
    return {**font, **turned, "cs": w("cs"), "lang": w("lang", tag, bidi=tag)}


def properties(look: dict[str, str]) -> str:
    """``w:rPr``, or nothing."""
    return holding("rPr", *(look[name] for name in _ORDER if name in look)) if look else ""


def _run(text: str, look: dict[str, str]) -> str:
    return holding("r", properties(look), words(text))


def words(text: str) -> str:
    """``w:t``, its blanks kept; tabs as tabs."""
    pieces = []
    for number, piece in enumerate(text.split("\t")):
        if number:
            pieces.append(w("tab"))
        if piece:
            pieces.append(element("w:t", {"xml:space": "preserve"}, said(piece)))
    return "".join(pieces)


def _ruby(piece: Words, kind: Type) -> str:
    """拼音指南 (§17.3.3.25): sizes in half points."""
    size = half(kind.size * kind.reading)
    about = holding(
        "rubyPr",
        w("rubyAlign", "center"),
        w("hps", size),
        w("hpsRaise", half(kind.size * _RAISED)),
        w("hpsBaseText", half(kind.size)),
        w("lid", "zh-CN"),
    )
    above = holding("r", properties({"sz": w("sz", size), "szCs": w("szCs", size)}), words(piece.reading))
    below = plain(piece.text, piece.styles, kind)
    return holding("r", holding("ruby", about, holding("rt", above), holding("rubyBase", below)))
