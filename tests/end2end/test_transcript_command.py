"""A recording and its transcript come in on the command line, and the transcript goes out again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end2end.program import Cunshi, document

SOUND = Path(__file__).parents[1] / "intake" / "files" / "sound"
VTT = "WEBVTT\n\n00:00.500 --> 00:01.500\n<v 祁垚>哪一年？\n\n00:01.600 --> 00:03.400\n<v 马䶮>六四年前后。\n"


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "访谈"
    folder.mkdir()
    shutil.copy(SOUND / "opus.ogg", folder / "OH-03.ogg")
    (folder / "OH-03.vtt").write_text(VTT, encoding="utf-8")
    return folder


def test_a_transcript_goes_in_and_out(cunshi: Cunshi, tmp_path: Path, pair: Path) -> None:
    archive = tmp_path / "馆藏"
    assert cunshi("init", archive).returncode == 0
    done = cunshi("import", archive, pair, "--json")
    assert done.returncode == 0
    report = document(done)
    (item,) = report["imported"]
    assert report["attached"] == [{"id": item["id"], "source": str(pair / "OH-03.vtt")}]
    shown = document(cunshi("show", archive, item["id"], "--json"))
    assert shown["duration"] == pytest.approx(3.5, abs=0.1)
    assert [file["role"] for file in shown["files"]] == ["录音", "转写"]

    out = tmp_path / "出去.vtt"
    assert cunshi("transcript", archive, item["id"], "-o", out).returncode == 0
    first = out.read_bytes()
    assert "<v 马䶮>六四年前后。".encode() in first
    again = tmp_path / "另一个"
    assert cunshi("init", again).returncode == 0
    back = document(cunshi("import", again, out, "--json"))["imported"][0]["id"]
    assert cunshi("transcript", again, back, "-o", out).returncode == 0
    assert out.read_bytes() == first

    assert cunshi("transcript", archive, item["id"], "-o", tmp_path / "出去.srt").returncode == 0
    assert "马䶮：六四年前后。" in (tmp_path / "出去.srt").read_text(encoding="utf-8")
    wrong = cunshi("transcript", archive, item["id"], "-o", tmp_path / "出去.doc")
    assert wrong.returncode == 2 and ".vtt 或 .srt" in wrong.stderr
