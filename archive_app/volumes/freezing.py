"""定稿: what a volume prints of its materials, taken down; and what is otherwise in a material since.

A piece's text stands in the article's ``frozen``, what is printed over it (title, byline, note, day) in
``frozen_over``. Hand adjustments stay adjustments: they are laid over the frozen text as over any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Manuscript
from archive_app.volumes.byline import byline
from archive_app.volumes.photographs import photograph_text

OVER: Mapping[str, str] = {"title": "题名", "byline": "署名", "note": "作者简介", "written": "写作时间"}
"""What stands over a piece, and the words for it."""


def over_of(item: Record) -> dict[str, str]:
    """What a material gives to be printed over its text."""
    return {
        "title": item.title,
        "byline": "\n".join(byline(item)),
        "note": str(item["author_note"] or ""),
        "written": str((item["written"] or {}).get("display", "")),
    }


def frozen_over(article: Record) -> dict[str, str] | None:
    """What was printed over a piece when the volume was frozen; None where it was not."""
    if not article["frozen_over"]:
        return None
    return {str(row["key"]): str(row.get("value") or "") for row in article["frozen_over"]}


def text_now(catalogue: Catalogue, item: Record) -> dict[str, Any]:
    """The text that a material gives now, as it is stored."""
    stored = item["manuscript"]
    if not stored and item["kind"] == "photograph":
        return photograph_text(catalogue, item).to_json()
    return dict(stored) if stored else Manuscript().to_json()


def taken_down(catalogue: Catalogue, item: Record) -> dict[str, Any]:
    """The fields of an article that hold what its material gives now."""
    rows = [{"key": key, "value": value} for key, value in over_of(item).items()]
    return {"frozen": text_now(catalogue, item), "frozen_over": rows}


def changed(catalogue: Catalogue, article: Record, item: Record) -> list[str]:
    """What a material gives otherwise now than when the piece was frozen: ``text`` and the keys of `OVER`; what the
    volume says itself over the piece is no matter of the material."""
    before = frozen_over(article)
    if before is None:
        return []
    own = {"title": "title", "byline": "author", "note": "note"}
    now = over_of(item)
    found = [key for key in OVER if before.get(key, "") != now[key] and not (key in own and article[own[key]])]
    was = Manuscript.from_json(article["frozen"])
    if was != Manuscript.from_json(text_now(catalogue, item)):
        found.insert(0, "text")
    return found


def changed_in(catalogue: Catalogue, nodes: Iterable[SectionNode]) -> dict[str, list[str]]:
    """The articles of a volume whose materials are others now, by their ids, with what is otherwise."""
    articles = [one for one in _articles(nodes) if one["frozen_over"] and one["item"]]
    items = catalogue.load("item", {str(one["item"]) for one in articles})
    found = {one.id: changed(catalogue, one, items[one["item"]]) for one in articles if one["item"] in items}
    return {key: what for key, what in found.items() if what}


def _articles(nodes: Iterable[SectionNode]) -> Iterator[Record]:
    for node in nodes:
        yield from node.articles
        yield from _articles(node.children)
