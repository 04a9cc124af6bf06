"""Opens 多篇替换 over what a workspace has chosen, listed, or made into a volume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from archive_app.frozen import dataclass
from archive_app.gui.dialogs.beside import Beside
from archive_app.gui.i18n import _


@dataclass(frozen=True, slots=True)
class Scope:
    """Where one looks: words for a person, the items (asked off the painting thread), and the volume it is."""

    words: str
    items: Callable[[], Sequence[str]]
    volume: str = ""


class Replacing(Beside):
    """Opens the dialog over what a workspace has chosen, listed, or made into a volume."""

    def ask(self, first: Sequence[Scope], *, volume: str = "") -> None:
        """Open it: what the workspace names first, then each volume, then all. ``volume`` is the one to begin with."""
        from archive_app.gui.replacing.dialog import ReplaceDialog
        from archive_app.services.texts.everywhere import items_of

        archive = self._shell.session.archive
        scopes = [one for one in first if one.words]
        at = 0
        for key, title in archive.catalogue.titles("volume"):
            if key == volume:
                at = len(scopes)
            words = _("书卷《{title}》").format(title=title)
            scopes.append(Scope(words, partial(items_of, archive, key), key))
        scopes.append(Scope(_("全部资料"), archive.catalogue.item_ids))
        self.put_away()
        made = ReplaceDialog(self._window, self._shell, scopes)
        made.where.setCurrentIndex(at)
        self.put(made)
