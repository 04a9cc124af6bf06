"""What a volume is written as: the outputs there are, and what each of them has to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QStackedWidget, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, row, shown_if
from archive_app.services.settings import Settings
from archive_app.services.typesetting import counted
from archive_app.typeset.folder import chinese_number
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import COLOURS, OUTPUTS, STANDARDS, Options, Output, output_named
from archive_app.typeset.problems import MISSING_GLYPH

_MOST_ROUNDS = 12


class _Part(QWidget):
    """What one output asks; ``options`` are the answers."""

    def options(self) -> Options:
        """Nothing was asked."""
        return Options()

    def keeps_layout(self) -> bool:
        """Whether the layout is to be written beside the file."""
        return False


class FileLine(QWidget):
    """A file's path that can be left empty, and the button that chooses it."""

    def __init__(self, name: str, hint: str, pattern: str, path: str = "") -> None:
        super().__init__()
        self._name, self._pattern = name, pattern
        self.path = QLineEdit(path)
        self.path.setAccessibleName(name)
        self.path.setPlaceholderText(hint)
        self.setLayout(row(self.path, button(_("选…"), self._choose), spacing=6))

    def value(self) -> Path | None:
        """The file; None where the line is empty."""
        words = self.path.text().strip()
        return Path(words) if words else None

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, self._name, self.path.text(), self._pattern)
        if chosen:
            self.path.setText(chosen)


class _Proof(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.round = _choice(
            _("第几次校样"), {n: _("第{n}次").format(n=chinese_number(n)) for n in range(1, _MOST_ROUNDS + 1)}
        )
        self.since = FileLine(_("上一次的版面"), _("可以不选"), _("版面文件 (*.json)"))
        self.wide = QCheckBox(_("外侧多留 40 毫米，供红笔改样"))
        self.keep = QCheckBox(_("在旁边留下这一次的版面，下一次校样时比对用"))
        self.keep.setChecked(True)
        self.setLayout(
            column(
                row(label(_("第几次校样")), self.round, None, spacing=8),
                label(_("与上一次比，标出改动：上一次留下的版面文件")),
                self.since,
                self.wide,
                self.keep,
                None,
                spacing=8,
            )
        )

    def options(self) -> Options:
        return Options(round=self.round.currentData(), since=self.since.value(), wide=self.wide.isChecked())

    def keeps_layout(self) -> bool:
        return self.keep.isChecked()


class _Print(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.standard = _choice(
            _("标准"), dict(zip(STANDARDS, (_("PDF/X-4（一般用这个）"), _("PDF/X-1a（印刷厂指明要时）")), strict=True))
        )
        self.colour = _choice(
            _("印四色的面"),
            dict(zip(COLOURS, (_("封面和图版印四色"), _("全书的图都印四色"), _("全书单黑")), strict=True)),
        )
        self.profile = FileLine(
            _("印刷厂的色彩特性文件"),
            _("不选用自带的：胶印、铜版纸（Fogra39）"),
            _("色彩特性文件 (*.icc *.icm)"),
            str(Settings().get("print_profile")),
        )
        self.setLayout(
            column(
                label(_("标准")),
                self.standard,
                label(_("颜色")),
                self.colour,
                label(_("印刷厂的色彩特性文件（.icc）")),
                self.profile,
                None,
                spacing=6,
            )
        )

    def options(self) -> Options:
        """The answers; the printer's profile is kept for the next time."""
        profile = self.profile.value()
        kept = Settings()
        if str(kept.get("print_profile")) != (words := str(profile or "")):
            kept.set("print_profile", words)
        return Options(standard=self.standard.currentData(), colour=self.colour.currentData(), profile=profile)


class _Archive(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.sources = QCheckBox(_("把书稿（book.toml 和各篇 Markdown）附在文件里"))
        self.setLayout(column(self.sources, None))

    def options(self) -> Options:
        return Options(sources=self.sources.isChecked())


class _Epub(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.internal = QCheckBox(_("内部资料也做成电子书"))
        words = _("内部资料的电子书只可在规定的范围内免费交流，不上网、不外传；不勾选时，内部资料不做电子书。")
        self.setLayout(column(self.internal, label(words, tone="faint", wrap=True), None, spacing=8))

    def options(self) -> Options:
        return Options(internal_epub=self.internal.isChecked())


_PARTS: Mapping[str, Callable[[], _Part]] = {"proof": _Proof, "print": _Print, "archive": _Archive, "epub": _Epub}


class OutputDialog(Dialog):
    """Which output, and its options."""

    def __init__(self, parent: QWidget | None, layout: Layout | None = None) -> None:
        """``layout`` are the pages as they are: they tell what would stop an output, and what a printer asks for."""
        super().__init__(parent, _("输出"), width=480)
        self._missing = tuple(p for p in layout.problems if p.code == MISSING_GLYPH) if layout is not None else ()
        self._stops = label("", tone="danger", voice="small", wrap=True)
        counts = counted(layout.statistics) if layout is not None else ""
        self.purpose = _choice(_("用途"), {one.name: _(one.label) for one in OUTPUTS})
        self._parts = {one.name: _PARTS.get(one.name, _Part)() for one in OUTPUTS}
        self._shown = QStackedWidget()
        for part in self._parts.values():
            self._shown.addWidget(part)
        self.purpose.currentIndexChanged.connect(self._shown.setCurrentIndex)
        self.purpose.currentIndexChanged.connect(lambda _index: self._say_stops())
        self.go = go = button(_("选存放的地方…"), self.accept, role="primary")
        go.setDefault(True)
        said = label(counts, tone="faint", voice="small", wrap=True)
        shown_if(said, bool(counts))
        self.setLayout(
            column(
                label(_("输出"), voice="title"),
                8,
                label(_("用途")),
                self.purpose,
                10,
                self._shown,
                self._stops,
                6,
                said,
                12,
                self.buttons(button(_("取消"), self.reject), go),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )

        self._say_stops()

    def _say_stops(self) -> None:
        """A print is not made while a character has no glyph: it would print as a box."""
        stops = self.purpose.currentData() == "print" and bool(self._missing)
        words = ""
        if stops:
            first = "；".join(
                dict.fromkeys(f"{p.message}{p.where() and f'（{p.where()}）'}" for p in self._missing[:3])
            )
            words = _(
                "有 {n} 处字印不出来，不能付印：{first}。请换字，或装上有这个字的字体；别的用途仍可输出。"
            ).format(n=len(self._missing), first=first)
        self._stops.setText(words)
        self._stops.setVisible(stops)
        self.go.setEnabled(not stops)

    def output(self) -> Output:
        """The output that was chosen."""
        return output_named(self.purpose.currentData())

    def part(self) -> _Part:
        """The options shown."""
        return self._parts[self.purpose.currentData()]

    def options(self) -> Options:
        """What the output is told."""
        return self.part().options()

    def layout_beside(self, out: Path) -> Path | None:
        """Where the layout is kept for the next proof; None where it is not asked for."""
        return out.with_name(f"{out.stem}.layout.json") if self.part().keeps_layout() else None


def _choice(name: str, choices: Mapping[Any, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for value, words in choices.items():
        made.addItem(words, value)
    return made
