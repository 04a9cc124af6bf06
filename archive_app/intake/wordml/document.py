"""A whole docx: its parts in the order they need each other, and out come drafts, pictures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.intake.formats.base import Workspace
from archive_app.intake.proposal import Attachment
from archive_app.intake.text.draft import Draft
from archive_app.intake.wordml.apparatus import (
    Properties,
    properties,
    read_notes,
    report_headers,
    report_sections,
    sections,
)
from archive_app.intake.wordml.body import BodyReader
from archive_app.intake.wordml.captions import with_captions
from archive_app.intake.wordml.comments import WordComment, read_comments
from archive_app.intake.wordml.context import EMU_PER_TWIP, USUAL_WIDTH, Context
from archive_app.intake.wordml.findings import Findings
from archive_app.intake.wordml.leftovers import report_leftovers
from archive_app.intake.wordml.media import Media
from archive_app.intake.wordml.names import Element, W, child, number
from archive_app.intake.wordml.numbering import Numbering
from archive_app.intake.wordml.package import WordPackage
from archive_app.intake.wordml.runs import kai_is_a_mark
from archive_app.intake.wordml.styles import Styles


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What a docx holds. The drafts bear the marks of the comments, which `comments.settled` takes out again."""

    drafts: Sequence[Draft]
    pictures: tuple[Attachment, ...]
    properties: Properties
    findings: tuple[str, ...]
    comments: tuple[WordComment, ...] = ()


def read_document(path: Path, workspace: Workspace) -> WordDocument:
    """Read a docx; pictures go to ``workspace``. Raises ``Refused`` where it cannot be taken."""
    with WordPackage(path, workspace.limits) as package:
        package.check()
        findings = Findings()
        body = child(package.xml(package.main), "body")
        context = Context(
            package,
            Styles(related_root(package, "styles")),
            Numbering(related_root(package, "numbering")),
            Media(package, workspace, findings),
            findings,
            kai=body is not None and kai_is_a_mark(body),
            width=text_width(body),
        )
        context.notes = read_notes(context)
        drafts = BodyReader(context, package.main).read(body if body is not None else ())
        if body is not None:
            report_sections(body, findings)
        report_headers(context)
        report_leftovers(package, context.media, findings)
        return WordDocument(
            with_captions(drafts),
            context.media.attachments,
            properties(package),
            findings.warnings(),
            read_comments(package),
        )


def related_root(package: WordPackage, kind: str) -> Element | None:
    """The root of the main part's only relative of a kind; ``None`` where there is none."""
    for relationship in package.relationships(package.main).values():
        if relationship.kind == kind and not relationship.external and relationship.target in package:
            return package.xml(relationship.target)
    return None


def text_width(body: Element | None) -> int:
    """The width of the first section's text, in EMU."""
    section = next(sections(body), None) if body is not None else None
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    if size is None or margins is None:
        return USUAL_WIDTH
    twips = number(size.get(f"{W}w")) - number(margins.get(f"{W}left")) - number(margins.get(f"{W}right"))
    return twips * EMU_PER_TWIP if twips > 500 else USUAL_WIDTH
