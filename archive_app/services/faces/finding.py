"""Looks for faces on photographs in a process beside the program, one after another; goes on where it was stopped.

What was found is kept among what can be made again (``derived/faces/``): it goes into no record by itself. What a
person refuses is in the record of the file, so that it is never asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import WHOLE, Adjustment
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.found_faces import Found
from archive_app.domain.sides import BACK, pictures_of, sides
from archive_app.frozen import dataclass
from archive_app.intake.faces.models import Loader, Model, find, library_there, load
from archive_app.intake.faces.process import Task, main
from archive_app.services.archive import Archive
from archive_app.services.jobs import Reporter
from archive_app.services.settings import Settings
from archive_app.services.told_by_process import Drafter, told_by
from archive_app.vault.durable import replacing, storage_failed

SETTING = "faces_model"
_FORM = 1
"""Of what is kept: one higher where faces are looked for in another way."""
_STOPPED = ("找人脸的程序意外停止", "可能内存不够，或这幅照片、这个模型已损坏；看过的照片都留着，可以接着来。")
_FINDER = Drafter("cunshi-faces", "找人脸的程序", _STOPPED, "finding-faces", longest=1 << 20)  # one photograph's faces


def model_of(settings: Settings) -> Model | None:
    """The model the person named; ``None`` where none is named, it went, or nothing runs it. Raises nothing."""
    path = str(settings.get(SETTING))
    if not path or not library_there():
        return None
    try:
        return find(Path(path))
    except UsageError:
        return None


def seen_of(file: Record) -> Adjustment:
    """How a photograph is looked at: turned as a person turned it, a negative as a positive, the whole of it."""
    said = Adjustment.of(file.values)
    return Adjustment(said.turn, WHOLE, tuple(one for one in said.tone if one[0] == "negative"))


def kept_at(file: Record, model: Model) -> PurePosixPath:
    """Where is kept what a model found on an original, relative to the archive's folder."""
    sha256 = str(file["sha256"])
    by = hashlib.sha256(f"{_FORM}\n{model.id}".encode()).hexdigest()[:12]
    return PurePosixPath("derived", "faces", sha256[:2], f"{sha256}-{by}.json")


def photographs_of(files: Iterable[Record]) -> tuple[Record, ...]:
    """The pictures among files (of several items, too) on which there may be faces, in their order; backs are not."""
    pictures = [file for file in pictures_of(files) if file["sha256"]]
    by_item: dict[str, list[Record]] = {}
    for file in pictures:
        by_item.setdefault(str(file["item"]), []).append(file)
    side = {key: one for beside in by_item.values() for key, one in sides(beside).items()}
    return tuple(file for file in pictures if side[file.id] != BACK)


@dataclass(frozen=True, slots=True)
class Looked:
    """A photograph that was looked at: what was found, the surest first; or why it could not be (``failed``).

    ``turned``: it stood otherwise then. Boxes are where they were, but standing people are found that lay before.
    """

    file: Record
    found: tuple[Found, ...] = ()
    failed: str = ""
    turned: bool = False


class FaceFinder:
    """Looks at one archive's photographs. ``loader`` makes the detector of the model, in the process."""

    def __init__(self, archive: Archive, model: Model, loader: Loader = load) -> None:
        self._archive = archive
        self._model = model
        self._loader = loader

    def known(self, file: Record) -> Looked | None:
        """What was found on a photograph before, by this model; ``None``: it was not looked at."""
        return _kept(self._archive.root / kept_at(file, self._model), file)

    def find(self, reporter: Reporter, files: Sequence[Record], *, again: bool = False) -> tuple[Looked, ...]:
        """What is found on the photographs among ``files``; those looked at before are not looked at ``again``.

        A cancelled search returns what there is, and goes on the next time. Raises ``Refused`` where there is no
        photograph, ``ArchiveError`` where the model or the process fails.
        """
        photographs = photographs_of(files)
        if not photographs:
            raise Refused("没有可以找人脸的照片", "要有图片文件，背面不算。", code="no-photograph")
        todo = [file for file in photographs if again or (before := self.known(file)) is None or before.turned]
        if todo:
            self._look(reporter, todo)
        return tuple(one for file in photographs if (one := self.known(file)) is not None)

    def _look(self, reporter: Reporter, files: list[Record]) -> None:
        reporter.progress(0.0, "读入模型")
        staging = self._archive.root / "derived" / "faces"
        try:
            staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_failed(staging, error) from error
        tasks = [Task(self._archive.vault.path_of(str(file["sha256"])), seen_of(file)) for file in files]
        arguments = (tasks, staging, self._model, self._loader)
        with told_by(_FINDER, main, arguments, reporter.cancelled) as messages:
            for message in messages:
                self._take(reporter, files, message)

    def _take(self, reporter: Reporter, files: Sequence[Record], message: dict[str, Any]) -> None:
        if "share" in message:
            words = f"看第 {message['nth']} 幅，共 {message['of']} 幅" if message["of"] > 1 else "看照片上有没有人脸"
            reporter.progress(float(message["share"]), words)
        elif "file" in message:
            file = files[int(message["file"])]
            told = {name: message[name] for name in ("found", "failed") if name in message}
            with replacing(self._archive.root / kept_at(file, self._model)) as kept:
                kept.write(json.dumps({"seen": seen_of(file).code, **told}, ensure_ascii=False).encode())


def _kept(path: Path, file: Record) -> Looked | None:
    """What stands there; what was cut off, or written by another program, counts for nothing."""
    try:
        told = json.loads(path.read_bytes())
        turned = told["seen"] != seen_of(file).code
        if "failed" in told:
            return Looked(file, failed=str(told["failed"]), turned=turned)
        found = []
        for x, y, width, height, sure in told["found"]:
            found.append(Found((float(x), float(y), float(width), float(height)), float(sure)))
        return Looked(file, tuple(found), turned=turned)
    except (OSError, ValueError, TypeError, KeyError):
        return None
