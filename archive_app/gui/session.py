"""The open archive as the window has it: writes in one line, questions beside it, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.domain.errors import Conflict, UnknownRecord
from archive_app.gui.background import Background, gone
from archive_app.services.mentions import Mentions
from archive_app.services.names import Names

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.search.saved import KeptSearches
    from archive_app.services.archive import Archive
    from archive_app.services.held_words import HeldWords
    from archive_app.services.searching import Search

Failed = Callable[[Exception], None]


class Session(QObject):
    """One open archive. All its signals are emitted in the painting thread."""

    changed = Signal(object)
    """A ``Done``: something was written, by this window or by a job."""
    state_changed = Signal()
    """``saving`` or ``failure`` is another than before."""
    acting = Signal()
    """Somebody else acts from now on."""
    _written_somewhere = Signal(object)

    def __init__(self, archive: Archive, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.archive = archive
        self.names = Names(archive)
        self.mentions = Mentions(self.names)
        self._writer = Background(1, "writer", self)
        self._reader = Background(2, "reader", self)
        self._writes = 0
        self._typed: Counter[str] = Counter()  # records whose fields are being written
        self.failure: Exception | None = None
        # told on the writing thread: crosses over before anyone hears of it
        self._written_somewhere.connect(self._tell_changed, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = archive.subscribe(self._written_somewhere.emit)

    @cached_property
    def search(self) -> Search:
        """The archive's index, opened when it is first asked for: one for all who search in this window."""
        from archive_app.services.searching import Search

        return Search(self.archive, self.names)

    @cached_property
    def kept(self) -> KeptSearches:
        """The searches that are kept in the archive, read when they are first asked for."""
        from archive_app.gui.workspaces.search.saved import KeptSearches

        return KeptSearches(self)

    @cached_property
    def held(self) -> HeldWords:
        """What was typed here and cannot be stored as it stands."""
        from archive_app.services.held_words import HeldWords

        return HeldWords(self.archive.label.id)

    def _tell_changed(self, done: Done) -> None:
        self.changed.emit(done)

    def act_as(self, actor: str) -> None:
        """From now on ``actor`` is who acts in this window."""
        if actor != self.archive.actor:
            self.archive.act_as(actor)
            self.acting.emit()

    @property
    def saving(self) -> bool:
        """Whether a write is under way."""
        return self._writes > 0

    def execute(
        self, command: Command, then: Callable[[Done], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Carry out a command; ``then`` is called when it is durable."""
        from archive_app.catalogue.commands import SetFields

        self.write(
            lambda: self.archive.execute(command),
            then,
            failed,
            typed=command.record_id if isinstance(command, SetFields) else "",
        )

    def write(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] | None = None,
        failed: Failed | None = None,
        *,
        typed: str = "",
    ) -> None:
        """Anything that writes, in line with the commands; ``typed`` is the record into whose fields it was typed."""
        self._writes += 1
        self._typed[typed] += 1
        self.state_changed.emit()

        def done(result: Any) -> None:
            self._written(None, typed)
            if then is not None and not gone(then):
                then(result)

        def not_done(error: Exception) -> None:
            self._written(error, typed)
            if failed is None:
                raise error
            failed(error)

        self._writer.ask(work, done, not_done)

    def _written(self, error: Exception | None, typed: str) -> None:
        self._writes -= 1
        self._typed[typed] -= 1
        if not isinstance(error, Conflict):  # refused as a whole, in words: nothing of a person's work is unsaved
            self.failure = error
        self.state_changed.emit()

    def when_written(self, then: Callable[[], None]) -> None:
        """Call ``then`` when what was handed in so far is durable, or was refused: see ``failure``."""
        self._writer.ask(lambda: None, lambda _nothing: then())

    def ask(
        self,
        question: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Failed | None = None,
        *,
        key: Hashable = None,
    ) -> None:
        """A question to the catalogue, off the painting thread; with a ``key`` only the newest is answered."""
        self._reader.ask(question, then, failed, key=key)

    def record(self, record_id: str) -> Record | None:
        """A record with all that was typed into its fields so far, here and now; ``None`` where there is none.

        For a form, which must never lag behind the keyboard: words that are typed while it shows another record than
        the one that is chosen would go into that one. A read takes about a millisecond; a write of the record itself,
        some ten, is waited for.
        """
        if self._typed[record_id] > 0:
            self._writer.finish()
        try:
            return self.archive.catalogue.record(record_id)
        except UnknownRecord:
            return None

    def close(self) -> None:
        """Finish every write, then close the archive. Blocks for as long as the last write takes."""
        self._reader.close(wait=False)
        self._writer.close(wait=True)
        self._unsubscribe()
        if "search" in self.__dict__:
            self.search.close()
        self.archive.close()
