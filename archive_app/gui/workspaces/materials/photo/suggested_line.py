"""How many faces are still to be decided about, and what is done with all of them at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, label, row
from archive_app.gui.workspaces.materials.photo.finding import Suggesting


class SuggestedLine(QWidget):
    """A line under the picture; hidden where nothing is to be decided."""

    def __init__(self, suggesting: Suggesting) -> None:
        super().__init__()
        self.words = label(voice="small", wrap=True)
        self.take = button(_("全部采用"), suggesting.take_all, role="link", icon="check")
        self.take.setToolTip(_("都框上，名字以后再写（Shift+回车）；撤销能取消"))
        self.refuse = button(_("都不要"), suggesting.refuse_all, role="link", icon="x")
        self.refuse.setToolTip(_("以后不再提这些地方（Shift+Delete）；撤销能取回"))
        lay = row(self.words, self.take, self.refuse, spacing=8, around=(24, 0, 16, 6))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.hide()
        suggesting.told.connect(self._say)

    def _say(self, number: int) -> None:
        words = _("虚线框里像是人脸，{n:,} 处待定：Tab 一个个看，回车采用，Delete 不要。")
        self.words.setText(words.format(n=number))
        self.setVisible(number > 0)
