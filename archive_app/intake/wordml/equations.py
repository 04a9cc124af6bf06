"""An equation (OMML, ISO/IEC 29500-1 §22.1) as one line of text; a person checks it against the original."""

from __future__ import annotations

from archive_app.intake.wordml.names import Element, M, local

_DEEPEST = 40


def linear(element: Element, depth: int = 0) -> str:
    """Fractions as (a)/(b), powers with ^, indices with _, roots with √; everything else in the order it stands."""
    if depth > _DEEPEST:
        return "".join(t.text or "" for t in element.iter(f"{M}t"))
    kind = local(element)

    def part(name: str) -> str:
        return "".join(linear(e, depth + 1) for e in element.findall(M + name))

    match kind:
        case "t":
            return element.text or ""
        case "f":
            return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
        case "sSup":
            return f"{part('e')}^{_grouped(part('sup'))}"
        case "sSub":
            return f"{part('e')}_{_grouped(part('sub'))}"
        case "sSubSup":
            return f"{part('e')}_{_grouped(part('sub'))}^{_grouped(part('sup'))}"
        case "rad":
            degree = part("deg")
            return f"{degree}√{_grouped(part('e'))}"
        case "nary":
            sign = element.find(f"{M}naryPr/{M}chr")
            low, high = part("sub"), part("sup")
            bounds = (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
            return f"{sign.get(f'{M}val', '∫') if sign is not None else '∫'}{bounds}{part('e')}"
        case "d":
            return "(" + "，".join(linear(e, depth + 1) for e in element.findall(f"{M}e")) + ")"
        case "m":
            return "[" + "；".join(linear(row, depth + 1) for row in element.findall(f"{M}mr")) + "]"
    return "".join(
        linear(inner, depth + 1) for inner in element if isinstance(inner.tag, str) and inner.tag.startswith(M)
    )


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
