"""The language of queries: ``read`` makes a tree of what was typed, ``Query.to_text`` writes one down again."""

from __future__ import annotations

from archive_app.search.language.operators import Unit
from archive_app.search.language.reading import MOST_TERMS, Query, read
from archive_app.search.language.tree import (
    All,
    Either,
    In,
    Near,
    Node,
    Not,
    Word,
    all_of,
    either_of,
    in_field,
    near,
    not_of,
    word,
)

__all__ = [
    "MOST_TERMS",
    "All",
    "Either",
    "In",
    "Near",
    "Node",
    "Not",
    "Query",
    "Unit",
    "Word",
    "all_of",
    "either_of",
    "in_field",
    "near",
    "not_of",
    "read",
    "word",
]
