"""What is offered while someone types a search: what was searched before, names, places, titles; by their characters,
by pinyin and by initials.

A reader is offered only what stands in items that may be seen: a name that occurs nowhere else would tell that there is
something to hide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from archive_app.frozen import dataclass
from archive_app.hanzi.collation import title_key
from archive_app.hanzi.names import stretch
from archive_app.hanzi.pinyin import Kind
from archive_app.search.language.printing import quoted
from archive_app.search.language.reading import read
from archive_app.search.language.tree import Word
from archive_app.search.titles import Titles
from archive_app.services.names import Names
from archive_app.services.search_history import history
from archive_app.services.search_names import CARDS, SOUNDING
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from archive_app.services.undisturbed import undisturbed

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

_SOUNDS = {"person": Kind.PERSON, "commissioner": Kind.PERSON, "place": Kind.PLACE}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is what goes into the search box, ``label`` what is shown; ``id`` the card or item, where it is one.

    ``marked`` is from where to where in the label (code points) what was typed stands, or is said; (0, 0) where not.
    """

    kind: str
    text: str
    label: str
    id: str = ""
    marked: tuple[int, int] = (0, 0)

    def to_json(self) -> dict[str, str]:
        """As ``cunshi suggest --json`` prints it."""
        return {"kind": self.kind, "text": self.text, "label": self.label, "id": self.id}


class Suggestions:
    """Suggestions over one open archive; usable from any thread."""

    def __init__(self, search: Search, names: Names, settings: Settings) -> None:
        self._search, self._names, self._settings = search, names, settings
        self._own: tuple[list[str], Titles] = [], Titles(())  # what was searched before, and the same to be looked up

    def offer(self, typed: str, limit: int = 10, visible: Collection[str] | None = None) -> list[Suggestion]:
        """What fits, the person's own searches first, then names, then titles; each text once.

        Without an index, and before anything was searched, only the person's own: nothing is read through for it.
        """
        if not typed.strip():
            return [Suggestion("history", text, text) for text in history(self._settings)[:limit]]
        found = [Suggestion("history", text, text) for text in self._searched(typed)[:3]]
        if self._search.ready:
            found += self._named(typed, limit, visible)
            found += [
                Suggestion("title", query_for(title), title, key)
                for key, title in self._search.titles(typed, limit, visible)
            ]
        once: dict[str, Suggestion] = {}
        for each in found:
            if each.text != typed.strip() or each.id:
                once.setdefault(each.text, each)
        names = [each for each in once.values() if each.kind != "title"]
        titles = [each for each in once.values() if each.kind == "title"]
        room = max(limit - len(titles), limit - limit // 3)  # a third is for titles, if there are so many
        return [_marked(each, typed) for each in [*names[:room], *titles][:limit]]

    def prepare(self) -> None:
        """Read what the first look-up would have to wait for: the names, and the titles of the index."""
        self._names.prepare()
        with undisturbed():
            self.offer("a", 1)

    def _searched(self, typed: str) -> list[str]:
        before, titles = self._own
        if before != (now := history(self._settings)):
            before, titles = self._own = now, Titles(map(title_key, now))
        return [before[one.number] for one in sorted(titles.find(typed), key=lambda one: (one.rank[0], one.number))]

    def _named(self, typed: str, limit: int, visible: Collection[str] | None) -> list[Suggestion]:
        among = None
        if visible is not None:
            among = {key for facet in CARDS for key in self._search.filed(facet, visible)}
        # of namesakes none is told apart: whoever is called so is looked for
        hits = {hit.matched: hit for hit in self._names.find(typed, limit=2 * limit, entities=CARDS, among=among)}
        cards = [
            Suggestion(
                hit.entity,
                query_for(name),
                name if name == hit.name else f"{hit.name}（{name}）",
                hit.id,
            )
            for name, hit in hits.items()
        ]
        bare = [
            Suggestion(facet, query_for(one.text), one.text)
            for facet in SOUNDING
            for one in self._search.bare_names(facet, visible).find(typed, limit)
        ]
        return [*cards, *bare]


def query_for(text: str) -> str:
    """What finds a name or a title as it stands: itself, or in quotes where it would be read as several words."""
    return text if isinstance(read(text).tree, Word) else quoted(text)


def _marked(suggestion: Suggestion, typed: str) -> Suggestion:
    """The same, with where in its label the typed stands: in the name that fitted, where that is only a part of it."""
    label = suggestion.label
    name = suggestion.text if suggestion.text in label else label
    found = stretch(name, typed, _SOUNDS.get(suggestion.kind, Kind.UNKNOWN))
    if found is None:
        return suggestion
    at = label.index(name)
    return replace(suggestion, marked=(at + found[0], at + found[1]))
