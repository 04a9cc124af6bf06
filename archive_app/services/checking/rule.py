"""What a rule is, and what it may know beside the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from archive_app.domain.remarks import Remark
from archive_app.frozen import dataclass
from archive_app.hanzi.dating import Context
from archive_app.services.checking.house_style import DEFAULT, Usage
from archive_app.services.checking.stretch import Stretch


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the words: how the text's dates are read, the archive's names, its 规范用语.

    ``names`` are the names and aliases of person cards → the cards' ids (a name of several people has several).
    """

    dating: Context = field(default_factory=Context)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    usages: Sequence[Usage] = DEFAULT


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its identifier, what a person calls it, and the function that finds."""

    name: str
    label: str
    find: Callable[[Sequence[Stretch], Known], Iterator[Remark]]
