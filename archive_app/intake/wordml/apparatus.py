"""What stands beside the text: footnotes, endnotes, headers and footers, document properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive_app.frozen import dataclass
from archive_app.intake.text.draft import Draft
from archive_app.intake.text.reports import refuse_secret
from archive_app.intake.text.rich import Rich
from archive_app.intake.wordml.body import BodyReader
from archive_app.intake.wordml.context import Context, NoteText
from archive_app.intake.wordml.findings import Findings, quoted
from archive_app.intake.wordml.names import DC, Element, V, W, child, texts, value
from archive_app.intake.wordml.package import WordPackage

_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
_SIGNED = re.compile(
    r"\s*(?:——|—|[（(\[［])\s*"
    r"(编者注|编者按|整理者注|整理者按|作者注|采访者注|口述者注|译者注|校者注|原注)\s*[）)\]］]?\s*。?\Z"
)
_PAGE_NUMBER = re.compile(r"[\s\d\-—–·.第页共/|PpAaGgEeOoFf]*\Z")


def read_notes(context: Context) -> Mapping[tuple[str, str], NoteText]:
    """Footnotes and endnotes, by the element that calls them and its id."""
    found: dict[tuple[str, str], NoteText] = {}
    for relation, name in _NOTES:
        for part in _related(context.package, relation):
            for note in context.package.xml(part).findall(W + name):
                if note.get(f"{W}type", "normal") == "normal":
                    key = (f"{name}Reference", note.get(f"{W}id", ""))
                    found[key] = _note(BodyReader(context, part).read(note), context.findings)
    return found


def _note(drafts: list[Draft], findings: Findings) -> NoteText:
    """A note's blocks as one text; whose it is, where it says so at its end."""
    rich = Rich()
    for draft in drafts:
        block = draft.block
        if block.picture is not None:
            findings.say("注里的图片没有放进注文，随文稿的插图一起收下。")
        words = "\n".join("　".join(cell.text for cell in row) for row in block.rows) if block.rows else ""
        piece = Rich(words) if words else draft.rich
        rich = rich + Rich("\n") + piece if rich.text and piece.text else rich + piece
    rich = rich.strip()
    signed = _SIGNED.search(rich.text)
    return NoteText(rich.cut(0, signed.start()), signed[1]) if signed and signed.start() else NoteText(rich)


def report_headers(context: Context) -> None:
    """Words in headers and footers as a warning, unless they are page numbers. Refuses a mark of secrecy there."""
    for relation, name in (("header", "页眉"), ("footer", "页脚")):
        seen: set[str] = set()
        for part in _related(context.package, relation):
            root = context.package.xml(part)
            lines = [texts(p).strip() for p in root.iter(f"{W}p")]
            refuse_secret(lines)
            words = " ".join(line for line in lines if line)
            if words not in seen and not _PAGE_NUMBER.match(words):
                context.findings.say(f"{name}里的文字没有收：{quoted(words)}。")
            seen.add(words)
            for watermark in root.iter(f"{V}textpath"):
                context.findings.say(f"水印{quoted(watermark.get('string', ''))}没有收。")


@dataclass(frozen=True, slots=True)
class Properties:
    """What ``docProps/core.xml`` says; often the computer's doing, not a person's."""

    author: str = ""
    title: str = ""


def properties(package: WordPackage) -> Properties:
    """The document's properties."""
    for relationship in package.relationships("/").values():
        if relationship.kind == "core-properties" and relationship.target in package:
            root = package.xml(relationship.target)
            return Properties(*((root.findtext(f"{DC}{name}") or "").strip() for name in ("creator", "title")))
    return Properties()


def sections(body: Element) -> Iterator[Element]:
    """The properties of every section, in order."""
    for paragraph in body.iter(f"{W}p"):
        section = child(paragraph, "pPr", "sectPr")
        if section is not None:
            yield section
    last = child(body, "sectPr")
    if last is not None:
        yield last


def report_sections(body: Element, findings: Findings) -> None:
    """Vertical setting and columns, which a manuscript does not have."""
    for section in sections(body):
        direction = value(child(section, "textDirection"))
        if direction.startswith("tb"):
            findings.say("原稿是直排，文字按阅读顺序收下；成书时的横直排由模板定。")
        columns = child(section, "cols")
        if columns is not None and columns.get(f"{W}num", "1") not in ("0", "1"):
            findings.count("columns")


def _related(package: WordPackage, kind: str) -> list[str]:
    """The parts the main part refers to in this way, those that are there."""
    targets = [r.target for r in package.relationships(package.main).values() if r.kind == kind and not r.external]
    return [target for target in dict.fromkeys(targets) if target in package]
