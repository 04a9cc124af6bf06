"""``cunshi faces``: what a model suggests, on the screen; framed or refused where that is asked; without one, words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
from PIL import Image, ImageDraw

from archive_app.catalogue.commands import Create
from archive_app.catalogue.store import Record
from archive_app.cli.main import main
from archive_app.domain.found_faces import Found
from archive_app.intake.faces.process import Task, look_at_all
from archive_app.intake.faces.yunet import ANSWERS
from archive_app.services.archive import Archive
from archive_app.services.faces.finding import FaceFinder, seen_of
from archive_app.services.jobs import Reporter

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "faces.json"


class White:
    """One face, where it is white."""

    edge = 640

    def look(self, square: Image.Image, least: float) -> list[Found]:
        box = square.convert("L").point(lambda tone: 255 if tone > 150 else 0).getbbox()
        return [Found((box[0], box[1], box[2] - box[0], box[3] - box[1]), 0.9)] if box else []


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were installed."""
    monkeypatch.setattr("archive_app.intake.faces.models.library_there", lambda: True)

    def here(self: FaceFinder, reporter: Reporter, files: Sequence[Record]) -> None:
        """Look in this process: the other one has tests of its own."""
        tasks = [Task(self._archive.vault.path_of(str(file["sha256"])), seen_of(file)) for file in files]
        look_at_all(tasks, White(), lambda **message: self._take(reporter, files, message))

    monkeypatch.setattr(FaceFinder, "_look", here)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """An archive with one photograph that has a face, and one that has none."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))
    with_face, without = Image.new("L", (600, 400), 20), Image.new("L", (600, 401), 20)
    ImageDraw.Draw(with_face).rectangle((240, 120, 299, 199), fill=250)
    ImageDraw.Draw(without).rectangle((0, 0, 30, 30), fill=90)
    with_face.save(tmp_path / "合影.png")
    without.save(tmp_path / "空场.png")
    made = tmp_path / "馆藏"
    assert main(["init", str(made), "--name", "试"]) == 0
    assert main(["import", str(made), str(tmp_path / "合影.png"), str(tmp_path / "空场.png"), "--as", "张"]) == 0
    capsys.readouterr()
    return made


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "yunet.onnx"
    path.write_bytes(b"\x08" + b" ".join(one.encode() for one in ANSWERS))
    return str(path)


def test_without_the_extra_or_a_model_it_is_said_what_is_missing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.intake.faces.models.library_there", lambda: False)
    assert main(["faces", str(root), "T-0001"]) == 2
    assert 'pip install "cunshi[faces]"' in capsys.readouterr().err
    monkeypatch.setattr("archive_app.intake.faces.models.library_there", lambda: True)
    assert main(["faces", str(root), "T-0001"]) == 2
    assert "还没有选找人脸用的模型" in capsys.readouterr().err
    (tmp_path / "信.onnx").write_text("不是")
    assert main(["faces", str(root), "T-0001", "--model", str(tmp_path / "信.onnx")]) == 2
    assert "这不是模型文件" in capsys.readouterr().err


def test_faces_are_suggested_taken_and_refused(
    there: None, root: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["faces", str(root), "T-0001", "T-0002", "--model", model]
    assert main(command) == 0
    told = capsys.readouterr()
    assert (
        told.out == "《合影》 合影.png 找到 1 张人脸，待定 1 处\n《空场》 空场.png 没有找到人脸\n"
        and "--take" in told.err
    )
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (waiting,) = answer["photographs"][0]["waiting"]
    assert waiting["region"] == pytest.approx([0.45, 0.4, 0.1, 0.2], abs=0.01) and answer["decided"] is None
    assert main([*command, "--take", "--as", "张"]) == 0
    assert "框上 1 处" in capsys.readouterr().out
    with Archive.open(root) as archive:
        (person,) = archive.catalogue.record(archive.catalogue.resolve("T-0001"))["people"]
        assert person["certainty"] == "待考" and person["region"] == pytest.approx(waiting["region"])
    assert main(["undo", str(root)]) == 0
    assert main([*command, "--refuse", "--json"]) == 0
    capsys.readouterr()
    assert main([*command, "--again", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["photographs"][0]["found"] == 1 and answer["photographs"][0]["waiting"] == []


def test_a_number_that_is_no_item_is_refused(
    there: None, root: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive.open(root, actor="张") as archive:
        card = Create("person", {"name": "马文山"})
        archive.execute(card)
    assert main(["faces", str(root), card.id, "--model", model]) == 2
    assert "只能在资料的照片上找人脸" in capsys.readouterr().err
