"""Tables of characters that are looked into, not loaded: sorted text, found by halving."""

from __future__ import annotations

from archive_app.resources import resource


class CharacterTable:
    """A resource of lines ``character TAB columns``, sorted by code point; lines that begin with ``#`` are remarks.

    Two megabytes are read in a millisecond and never parsed: a look-up halves the bytes some twenty times. UTF-8
    sorts as code points do.
    """

    def __init__(self, *parts: str) -> None:
        data = resource(*parts).read_bytes()
        while data.startswith(b"#"):
            data = data.partition(b"\n")[2]
        self._data = data

    def row(self, character: str) -> tuple[str, ...]:
        """The columns of a character; ``()`` where it is not in the table."""
        wanted = character.encode("utf-8", "surrogatepass")
        data, low, high = self._data, 0, len(self._data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.index(b"\n", start)
            key = data[start : data.index(b"\t", start)]
            if key == wanted:
                return tuple(data[start:end].decode("utf-8").split("\t")[1:])
            if key < wanted:
                low = end + 1
            else:
                high = start
        return ()


def read_lines(*parts: str) -> list[list[str]]:
    """The lines of a small table, cut at tabs, without remarks and blanks."""
    text = resource(*parts).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
