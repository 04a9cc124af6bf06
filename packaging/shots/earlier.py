"""An earlier volume: taken in, its numbers, its contents, its words beside the scan, a word found on it, 总目录."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from windows import opened

from archive_app.domain.earlier.folios import read_rules
from archive_app.gui.earlier.taking import TakeInDialog
from archive_app.services.earlier.contents import read_pages, set_contents
from archive_app.services.earlier.leaves import leaves_of
from archive_app.services.earlier.taking import set_folios, take_in, volume_values
from archive_app.services.typesetting import typeset_volume

if TYPE_CHECKING:
    from walk import Walk

EARLIER = (
    "earlier", "earlier-taking", "earlier-folios", "earlier-contents", "earlier-words", "earlier-found",
    "general-contents",
)  # fmt: skip
_CONTENTS = (13, 14)


class _Quiet:
    """Tells nobody how far it is."""

    def progress(self, share: float, words: str) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        """Never."""
        return False


def all_earlier(here: Walk) -> None:
    """A printed volume of the example, as if a scanning shop had sent it; taken in, and taken back at the end."""
    if not any(here.wants(name) for name in EARLIER):
        return
    archive = here.window.session.archive
    made = next(one for one in archive.catalogue.records("volume") if one["number"] == 24)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "城东政协文史资料第七辑.pdf"
        typeset_volume(archive, made.id, source)
        values = volume_values(made.title, 7, year="1988年5月", compiler=str(made["compiler"]))
        volume = take_in(archive, [source], values, _Quiet()).volume
        _taking(here, source, made.title)
    set_folios(archive, volume, read_rules("13=i 15=1"))
    leaves = leaves_of(archive.catalogue, archive.root, archive.catalogue.record(volume))
    rows = [row for row in read_pages([leaf for leaf in leaves if leaf.number in _CONTENTS]) if row.first]
    command = set_contents(archive, volume, rows)
    if command is not None:
        archive.execute(command)
    _desk(here, volume)
    _found(here)
    archive.undo(3)
    here.window.desk.show_workspace("materials")
    here.settle(4)


def _taking(here: Walk, source: Path, title: str) -> None:
    dialog = TakeInDialog(here.window, title)
    dialog.choose([source])
    dialog.open()
    here.rest(600)
    here.picture("earlier-taking")
    dialog.reject()
    here.settle()


def _desk(here: Walk, volume: str) -> None:
    volumes: Any = here.window.desk.show_workspace("volumes")
    here.settle()
    volumes.show_volume(volume)
    here.until(lambda: volumes.earlier.desk is not None and volumes.earlier.desk.sheet.there)
    desk = volumes.earlier.desk
    here.until(lambda: desk.contents.rowCount() > 4)
    desk.contents.selectRow(4)
    _drawn(here, desk)
    here.picture("earlier")
    opened(here, "earlier-folios", desk.ask_folios)
    opened(here, "earlier-contents", desk.ask_contents)
    opened(here, "earlier-words", desk.look_through, lambda _dialog: here.rest(2_500))
    opened(here, "general-contents", desk.ask_general, lambda _dialog: here.rest(4_000))


def _found(here: Walk) -> None:
    if not here.wants("earlier-found"):
        return
    here.window.desk.top.search.setText("沙塘川")
    search: Any = here.window.desk.show_workspace("search")
    here.until(lambda: any(hit.title.endswith("（第七辑）") for hit in search._results.hits))
    hit = next(hit for hit in search._results.hits if hit.title.endswith("（第七辑）"))
    search.results.choose_result(hit.id)
    here.settle(4)
    here.until(lambda: search.reading.faces.sheet is not None and search.reading.faces.sheet.there)
    here.rest(2_000)
    here.picture("earlier-found")
    here.window.desk.top.search.setText("")
    here.settle()


def _drawn(here: Walk, desk: Any) -> None:
    view = desk.sheet.view
    here.settle(3)
    here.until(lambda: view.settled and all(view._sheets.get(slot.number).complete for slot in view._visible()))
    here.rest(1_200)
