"""The words that items are filed under, found while one types: by characters, by pinyin and by its initials."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from archive_app.hanzi.names import Name, NameIndex
from archive_app.services.archive import Archive
from archive_app.services.vocabulary import terms, vocabulary


class KnownWords:
    """Those of one field of an archive, as they were when somebody first asked; usable from any thread."""

    def __init__(self, archive: Archive, field: str) -> None:
        self._archive, self._field = archive, field
        self._index: NameIndex | None = None
        self._items: Counter[str] = Counter()
        self._lock = threading.Lock()

    def find(self, typed: str, also: Iterable[str] = (), limit: int = 8) -> Sequence[str]:
        """The words that fit, the best first, the more frequent before others that fit as well; ``also`` are words in
        hand that are stored nowhere yet."""
        with self._lock:
            if self._index is None:
                known = terms(self._archive, vocabulary(self._archive, self._field))
                self._items.update({one.word: one.items for one in known})
                self._index = NameIndex(Name(one.word, one.word) for one in known)
            fresh = [word for word in dict.fromkeys(also) if word and word not in self._items]
            if fresh:
                self._items.update(fresh)
                self._index.update(Name(word, word) for word in fresh)
            found = [one.key for one in self._index.find(typed, 4 * limit)]
        begun = [word for word in found if word.startswith(typed)]
        rest = [word for word in found if word not in begun]
        by_use = sorted(begun, key=lambda word: -self._items[word])
        return [*by_use, *rest][:limit]
