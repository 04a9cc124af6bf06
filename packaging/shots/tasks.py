"""Tasks, as the walk pictures them: a list looked over, a date proposed, an item reviewed, refused, corrected."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms import bring, modal, titled
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.comments import answering, commenting
from archive_app.domain.manuscript import Block, BlockKind, Cell, Span, SpanStyle, paragraphs
from archive_app.domain.scanned.lines import page_from_json
from archive_app.gui.dialogs.settings import SettingsDialog
from archive_app.gui.dialogs.sound_keys import SoundKeysDialog
from archive_app.gui.finder import finder
from archive_app.gui.manuscript.tables.dialog import TableDialog
from archive_app.gui.oral.recording_dialog import RecordingDialog
from archive_app.gui.oral.retime_dialog import RetimeDialog
from archive_app.gui.oral.speakers_dialog import SpeakersDialog
from archive_app.gui.reports.choices import Begin
from archive_app.gui.reports.columns_dialog import ReportColumnsDialog
from archive_app.gui.reports.dialog import ReportDialog
from archive_app.gui.scans.dialog import ScanDialog
from archive_app.gui.versions.correcting import CorrectTextDialog
from archive_app.gui.workspaces.materials.columns_dialog import ColumnsDialog
from archive_app.gui.workspaces.materials.photo.alike import AlikeDialog
from archive_app.gui.workspaces.materials.units.merge_dialog import MergeUnitDialog
from archive_app.intake.faces.models import Model
from archive_app.intake.scans.pages import page_at
from archive_app.reports.catalogues import ITEMS
from archive_app.resources import resource
from archive_app.services.corrections.proposing import propose_words
from archive_app.services.faces.deciding import accept
from archive_app.services.faces.finding import kept_at
from archive_app.services.importing import import_paths
from archive_app.services.likeness.finding import catch_up
from archive_app.services.list_columns import columns_of
from archive_app.services.report_columns import said_as
from archive_app.services.scans.drafts import FileDraft
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from walk import Walk


def all_tasks(here: Walk) -> None:
    """What the handbook explains by task."""
    for names, do in (
        (("list-wizard", "list-trial"), _list),
        (("date",), _date),
        (
            ("transcript", "speakers", "retime", "recording-of", "transcript-out", "cut-out", "edited-text", "told"),
            _transcript,
        ),
        (("checked-text",), _checked),
        (("comments",), _comments),
        (("tracked",), _tracked),
        (("table",), _table),
        (("road", "review", "refused", "road-log", "correct", "correct-text"), _review),
        (("names",), _names),
        (("alike",), _alike),
        (("scan-draft",), _scan_draft),
        (("faces-suggested",), _faces_suggested),
        (("reports",), _reports),
        (("lacks",), _lacks),
        (("report-columns",), _report_columns),
        (("columns", "columns-dialog"), _columns),
        (("replace",), _replace),
        (("remarks",), _remarks),
        (("units", "units-merge"), _units),
        (("settings", "sound-keys"), _settings),
    ):
        here.stop(names, do)


def _settings(here: Walk) -> None:
    """What is set once, and the keys of listening."""
    settings = SettingsDialog(here.window, here.settings, here.window.session.archive)
    settings.open()
    here.settle()
    here.picture("settings")
    settings.close()
    listening = SoundKeysDialog(here.window, here.settings)
    listening.open()
    here.settle()
    here.picture("sound-keys")
    listening.close()


def _units(here: Walk) -> None:
    """The tree of units beside the list, one of them chosen; all of it undone again."""
    from archive_app.services.units.acts import making, moving

    archive = here.window.session.archive
    ids = archive.catalogue.item_ids()
    steps = 0

    def make(tier: str, number: str, title: str, parent: str = "", **values: str) -> str:
        nonlocal steps
        command = making(archive, {"tier": tier, "number": number, "title": title, "parent": parent, **values})
        archive.execute(command)
        steps += 1
        return command.id

    fonds = make("fonds", "J019", "城东政协文史资料")
    texts, pictures = make("series", "WS", "征集文稿", fonds), make("series", "ZP", "照片", fonds)
    make("file", "1", "水磨与渡口", texts, retention="Y")
    closed = make("file", "2", "口述手稿", texts, access="restricted", access_until="2035-12-31")
    for unit, chosen in ((closed, ids[4:8]), (pictures, ids[8:14])):
        archive.execute(moving(archive, chosen, unit).command())
        steps += 1
    here.settle()
    here.materials.filters.choose_unit(closed)
    here.settle()
    here.materials.listing.select(ids[4])
    here.settle()
    here.picture("units")
    merging = MergeUnitDialog(here.window, here.window, UnitTree.of(archive.catalogue), closed)
    merging.open()
    here.until(lambda: bool(merging.told.text()))
    here.picture("units-merge")
    merging.reject()
    here.materials.filters.reset()
    archive.undo(steps)
    here.settle()


def _reports(here: Walk) -> None:
    """The sheets of a list, before anything is written."""
    session = here.window.session
    volumes = session.archive.catalogue.titles("volume")
    dialog = ReportDialog(here.window, here.window, Begin(volume=volumes[0][0]), volumes, [])
    dialog.choose("fee-payments")
    dialog.open()
    here.until(lambda: dialog.preview.layout is not None and dialog.sheets.settled)
    here.settle()
    here.picture("reports")
    dialog.reject()


def _report_columns(here: Walk) -> None:
    """The columns of a list that is printed, as an office chooses them."""
    archive = here.window.session.archive
    begun = said_as(archive, ITEMS, "题名:22,档号,责任者,主题词,级别:4")
    dialog = ReportColumnsDialog(here.window, archive, ITEMS, begun)
    dialog.open()
    here.settle()
    here.picture("report-columns")
    dialog.reject()


def _lacks(here: Walk) -> None:
    """What the items lack, as a list beside the window."""
    here.materials.lacking.ask(here.materials.listing.model.ids)
    here.until(lambda: here.materials.lacking.dialog is not None)
    here.settle()
    here.picture("lacks")
    here.materials.lacking.dialog.reject()


def _columns(here: Walk) -> None:
    """Other columns in the list, and the dialog that they are chosen in."""
    listing = here.materials.listing
    listing.arrange([("title", 240), ("responsibility", 120), ("keywords", 160), ("ref_code", 176)])
    here.settle()
    here.picture("columns")
    dialog = ColumnsDialog(here.window, columns_of(here.window.session.archive), listing.model.columns)
    dialog.open()
    here.settle()
    here.picture("columns-dialog")
    dialog.close()
    listing.arrange([])
    here.settle()


def _replace(here: Walk) -> None:
    """A word of the house style in every text, before anything is replaced."""
    here.materials.replacing.ask([])
    dialog = here.materials.replacing.dialog
    dialog.words.setText("水磨")
    dialog.by.setText("水磨坊")
    dialog.look_for()
    here.until(lambda: dialog.view.places.plan is not None)
    here.settle()
    here.picture("replace")
    dialog.reject()


def _remarks(here: Walk) -> None:
    """What is said of all texts, as a list beside the window."""
    here.materials.checking.ask(here.materials.listing.model.ids)
    here.until(lambda: here.materials.checking.dialog is not None)
    here.settle()
    here.picture("remarks")
    here.materials.checking.dialog.reject()


def _list(here: Walk) -> None:
    """The list of photographs, as it is proposed; then what a trial would make of it."""
    materials = here.materials
    materials.take_in([Path(str(resource("example", "incoming", "照片目录.xlsx")))])
    here.until(lambda: materials.intake.wizard is not None and materials.intake.wizard.isVisible())
    here.settle()
    here.rest(800)
    here.picture("list-wizard")
    materials.intake.wizard._try.click()
    here.until(lambda: materials.intake.job is not None and not materials.intake.job.running)
    here.settle()
    here.picture("list-trial")
    materials.back()
    here.settle()


def _scan_draft(here: Walk) -> None:
    """The draft of a scan of the example beside it, as the recogniser read it once (`scan.json`)."""
    archive = here.window.session.archive
    told = json.loads(Path(__file__).with_name("scan.json").read_text(encoding="utf-8"))
    file = next(one for one in archive.catalogue.records("file") if one["name"] == "杏花湾社日记账_扫描.tif")
    with tempfile.TemporaryDirectory() as name:
        shown = Path(name) / "page.png"
        page_at(archive.original(file.id), 0).save(shown)
        draft = FileDraft(file, (page_from_json(told),), 1)
        into = {"inscription": "铭文与录文", "manuscript": "正文"}
        dialog = ScanDialog(here.window, "杏花湾社日记账", (draft,), lambda *_page: shown, into, frozenset())
        dialog.show()
        here.settle()
        here.picture("scan-draft")
        dialog.close()
        here.window.activateWindow()
        here.settle()


def _faces_suggested(here: Walk) -> None:
    """Faces on a print of a photograph of the example, as a model found them once (`faces.json`): the front row is
    framed already."""
    archive, materials = here.window.session.archive, here.materials
    boxes = json.loads(Path(__file__).with_name("faces.json").read_text(encoding="utf-8"))
    model = Model(__file__)  # it is named, and never loaded
    with tempfile.TemporaryDirectory() as name, Image.open(resource("example", "pictures", "ph-44.jpg")) as whole:
        copy = Path(name) / "杏花湾小学师生合影（翻印）.jpg"
        whole.resize((whole.width // 2, whole.height // 2)).save(copy, quality=90)
        import_paths(archive, [copy])
    here.settle()
    item = next(one for one in archive.catalogue.records("item") if "翻印" in one.title)
    (file,) = archive.catalogue.files_of(item.id)
    kept = archive.root / kept_at(file, model)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"seen": "", "found": boxes}), encoding="utf-8")
    front = [(x, y, w, h) for x, y, w, h, _sure in boxes if y > 0.5]
    archive.execute(accept(item, [file], file, front))
    here.settle()
    finder().model = model
    finder().changed.emit()
    here.select(item.id)
    materials.open_item()
    here.settle()
    page = materials.material.picture
    here.until(lambda: page.view._picture is not None and bool(page.suggesting.layer.found))
    page.view.setFocus()
    page.suggesting.layer.choose(1)
    here.settle()
    here.picture("faces-suggested")
    finder().model = None
    finder().changed.emit()
    materials.back()
    archive.undo(2)
    here.settle()


def _alike(here: Walk) -> None:
    """A copy that came by telephone beside the scan that was there."""
    master = Path(str(resource("example", "pictures", "ph-36.jpg")))
    with tempfile.TemporaryDirectory() as name, Image.open(master) as scan:
        copy = Path(name) / "mmexport1700000000.jpg"
        scan.resize((scan.width // 2, scan.height // 2)).save(copy, quality=40)
        import_paths(here.window.session.archive, [copy])
        catch_up(here.window.session.archive, lambda _share, _words: None)
    here.settle()
    dialog = AlikeDialog(here.window, here.materials.shell, here.materials.thumbs)
    dialog.show()
    here.until(lambda: bool(dialog.questions))
    here.rest(800)
    here.picture("alike")
    dialog.close()


def _fresh(here: Walk, kind: str, values: dict[str, Any]) -> str:
    archive = here.window.session.archive
    made = Create("item", {"kind": kind, **values})
    archive.execute(made)
    here.settle()
    return made.id


def _date(here: Walk) -> None:
    """Words of a date with their reading, which nobody has taken yet, and words with several."""
    item = _fresh(
        here,
        "photograph",
        {
            "title": "腊月里的合影（示例）",
            "created": {"display": "一九四七年腊月二十三"},
            "dates": [{"display": "光绪戊戌"}, {"display": "戊戌年"}, {"display": "1958年2月30日"}],
        },
    )
    here.select(item)
    bring(here, "created")
    here.rest(900)
    here.picture("date")
    here.window.session.archive.undo(1)
    here.settle()


def _transcript(here: Walk) -> None:
    materials = here.materials
    here.select(titled(here, "湟水渠上的看水人"))
    materials.open_item()
    here.settle()
    materials.material.pages.button("transcript").click()
    here.settle()
    here.rest(600)
    here.picture("transcript")
    _oral_dialogs(here)
    _going_out(here)
    materials.back()
    here.settle()


def _oral_dialogs(here: Walk) -> None:
    """Who speaks, and the times of many segments."""
    page = here.materials.material.transcript_page
    made = (("speakers", SpeakersDialog), ("retime", RetimeDialog), ("recording-of", RecordingDialog))
    for name, dialog in ((name, kind(page, page)) for name, kind in made):
        dialog.open()
        here.settle()
        here.picture(name)
        dialog.close()


def _going_out(here: Walk) -> None:
    """What goes out: a transcript in many forms, a recording without what is not for everybody."""
    materials, archive = here.materials, here.window.session.archive
    record = archive.catalogue.record(materials.pane.record.id)
    said = [dict(one) for one in record["transcript"]]
    said[5]["access"] = "restricted"
    said[6]["mandarin"] = said[6]["text"]
    said[1]["text"], said[3]["text"] = f"嗯，{said[1]['text']}", f"那个，{said[3]['text']}"
    archive.execute(SetFields(record.id, {"transcript": said}))
    here.settle()
    acts = here.window.actions_table
    _asked(here, "transcript-out", acts["spoken.out"].trigger, lambda dialog: dialog.list.setCurrentRow(2))
    _asked(here, "cut-out", acts["spoken.cut"].trigger)
    _asked(here, "edited-text", acts["spoken.edited"].trigger)
    here.until(lambda: not materials.material.transcript_page.field.pending)
    here.rest(800)
    materials.material.pages.button("text").click()
    here.settle()
    tied = [one for one in materials.material.text.manuscript() if one.segments]
    materials.material.text.page.show_place(tied[2].id, 0, 4)
    here.settle()
    here.picture("told")


def _asked(here: Walk, name: str, act: Callable[[], Any], prepare: Callable[[Any], Any] = lambda dialog: None) -> None:
    """Picture a dialog that ``act`` opens in its own time."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(300, look)
            return
        prepare(dialog)
        here.rest(700)
        here.picture(name)
        dialog.close()

    QTimer.singleShot(300, look)
    act()
    here.until(lambda: QApplication.activeModalWidget() is not None)
    here.until(lambda: QApplication.activeModalWidget() is None)
    here.window.activateWindow()  # no window manager gives it the keyboard back
    here.settle()


def _checked(here: Walk) -> None:
    """A text looked through, at one of the places that were found."""
    materials = here.materials
    texts = [
        "解放前，我父亲在县里的小学当校长。1958年2月30日,学校搬到了白庙村，几个学生把桌椅抬了过去，约三十人左右。",
        "后来...就修水库了。“一九六二年8月才修成”，他说。苹果、梨、等都种过，國家也给了补助。",
    ]
    values = {"title": "白庙村小学的校长（示例）", "manuscript": paragraphs(texts).to_json()}
    here.select(_fresh(here, "contribution", values))
    materials.open_item()
    here.settle()
    materials.material.checked.toggle()
    here.until(lambda: bool(materials.material.checked.pane and materials.material.checked.pane.remarks))
    for _turn in range(2):
        materials.material.checked.step(1)
    here.picture("checked-text")
    materials.material.checked.toggle()
    materials.back()
    here.window.session.archive.undo(1)
    here.settle()


def _tracked(here: Walk) -> None:
    """A text in 校 with what two readers of its proofs proposed, one of them chosen."""
    archive, materials = here.window.session.archive, here.materials
    texts = [
        "一九五八年春，供销社搬到了十字路口。柜台是松木的，掌柜姓王，货架上摆着盐、茶、火柴和洋布。",
        "后来换了杨木的柜台，漆成绿色，一直用到撤社那一年。",
        "再后来供销社撤了，柜台卖给了合作社，货也并了过去。",
    ]
    values = {"title": "供销社的柜台（示例）", "manuscript": paragraphs(texts).to_json()}
    item = _fresh(here, "contribution", values)
    archive.execute(SetFields(item, {"state": "proof1"}, by_program=True, type="example"))
    for old, new, why, by in (
        ("松木的", "柏木的", "作者核稿", "校对乙"),
        ("杨木的柜台", "柳木柜台", "", "校对丙"),
        ("撤社那一年", "一九八五年撤社", "县志第 122 页", "校对丙"),
        ("柜台卖给了合作社，", "", "与第 12 面重复", "校对乙"),
    ):
        propose_words(archive, item, old, new, why=why, by=by)
    here.settle()
    here.select(item)
    materials.open_item()
    here.settle()
    tracking = materials.material.text_page.tracking
    tracking.step(1)
    here.settle()
    here.picture("tracked")
    tracking.show_face("base")
    materials.back()
    archive.undo(6)
    here.settle()


def _comments(here: Walk) -> None:
    """A text with comments beside it: one answered, one done."""
    materials = here.materials
    texts = [
        "我家的油坊在韵家口河沿上，一九五三年盖的，有三间房，北头一间放着三丈二尺长的油梁。",
        "掌锤的是𠮷甫叔，人称铁胳膊，一天只能榨三榨；一榨油要两个时辰，油饼还要压一夜才能出尽。",
    ]
    text = paragraphs(texts)
    first, second = text.blocks
    asked = commenting(text, first.id, 13, 18, "县志里写的是一九五四年，请再问问。", by="责任编辑")
    comments = [
        asked,
        answering(asked, "问过了：五三年秋天动工，五四年开榨。", by="李晓棠"),
        replace(commenting(text, second.id, 4, 7, "“𠮷”字核对过身份证。", by="责任编辑"), done=True),
        commenting(text, second.id, 18, 22, "前文说两榨。", by="主编"),
    ]
    values = {
        "title": "韵家口的油坊（示例）",
        "manuscript": text.to_json(),
        "comments": [one.row() for one in comments],
    }
    here.select(_fresh(here, "contribution", values))
    materials.open_item()
    here.settle()
    materials.material.text_page.margin.step(1)
    here.picture("comments")
    materials.material.text_page.margin.toggle()
    materials.back()
    here.window.session.archive.undo(1)
    here.settle()


def _table(here: Walk) -> None:
    """A table of a text, opened to be changed."""
    rows = (
        (Cell("队", rows=2, header=True), Cell("户数", columns=2, header=True), Cell("备注", rows=2, header=True)),
        (Cell("上庄", header=True), Cell("下庄", header=True)),
        (
            Cell("一队"),
            Cell("42"),
            Cell("43"),
            Cell("水磨在河沿上，一年只有三个月能开磨。", rows=2, spans=(Span(9, 14, SpanStyle.BOLD),)),
        ),
        (Cell("二队"), Cell("31"), Cell("30")),
    )
    block = Block(BlockKind.TABLE, "各队户数（一九五八年）", rows=rows)
    dialog = TableDialog(here.window, block)
    dialog.open()
    here.settle()
    here.picture("table")
    dialog.close()


def _review(here: Walk) -> None:
    """As the editors see it: an item in first review, its three forms, a refused step, the road it has come."""
    materials, archive = here.materials, here.window.session.archive
    archive.act_as("编辑甲")
    records = archive.catalogue.records("item")
    waiting = next(record for record in records if record["state"] == "first_review")
    here.select(waiting.id)
    here.settle()
    here.picture("road")
    modal(
        here,
        "review",
        materials.pane.road.review,
        lambda dialog: dialog.fill("政治", dialog._fields["政治"][0].itemText(0), "表述稳妥，没有不宜公开的内容。"),
    )
    modal(here, "refused", lambda: materials.pane.road.explain(materials.pane.road.offers[0]))
    included = next(record for record in records if record["state"] == "included" and record["manuscript"])
    here.select(included.id)
    here.settle()
    materials.pane.show_tab("workflow")
    here.settle()
    here.picture("road-log")
    materials.pane.show_tab("form")
    modal(here, "correct", materials.pane.road.correct)
    _corrected_text(here)
    archive.act_as(str(here.settings.get("actor")))


def _corrected_text(here: Walk) -> None:
    """A frozen text that is written in: what is struck and what is new below it, and why."""
    record = here.materials.pane.record
    assert record is not None
    dialog = CorrectTextDialog(here.window, here.window, record)
    dialog.open()
    cursor = dialog.editor.page.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(6, cursor.MoveMode.KeepAnchor)
    cursor.insertText("那几年")
    dialog.why.setText("作者核稿")
    here.rest(900)
    dialog.page.step(1)
    here.settle()
    here.picture("correct-text")
    dialog.reject()


def _names(here: Walk) -> None:
    """A name is looked up by its initials."""
    materials = here.materials
    item = _fresh(here, "photograph", {"title": "社火队过河滩（示例）"})
    here.select(item)
    bring(here, "persons")
    line = materials.pane.form.block("persons").editor.box.line
    line.setFocus()
    QTest.keyClicks(line, "qdk")
    here.rest(900)
    here.picture("names")
    line.clear()
    here.window.session.archive.undo(1)
    here.settle()
