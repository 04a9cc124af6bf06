"""What is done in 资料 by a key or from the menu: the actions of the table, and when each makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from archive_app.domain.fields import FieldType
from archive_app.gui.editors.rows import RowEditor, RowsEditor
from archive_app.gui.finder import finder
from archive_app.gui.i18n import _
from archive_app.gui.oral.cut_out import CutOut
from archive_app.gui.oral.edited_text import EditedText
from archive_app.gui.oral.transcript_out import TranscriptOut
from archive_app.gui.replacing.opening import Scope
from archive_app.gui.scans.reading import ScanReading
from archive_app.gui.sound.drafting import Drafting
from archive_app.gui.workspaces.materials.drag_out import MOST_ITEMS
from archive_app.gui.workspaces.materials.file_rows import handed
from archive_app.gui.workspaces.materials.join_items import JoinItems
from archive_app.gui.workspaces.materials.notices import registered_from
from archive_app.gui.workspaces.materials.photo.compare import CompareDialog, pair_of
from archive_app.gui.workspaces.materials.photo.copies_out import CopiesOut
from archive_app.gui.workspaces.materials.photo.finding import LookingThrough
from archive_app.gui.workspaces.materials.units.tree import ITEMS
from archive_app.gui.workspaces.materials.vocabulary_dialog import VocabularyDialog

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

_FINDING = ("text.replace", "search.next", "search.previous")


class MaterialActs:
    """The workspace is told what to do; that it can, is asked of it."""

    def __init__(self, desk: MaterialsWorkspace) -> None:
        self._desk = desk

    def _on_record(self, act: Callable[[Record], None]) -> Callable[[], None]:
        """Something that is done with the item in the form."""

        def do() -> None:
            if self._desk.pane.record is not None:
                act(self._desk.pane.record)

        return do

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table, each with what it does here."""
        return {
            "edit.select_all": self._desk.listing.view.selectAll,
            "edit.find": self._find,
            "text.replace": lambda: self._find(replacing=True),
            "item.replace": self._replace_many,
            "text.paste_plain": self._desk.material.text.page.paste_plain,
            "text.count": lambda: self._desk.material.text.show_figures(),
            "search.next": lambda: self._finding.find_step(1),
            "search.previous": lambda: self._finding.find_step(-1),
            "item.new": self._desk.choose_kind,
            "item.like": self._on_record(self._desk.making.like),
            "item.template": self._on_record(self._desk.making.ask_name),
            "item.import": self._desk.incoming.choose_files,
            "item.import_folder": self._desk.incoming.choose_folder,
            "item.try": self._desk.incoming.choose_to_try,
            "item.export_list": self._export_list,
            "item.report": self._ask_report,
            "item.lacks": self._ask_lacks,
            "item.check": self._ask_check,
            "item.own_fields": self._desk.pane.ours.manage,
            "item.loan": lambda: self._register("loan"),
            "item.use": lambda: self._register("use"),
            **self._desk.unit_acts.handlers(),
            "item.vocabulary": lambda: VocabularyDialog(self._desk, self._desk.shell).exec(),
            "item.open": self._desk.open_item,
            "item.back": self._desk.back,
            "item.previous": lambda: self._desk.step(-1),
            "item.next": lambda: self._desk.step(1),
            **self._photo_acts(),
            **self._spoken_acts(),
            "item.form": self._desk.focus_form,
            "item.files": self._desk.focus_files,
            "item.above": self._take_above,
            "row.up": lambda: self._on_row(lambda rows, row: rows.move_row(row, -1)),
            "row.down": lambda: self._on_row(lambda rows, row: rows.move_row(row, 1)),
            "row.add": lambda: self._on_row(lambda rows, row: rows.insert_after(row)),
            "row.remove": lambda: self._on_row(lambda rows, row: rows.remove(row)),
            "item.add_files": self._desk.pane.files.acts.choose,
            "item.join": self._join,
            "item.history": self._desk.show_history,
            "road.step": self._step_on,
            "text.versions": self._desk.material.text_page.show_versions,
            "text.word_out": self._desk.material.text_page.write_word,
            "text.word_back": self._desk.material.text_page.ask_word,
            "text.check": self._desk.material.checked.toggle,
            "text.next_remark": lambda: self._step_remark(1),
            "text.previous_remark": lambda: self._step_remark(-1),
            "text.track": self._desk.material.text_page.tracking.toggle,
            "text.accept": lambda: self._desk.material.text_page.tracking.decide(True),
            "text.refuse": lambda: self._desk.material.text_page.tracking.decide(False),
            "text.comment": self._desk.material.text_page.margin.write,
            "text.comments": self._desk.material.text_page.margin.toggle,
            "text.next_comment": lambda: self._desk.material.text_page.margin.step(1),
            "text.previous_comment": lambda: self._desk.material.text_page.margin.step(-1),
            "item.trash": self._desk.trash,
            "item.restore": self._desk.restore,
            "view.list": lambda: self._desk.show_mode("list"),
            "view.grid": lambda: self._desk.show_mode("grid"),
            "view.filters": self._desk.toggle_filters,
            "list.columns": self._desk.arrangement.choose,
            "list.go": self._desk.arrangement.go,
            **self._desk.material.player.handlers(),
            **self._desk.material.transcript_page.handlers(),
            "search.play": self._hear,
        }

    def _step_remark(self, by: int) -> None:
        """What stands beside the text: proposals, or remarks."""
        tracking = self._desk.material.text_page.tracking
        (tracking if tracking.on else self._desk.material.checked).step(by)

    def _photo_acts(self) -> dict[str, Callable[[], object]]:
        photo = self._desk.material.picture
        return {
            "photo.actual": photo.view.show_actual,
            "photo.frame": lambda: photo.people.layer.set_drawing(not photo.people.layer.drawing),
            "photo.faces": self._find_faces,
            "photo.right": lambda: photo.adjusting.turn(90),
            "photo.left": lambda: photo.adjusting.turn(270),
            "photo.flip": photo.flip,
            "photo.compare": self._compare,
            "photo.copies": self._copies,
            "photo.alike": self._alike,
        }

    def _spoken_acts(self) -> dict[str, Callable[[], object]]:
        return {
            "spoken.out": self._on_saved(lambda record: TranscriptOut(self._desk, self._desk.shell).ask(record)),
            "spoken.edited": self._on_saved(self._make_edited),
            "spoken.link": self._on_saved(lambda record: EditedText(self._desk, self._desk.shell).link(record)),
            "spoken.across": self._across,
            "item.recognise": self._on_saved(lambda record: ScanReading(self._desk, self._desk.shell).ask(record)),
            "spoken.draft": self._on_saved(lambda record: Drafting(self._desk, self._desk.shell).ask(record)),
            "spoken.cut": self._on_saved(lambda record: CutOut(self._desk, self._desk.shell).ask(record)),
        }

    def _make_edited(self, record: Record) -> None:
        """Of the segments that are selected, where a transcript is in front."""
        view = self._desk.material.transcript_page.view
        chosen = view.selected() if self._desk.opened and self._desk.material.transcribing else []
        rows = [at for at, one in enumerate(record["transcript"] or ()) if one.get("id") in chosen]
        EditedText(self._desk, self._desk.shell).ask(record, rows if len(rows) > 1 else ())

    def _across(self) -> None:
        """From the text to what was said, and back."""
        material = self._desk.material
        if not material.transcribing:
            material.text_page.told.go()
        elif not material.see_told():
            self._desk.shell.toast(_("正文里没有说这一段的地方，或者还没有连到录音"))

    def _hear(self) -> None:
        """From the word or the paragraph the cursor is at."""
        material = self._desk.material
        if material.checking_possible:
            material.text_page.told.play()
        else:
            material.transcript_page.hearing.hear_here()

    def _on_saved(self, act: Callable[[Record], None]) -> Callable[[], None]:
        """Something that is done with the item in the form as it is stored, what was just typed included."""

        def do() -> None:
            record, session = self._desk.pane.record, self._desk.session
            if record is None:
                return
            self._desk.flush()
            catalogue = session.archive.catalogue
            session.when_written(lambda: session.ask(lambda: catalogue.record(record.id), act))

        return do

    def _copies(self) -> None:
        """Of what is selected, with what was just typed; of one that is open, the picture that is seen."""
        self._desk.flush()
        file = self._desk.material.picture.file if self._desk.opened else None
        CopiesOut(self._desk, self._desk.shell).ask(self._desk.selected_ids(), file.id if file is not None else "")

    def _find_faces(self) -> None:
        """On the photograph that is open, else on all that are selected."""
        photo = self._desk.material.picture
        if self._desk.opened and photo.view.isVisible():
            photo.suggesting.look()
        else:
            self._desk.flush()
            LookingThrough(self._desk, self._desk.shell).begin(self._desk.selected_ids())

    def _alike(self) -> None:
        """What looks like one and is not decided yet; what came meanwhile is looked through beside it."""
        self._desk.flush()
        self._desk.alike.look_soon()
        self._desk.alike.show_list()

    def _compare(self) -> None:
        """The two photographs that are selected, or two of the one item."""
        file = self._desk.material.picture.file if self._desk.opened else None
        pair = pair_of(self._desk.session, self._desk.selected_ids(), file.id if file is not None else "")
        if pair is None:
            self._desk.shell.toast(_("对比要两张照片：选中两件，或选一件有两张照片的"))
        else:
            CompareDialog(self._desk, self._desk.session, self._desk.thumbs, pair).exec()

    def can(self, action: str) -> bool:
        """Whether it makes sense now."""
        if action.startswith("sound."):
            return self._desk.material.player.isVisible()
        material = self._desk.material
        if action in ("search.play", "spoken.across") and self._desk.opened and material.checking_possible:
            return material.text_page.told.can
        if action == "spoken.across":
            return self._desk.opened and material.transcribing
        if action.startswith("oral.") or action == "search.play":
            return self._desk.opened and material.transcribing and material.transcript_page.can(action)
        if (unit := self._desk.unit_acts.can(action)) is not None:
            return unit
        number = len(self._desk.selected_ids())
        if action in _FINDING and self._desk.opened and number == 1 and material.transcribing:
            return action != "text.replace" or not material.transcript_page.closed
        looking = self._desk.opened and self._desk.material.picture.view.isVisible()
        writable = not self._desk.session.archive.read_only
        trashed = self._desk.filters.wanted.trashed
        if action.startswith("text.") or action in ("search.next", "search.previous"):
            return self._desk.opened and number == 1 and self._desk.material.checking_possible
        return {
            "item.new": writable,
            "item.like": number == 1 and writable and not trashed,
            "item.template": number == 1 and writable and not trashed,
            "item.import": writable,
            "item.import_folder": writable,
            "item.try": writable,
            "item.export_list": bool(self._desk.listing.model.ids),
            "item.report": not trashed,
            "item.replace": writable,
            "item.check": not trashed and bool(self._desk.listing.model.ids),
            "item.lacks": not trashed and bool(self._desk.listing.model.ids),
            "item.own_fields": writable,
            "item.loan": number > 0 and writable and not trashed,
            "item.use": number > 0 and writable and not trashed,
            "item.open": number == 1,
            "item.back": self._desk.panes.one_step_in,
            "item.previous": number == 1,
            "item.next": number == 1,
            "photo.actual": looking,
            "photo.frame": looking and not self._desk.material.picture.people.layer.read_only,
            "photo.faces": number > 0 and writable and not trashed and finder().there,
            "photo.right": looking and not self._desk.material.picture.people.layer.read_only,
            "photo.left": looking and not self._desk.material.picture.people.layer.read_only,
            "photo.flip": looking,
            "photo.compare": number in (1, 2),
            "photo.copies": number > 0,
            "spoken.out": number == 1 and self._spoken,
            "item.recognise": number == 1 and writable and not trashed,
            "spoken.draft": number == 1 and self._spoken and writable and not trashed,
            "spoken.cut": number == 1 and self._spoken,
            "spoken.edited": number == 1 and self._spoken and writable and not trashed,
            "spoken.link": number == 1 and self._spoken and writable and not trashed,
            "item.form": number > 0,
            "item.files": number == 1,
            "item.above": number == 1 and writable and not trashed,
            "item.add_files": number == 1 and self._desk.pane.files.rows.writable,
            "item.join": number > 0 and writable and not trashed,
            "item.history": number == 1,
            "road.step": number == 1 and writable and not trashed,
            "item.trash": number > 0 and writable and not trashed,
            "item.restore": number > 0 and writable and trashed,
        }.get(action, True)

    @property
    def _spoken(self) -> bool:
        """Whether the item in the form is an oral history."""
        record = self._desk.pane.record
        return record is not None and record["kind"] == "oral_history"

    def checked(self, action: str) -> bool:
        """The mode, and whether the filters are open."""
        return {
            "view.list": self._desk.listing.mode == "list",
            "view.grid": self._desk.listing.mode == "grid",
            "view.filters": not self._desk.filters.isHidden(),
            "text.check": self._desk.material.checked.on,
            "text.comments": self._desk.material.text_page.margin.on,
            "text.track": self._desk.material.text_page.tracking.on,
        }.get(action, self._desk.material.transcript_page.checked(action))

    def _export_list(self) -> None:
        """Of what is selected; of one item alone nobody wants a list, so then of all that is listed."""
        chosen = self._desk.selected_ids()
        self._desk.list_out.ask_where(chosen if len(chosen) > 1 else self._desk.listing.model.ids)

    def _register(self, entity: str) -> None:
        """A line in one of the registers, about what is selected, with the keyboard in it."""
        self._desk.flush()
        registered_from(self._desk.shell, entity, self._desk.selected_ids())

    def _ask_lacks(self) -> None:
        """Of what is selected, else of all that is listed, with what was just typed."""
        self._desk.flush()
        chosen = self._desk.selected_ids()
        self._desk.lacking.ask(chosen if len(chosen) > 1 else self._desk.listing.model.ids)

    def _ask_check(self) -> None:
        """Of what is selected, else of all that is listed."""
        chosen = self._desk.selected_ids()
        self._desk.checking.ask(chosen if len(chosen) > 1 else self._desk.listing.model.ids)

    def _replace_many(self) -> None:
        """In what is selected, in what is listed, in a volume, in everything; with what was just typed."""
        self._desk.flush()
        chosen, listed = self._desk.selected_ids(), self._desk.listing.model.ids
        scopes = [
            Scope(_("选中的 {n:,} 件").format(n=len(chosen)) if len(chosen) > 1 else "", lambda: chosen),
            Scope(_("列表里的 {n:,} 件").format(n=len(listed)) if listed else "", lambda: listed),
        ]
        self._desk.replacing.ask(scopes)

    def _ask_report(self) -> None:
        """Of what is selected or listed, with what was just typed."""
        self._desk.flush()
        self._desk.report_out.ask(self._desk.selected_ids(), self._desk.listing.model.ids)

    def _step_on(self) -> None:
        """The next step of the item, with what was just typed."""
        self._desk.flush()
        self._desk.show_side()
        if not self._desk.pane.road.take_step():
            self._desk.shell.toast(_("这一件现在没有您能办的步骤"))

    def _take_above(self) -> None:
        """What the item above says in this field; where somebody is on a picture does not go along."""
        desk = self._desk
        form = desk.pane.form
        field = form.focused_field if form is not None else None
        if form is None or field is None:
            desk.shell.toast(_("先点到要填的那一栏"))
            return
        above = desk.listing.beside(-1)
        record = desk.session.record(above) if above else None
        if record is None:
            desk.shell.toast(_("这是列表里的第一件，上面没有了"))
            return
        value = record.values.get(field.name)
        if field.type is FieldType.ROWS:
            kept = [column.name for column in field.columns if not column.by_program]
            value = [{name: part for name, part in row.items() if name in kept} for row in value or ()]
        if value in (None, field.empty()) or field.name not in desk.session.archive.fields_of(str(record["kind"])):
            desk.shell.toast(_("上一件《{title}》的“{field}”是空的").format(title=record.title, field=_(field.label)))
        else:
            form.take_value(field.name, value)

    def _on_row(self, act: Callable[[RowsEditor, RowEditor], object]) -> None:
        """Something that is done with the row that has the keyboard."""
        focused: QWidget | None = QApplication.focusWidget()
        while focused is not None and not isinstance(focused, RowsEditor):
            focused = focused.parentWidget()
        row = focused.row_with_focus() if focused is not None else None
        if focused is not None and row is not None:
            act(focused, row)

    def _join(self) -> None:
        """What is selected, with what was just typed; of one item alone the other is asked for."""
        self._desk.flush()
        JoinItems(self._desk, self._desk.shell).ask(self._desk.selected_ids())

    def drag_out(self) -> None:
        """The files of what is selected, carried to another program: ids for this window, copies for the others."""
        session, out = self._desk.session, self._desk.pane.files.drag_out
        ids = self._desk.selected_ids()[:MOST_ITEMS]
        files = [one for key in ids for one in session.archive.catalogue.files_of(key)]
        units = bool(self._desk.filters.units.lines.tree) and not session.archive.read_only
        if files or units:
            data = handed(files, out.copies)
            data.setData(ITEMS, ",".join(ids).encode())
            out.drag(self._desk.listing.view, data, None)

    @property
    def _finding(self) -> Any:
        """What words are looked for in: the transcript in front, else the text."""
        material = self._desk.material
        return material.transcript_page if material.transcribing else material.text

    def _find(self, *, replacing: bool = False) -> None:
        """In the text or the transcript that is open, or in the list."""
        if replacing or self.can("search.next"):
            self._finding.find(replacing=replacing)
        else:
            self._desk.focus_find()
