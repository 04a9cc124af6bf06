"""The process that reads scans, a page after another: bounded in memory, without a network, writing in one folder."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.intake.guard import confine, no_network
from archive_app.intake.scans.pages import page_at, page_numbers
from archive_app.intake.scans.recogniser import Recogniser
from archive_app.intake.scans.seeing import page_of
from archive_app.intake.telling import Tell, telling
from archive_app.vault.hostile.limits import GIB

Loader = Callable[[], Recogniser]

MEMORY = 6 * GIB
"""Bytes of address space that reading may take; about 1 GB of it is used."""
_SHOWN = 2000
"""Pixels at which a page is kept to be shown beside its text."""
_QUALITY = 70
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read: ``pages`` of it (from 0; ``None``: all), but not those ``known``; their pictures are written
    into ``folder``."""

    path: Path
    folder: Path
    pages: tuple[int, ...] | None = None
    known: tuple[int, ...] = ()


def picture_name(number: int) -> str:
    """The name of a page's picture, counted from 0."""
    return f"p{number + 1:04d}.jpg"


def main(tasks: list[Task], staging: Path, loader: Loader, told: Connection) -> None:
    """Read every page; each message is JSON: what is under way, a page, a page that could not be read, ``done``, or an
    error in words."""
    with telling(told, MEMORY, "内存不够，识别停下了", "请关掉别的程序再接着识别；读过的页都留着。") as tell:
        no_network()
        recogniser = loader()
        import pypdfium2  # type: ignore[import-untyped] # noqa: F401 - it loads its library, which is not allowed afterwards

        confine(staging)
        read_all(tasks, recogniser, tell)


def read_all(tasks: list[Task], recogniser: Recogniser, tell: Tell) -> None:
    """Read every page that is wanted, and tell what becomes of each; their pictures are written beside."""
    wanted: list[tuple[int, list[int]]] = []
    for at, task in enumerate(tasks):
        try:
            numbers = page_numbers(task.path)
        except ArchiveError as error:
            tell(file=at, page=0, failed=str(error))
            continue
        tell(file=at, count=len(numbers))
        some = numbers if task.pages is None else [one for one in numbers if one in task.pages]
        wanted.append((at, [one for one in some if one not in task.known]))
    whole, ready = sum(len(numbers) for _at, numbers in wanted), 0
    for at, numbers in wanted:
        for number in numbers:
            words = {"page": number, "nth": ready + 1, "of": whole}

            def progress(share: float, words: dict[str, int] = words, ready: int = ready) -> None:
                tell(share=(ready + share) / whole, **words)

            progress(0.0)
            try:
                picture = page_at(tasks[at].path, number)
                page = page_of(picture, number, recogniser, progress)
            except ArchiveError as error:
                tell(file=at, page=number, failed=str(error))
            except (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
                # whatever a library makes of one page: it costs that page
                tell(file=at, page=number, failed=f"识别时出了意外（{type(error).__name__}）")
            else:
                shown = picture.transpose(_TURNS[page.turn]) if page.turn else picture
                shown.thumbnail((_SHOWN, _SHOWN), Image.Resampling.LANCZOS)
                if shown.mode not in ("L", "RGB"):
                    shown = shown.convert("RGB")
                shown.save(tasks[at].folder / picture_name(number), "JPEG", quality=_QUALITY)
                tell(file=at, read=page.to_json())
            ready += 1
