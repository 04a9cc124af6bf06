"""What the text layers of a volume's PDFs say, read once beside the program, kept among the derived data."""

from __future__ import annotations

import json
import logging
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError
from archive_app.domain.scanned.lines import ScanPage, page_from_json
from archive_app.frozen import dataclass
from archive_app.intake.scans import layer
from archive_app.intake.scans.process import Task
from archive_app.services.scans.drafts import KEPT, folder_of, seen
from archive_app.services.told_by_process import Drafter, told_by
from archive_app.vault.durable import replacing, storage_failed
from archive_app.vault.originals import Vault

ENGINE = "pdf-layer-1"
"""By what layers are kept; another number where they are read otherwise."""
_STOPPED = ("读文字层的程序意外停止", "可能内存不够，或这个 PDF 已损坏。")
_READER = Drafter("cunshi-layer", "读文字层的程序", _STOPPED, "reading-layer", longest=1 << 26)

_log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """What a file says of itself: its pages, all of them, with lines where there is a text layer that is of use;
    ``useless`` why it is not (``none``, ``garbled``); ``failed`` which pages cannot be read (from 0) and why.
    """

    pages: tuple[ScanPage, ...]
    useless: str = ""
    failed: tuple[tuple[int, str], ...] = ()
    refused: str = ""

    @property
    def count(self) -> int:
        """How many pages the file has."""
        return len(self.pages) + len(self.failed)

    @property
    def written(self) -> int:
        """On how many pages there are words."""
        return sum(any(not line.folio for line in page.lines) for page in self.pages)


def read_layers(
    paths: Sequence[Path],
    staging: Path,
    progress: Progress = lambda share, words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Layer]:
    """The layers of these files, in order; where one cannot be opened, it says so in ``refused``.

    Fewer than there are files where it was ``cancelled``. Raises ``ArchiveError`` where the process fails.
    """
    tasks = [Task(path, staging) for path in paths]
    told: list[dict[str, Any]] = []

    def take(message: dict[str, Any]) -> None:
        if "share" in message:
            progress(float(message["share"]), "读页数和文字层")
        else:
            told.append(message)

    if multiprocessing.current_process().daemon:  # it is beside the program already, and may have no child
        layer.read_all(tasks, lambda **message: take(json.loads(json.dumps(message))))
    else:
        try:
            staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_failed(staging, error) from error
        with told_by(_READER, layer.main, (tasks, staging), cancelled) as messages:
            for message in messages:
                take(message)
    found = []
    for at in range(len(tasks)):
        own = [message for message in told if message["file"] == at]
        refused = next((str(one["failed"]) for one in own if "failed" in one and not _counted(own)), "")
        if not refused and not _counted(own):
            break  # nobody wanted it any more
        pages = tuple(page_from_json(one["read"]) for one in own if "read" in one)
        failed = tuple((int(one["page"]), str(one["failed"])) for one in own if "failed" in one)
        useless = next((str(one["useless"]) for one in own if "useless" in one), "")
        found.append(Layer(pages, useless, () if refused else failed, refused))
    return found


def _counted(messages: Iterable[dict[str, Any]]) -> bool:
    return any("count" in message for message in messages)


def keep_layer(root: Path, sha256: str, read: Layer) -> None:
    """Keep it, so that the file need not be read again. Raises ``StorageFailed``."""
    path = root / folder_of(sha256, ENGINE) / KEPT
    lines = [json.dumps(page.to_json(), ensure_ascii=False) for page in read.pages]
    lines += [json.dumps({"page": number, "failed": words}, ensure_ascii=False) for number, words in read.failed]
    lines.append(json.dumps({"count": read.count}))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as handle:
            handle.write("\n".join(lines).encode())
    except OSError as error:
        raise storage_failed(path, error) from error


def layers_of(root: Path, files: Sequence[Record]) -> dict[str, dict[int, ScanPage]]:
    """File → its pages by number. What was thrown away with the derived data is read again; of a file that is gone, or
    that cannot be read any more, there are none."""
    found: dict[str, dict[int, ScanPage]] = {}
    missing = []
    for file in files:
        pages, count, _failed = seen(root / folder_of(str(file["sha256"]), ENGINE) / KEPT)
        if count:
            found[file.id] = pages
        else:
            missing.append(file)
    vault = Vault(root / "originals")
    there = [file for file in missing if vault.holds(str(file["sha256"]))]
    found.update({file.id: {} for file in missing})
    if not there:
        return found
    try:
        layers = read_layers([vault.path_of(str(file["sha256"])) for file in there], root / "derived" / "scans")
        known = list(zip(there, layers, strict=False))
        found.update({file.id: {page.number: page for page in read.pages} for file, read in known})
        for file, read in known:
            if not read.refused:
                keep_layer(root, str(file["sha256"]), read)
    except ArchiveError as error:  # no process, or no room: read again the next time
        _log.warning("往辑的文字层没有读成，或没有存下（%s）。书页照样能看。", error)
    return found
