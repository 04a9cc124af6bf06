"""What cannot be written in says so from the start: to a commissioner, and from 已编入 on to everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import item_titled

Settle = Callable[[MainWindow], None]


@pytest.fixture
def handed_in(opened: MainWindow, settle: Settle) -> str:
    """A contribution with text and transcript that is at the editors', in an office with a commissioner."""
    archive = opened.session.archive
    archive.execute(Create("staff", {"name": "编辑甲", "roles": ["编辑"]}))
    key = item_titled(archive, "供销社的柜台")
    values = {
        "manuscript": paragraphs(["一九五八年春。"]).to_json(),
        "transcript": [{"start": 1.0, "speaker": "王昪", "text": "柜台是松木的。"}],
        "state": "first_review",
    }
    archive.execute(SetFields(key, values, by_program=True, type="state"))
    settle(opened)
    return key


def show(opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, key: str, actor: str) -> None:
    opened.session.act_as(actor)
    materials.listing.select(key)
    settle(opened)
    materials.open_item()
    settle(opened)
    materials.material._choose("text")
    settle(opened)


def test_a_commissioner_sees_at_once_what_is_closed_and_why(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    show(opened, materials, settle, handed_in, "李晓棠")
    form, material = materials.pane.form, materials.material
    assert form is not None and form._read_only
    assert "交到编辑部" in materials.pane._why.text() and "请告诉编辑" in materials.pane._why.text()
    assert not materials.pane._why_line.isHidden()
    assert material.text.page.isReadOnly() and material.transcript_page.view.read_only
    assert not material._why_line.isHidden() and "交到编辑部" in material._why.whole()

    opened.session.act_as("编辑甲")
    settle(opened)
    assert not form._read_only and not material.text.page.isReadOnly() and not material.transcript_page.view.read_only
    assert materials.pane._why_line.isHidden() and material._why_line.isHidden()


def test_what_is_sent_back_opens_under_the_eyes_of_its_commissioner(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    show(opened, materials, settle, handed_in, "李晓棠")
    back = SetFields(handed_in, {"state": "returned"}, by_program=True, type="state")
    opened.session.act_as("编辑甲")
    opened.session.archive.execute(back)
    opened.session.act_as("李晓棠")
    settle(opened)
    assert materials.pane.form is not None and not materials.pane.form._read_only
    assert not materials.material.text.page.isReadOnly() and materials.pane._why_line.isHidden()


def test_who_becomes_a_commissioner_while_the_form_is_open_is_told(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    show(opened, materials, settle, handed_in, "祁垚")
    assert materials.pane.form is not None and not materials.pane.form._read_only
    opened.session.archive.execute(Create("commissioner", {"name": "祁垚"}))
    settle(opened)
    assert materials.pane.form._read_only and "文史专员不能再改" in materials.pane._why.text()


def test_a_text_that_stands_says_how_it_is_changed(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    included = SetFields(handed_in, {"state": "included"}, by_program=True, type="state")
    opened.session.archive.execute(included)
    show(opened, materials, settle, handed_in, "编辑甲")
    material = materials.material
    assert "改样" in material._why.whole() and not material._why_line.isHidden()
    assert "改样" in materials.pane._why.text()
    material._choose("transcript")
    assert material._why_line.isHidden() and not material.transcript_page.view.read_only


def test_what_is_read_only_looks_it_and_gives_its_height_to_the_text(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    show(opened, materials, settle, handed_in, "编辑甲")
    assert materials.pane.form is not None
    title = materials.pane.form.block("title")
    assert title is not None
    line, text = title.editor.line, materials.material.text

    def ground() -> str:
        return line.grab().toImage().pixelColor(line.width() // 2, 1).name()

    assert not text.bar.tools[0].isHidden()
    writable = ground()
    opened.session.act_as("李晓棠")
    settle(opened)
    assert ground() != writable, "no border around what nobody can write in"
    assert text.bar.tools[0].isHidden() and text._count.isVisible()
    opened.session.act_as("编辑甲")
    settle(opened)
    assert ground() == writable and not text.bar.tools[0].isHidden()


def test_where_there_is_little_room_the_form_has_its_buttons_there_and_back(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Settle, handed_in: str
) -> None:
    show(opened, materials, settle, handed_in, "编辑甲")
    opened.resize(683, 384)
    settle(opened)
    assert not materials.pane.isVisible() and materials.material.to_form.isVisible()
    materials.material.to_form.click()
    settle(opened)
    pane = materials.pane
    assert pane.isVisible() and not materials.material.isVisible() and pane._back.isVisible()
    pane.show_tab("workflow")
    settle(opened)
    assert pane.road.filled and pane.road.isVisible(), "the next steps stand above the road that was gone"
    pane._back.click()
    settle(opened)
    assert materials.material.isVisible() and not pane.isVisible()
    opened.resize(1366, 768)
    settle(opened)
    assert pane.isVisible() and not materials.material.to_form.isVisible() and not pane._back.isVisible()
    pane.show_tab("form")
    settle(opened)
    assert pane.road.isVisible()
