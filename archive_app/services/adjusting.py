"""Hand adjustments of a volume's pages: made, listed and taken away, each as one undoable command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass
from archive_app.typeset import problems
from archive_app.typeset.problems import Problem
from archive_app.volumes.adjusting import Adjustment, adjusted, adjustment, of_rows, with_adjustment
from archive_app.volumes.photographs import photograph_text

LOST = "这一处的文字已经改了，找不到了"


@dataclass(frozen=True, slots=True)
class Listed:
    """An adjustment of a volume: of which article, and what stands against it (empty where it is as wanted)."""

    article: str
    title: str
    adjustment: Adjustment
    trouble: str = ""


def text_of(catalogue: Catalogue, article: Record) -> Manuscript:
    """The text that a volume prints of an article: its own, else its item's."""
    if article["frozen"] or not article["item"]:
        return Manuscript.from_json(article["frozen"] or article["manuscript"])
    item = catalogue.record(str(article["item"]))
    text = Manuscript.from_json(item["manuscript"])
    return photograph_text(catalogue, item) if not len(text) and item["kind"] == "photograph" else text


def adjust(catalogue: Catalogue, article_id: str, kind: str, block: str, at: int = 0, value: str = "") -> SetFields:
    """The command that adjusts a place of an article's text. Raises ``UsageError`` where there is no such place."""
    article = _article(catalogue, article_id)
    new = adjustment(text_of(catalogue, article), kind, block, at, value)
    known = with_adjustment(of_rows(article["adjustments"]), new)
    return _set(article, known, f"手工调整：{new.words}")


def take_away(catalogue: Catalogue, article_id: str, gone: Iterable[Adjustment]) -> SetFields:
    """The command that takes adjustments of an article away."""
    article = _article(catalogue, article_id)
    out = set(gone)
    left = tuple(one for one in of_rows(article["adjustments"]) if one not in out)
    if len(left) == len(article["adjustments"]):
        raise UsageError("没有这一条手工调整", "请看过现有的再去掉。", code="no-place")
    return _set(article, left, "去掉手工调整")


def of_block(article: Record, block: str) -> tuple[Adjustment, ...]:
    """The adjustments of one block."""
    return tuple(one for one in of_rows(article["adjustments"]) if one.block == block)


def listed(catalogue: Catalogue, volume_id: str, found: Sequence[Problem] = ()) -> list[Listed]:
    """Every adjustment of a volume in the order of printing; ``found`` are the problems of its pages as they were set,
    which tell what could not be had."""
    against = {(p.article, p.block) for p in found if p.code == problems.TIGHT_IMPOSSIBLE}
    lines = []
    for article in _articles(catalogue.sections_of(volume_id)):
        known = of_rows(article["adjustments"])
        if not known:
            continue
        _, lost = adjusted(text_of(catalogue, article), known)
        title = article["title"] or (catalogue.record(article["item"]).title if article["item"] else "")
        for one in known:
            trouble = LOST if one in lost else ""
            if not trouble and one.kind in ("tight", "loose") and (article.id, one.block) in against:
                trouble = f"这一段没法再{one.words}，照常排了；可以增删几个字再试"
            lines.append(Listed(article.id, title, one, trouble))
    return lines


def _article(catalogue: Catalogue, article_id: str) -> Record:
    article = catalogue.record(article_id)
    if article.entity != "article":
        raise UnknownRecord(f"{article_id} 不是书卷里的一篇", "请用文章的编号（cunshi volume 馆藏 show 书卷）。")
    return article


def _articles(nodes: Iterable[SectionNode]) -> Iterator[Record]:
    for node in nodes:
        yield from node.articles
        yield from _articles(node.children)


def _set(article: Record, known: Sequence[Adjustment], words: str) -> SetFields:
    rows = [one.row() for one in known]
    return SetFields(article.id, {"adjustments": rows}, expected_version=article.version, words=words)
