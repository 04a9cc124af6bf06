"""What a document of ours comes to when it comes back from Word: frozen values that cross between processes."""

from __future__ import annotations

from archive_app.domain.comments import Comment
from archive_app.domain.manuscript import Block
from archive_app.frozen import dataclass
from archive_app.intake.proposal import Attachment


@dataclass(frozen=True, slots=True)
class ReturnedChange:
    """What was tracked in a block (its id): ``new`` or ``gone`` words, by whom, when."""

    block: str
    what: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back. Blocks that went out have their ids; lines over and under the text are in ``heads``, by what they
    are. ``item`` and ``version`` are what the file was made of, empty and 0 where it does not say."""

    blocks: tuple[Block, ...]
    heads: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    changes: tuple[ReturnedChange, ...]
    pictures: tuple[Attachment, ...]
    findings: tuple[str, ...]
    item: str = ""
    version: int = 0
    known: bool = False
