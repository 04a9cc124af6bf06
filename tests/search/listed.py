"""Documents of a list, as an archive gives them to a search without an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive_app.search.document import SearchDocument


class Listed:
    """``read_whole`` counts how often all of them were read."""

    def __init__(self, documents: Iterable[SearchDocument], sequence: int = 3) -> None:
        self.documents = {document.id: document for document in documents}
        self.at = sequence
        self.read_whole = 0

    def sequence(self) -> int:
        return self.at

    def read(self) -> Iterator[SearchDocument]:
        self.read_whole += 1
        yield from list(self.documents.values())

    def again(self, ids: Sequence[str]) -> Iterator[SearchDocument]:
        return (self.documents[key] for key in ids if key in self.documents)
