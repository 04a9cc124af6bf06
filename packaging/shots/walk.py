"""The walk through the window that ``shoot.py`` takes its pictures on."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from earlier import EARLIER, all_earlier
from forms import all_forms
from PIL import Image
from png import make_small
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tasks import all_tasks
from volumes import PICTURES, all_volumes
from windows import all_windows

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.withholding import Audience
from archive_app.gui.app import prepare
from archive_app.gui.dialogs.keys import KeysDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.versions.dialog import VersionsDialog
from archive_app.gui.versions.word_dialog import WordDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.search_history import remember
from archive_app.services.settings import Settings
from archive_app.services.texts.word_back import read_word
from archive_app.services.texts.word_out import write_word

PATIENCE_MS = 30_000
ROOT = Path(__file__).resolve().parents[2]
FOR_DOCS = frozenset(
    name
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    for name in re.findall(r"pictures/([\w-]+)\.png", page.read_text(encoding="utf-8"))
)
"""The pictures that README and handbook show; the others are for looking at while the window is worked on."""
_MATERIALS = ("list", "photographs", "cards", "photograph", "form", "manuscript", "batch")
_TEXTS = ("versions", "word-back")
_SEARCH = ("search", "search-offers", "search-form", "search-form-names")
_LOOKS = tuple(f"{look}-{what}" for look in ("dark", "large", "large-dark") for what in ("list", "photograph", "form"))


class Walk:
    """The window, and how to wait for it and to picture it."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self.wanted = wanted
        self.app = QApplication([])
        self.settings = Settings()
        self.settings.set("theme", wanted.theme)
        self.settings.set("actor", "编辑甲")
        self.theme: Theme = prepare(self.app, self.settings)
        self.theme.set(mode=wanted.theme, scale=wanted.text)
        self.window = MainWindow(self.settings)
        self.window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        screen = self.app.primaryScreen().geometry()
        self.window.setGeometry(screen)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowExposed(self.window)

    @property
    def materials(self) -> MaterialsWorkspace:
        """The first workspace."""
        found = self.window.desk.workspace("materials")
        assert isinstance(found, MaterialsWorkspace)
        return found

    def settle(self, turns: int = 4) -> None:
        """Until nothing is being asked, written or laid out."""
        for _turn in range(turns):
            passed = 0
            while passed < PATIENCE_MS:
                self.rest(120)
                passed += 120
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
                if not self.window.is_open:
                    break
                session = self.window.session
                if not (session.saving or session._reader.busy or session._writer.busy):
                    break

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait for something."""
        passed = 0
        while not ready() and passed < PATIENCE_MS:
            self.rest(100)
            passed += 100

    @staticmethod
    def rest(ms: int) -> None:
        """Let the window and the threads beside it go on: Qt's own wait keeps Python's lock from them."""
        for _turn in range(max(1, ms // 20)):
            QTest.qWait(1)
            time.sleep(0.019)

    def small_pictures(self) -> None:
        """Until those that are looked at have been made."""
        self.rest(300)
        thumbs = self.materials.thumbs
        self.until(lambda: not thumbs._wishes and not thumbs._under_way)
        self.rest(300)

    def wants(self, name: str) -> bool:
        """Whether this picture is asked for."""
        return self.wanted.all or name in (self.wanted.only or FOR_DOCS)

    def stop(self, names: Iterable[str], do: Callable[..., object], *given: object) -> None:
        """A part of the walk with the pictures it takes; passed by where none of them is asked for."""
        if any(map(self.wants, names)):
            self.window.activateWindow()  # no window manager gives it the keyboard back from a dialog
            do(self, *given)

    def picture(self, name: str) -> None:
        """The whole screen as it is, pop-ups and all."""
        if not self.wants(name):
            return
        self.settle(2)
        # the pointer leaves no hover behind
        QTest.mouseMove(self.window, QPoint(self.window.width() // 2, 3))
        self.rest(60)
        self.wanted.out.mkdir(parents=True, exist_ok=True)
        path = self.wanted.out / f"{name}.png"
        self.app.primaryScreen().grabWindow(0).save(str(path))
        make_small(path)
        print(path)

    def ids(self, kind: str) -> list[str]:
        """The items of a kind, in the list's order."""
        return self.window.session.archive.catalogue.item_ids(ItemFilter(kinds=(kind,)), "added", descending=True)

    def select(self, item_id: str) -> None:
        """Select an item and wait for its form."""
        self.materials.listing.select(item_id)
        self.settle()


def walk(wanted: argparse.Namespace) -> int:
    """Every stop; 1 where the program stumbled."""
    faults: list[str] = []

    def note(*about: Any) -> None:
        faults.append("".join(traceback.format_exception(*about)))
        sys.stderr.write(faults[-1])

    sys.excepthook = note
    here = Walk(wanted)
    example = wanted.walk / "示例馆藏"
    if wanted.archive:
        shutil.copytree(wanted.archive, example)
    else:
        from archive_app.services.demo import build_demo

        build_demo(example)
    _start(here)
    here.window.open_archive(example)
    here.until(lambda: here.window.is_open)
    here.settle(6)
    here.stop(_MATERIALS, _materials)
    here.stop(("history", *_TEXTS), _history)
    here.stop((*_SEARCH, *PICTURES), _find_and_bind)
    here.stop(("taking-in",), _take_in, wanted.walk)
    all_forms(here)
    all_tasks(here)
    all_windows(here)
    here.stop(EARLIER, all_earlier)
    here.stop(("keys", "new-menu", "no-match"), _others)
    here.stop(_LOOKS, _looks)
    here.window.release()
    return 1 if faults else 0


def _start(here: Walk) -> None:
    here.settle()
    here.picture("start")


def _materials(here: Walk) -> None:
    window, materials = here.window, here.materials
    texts = here.ids("contribution") + here.ids("oral_history")
    here.select(here.ids("photograph")[4])
    here.until(lambda: materials.pane.preview.isVisible())
    here.rest(600)
    here.picture("list")
    materials.filters.choose("kind", "photograph", on=True)
    here.settle()
    materials.show_mode("grid")
    here.select(here.ids("photograph")[4])
    here.small_pictures()
    here.picture("photographs")
    materials.filters.reset()
    here.settle()
    here.select(texts[2])
    here.rest(800)
    here.picture("cards")
    here.select(here.ids("photograph")[-1])
    materials.open_item()
    here.settle()
    here.until(lambda: materials.material.picture.view._picture is not None)
    here.picture("photograph")
    materials.pane.show_field("caption")
    here.settle()
    here.picture("form")
    materials.back()
    catalogue = window.session.archive.catalogue
    written = [key for key in texts if catalogue.record(key)["manuscript"]]
    if written:
        here.select(max(written, key=lambda key: _notes(catalogue.record(key)["manuscript"])))
        materials.open_item()
        here.settle()
        here.picture("manuscript")
        materials.back()
    materials.show_mode("list")
    materials.listing.view.selectAll()
    here.settle()
    here.picture("batch")
    materials.listing.view.clearSelection()
    here.settle()


def _notes(manuscript: dict[str, Any]) -> int:
    return sum(len(block.get("notes", ())) for block in manuscript["blocks"])


def _history(here: Walk) -> None:
    archive = here.window.session.archive
    records = map(archive.catalogue.record, here.ids("contribution") + here.ids("oral_history"))
    item = next(record.id for record in records if record["state"] == "returned")
    archive.act_as("李𠮷庆")  # who gathered it
    abstract = str(archive.catalogue.record(item)["abstract"] or "")
    archive.execute(SetFields(item, {"abstract": abstract + "附老照片一张。"}))
    keywords = [*archive.catalogue.record(item)["keywords"], "手艺"]
    archive.execute(SetFields(item, {"keywords": keywords, "access": "internal"}))
    title = archive.catalogue.record(item).title
    archive.execute(SetFields(item, {"title": title.replace("（", "旧事（", 1)}))
    here.settle()
    here.select(item)
    here.materials.pane.show_tab("history")
    here.settle()
    here.picture("history")
    archive.undo(3)
    here.stop(_TEXTS, _versions, item)
    archive.act_as(str(here.settings.get("actor")))
    here.materials.pane.show_tab("form")
    here.settle()


def _versions(here: Walk, item: str) -> None:
    """A text that was worked on, beside what it was: words changed, a paragraph moved, one written."""
    archive = here.window.session.archive
    text = dict(archive.catalogue.record(item)["manuscript"])
    blocks = [dict(block) for block in text["blocks"]]
    first, second = [block for block in blocks if len(block.get("text", "")) > 40][:2]
    first["text"] = first["text"].replace("，", "，当时", 1).replace("的", "", 1)
    blocks.remove(second)
    blocks.insert(0, second)
    fresh = Block(BlockKind.PARAGRAPH, "这件事后来写进了街道的大事记。")
    text["blocks"] = [*blocks, *Manuscript((fresh,)).to_json()["blocks"]]
    archive.execute(SetFields(item, {"manuscript": text}))
    here.settle()
    dialog = VersionsDialog(here.window, here.window, archive.catalogue.record(item))
    dialog.resize(dialog.sizeHint())
    dialog.open()
    here.settle()
    dialog.page.step(1)
    here.settle()
    here.picture("versions")
    dialog.close()
    archive.undo(1)
    _word_back(here, item)


def _word_back(here: Walk, item: str) -> None:
    """The same text come back from Word: two places changed with changes tracked, one of which the office changed."""
    archive = here.window.session.archive
    with tempfile.TemporaryDirectory() as name:
        went, came = Path(name) / "稿.docx", Path(name) / "最终版(2).docx"
        write_word(archive, item, went, audience=Audience.OWN)
        text = dict(archive.catalogue.record(item)["manuscript"])
        long = [block for block in text["blocks"] if len(block.get("text", "")) > 40 and not block.get("spans")]
        with zipfile.ZipFile(went) as was, zipfile.ZipFile(came, "w") as made:
            for part in was.namelist():
                data = was.read(part)
                if part == "word/document.xml":
                    for block in long[:2]:
                        data = _tracked(data, block["text"])
                made.writestr(part, data)
        long[0]["text"] = long[0]["text"][:8] + "早几年" + long[0]["text"][11:]
        archive.execute(SetFields(item, {"manuscript": text}))
        here.settle()
        dialog = WordDialog(here.window, here.window, read_word(archive, item, came))
        dialog.resize(dialog.sizeHint())
        dialog.open()
        here.settle()
        dialog.page.step(1)
        here.settle()
        here.picture("word-back")
        dialog.close()
        archive.undo(1)


def _tracked(document: bytes, text: str) -> bytes:
    """The document with three characters of a paragraph changed by somebody, as Word tracks it."""
    about = 'w:author="马文山" w:date="2026-07-05T09:00:00Z"'
    end, begin = "</w:t></w:r>", '<w:r><w:t xml:space="preserve">'
    gone = f'<w:del w:id="900" {about}><w:r><w:delText>{text[8:11]}</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="901" {about}><w:r><w:t>那几年</w:t></w:r></w:ins>'
    made = text[:8] + end + gone + new + begin + text[11:14]
    return document.replace(text[:14].encode(), made.encode(), 1)


def _take_in(here: Walk, folder: Path) -> None:
    """What a commissioner brings on a stick: photographs, one of them twice, a Word file, and what does not belong."""
    import docx

    incoming = folder / "李晓棠-九月"
    incoming.mkdir()
    for number, (width, height, shade) in enumerate(((900, 620, 150), (620, 900, 120), (800, 800, 172)), start=1):
        Image.new("RGB", (width, height), (shade, shade - 12, shade - 26)).save(incoming / f"湟水边 {number:02d}.jpg")
    shutil.copy(incoming / "湟水边 01.jpg", incoming / "微信图片_20260918.jpg")
    made = docx.Document()
    made.add_heading("韵家口的老油坊", 1)
    made.add_paragraph("油坊不大，三间土房，一盘油梁，榨出来的清油全庄子点灯吃饭。")
    made.save(str(incoming / "韵家口的老油坊（终稿2）.docx"))
    (incoming / "播放器安装.exe").write_bytes(b"MZ\x90\x00\x03 no photograph")
    (incoming / "坏了的照片.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut short")
    here.materials.take_in([incoming])
    here.until(lambda: not here.materials.intake.running)
    here.settle()
    here.picture("taking-in")
    here.window.actions_table["edit.undo"].trigger()
    here.settle()
    here.materials.back()


def _others(here: Walk) -> None:
    keys = KeysDialog(here.window, here.window.actions_table)
    keys.open()
    here.settle()
    here.picture("keys")
    keys.close()
    bar = here.materials.listing.bar
    bar.new_menu.popup(bar.new_button.mapToGlobal(bar.new_button.rect().bottomLeft()))
    here.settle()
    here.picture("new-menu")
    bar.new_menu.close()
    bar.finder.setText("没有这样的题名")
    here.settle()
    here.picture("no-match")
    here.materials.listing.reset_filters()
    here.settle()


def _find_and_bind(here: Walk) -> None:
    """检索 with every place marked, and 编纂 with its pages."""
    desk = here.window.desk
    here.stop(_SEARCH, _find)
    here.stop(PICTURES, all_volumes)
    desk.show_workspace("materials")
    here.settle(4)


def _find(here: Walk) -> None:
    desk = here.window.desk
    desk.top.search.setText("水磨")
    search = desk.show_workspace("search")
    here.until(lambda: bool(search.results.rows.rows))
    here.settle(4)
    for _step in range(6):
        search.reading.step(1)
        here.settle(2)
    here.picture("search")
    _offers(here)
    _search_form(here)
    desk.top.search.clear()
    here.settle()


def _offers(here: Walk) -> None:
    """What is offered under the search box while one types, with one of it walked to."""
    box, panel = here.window.desk.top.search, here.window.desk.offers.panel
    here.until(lambda: not here.window.jobs.running())  # the index is being made, at the first search
    remember(here.settings, "水磨 -电磨")
    here.window.actions_table["edit.search"].trigger()
    QTest.keyClicks(box, "shan")
    here.until(panel.isVisible)
    here.settle()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    here.picture("search-offers")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    here.settle()


def _search_form(here: Walk) -> None:
    """高级检索, filled in from the box; then a name is looked up, a year is wrong."""
    desk = here.window.desk
    desk.top.search.setText("水磨 正文:(水 同句 磨) -电灯 年:1936-1978 种类:(口述史料 或 来稿)")
    here.settle(4)
    here.window.actions_table["search.form"].trigger()
    here.settle(4)
    here.picture("search-form")
    form = desk.workspace("search").form.panel
    form.years.begin.setText("那几年")
    form.add.click()
    row = form.rows[-1]
    row.field.setCurrentIndex(row.field.findData("person"))
    row.field.activated.emit(0)
    QTest.keyClicks(row.words, "qdk")
    here.settle(4)
    here.rest(600)
    here.picture("search-form-names")
    form.left.emit()
    here.settle()


def _looks(here: Walk) -> None:
    photo = here.ids("photograph")[0]
    for name, mode, scale in (("dark", "dark", 1.0), ("large", "light", 2.0), ("large-dark", "dark", 2.0)):
        here.theme.set(mode=mode, scale=scale)
        here.settle()
        here.materials.show_mode("grid" if name == "dark" else "list")
        here.select(photo)
        here.small_pictures()
        here.picture(f"{name}-list")
        here.materials.open_item()
        here.settle()
        here.until(lambda: here.materials.material.picture.view._picture is not None)
        here.picture(f"{name}-photograph")
        here.materials.focus_form()
        here.settle()
        here.picture(f"{name}-form")
        here.materials.back()
        here.materials.back()
