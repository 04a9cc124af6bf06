"""The rounds of a volume's proofs (一校、二校……): each compared with the one before, its layout kept for the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from archive_app.catalogue.commands import SetFields
from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.typesetting import Typeset, typeset_volume
from archive_app.typeset.changes import compare, read_earlier
from archive_app.typeset.folder import chinese_number
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Options

_FOLDER = "校样"
_PLAIN = Options()


@dataclass(frozen=True, slots=True)
class Round:
    """A proof that was made: which round, when, its file's name, its pages, and what was said of the changes."""

    number: int
    made: str = ""
    file: str = ""
    pages: int = 0
    changes: str = ""

    @property
    def name(self) -> str:
        """``一校``."""
        return round_name(self.number)


def round_name(number: int) -> str:
    """``一校``."""
    return f"{chinese_number(number)}校"


def rounds(archive: Archive, volume_id: str) -> list[Round]:
    """The rounds of a volume, the first one first; of a round that was made twice the last."""
    found = {
        int(row["round"]): Round(
            int(row["round"]),
            row.get("made", ""),
            row.get("file", ""),
            int(row.get("pages") or 0),
            row.get("changes", ""),
        )
        for row in archive.catalogue.record(volume_id)["proofs"]
        if row.get("round")
    }
    return [found[number] for number in sorted(found)]


def layout_path(archive: Archive, volume_id: str, number: int) -> Path:
    """Where the layout of a round is kept, in the archive: the next one is compared with it."""
    return archive.root / "volumes" / _FOLDER / f"{volume_id}-{number}.json"


def options_of(archive: Archive, volume_id: str, number: int, options: Options) -> tuple[Options, Path]:
    """(what the proof of a round is told: the round, and the layout it is compared with; where its own is to go)."""
    kept = [one.number for one in rounds(archive, volume_id) if one.number < number]
    earlier = next((path for n in reversed(kept) if (path := layout_path(archive, volume_id, n)).is_file()), None)
    own = layout_path(archive, volume_id, number)
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailed(f"馆藏里不能建校样的文件夹（{in_words(error)}）", "请检查磁盘和权限后重试。") from error
    return replace(options, round=number, since=options.since or earlier), own


def note_round(archive: Archive, volume_id: str, number: int, done: Typeset, day: date | None = None) -> None:
    """Write down that a proof was made."""
    changes = next((words for words in done.remarks if words.startswith(("文字", "与上一次"))), "")
    row = {
        "round": number,
        "made": (day or date.today()).isoformat(),
        "file": done.out.name,
        "pages": done.pages,
        "changes": changes,
    }
    others = [one for one in archive.catalogue.record(volume_id)["proofs"] if one.get("round") != number]
    words = f"书卷：出{round_name(number)}样"
    archive.execute(SetFields(volume_id, {"proofs": [*others, row]}, by_program=True, words=words))


def make_proof(
    archive: Archive,
    volume_id: str,
    out: Path,
    number: int = 0,
    options: Options = _PLAIN,
    progress: Callable[[float, str], None] = lambda share, words: None,
) -> Typeset:
    """Make the proof of a round (by default the one that follows) and write it down."""
    made = rounds(archive, volume_id)
    number = number or (made[-1].number + 1 if made else 1)
    told, own = options_of(archive, volume_id, number, options)
    done = typeset_volume(archive, volume_id, out, progress, "proof", told, own)
    note_round(archive, volume_id, number, done)
    return done


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise in a layout than it was in a round: pages (by their place) whose words are, with how many lines
    are new; pages that only hold other lines."""

    number: int
    changed: tuple[tuple[int, int], ...]
    moved: tuple[int, ...]


def changed_since(archive: Archive, volume_id: str, number: int, layout: Layout) -> Since | None:
    """The pages that changed since a round; None where its layout was not kept. Raises ``UsageError`` where it cannot
    be read."""
    path = layout_path(archive, volume_id, number)
    if not path.is_file():
        return None
    changes = compare(layout, read_earlier(path))
    return Since(number, tuple((one.page, one.lines) for one in changes.pages), changes.moved)
