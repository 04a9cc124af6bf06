"""The process that looks for faces, a photograph after another: bounded, without a network, writing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

from archive_app.derived.thumbnails import picture_at
from archive_app.domain.adjustment import Adjustment
from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.intake.faces.models import Detector, Loader, Model
from archive_app.intake.faces.seeing import faces_in
from archive_app.intake.guard import confine, no_network
from archive_app.intake.telling import Tell, telling
from archive_app.vault.hostile.limits import GIB

MEMORY = 6 * GIB
"""Bytes of address space that looking may take; some 500 MB of it are used."""
EDGE = 6000
"""Pixels of the longer side at which a photograph is looked at: a plate of 25 cm scanned at 600 dpi."""
_STEPS = 50
"""In which it is told how far one photograph is."""


@dataclass(frozen=True, slots=True)
class Task:
    """A photograph to be looked at, and how it must be turned that its people stand."""

    path: Path
    seen: Adjustment


def main(tasks: Sequence[Task], staging: Path, model: Model, loader: Loader, told: Connection) -> None:
    """Look at every photograph; each message is JSON: how far, the faces of one, one that could not be opened,
    ``done``, or an error in words."""
    with telling(told, MEMORY, "内存不够，找人脸停下了", "请关掉别的程序再接着找；看过的都留着。") as tell:
        no_network()
        detector = loader(model)
        confine(staging)
        look_at_all(tasks, detector, tell)


def look_at_all(tasks: Sequence[Task], detector: Detector, tell: Tell) -> None:
    """Look at each photograph and tell what becomes of it; boxes are told in shares of the upright master."""
    told = -1

    def progress(at: int, share: float) -> None:
        nonlocal told
        now = round(_STEPS * (at + share))
        if now > told:
            told = now
            tell(share=(at + share) / len(tasks), nth=at + 1, of=len(tasks))

    for at, task in enumerate(tasks):
        progress(at, 0.0)
        try:
            picture = _picture(task)
            found = faces_in(picture, detector, partial(progress, at))
        except ArchiveError as error:
            tell(file=at, failed=str(error))
        except (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
            # whatever a library makes of one photograph: it costs that photograph
            tell(file=at, failed=f"找人脸时出了意外（{type(error).__name__}）")
        else:
            tell(file=at, found=[[*task.seen.to_upright(one.box), one.sure] for one in found])


def _picture(task: Task) -> Image.Image:
    picture = picture_at(task.path, EDGE, 0, task.seen)
    return picture if picture.mode == "RGB" else picture.convert("RGB")
