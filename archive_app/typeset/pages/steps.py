"""What a section is set in: articles one by one or run on, and the titles of parts between them, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive_app.typeset.book import Article, Section
from archive_app.typeset.templates import Template


class Step(NamedTuple):
    """Articles that are set together, or (without any) the title of the ``part`` that begins.

    ``opening`` stands over the first one's title, ``direction`` is which way its lines run where it is not the
    volume's.
    """

    articles: Sequence[Article] = ()
    opening: str = ""
    direction: str = ""
    part: str = ""


def section_steps(section: Section, template: Template) -> Iterator[Step]:
    """The steps of a section of the volume."""
    opening = section.title if template.sections == "opening" else ""
    yield from _steps(section, template.articles == "flow", opening, section.direction)


def _steps(section: Section, flowing: bool, opening: str, direction: str) -> Iterator[Step]:
    groups: list[Sequence[Article]] = [section.articles] if flowing else [(a,) for a in section.articles]
    for group in groups:
        if group:
            yield Step(group, opening, direction)
            opening = ""
    for part in section.parts:
        if part.title:
            yield Step(part=part.title)
        over = "　".join(filter(None, (opening, part.title)))
        yield from _steps(part, flowing, over, part.direction or direction)
        opening = ""
