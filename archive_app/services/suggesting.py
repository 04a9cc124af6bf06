"""What is offered while someone types a search: what was searched before, names, places, titles; by their characters,
by pinyin and by initials.

A reader is offered only what stands in items that may be seen: a name that occurs nowhere else would tell that there is
something to hide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archive_app.frozen import dataclass
from archive_app.hanzi.collation import title_key
from archive_app.search.titles import Titles
from archive_app.services.names import Names
from archive_app.services.search_names import CARDS, SOUNDING
from archive_app.services.searching import Search
from archive_app.services.settings import Settings

KINDS = {
    "history": "检索过",
    "person": "人名",
    "place": "地名",
    "organisation": "单位",
    "event": "事件",
    "commissioner": "专员",
    "title": "题名",
}
"""What a suggestion may be → what a person sees for it."""

HISTORY = "search_history"
KEPT = 200
"""Searches that are remembered."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is what goes into the search box, ``label`` what is shown; ``id`` the card or item, where it is one."""

    kind: str
    text: str
    label: str
    id: str = ""

    def to_json(self) -> dict[str, str]:
        """As ``cunshi suggest --json`` prints it."""
        return {"kind": self.kind, "text": self.text, "label": self.label, "id": self.id}


class Suggestions:
    """Suggestions over one open archive; usable from any thread."""

    def __init__(self, search: Search, names: Names, settings: Settings) -> None:
        self._search, self._names, self._settings = search, names, settings

    def offer(self, typed: str, limit: int = 10, visible: Collection[str] | None = None) -> list[Suggestion]:
        """What fits, the person's own searches first, then names, then titles; each text once."""
        if not typed.strip():
            return [Suggestion("history", text, text) for text in history(self._settings)[:limit]]
        found = [
            *(Suggestion("history", text, text) for text in self._searched(typed)[:3]),
            *self._named(typed, limit, visible),
            *(Suggestion("title", title, title, key) for key, title in self._search.titles(typed, limit, visible)),
        ]
        once: dict[str, Suggestion] = {}
        for each in found:
            if each.text != typed.strip() or each.id:
                once.setdefault(each.text, each)
        names = [each for each in once.values() if each.kind != "title"]
        titles = [each for each in once.values() if each.kind == "title"]
        room = max(limit - len(titles), limit - limit // 3)  # a third is for titles, if there are so many
        return [*names[:room], *titles][:limit]

    def _searched(self, typed: str) -> list[str]:
        before = history(self._settings)
        found = Titles(map(title_key, before)).find(typed) if before else []
        return [before[one.number] for one in sorted(found, key=lambda one: (one.rank[0], one.number))]

    def _named(self, typed: str, limit: int, visible: Collection[str] | None) -> list[Suggestion]:
        among = None
        if visible is not None:
            among = {key for facet in CARDS for key in self._search.filed(facet, visible)}
        cards = [
            Suggestion(hit.entity, hit.matched, hit.label, hit.id)
            for hit in self._names.find(typed, limit=limit, entities=CARDS, among=among)
        ]
        bare = [
            Suggestion(facet, one.text, one.text)
            for facet in SOUNDING
            for one in self._search.bare_names(facet, visible).find(typed, limit)
        ]
        return [*cards, *bare]


def history(settings: Settings) -> list[str]:
    """The person's own searches on this machine, the newest first."""
    return [text for text in settings.get(HISTORY) if isinstance(text, str)]


def remember(settings: Settings, query: str) -> None:
    """Note a search that was made."""
    query = query.strip()
    if query:
        others = [text for text in history(settings) if text != query]
        settings.set(HISTORY, [query, *others][:KEPT])


def forget(settings: Settings, queries: Sequence[str] = ()) -> None:
    """Forget these searches, or all."""
    settings.set(HISTORY, [text for text in history(settings) if queries and text not in queries])
