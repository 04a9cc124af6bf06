"""The settings a person chooses: the name that stands in the history, the text size, light or dark.

The patterns of its numbers and its 全宗号 are the open archive's own, and stand in the dialog while one is open.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.dialogs.sound_keys import SoundKeysDialog
from archive_app.gui.finder import library_there
from archive_app.gui.i18n import _
from archive_app.gui.sound.there import speech_there
from archive_app.gui.theme import theme
from archive_app.gui.theme.theme import TEXT_SIZES
from archive_app.gui.widgets.basics import Part, button, column, label, pane, row
from archive_app.gui.widgets.segments import Segments
from archive_app.services.archive import Archive
from archive_app.services.number_note import NumberSettings
from archive_app.services.numbers import fault_of
from archive_app.services.settings import Settings


class SettingsDialog(Dialog):
    """Every choice holds at once; there is nothing to save."""

    def __init__(self, parent: QWidget | None, settings: Settings, archive: Archive | None = None) -> None:
        super().__init__(parent, _("设置"), width=520)
        self._settings = settings
        self._archive = archive
        self.name = QLineEdit(str(settings.get("actor")))
        self.name.setPlaceholderText(_("例如：王文史"))
        self.name.setAccessibleName(_("我的姓名"))
        self.name.editingFinished.connect(self._name_given)
        sizes = Segments([(f"{size:g}", f"{round(size * 100)}%", "") for size in TEXT_SIZES])
        sizes.choose(f"{min(TEXT_SIZES, key=lambda size: abs(size - theme().scale)):g}")
        sizes.chosen.connect(lambda size: self._set("text_percent", round(float(size) * 100)))
        modes = Segments([("system", _("随系统"), ""), ("light", _("浅色"), "sun"), ("dark", _("深色"), "moon")])
        modes.choose(theme().mode)
        modes.chosen.connect(lambda mode: self._set("theme", mode))
        self.sound_keys = button(_("按键和踏板…"), lambda: SoundKeysDialog(self, settings).exec(), icon="keyboard")
        choices = pane(
            column(
                label(_("我的姓名")),
                self.name,
                label(_("写进修改历史：谁在什么时候改了什么。"), tone="faint", voice="small", wrap=True),
                12,
                *self._numbers(),
                label(_("字号")),
                sizes,
                12,
                label(_("明暗")),
                modes,
                12,
                label(_("听录音")),
                row(self.sound_keys, None),
                *self._speech(),
                *self._faces(),
                spacing=6,
                around=(0, 0, 12, 0),
            )
        )
        self.setLayout(
            column(
                label(_("设置"), voice="title"),
                8,
                choices,
                16,
                self.buttons(button(_("完成"), self.accept, role="primary")),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )

    def _speech(self) -> list[Part]:
        """The folder of the model that makes drafts of transcripts; nothing where the library is not there."""
        if not speech_there():
            return []
        self.speech_model = label("", tone="faint", voice="small", wrap=True)

        def say() -> None:
            kept = str(self._settings.get("speech_model"))
            self.speech_model.setText(kept or _("还没有选；解压好的 sherpa-onnx 模型放在哪个文件夹都行。"))

        def choose() -> None:
            from archive_app.gui.sound.drafting import choose_model

            choose_model(self, self._settings)
            say()

        say()
        chooser = row(button(_("选文件夹…"), choose, icon="folder-open"), None)
        return [12, label(_("录音转文字用的模型")), self.speech_model, chooser]

    def _faces(self) -> list[Part]:
        """The model that suggests where there are faces; nothing where what runs it is not there. Without one, as it is
        at first, nothing is looked for."""
        if not library_there():
            return []
        self.faces_model = label("", tone="faint", voice="small", wrap=True)
        self.no_faces = button(_("不用了"), lambda: (self._settings.set("faces_model", ""), say()))

        def say() -> None:
            kept = str(self._settings.get("faces_model"))
            gone = _("{name}（不在了，请重新选）") if kept and not Path(kept).exists() else "{name}"
            none = _("没有选，就不找。要 OpenCV 的 YuNet 模型（face_detection_yunet_….onnx）；只找脸在哪里，不认是谁。")
            self.faces_model.setText(gone.format(name=Path(kept).name) if kept else none)
            self.faces_model.setToolTip(kept)
            self.no_faces.setVisible(bool(kept))

        def choose() -> None:
            from archive_app.gui.workspaces.materials.photo.finding import choose_model

            choose_model(self, self._settings)
            say()

        say()
        chooser = row(button(_("选文件…"), choose, icon="folder-open"), self.no_faces, None, spacing=8)
        return [12, label(_("找人脸用的模型")), self.faces_model, chooser]

    def _numbers(self) -> list[Part]:
        """The patterns of the archive's numbers, and its 全宗号; nothing where no archive is open."""
        if self._archive is None:
            return []
        parts: list[Part] = []
        self.numbers: dict[str, QLineEdit] = {}
        self.wrong = label(tone="danger", voice="small", wrap=True)
        self.wrong.hide()
        kept = NumberSettings(self._archive.root)
        for key, words in (
            ("accession_pattern", _("征集号的式样")),
            ("ref_pattern", _("档号的式样")),
            ("fonds_no", _("全宗号")),
        ):
            editor = QLineEdit()
            editor.setAccessibleName(words)
            try:
                editor.setText(kept.get(key))
            except UsageError as error:
                self._say_wrong(f"{error.message}。{error.remedy}")
                editor.setReadOnly(True)
            editor.setReadOnly(editor.isReadOnly() or self._archive.read_only)
            self.numbers[key] = editor
            editor.editingFinished.connect(partial(self._number_given, key, editor))
            parts += [label(words), editor, 4]
        said = _("{流水号:4} 是四位的流水号。式样和全宗号写在馆藏里，备份、复制都带着；发出的编号不再改。")
        return [*parts, label(said, tone="faint", voice="small", wrap=True), self.wrong, 12]

    def _number_given(self, key: str, editor: QLineEdit) -> None:
        if editor.isReadOnly() or self._archive is None:
            return
        text = editor.text().strip()
        self._say_wrong(fault_of(key, text))
        kept = NumberSettings(self._archive.root)
        if not self.wrong.text() and text != kept.get(key):
            try:
                kept.set(key, text)
            except ArchiveError as error:
                self._say_wrong(f"{error.message}。{error.remedy}")

    def _say_wrong(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _name_given(self) -> None:
        self._settings.set("actor", self.name.text().strip())

    def _set(self, key: str, value: object) -> None:
        self._settings.set(key, value)
        self.accept()
        if key == "theme":
            theme().set(mode=str(value))
        else:
            theme().set(scale=int(str(value)) / 100)
