"""TextGrids as Praat writes them, and subtitles as ffmpeg does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.domain.textgrid import to_textgrid
from archive_app.intake.proposal import TRANSCRIPT, Proposal

ReadFile = Callable[..., Proposal]
FILES = Path(__file__).parent / "files" / "transcripts"
SAID = [
    (0.6, 3.25, "祁垚", "马师傅，您是“哪一年”到店里的？"),
    (4.0, 7.125, "马䶮", "哪一年记不得了，只记得立了秋。"),
    (7.125, 11.9, "马䶮", '漂到盆底能照见"人影子"才算成𠮷。'),
]


@pytest.mark.parametrize("form", ["long-utf8", "long-utf16", "short-utf8", "short-utf16", "chronological"])
def test_what_praat_wrote_is_read(read_file: ReadFile, form: str) -> None:
    proposal = read_file(FILES / f"praat-{form}.TextGrid")
    assert proposal.warnings == ()
    assert (proposal.kind, proposal.role) == ("oral_history", TRANSCRIPT)
    assert [(s.start, s.end, s.speaker, s.text) for s in proposal.transcript] == SAID
    assert proposal.fields["duration"] == 12.5
    assert proposal.fields["index_points"] == [{"at": 4.0, "title": "学徒：七道水"}]


@pytest.mark.parametrize("form", ["long", "short"])
def test_what_is_written_is_what_praat_writes(read_file: ReadFile, form: str) -> None:
    path = FILES / f"praat-{form}-utf8.TextGrid"
    proposal = read_file(path)
    points = [(one["at"], one["title"]) for one in proposal.fields["index_points"]]
    made = to_textgrid(proposal.transcript, proposal.fields["duration"], points, short=form == "short")
    assert made == path.read_text(encoding="utf-8")


def test_a_binary_one_is_refused_with_what_to_do(read_file: ReadFile) -> None:
    with pytest.raises(Refused, match="二进制的 TextGrid") as refused:
        read_file(FILES / "praat-binary.TextGrid")
    assert "Save as text file" in refused.value.remedy


def test_one_that_breaks_off_is_refused(read_file: ReadFile, tmp_path: Path) -> None:
    whole = (FILES / "praat-long-utf8.TextGrid").read_bytes()
    path = tmp_path / "半截.TextGrid"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="没有拷完"):
        read_file(path)


def test_one_without_words_is_refused(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "空.TextGrid"
    path.write_text(to_textgrid((), 9.0), encoding="utf-8")
    with pytest.raises(Refused, match="没有一句话"):
        read_file(path)


def test_its_contents_win_over_the_suffix(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "口述.txt"
    path.write_bytes((FILES / "praat-short-utf16.TextGrid").read_bytes())
    proposal = read_file(path)
    assert "内容其实是TextGrid（Praat）" in proposal.warnings[0]
    assert len(proposal.transcript) == 3


def test_tiers_that_are_no_speakers(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "对齐.TextGrid"
    path.write_text(
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n3\n<exists>\n3\n'
        '"IntervalTier"\n"words"\n0\n3\n3\n0\n1\n"问：哪年？"\n1\n2\n"sil"\n2\n3\n"答：五八年。"\n'
        '"IntervalTier"\n"phones"\n0\n3\n1\n0\n3\n"n a"\n'
        '"TextTier"\n"clicks"\n0\n3\n1\n1.5\n"x"\n',
        encoding="utf-8",
    )
    proposal = read_file(path)
    assert [(s.speaker, s.text) for s in proposal.transcript] == [("问", "哪年？"), ("答", "五八年。")]
    assert "标音的层（phones）" in proposal.warnings[0] and "clicks" in proposal.warnings[1]
    assert "index_points" not in proposal.fields


@pytest.mark.parametrize("name", ["ffmpeg.vtt", "ffmpeg.srt"])
def test_what_ffmpeg_wrote_is_read(read_file: ReadFile, name: str) -> None:
    proposal = read_file(FILES / name)
    (left_out,) = proposal.warnings
    assert left_out.startswith("字幕里的字形标记") and "没有收进转写稿" in left_out
    assert [(s.start, s.end, s.speaker, s.text) for s in proposal.transcript] == [
        (0.6, 3.25, "采访者", "马师傅，您是哪一年到店里的？"),
        (4.0, 7.12, "马䶮", "哪一年记不得了，\n只记得立了秋。"),
        (3607.2, 3611.9, "马䶮", "漂到盆底能照见人影子才算成𠮷 & <好>。"),
    ]
