"""Thumbnails and first words of what is being looked at, made off the painting thread, the newest wish first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from archive_app.derived.thumbnails import SCREEN_PX
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.session import Session

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

EDGE = 256
SCREEN = SCREEN_PX
"""Pixels along the longer side of a photograph shown large."""
_KEPT = 600
_LARGE_FROM = 1024
_LARGE_KEPT = 12
"""Pictures of the screen's size have some six megabytes each: the one looked at, and those beside it."""
_WAITING = 80
"""Wishes beyond these are forgotten: they have been scrolled past."""


class Thumbnails(QObject):
    """``pixmap`` answers at once with what there is; ``arrived`` says that more has come."""

    arrived = Signal(str)
    _made = Signal(str, QImage)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = session.archive
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._large: OrderedDict[str, QPixmap] = OrderedDict()
        self._failed: set[str] = set()
        self._wishes: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="thumbnail")
        self._closed = False
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def pixmap(self, sha256: str, edge: int = EDGE) -> QPixmap | None:
        """A picture, or None while it is being made (or where it cannot be: see ``failed``).

        ``sha256`` may be a picture key, by which it is turned, cropped and toned.
        """
        key = _key(sha256, edge)
        kept = self._shelf(edge)
        found = kept.get(key)
        if found is not None:
            kept.move_to_end(key)
            return found
        if key not in self._failed:
            self._wish(sha256, edge)
        return None

    def best(self, sha256: str, *edges: int) -> QPixmap | None:
        """The first of these sizes that is there by now; nothing is asked for."""
        found = (self._shelf(edge).get(_key(sha256, edge)) for edge in edges)
        return next((picture for picture in found if picture is not None), None)

    def make_ahead(self, pictures: Iterable[str], edge: int) -> None:
        """Make these when there is nothing else to do, the first one first."""
        for sha256 in filter(None, pictures):
            key = _key(sha256, edge)
            if key not in self._failed and key not in self._shelf(edge):
                self._wish(sha256, edge, first=False)

    def warm(self) -> None:
        """Have what makes pictures ready; where it cannot be started, the first picture says so."""
        if not self._closed:
            self._pool.submit(self._archive.warm_pictures)

    def _shelf(self, edge: int) -> OrderedDict[str, QPixmap]:
        return self._large if edge >= _LARGE_FROM else self._pixmaps

    def failed(self, sha256: str, edge: int = EDGE) -> bool:
        """Whether the picture could not be made."""
        return _key(sha256, edge) in self._failed

    def _wish(self, sha256: str, edge: int, *, first: bool = True) -> None:
        with self._lock:
            if _key(sha256, edge) in self._under_way or self._closed:
                return
            fresh = (sha256, edge) not in self._wishes
            if not fresh and not first:
                return
            self._wishes[(sha256, edge)] = None
            self._wishes.move_to_end((sha256, edge), last=first)
            while len(self._wishes) > _WAITING:
                self._wishes.popitem(last=False)
        if fresh:
            self._pool.submit(self._work)

    def _work(self) -> None:
        with self._lock:
            if not self._wishes or self._closed:
                return
            (sha256, edge), _none = self._wishes.popitem()
            self._under_way.add(_key(sha256, edge))
        image = QImage()
        try:
            image = QImage(str(self._archive.thumbnail(sha256, edge)))
        except Exception:  # whatever a hostile file does, a card without its picture is all that may come of it
            image = QImage()
        with self._lock:
            if not self._closed:
                self._made.emit(_key(sha256, edge), image)

    def _take(self, key: str, image: QImage) -> None:
        self._under_way.discard(key)
        if image.isNull():
            self._failed.add(key)
        else:
            kept = self._shelf(int(key.rpartition("@")[2]))
            kept[key] = QPixmap.fromImage(image)
            while len(kept) > (_LARGE_KEPT if kept is self._large else _KEPT):
                kept.popitem(last=False)
        self.arrived.emit(key.rpartition("@")[0])

    def close(self) -> None:
        """Make no more."""
        with self._lock:
            self._closed = True
            self._wishes.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _key(sha256: str, edge: int) -> str:
    return f"{sha256}@{edge}"


class FirstWords(QObject):
    """How the texts of cards begin: asked for a screenful at a time."""

    arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words: OrderedDict[str, str] = OrderedDict()
        self._wanted: dict[str, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(15)
        self._soon.timeout.connect(self._ask)
        session.changed.connect(self._forget)

    def words(self, item_id: str) -> str | None:
        """The first words, or None while they are on their way."""
        if item_id not in self._words and item_id not in self._wanted:
            self._wanted[item_id] = None
            self._soon.start()
        return self._words.get(item_id)

    def _ask(self) -> None:
        ids = list(self._wanted)[-60:]
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: {key: first_words(record) for key, record in catalogue.load("item", ids).items()}, self._take
        )

    def _take(self, found: dict[str, str]) -> None:
        self._words.update(found)
        self._wanted.clear()
        while len(self._words) > 2 * _KEPT:
            self._words.popitem(last=False)
        self.arrived.emit()

    def _forget(self, done) -> None:
        for key in done.record_ids:
            self._words.pop(key, None)


def first_words(record: Record, length: int = 120) -> str:
    """What a text begins with: its manuscript, else its abstract, its transcript, its inscription."""
    values = record.values
    if values.get("manuscript"):
        text = Manuscript.from_json(values["manuscript"]).plain_text()
    else:
        spoken = "".join(str(row.get("text", "")) for row in (values.get("transcript") or [])[:6])
        text = values.get("abstract") or spoken or values.get("inscription") or values.get("caption") or ""
    return str(text)[:length]
