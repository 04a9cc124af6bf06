"""Under which names the items stand that a reader may see, while items come, change and go."""

from __future__ import annotations

import random
from pathlib import Path

from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

LEVELS = ("public", "internal", "restricted")


def filed(chance: random.Random, number: int) -> SearchDocument:
    """A document under some of few names, so that names often go with their last document."""
    names = tuple(dict.fromkeys(chance.choices("甲乙丙丁戊己庚辛𠮷", k=chance.randrange(3))))
    texts = (SearchText("title", "题名", f"题{number}"),)
    facets = {"person": names} if names else {}
    return SearchDocument(f"{number:03}", "document", f"题{number}", chance.choice(LEVELS), texts, facets, (), "", "")


def test_a_name_goes_with_the_last_item_a_reader_may_see_and_comes_with_the_first(tmp_path: Path) -> None:
    chance = random.Random(11)
    truth = {document.id: document for document in (filed(chance, number) for number in range(14))}
    index = SearchIndex.open(tmp_path)
    index.rebuild(truth.values(), 1)
    seen: set[frozenset[str]] = set()
    for step in range(2, 150):
        changed = [filed(chance, chance.randrange(18)) for _ in range(chance.randrange(3))]
        gone = [key for key in chance.sample(sorted(truth), min(2, len(truth))) if chance.random() < 0.5]
        gone = [key for key in gone if key not in {document.id for document in changed}]
        index.update(changed, gone, step)
        truth = {key: document for key, document in truth.items() if key not in gone}
        truth |= {document.id: document for document in changed}
        if chance.random() < 0.15:
            index.flush()
        for levels in (None, {"public"}, {"public", "internal"}):
            told = {
                name
                for document in truth.values()
                if levels is None or document.access in levels
                for name in document.facets.get("person", ())
            }
            assert index.filed("person", levels) == told, (step, levels)
            seen.add(frozenset(told))
    assert len(seen) > 40, "names came and went"
