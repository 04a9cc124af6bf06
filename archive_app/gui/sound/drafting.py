"""录音转文字: a draft by a recogniser of the person's own, looked through and taken, or not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QListWidget, QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.domain.segments import clock
from archive_app.gui.dialogs.message import Dialog, ask
from archive_app.gui.dialogs.own_model import keep_model
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.sound.files import SoundFile, sounds_of
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.intake.sound.speech.models import Model
    from archive_app.services.jobs import Reporter
    from archive_app.services.settings import Settings
    from archive_app.services.transcribing import Draft

_ROWS = 9


def choose_model(parent: QWidget, settings: Settings) -> bool:
    """Ask for the folder of a model; whether there is one now. What is none is said, and asked for again next time."""
    from archive_app.intake.sound.speech.models import find

    def ask(start: str) -> str:
        return QFileDialog.getExistingDirectory(parent, _("听写用的模型在哪个文件夹"), start)

    return keep_model(parent, settings, "speech_model", ask, find)


class _AskDialog(Dialog):
    """Which recording, and what is going to happen."""

    def __init__(self, parent: QWidget, files: tuple[SoundFile, ...], settings: Settings) -> None:
        super().__init__(parent, _("录音转文字（草稿）"), 560)
        self._settings = settings
        self.chooser = CalmCombo()
        self.chooser.setAccessibleName(_("哪一段录音"))
        for one in files:
            self.chooser.addItem(one.name, one.sha256)
        self._model = label("", tone="faint", wrap=True)
        self._say_model()
        words = _(
            "声音不出这台电脑：用您自己放好的模型来听，一小时的录音少则几分钟，多则个把小时，随时可以停下，下次接着听。"
        )
        after = _("听出来的只是草稿，错字、同音字不会少，请边听边改；听完先给您看，您点头才放进转写稿。")
        which = row(label(_("录音")), self.chooser, spacing=12)
        which.setStretch(1, 1)
        by = row(self._model, button(_("换一个模型…"), self._another), spacing=12)
        by.setStretch(0, 1)
        self.setLayout(
            column(
                label(_("录音转文字（草稿）"), voice="title"),
                label(words, wrap=True),
                label(after, wrap=True),
                which,
                by,
                8,
                self.buttons(button(_("取消"), self.reject), button(_("开始听"), self.accept, role="primary")),
                spacing=10,
                around=(24, 20, 24, 20),
            )
        )

    def _another(self) -> None:
        choose_model(self, self._settings)
        self._say_model()

    def _say_model(self) -> None:
        name = Path(str(self._settings.get("speech_model"))).name
        self._model.setText(_("模型：{name}").format(name=name))


class DraftDialog(Dialog):
    """What was heard, to be looked through before it is taken."""

    def __init__(self, parent: QWidget, draft: Draft, existing: int) -> None:
        super().__init__(parent, _("听写的草稿"), 720)
        self.list = QListWidget()
        self.list.setAccessibleName(_("听写的草稿"))
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(theme().dp(33 * _ROWS))
        for one in draft.segments:
            self.list.addItem(f"{clock(one.start or 0)[:8]}　{one.text}")
        words = _("听出 {n:,} 段。").format(n=len(draft.segments))
        if not draft.whole:
            words += _("还没有听完；再来一次，从停下的地方接着听。")
        if existing:
            words += _("这件资料已有 {n:,} 段转写：放进去就换掉它们，可以撤销。").format(n=existing)
        self.note = label(words, tone="amber" if existing or not draft.whole else "faint", wrap=True)
        take = button(_("换掉现有的转写稿") if existing else _("放进转写稿"), self.accept, role="primary")
        take.setEnabled(bool(draft.segments))
        self.setLayout(
            column(
                label(_("听写的草稿"), voice="title"),
                self.note,
                self.list,
                label(_("说话人要另写；错的地方，在转写稿里边听边改。"), tone="faint", voice="small", wrap=True),
                self.buttons(button(_("不要"), self.reject), take),
                spacing=10,
                around=(24, 20, 24, 20),
            )
        )


class Drafting(QObject):
    """Asks which recording; hears it beside the window, with progress, and may be stopped."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, record: Record) -> None:
        """Ask, and begin."""
        archive = self._shell.session.archive
        self._shell.session.ask(lambda: archive.catalogue.files_of(record.id), partial(self._ask, record))

    def _ask(self, record: Record, files: list[Record]) -> None:
        from archive_app.services.transcribing import model_of

        sounds = sounds_of(files)
        if not sounds:
            self._shell.toast(_("这件资料没有录音"))
            return
        settings = self._shell.settings
        if model_of(settings) is None:
            words = _("请把 sherpa-onnx 的中文模型（如 SenseVoice、Paraformer）解压到一个文件夹，再在这里选它。")
            heading = _("还没有选听写用的模型")
            if not ask(self._window, heading, words, _("以后再说"), _("选文件夹…")):
                return
            if not choose_model(self._window, settings):
                return
        dialog = _AskDialog(self._window, sounds, settings)
        accepted, sha256 = dialog.exec(), str(dialog.chooser.currentData())
        dialog.deleteLater()
        model = model_of(settings)
        if accepted and model is not None:
            self.begin(record, sha256, model)

    def begin(self, record: Record, sha256: str, model: Model) -> None:
        """Hear a recording; its draft is shown when it is done, or stopped."""
        from archive_app.services.transcribing import Transcriber

        archive = self._shell.session.archive

        def work(reporter: Reporter) -> Draft:
            return Transcriber(archive, model).transcribe(reporter, sha256)

        title = _("听写“{title}”").format(title=record.title)
        self._shell.jobs.in_thread(title, work, then=partial(self._heard, record.id), failed=self._shell.show_error)

    def _heard(self, item: str, draft: Draft) -> None:
        session = self._shell.session
        catalogue = session.archive.catalogue
        session.when_written(lambda: session.ask(lambda: catalogue.record(item), partial(self.show, draft)))

    def show(self, draft: Draft, record: Record) -> None:
        """Have the draft looked through, and put it into the item where it is taken."""
        existing = len(record["transcript"] or ())
        dialog = DraftDialog(self._window, draft, existing)
        if dialog.exec():
            rows = [segment.to_json() for segment in draft.segments]
            words = _("放入听写的草稿（{n:,} 段）").format(n=len(rows))
            self._shell.session.execute(
                SetFields(record.id, {"transcript": rows}, words=words), failed=self._shell.show_error
            )
        dialog.deleteLater()
