"""What captions say beside words, times and speakers, and no transcript keeps: counted, so that it is named."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"(?:\A|\n[ \t]*\n)(NOTE|STYLE|REGION)(?=[\s:])(?![^\n]*-->)(?!\s+TRANSCRIPTION )")
"""The last are the marks of OHMS, which say nothing."""
_SETTING = re.compile(r"-->[^\n]*?\s(?:vertical|line|position|size|align|region|[XY][12]):")
_WITHIN = re.compile(r"<\d[\d:.]+>")
_SHAPE = re.compile(r"<(?:b|i|u|c|s|font|ruby|lang)(?=[\s.>])[^<>]{0,200}>", re.IGNORECASE)
_BRACES = re.compile(r"\{\\[^{}]{0,100}\}")


def not_kept(text: str, *, braces: bool = True) -> tuple[str, ...]:
    """One Chinese sentence, or none. ``text`` has plain line ends; with ``braces``, ``{\\an8}`` is a mark of type."""
    blocks = [found[1] for found in _BLOCK.finditer(text)]
    counts = (
        ("注释", blocks.count("NOTE")),
        ("样式", len(blocks) - blocks.count("NOTE")),
        ("在画面上的位置", len(_SETTING.findall(text))),
        ("字形标记（斜体、颜色、注音等）", len(_SHAPE.findall(text)) + (len(_BRACES.findall(text)) if braces else 0)),
        ("句中的时间", len(_WITHIN.findall(text))),
    )
    said = "、".join(f"{what} {count} 处" for what, count in counts if count)
    return (f"字幕里的{said}没有收进转写稿，原件里有。",) if said else ()
