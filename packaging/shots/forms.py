"""Forms, as the walk pictures them: each kind of material, each card; and every form at its full length."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from png import make_small
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from walk import Walk

KINDS = {
    "oral_history": ("湟水渠上的看水人", "interview_place"),
    "photograph": ("杏花湾小学师生合影", "occasion"),
    "contribution": ("供销社的柜台", "written"),
    "document": ("下滩生产队工分登记页", "dimensions"),
    "artefact": ("羊皮筏皮胎", "dimensions"),
}
"""For each kind the item that is shown, by the beginning of its title, and the field its picture begins at."""
CARDS = {
    "authorities": {"person": "王德全", "place": "韵家口", "organisation": "某毛纺厂", "event": "西宁站通车"},
    "office": {"lead": "李万仓", "commissioner": "", "consent": "", "staff": "编辑甲", "loan": "", "use": ""},
}
"""For each workspace of cards its kinds, and which card is shown; the first where none is named."""
FULL_WIDTH = 460
"""Points; the width of a form that is pictured at its full length."""


def all_forms(here: Walk) -> None:
    """A picture of each form as it stands in the window, and one of it whole."""
    for kind, (title, field) in KINDS.items():
        here.stop((f"form-{kind}", f"whole-{kind}"), _kind, kind, title, field)
    for workspace, decks in CARDS.items():
        for entity, name in decks.items():
            here.stop((f"card-{entity}", f"whole-{entity}"), _card, workspace, entity, name)
    here.stop(("merge",), _merge)
    here.stop(("figures",), _figures)
    here.window.desk.show_workspace("materials")
    here.settle()


def titled(here: Walk, beginning: str) -> str:
    """The id of the item whose title begins so."""
    records = here.window.session.archive.catalogue.records("item")
    return next(record.id for record in records if record.title.startswith(beginning))


def bring(here: Walk, field: str) -> None:
    """The item's form from this field on."""
    pane = here.materials.pane
    here.window.activateWindow()
    pane.show_field(field)
    here.settle()
    block = pane.form.block(field) if pane.form is not None else None
    assert block is not None, field
    pane._form_area.verticalScrollBar().setValue(block.mapTo(pane._form_page, block.rect().topLeft()).y() - 60)
    here.settle()


def modal(here: Walk, name: str, act: Callable[[], Any], prepare: Callable[[Any], Any] | None = None) -> None:
    """Picture the dialog that ``act`` opens, after ``prepare`` has filled it; then close it without a change."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog), f"no dialog for {name}"
        if prepare is not None:
            prepare(dialog)
        here.rest(500)
        here.picture(name)
        dialog.reject()

    QTimer.singleShot(700, look)
    act()
    here.window.activateWindow()  # no window manager gives it the keyboard back
    here.settle()


def _kind(here: Walk, kind: str, title: str, field: str) -> None:
    materials = here.materials
    here.select(titled(here, title))
    materials.open_item()
    here.settle()
    here.rest(1_200)
    bring(here, field)
    here.picture(f"form-{kind}")
    _whole(here, f"whole-{kind}", materials.pane.form)
    materials.back()
    here.settle()


def _figures(here: Walk) -> None:
    """The page of figures, when it has been counted."""
    shown = here.window.desk.show_workspace("figures")
    here.settle()
    here.until(lambda: shown.tiles["items"].number != "")
    here.picture("figures")
    here.window.desk.show_workspace("materials")


def _card(here: Walk, workspace: str, entity: str, name: str) -> None:
    shown = here.window.desk.show_workspace(workspace)
    here.settle()
    shown.segments.button(entity).click()
    here.settle()
    records = here.window.session.archive.catalogue.records(entity)
    wanted = next((record for record in records if name and record.title.startswith(name)), None)
    if entity == "consent":  # one that is signed and has its scan
        wanted = next(record for record in records if record["scan"])
    if wanted is not None:
        shown.open_place(Place(wanted.id))
    here.settle()
    here.rest(900)
    here.picture(f"card-{entity}")
    _whole(here, f"whole-{entity}", shown.pane.form)


def _whole(here: Walk, name: str, form: Any) -> None:
    """The form with every section open and nothing hidden by scrolling."""
    if form is None or not here.wants(name):
        return
    closed = [section for section in form._sections if not section.is_open]
    for section in closed:
        section.open()
    here.settle()
    width = theme().dp(FULL_WIDTH)
    form.setFixedSize(width, max(form.heightForWidth(width), form.sizeHint().height()))
    here.rest(200)
    picture = QPixmap(form.size())
    picture.fill(theme().colour("sheet"))
    form.render(picture, QPoint(), form.rect(), QWidget.RenderFlag.DrawChildren)
    path = here.wanted.out / f"{name}.png"
    picture.save(str(path))
    make_small(path)
    print(path)
    form.setMinimumSize(0, 0)
    form.setMaximumSize(16_777_215, 16_777_215)
    for section in closed:
        section.head.setChecked(False)


def _merge(here: Walk) -> None:
    """Two cards of one person side by side; what the second says is taken out of the archive again."""
    from archive_app.catalogue.commands import Create

    archive = here.window.session.archive
    archive.execute(
        Create(
            "person",
            {"name": "王德泉", "aliases": ["油把式"], "birth": {"display": "1939年"}, "native_place": "青海西宁"},
        )
    )
    here.settle()
    people = here.window.desk.show_workspace("authorities")
    people.segments.button("person").click()
    here.settle()
    records = archive.catalogue.records("person")
    keep = next(record for record in records if record.title.startswith("王德全"))
    other = next(record for record in records if record.title == "王德泉")
    people.open_place(Place(keep.id))
    here.settle()
    modal(here, "merge", lambda: people.merge(other))
    archive.undo(1)
    here.settle()
