"""定稿 in the window: a frozen volume shows which materials are others now, and takes them over one by one."""

from __future__ import annotations

import pytest
from support_texts import COUNTER, MILL

from archive_app.catalogue.commands import SetFields
from archive_app.domain.workflow import Locked
from archive_app.gui.workspaces.volumes import freezing
from archive_app.gui.workspaces.volumes.arranging import find
from archive_app.gui.workspaces.volumes.freezing import CompareDialog
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services.freezing import change_of
from tests.gui.acting import item_titled
from tests.gui.test_volume_by_hand import archive_root, article, book, still  # noqa: F401


def test_a_volume_is_frozen_compared_and_let_go(
    book: VolumesWorkspace,  # noqa: F811
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(freezing, "ask", lambda *_words: True)
    archive = book.session.archive
    key, item = article(book, MILL), item_titled(archive, MILL)
    book.show_tab("proofs")
    still(book, qtbot)
    assert "还没有定稿" in book.proofs.standing.text()
    before = [page.lines for page in book.pages_view.pages]
    book.proofs.freeze.click()
    still(book, qtbot)
    assert "没有后来的改动" in book.proofs.standing.text()
    assert book.proofs.freeze.isHidden()
    text = archive.catalogue.record(item)["manuscript"]
    text["blocks"][0]["text"] = f"后来添的一句。{text['blocks'][0]['text']}"
    book.execute(SetFields(item, {"manuscript": text}))
    still(book, qtbot)
    assert [page.lines for page in book.pages_view.pages] == before
    entry = find(book.tree.entries, key)
    assert entry is not None
    assert entry.changed
    assert "1 篇来源已改" in book.proofs.standing.text()
    line = next(line for line in book.tree.lines() if line.text(0) == entry.title)
    assert "来源已改" in line.toolTip(0)
    assert any("来源已改" in act.text() for act in book.plan.menu_of(entry.record).actions())
    change = change_of(archive, key)
    assert change is not None
    dialog = CompareDialog(book, change)
    qtbot.addWidget(dialog)
    assert "后来添的一句" in dialog.page.toPlainText()
    monkeypatch.setattr(CompareDialog, "exec", lambda _self: True)
    book.plan.compare_wanted.emit(key)
    still(book, qtbot)
    assert any("后来添的一句" in line.text for page in book.pages_view.pages for line in page.lines)
    assert not find(book.tree.entries, key).changed
    book.proofs.thaw.click()
    still(book, qtbot)
    assert "还没有定稿" in book.proofs.standing.text()


def test_the_text_of_a_frozen_volume_says_why_nothing_is_written_in_it(
    book: VolumesWorkspace,  # noqa: F811
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(freezing, "ask", lambda *_words: True)
    book.show_tab("proofs")
    book.proofs.freeze.click()
    still(book, qtbot)
    book.tree.choose(article(book, COUNTER))
    book.show_tab("story")
    still(book, qtbot)
    assert book.story.text.page.isReadOnly()
    assert "已经定稿" in book.story._why.text()
    said: list[Exception] = []
    monkeypatch.setattr(book.shell, "show_error", said.append)
    book.plan.step(-1)
    still(book, qtbot)
    assert isinstance(said[0], Locked)
    assert "篇目不能再改" in str(said[0])
