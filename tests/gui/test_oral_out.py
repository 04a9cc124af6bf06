"""转写稿导出 and 录音剪去不外传的段 in the window: one dialog each, a file, and what stayed is told."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.withholding import Audience
from archive_app.gui.main_window import MainWindow
from archive_app.gui.oral import cut_out, transcript_out
from archive_app.gui.oral.cut_out import CutDialog
from archive_app.gui.oral.transcript_out import TranscriptDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.handing_out import allowed
from archive_app.services.importing import import_paths
from archive_app.services.oral.forms import Words

RATE = 8000
SAID = [
    {"id": "01a20bf6-43af-7341-afd8-27e6ccaa83c5", "start": 0.0, "end": 1.0, "speaker": "祁垚", "text": "哪一年来的？"},
    {
        "id": "01a20bf6-43af-7341-afd8-27e79cbc7ed3",
        "start": 1.0,
        "end": 2.0,
        "speaker": "马䶮",
        "text": "他家的事。",
        "access": "restricted",
    },
    {
        "id": "01a20bf6-43af-7341-afd8-27e83866e70d",
        "start": 2.0,
        "end": 3.0,
        "speaker": "马䶮",
        "text": "嫑急。",
        "mandarin": "不要急。",
    },
]


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TranscriptDialog, "last", ("vtt", "", Audience.INTERNAL))
    monkeypatch.setattr(CutDialog, "last", None)


@pytest.fixture
def interview(opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path) -> str:
    path = tmp_path / "口述.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        tones = (round(9000 * math.sin(2 * math.pi * (300 + n // RATE * 200) * n / RATE)) for n in range(3 * RATE))
        file.writeframes(array("h", tones).tobytes())
    archive = opened.session.archive
    (one,) = import_paths(archive, [path]).imported
    archive.execute(SetFields(one.id, {"transcript": SAID}))
    settle(opened)
    materials.listing.select(one.id)
    settle(opened)
    return one.id


@pytest.fixture
def said(materials: MaterialsWorkspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    class Told:
        def __init__(self, _parent, heading: str, words: str = "", **_more) -> None:
            told.append(f"{heading}\n{words}")

        def exec(self) -> int:
            return 1

    monkeypatch.setattr(transcript_out, "Message", Told)
    monkeypatch.setattr(cut_out, "Message", Told)
    monkeypatch.setattr(materials.shell, "toast", lambda words, *_rest: told.append(words))
    return told


def test_the_dialog_tells_what_will_be_in_it(opened: MainWindow, materials: MaterialsWorkspace, interview: str) -> None:
    dialog = TranscriptDialog(materials, opened.session.archive.catalogue.record(interview))
    assert dialog.form.name == "vtt" and "写 2 段" in dialog.note.text() and "1 段不写" in dialog.note.text()
    assert dialog.words is Words.SPOKEN and dialog.words_of.button("both").isHidden()
    dialog.list.setCurrentRow(2)
    assert not dialog.words_of.button("both").isHidden()
    assert dialog.words is Words.BOTH
    dialog.list.setCurrentRow(1)
    assert dialog.words is Words.SPOKEN
    dialog.audience_of.button("public").click()
    assert not dialog.act.isEnabled() and "没有一段" in dialog.note.text()
    dialog.audience_of.button("own").click()
    assert dialog.act.isEnabled() and "写 3 段" in dialog.note.text()
    dialog.accept()
    assert TranscriptDialog.last == ("srt", "both", Audience.OWN)


def test_a_transcript_goes_out(
    opened: MainWindow, interview: str, said: list[str], settle, tmp_path: Path, qtbot, monkeypatch
) -> None:
    out = tmp_path / "出去"
    monkeypatch.setattr(TranscriptDialog, "exec", lambda self: self.list.setCurrentRow(2) or 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    opened.actions_table["spoken.out"].trigger()
    qtbot.waitUntil(lambda: bool(said) and not opened.jobs.running(), timeout=10_000)
    made = (tmp_path / "出去.xml").read_text(encoding="utf-8")
    assert "不要急" in made and "他家的事" not in made
    assert "转写稿 2 段" in said[0] and "1 段级别不够" in said[0] and "没有授权书" in said[0]


def test_without_a_consent_the_dialog_says_why_not(
    opened: MainWindow, materials: MaterialsWorkspace, interview: str, settle
) -> None:
    dialog = CutDialog(materials, materials.shell, opened.session.archive.catalogue.record(interview))
    settle(opened)
    assert "没有授权书" in dialog.note.text() and not dialog.act.isEnabled()


def test_sound_goes_out_without_what_stays(
    opened: MainWindow,
    materials: MaterialsWorkspace,
    interview: str,
    said: list[str],
    settle,
    tmp_path: Path,
    qtbot,
    monkeypatch,
) -> None:
    archive = opened.session.archive
    archive.execute(
        Create("consent", {"holder": "马䶮", "grant": "捐赠", "signed_on": "2020-01-02", "items": [interview]})
    )
    dialog = CutDialog(materials, materials.shell, archive.catalogue.record(interview))
    settle(opened)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "00:00:01—00:00:02　马䶮：他家的事。"
    ]
    assert "剪去 1 段，1 处，共 1.2 秒" in dialog.note.text() and dialog.act.isEnabled()
    dialog.how.button("taken").click()
    dialog.accept()

    monkeypatch.setattr(CutDialog, "exec", lambda self: 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "剪好"), ""))
    opened.actions_table["spoken.cut"].trigger()
    qtbot.waitUntil(lambda: bool(said) and not opened.jobs.running(), timeout=10_000)
    with wave.open(str(tmp_path / "剪好.wav"), "rb") as file:
        assert file.getnframes() == pytest.approx(1.8 * RATE, abs=2)
    assert "他家的事" not in (tmp_path / "剪好.vtt").read_text(encoding="utf-8")
    assert "剪去 1 段" in said[0]


def test_the_whole_recording_is_not_dragged_out_either(opened: MainWindow, interview: str) -> None:
    archive = opened.session.archive
    may, kept = allowed(archive, archive.catalogue.files_of(interview))
    assert may == [] and "录音剪去不外传的段" in kept[0].why
    archive.execute(SetFields(interview, {"transcript": [SAID[0], SAID[2]]}))
    assert len(allowed(archive, archive.catalogue.files_of(interview))[0]) == 1


def test_only_of_an_oral_history(opened: MainWindow, materials: MaterialsWorkspace, interview: str, settle) -> None:
    assert materials.acts.can("spoken.out") and materials.acts.can("spoken.cut")
    other = opened.session.archive.execute(Create("item", {"kind": "photograph", "title": "照片"})).record_ids
    settle(opened)
    materials.listing.select(next(iter(other)))
    settle(opened)
    assert not materials.acts.can("spoken.out")
    assert opened.actions_table["spoken.cut"].text() == "录音剪去不外传的段…"
