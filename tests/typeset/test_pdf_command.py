"""``cunshi typeset --for …``: each output from the command line, and what stops it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from archive_app.cli.main import main
from tests.typeset.samples import WORDS, book_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "设置"))
    return book_folder(tmp_path)


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def test_a_proof_marks_what_changed_since_the_round_before(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "一校.pdf", tmp_path / "二校.pdf"
    layout = tmp_path / "一校.json"
    assert run("typeset", folder, "-o", first, "--for", "proof", "--layout-json", layout) == 0
    assert json.loads(layout.read_text(encoding="utf-8"))["pages"]
    (folder / "01.md").write_text(WORDS.replace("第二段", "改过的第二段"), encoding="utf-8")
    capsys.readouterr()
    assert run("typeset", folder, "-o", second, "--for", "proof", "--round", "2", "--since", layout, "--wide") == 0
    assert "文字有改动的面：第3面" in capsys.readouterr().err
    with pikepdf.open(first) as one, pikepdf.open(second) as two:
        assert len(two.pages) == len(one.pages) + 1
        assert float(two.pages[0].mediabox[2]) > float(one.pages[0].mediabox[2]) + 100


def test_a_layout_can_be_kept_where_the_one_before_was(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, layout = tmp_path / "校样.pdf", tmp_path / "版面.json"
    assert run("typeset", folder, "-o", out, "--for", "proof", "--layout-json", layout) == 0
    (folder / "01.md").write_text(WORDS.replace("第二段", "改过的第二段"), encoding="utf-8")
    for said in ("文字有改动的面：第3面", "文字没有改动"):
        capsys.readouterr()
        assert run("typeset", folder, "-o", out, "--for", "proof", "--layout-json", layout, "--since", layout) == 0
        assert said in capsys.readouterr().err


def test_a_wrong_round_or_earlier_layout_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run("typeset", folder, "-o", tmp_path / "a.pdf", "--for", "proof", "--round", "零")
    assert left.value.code == 2
    assert "1到99" in capsys.readouterr().err
    status = run("typeset", folder, "-o", tmp_path / "a.pdf", "--for", "proof", "--since", folder / "01.md")
    assert status == 2
    assert "不是上一次排版留下的版面文件" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(("standard", "version"), [("x-4", "1.6"), ("x-1a", "1.3")])
def test_a_print_is_of_the_standard_asked_for(folder: Path, tmp_path: Path, standard: str, version: str) -> None:
    out = tmp_path / "付印.pdf"
    assert run("typeset", folder, "-o", out, "--for", "print", "--standard", standard) == 0
    with pikepdf.open(out) as pdf:
        assert pdf.pdf_version == version
        assert "/TrimBox" in pdf.pages[0].obj


def test_a_print_stops_at_a_character_without_a_glyph_and_leaves_what_was_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "付印.pdf"
    out.write_bytes(b"the last good one")
    (folder / "01.md").write_text(WORDS.replace("第二段", "第二\U0002ebf1段"), encoding="utf-8")
    assert run("typeset", folder, "-o", out, "--for", "print") == 1
    said = capsys.readouterr().err
    assert "“\U0002ebf1”（U+2EBF1，第3面）" in said
    assert out.read_bytes() == b"the last good one"
    assert run("typeset", folder, "-o", tmp_path / "屏.pdf") == 1
    assert (tmp_path / "屏.pdf").exists()


def test_a_profile_of_no_press_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("typeset", folder, "-o", tmp_path / "a.pdf", "--for", "print", "--profile", folder / "01.md") == 2
    assert "不是色彩特性文件" in capsys.readouterr().err


def test_what_is_to_be_kept_is_pdf_a(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "存档.pdf"
    for flavour, more in (("2b", ()), ("3b", ("--sources",))):
        assert run("typeset", folder, "-o", out, "--for", "archive", *more) == 0
        report = pdfa.validate_written(io.BytesIO(out.read_bytes()), flavour)
        assert [str(found) for found in report.findings] == []


def test_a_folder_is_typeset_without_what_it_does_not_need(folder: Path, tmp_path: Path) -> None:
    slow = (
        "sqlalchemy",
        "alembic",
        "whoosh",
        "multiprocessing.context",
        "asyncio",
        "http.client",
        "lxml",
    )
    words = ["typeset", str(folder), "-o", str(tmp_path / "书.pdf")]
    code = (
        f"import sys; from archive_app.cli.main import main; main({words}); print([*sys.modules.keys() & {set(slow)}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
