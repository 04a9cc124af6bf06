"""编纂: the pages, the text beside them, what was adjusted by hand, the look, the rounds of proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive_app.domain.manuscript import BlockKind
from archive_app.gui.workspaces.volumes.format_dialog import FormatDialog
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.gui.workspaces.volumes.story import TextPlace
from archive_app.typeset.outputs import Options
from archive_app.typeset.trace import Spot

if TYPE_CHECKING:
    from walk import Walk

_ARTICLE = 2
_WAITED_MS = 1_200


PICTURES = (
    "volumes", "volume-text", "volume-hand", "volume-proofs", "volume-checks", "volume-format", "outputs",
)  # fmt: skip


def all_volumes(here: Walk) -> None:
    """Every stop in the workspace."""
    volumes: Any = here.window.desk.show_workspace("volumes")
    here.until(lambda: bool(volumes.pages_view.pages))
    _still(here, volumes)
    volumes.pages_view.show_page(17)
    _still(here, volumes)
    here.picture("volumes")
    _text(here, volumes)
    _hand(here, volumes)
    _proofs(here, volumes)
    _checks(here, volumes)
    _looks(here, volumes)


def _still(here: Walk, volumes: Any) -> None:
    here.settle(3)
    here.until(lambda: not volumes.busy and volumes.pages_view.settled)
    here.rest(_WAITED_MS)


def _text(here: Walk, volumes: Any) -> None:
    article = list(volumes.book.articles())[_ARTICLE]
    volumes.tree.choose(article.key)
    volumes.show_tab("story")
    block = next(one for one in article.manuscript if one.kind is BlockKind.PARAGRAPH)
    volumes.story.show_article(article.key, TextPlace(block.id, 16, 17))
    volumes.tracing.show_on_page(article.key, block.id, 16)
    _still(here, volumes)
    here.picture("volume-text")


def _hand(here: Walk, volumes: Any) -> None:
    article = list(volumes.book.articles())[_ARTICLE]
    paragraphs = [one for one in article.manuscript if one.kind is BlockKind.PARAGRAPH]
    wanted = (("loose", paragraphs[1], 0), ("line", paragraphs[2], 6), ("tight", paragraphs[0], 0))
    for kind, block, at in wanted:
        volumes.adjusting.adjust(Spot(article.key, block.id, offset=at), kind)
        _still(here, volumes)
    volumes.show_tab("hand")
    _still(here, volumes)
    here.picture("volume-hand")


def _proofs(here: Walk, volumes: Any) -> None:
    volumes.show_tab("proofs")
    volumes.proofing.make(1, Options(), here.wanted.walk / "一校.pdf")
    here.until(lambda: bool(volumes.proofs.rounds))
    one = volumes.hand.lines[0]
    volumes.adjusting.adjust(Spot(one.article, one.adjustment.block), "", "")
    _still(here, volumes)
    here.rest(6_000)  # the toast goes
    here.picture("volume-proofs")
    volumes.show_tab("plan")


def _checks(here: Walk, volumes: Any) -> None:
    volumes.show_tab("checks")
    here.until(lambda: volumes.checks.found is not None)
    volumes.checks.list.setCurrentRow(1)
    volumes.checks.chosen.emit(volumes.checks.faults()[0])
    _still(here, volumes)
    here.picture("volume-checks")
    volumes.show_tab("plan")


def _looks(here: Walk, volumes: Any) -> None:
    dialog = FormatDialog(volumes, here.window.session.archive.catalogue.record(volumes.volume))
    dialog.open()
    here.rest(4 * _WAITED_MS)
    here.settle()
    here.picture("volume-format")
    dialog.close()
    outputs = OutputDialog(here.window, volumes.layout_shown)
    outputs.open()
    outputs.purpose.setCurrentIndex(outputs.purpose.findData("proof"))
    here.settle()
    here.picture("outputs")
    outputs.close()
