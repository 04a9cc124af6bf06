"""Faces of a photograph by a detector that stands for a real one: sizes, squares, answers, and files that are none."""

from __future__ import annotations

import math
import types
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from archive_app.domain.errors import UsageError
from archive_app.domain.found_faces import Found
from archive_app.intake.faces import models
from archive_app.intake.faces.models import find, load
from archive_app.intake.faces.seeing import faces_in, looks, squares
from archive_app.intake.faces.yunet import ANSWERS, boxes_of


class Painted:
    """Takes for a face what is painted red, green or blue, if it is seen at a size that a real detector sees."""

    edge = 640

    def __init__(self, sure: float = 0.9) -> None:
        self.seen = 0
        self.sure = sure

    def look(self, square: Image.Image, least: float) -> list[Found]:
        assert square.size == (self.edge, self.edge) and square.mode == "RGB"
        self.seen += 1
        found = []
        for band in square.split():
            box = band.point(lambda tone: 255 if tone > 150 else 0).getbbox()
            if box is not None and 26 <= min(box[2] - box[0], box[3] - box[1]) <= 500:
                found.append(Found((box[0], box[1], box[2] - box[0], box[3] - box[1]), self.sure))
        return found


def photograph(size: tuple[int, int], *faces: tuple[str, int, int, int]) -> Image.Image:
    """A grey picture with squares: colour, left, top, side, in pixels."""
    picture = Image.new("RGB", size, (60, 60, 60))
    draw = ImageDraw.Draw(picture)
    for colour, left, top, side in faces:
        draw.rectangle((left, top, left + side - 1, top + side - 1), fill=colour)
    return picture


def boxes(picture: Image.Image, detector: Painted) -> list[tuple[int, int, int, int]]:
    """What is found, in pixels."""
    wide, high = picture.size
    found = faces_in(picture, detector)
    return sorted(
        (round(x * wide), round(y * high), round(w * wide), round(h * high))
        for x, y, w, h in (one.box for one in found)
    )


def test_faces_of_twenty_pixels_and_of_nine_hundred_are_found_where_they_are() -> None:
    small = photograph((3000, 2000), ("red", 411, 300, 20), ("blue", 2700, 1700, 20))
    assert boxes(small, Painted()) == [
        pytest.approx((411, 300, 20, 20), abs=2),
        pytest.approx((2700, 1700, 20, 20), abs=2),
    ]
    large = photograph((3000, 2000), ("#00ff00", 1000, 500, 900))
    (found,) = boxes(large, Painted())
    assert found == pytest.approx((1000, 500, 900, 900), abs=8)


def test_who_is_seen_at_every_size_is_told_once_and_a_square_is_not_looked_at_larger_than_it_must() -> None:
    near, far = photograph((2000, 2000), ("red", 700, 700, 300)), photograph((2000, 2000), ("red", 700, 700, 30))
    detectors = Painted(), Painted()
    assert len(boxes(near, detectors[0])) == len(boxes(far, detectors[1])) == 1
    assert detectors[0].seen < detectors[1].seen


def test_a_face_on_the_seam_of_two_squares_is_found_whole() -> None:
    seam = squares((2000, 640), 640)
    edges = [left for left, _top in seam if left]
    for edge in edges:
        picture = photograph((2000, 640), ("red", edge - 40, 200, 80))
        assert boxes(picture, Painted()) == [pytest.approx((edge - 40, 200, 80, 80), abs=4)]


def test_what_stands_at_the_edge_of_the_picture_stays_within_it() -> None:
    for one in faces_in(photograph((500, 400), ("red", 0, 0, 60), ("blue", 440, 340, 60)), Painted()):
        x, y, width, height = one.box
        assert min(x, y) >= 0 and x + width <= 1 + 1e-9 and y + height <= 1 + 1e-9


def test_an_empty_margin_is_not_looked_at_and_grey_pictures_are() -> None:
    detector = Painted()
    assert faces_in(Image.new("L", (1300, 1300), 240), detector) == [] and detector.seen == 0
    grey = Image.new("L", (600, 400), 60)
    grey.paste(255, (100, 100, 180, 180))
    assert len(faces_in(grey, detector)) == 1


def test_what_is_doubtful_and_far_too_small_for_this_photograph_is_not_suggested() -> None:
    class Badges(Painted):
        def look(self, square: Image.Image, least: float) -> list[Found]:
            self.seen += 1
            people = [Found((100.0 * n, 100, 80, 80), 0.9) for n in range(1, 4)]
            return [*people, Found((120, 300, 14, 14), 0.72)] if self.seen == 1 else []

    found = faces_in(photograph((640, 640), ("red", 0, 0, 9)), Badges())
    assert len(found) == 3 and min(one.sure for one in found) == 0.9


@pytest.mark.parametrize("size", [(1, 1), (90, 4000), (640, 640), (1599, 10), (6000, 4000), (20, 6000)])
def test_every_pixel_is_looked_at_at_every_size(size: tuple[int, int]) -> None:
    sizes = looks(size, 640)
    assert max(sizes[0]) <= 640 and max(sizes[-1]) > max(size)
    assert [max(one) for one in sizes] == sorted(max(one) for one in sizes)
    for width, height in sizes:
        for length, starts in (
            (width, sorted({left for left, _top in squares((width, height), 640)})),
            (height, sorted({top for _left, top in squares((width, height), 640)})),
        ):
            assert starts[0] == 0 and starts[-1] + 640 >= length
            assert all(later - earlier < 640 for earlier, later in pairwise(starts))


def test_progress_grows_to_the_whole() -> None:
    told: list[float] = []
    faces_in(photograph((1700, 900), ("red", 300, 300, 30)), Painted(), told.append)
    assert told == sorted(told) and told[-1] == 1.0


# — what the model answers —


def answers(size: int, places: dict[tuple[int, int], tuple[float, ...]]) -> dict[str, list[float]]:
    """Answers of YuNet where these (grid, place) say something: face, good, x, y, width, height."""
    made = {}
    for step in (8, 16, 32):
        count = (size // step) ** 2
        rows = [places.get((step, place), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)) for place in range(count)]
        made[f"cls_{step}"] = [row[0] for row in rows]
        made[f"obj_{step}"] = [row[1] for row in rows]
        made[f"bbox_{step}"] = [one for row in rows for one in row[2:]]
    return made


def test_an_answer_is_a_box_in_pixels() -> None:
    # the 16-pixel grid of 64 × 64 has four places a row: place 6 is column 2, row 1
    told = answers(64, {(16, 6): (0.81, 1.0, 0.25, -0.5, math.log(2), math.log(1.5)), (8, 0): (0.3, 0.3, 0, 0, 0, 0)})
    (found,) = boxes_of(told, (64, 64), 0.7)
    assert found.sure == pytest.approx(0.9)
    assert found.box == pytest.approx(((2.25 * 16) - 16, (0.5 * 16) - 12, 32, 24))


def test_numbers_that_are_none_and_sizes_that_cannot_be_are_no_faces() -> None:
    nan, inf = float("nan"), float("inf")
    said = [
        (nan, 1.0, 0, 0, 0, 0),
        (1.0, nan, 0, 0, 0, 0),
        (1.0, 1.0, nan, 0, 0, 0),
        (1.0, 1.0, 0, inf, 0, 0),
        (1.0, 1.0, 0, 0, 900.0, 0),
    ]
    bad = {(8, place): row for place, row in enumerate(said)}
    assert boxes_of(answers(64, bad), (64, 64), 0.7) == []


# — files that are a model, and such as are none —


def model_file(path: Path, names: tuple[str, ...] = ANSWERS) -> Path:
    """A file that looks like the model from outside."""
    path.write_bytes(b"\x08\x06\x12\x07pytorch" + b"".join(b"\x12\x05" + name.encode() for name in names))
    return path


def test_a_model_is_known_by_what_it_answers_and_is_found_in_its_folder(tmp_path: Path) -> None:
    older = model_file(tmp_path / "face_detection_yunet_2023mar.onnx")
    model_file(tmp_path / "face_detection_yunet_2024jan_int8.onnx")
    (tmp_path / "readme.onnx").write_text("not a model")
    assert find(older).path == str(older)
    assert find(tmp_path).path == str(older)
    model_file(tmp_path / "face_detection_yunet_2026may.onnx")
    assert find(tmp_path).path.endswith("2026may.onnx")


def test_what_is_no_model_is_said_in_words(tmp_path: Path) -> None:
    words = tmp_path / "说明.onnx"
    words.write_text("下载失败")
    empty = tmp_path / "空.onnx"
    empty.touch()
    reads = model_file(tmp_path / "PP-OCRv6_rec_small.onnx", ("fetch_name_0",))
    old = model_file(tmp_path / "face_detection_yunet_2022mar.onnx", ("loc", "conf", "iou"))
    nothing = tmp_path / "夹子"
    nothing.mkdir()
    for path, said in (
        (words, "这不是模型文件"),
        (empty, "这不是模型文件"),
        (reads, "这不是找人脸用的模型"),
        (old, "这个模型太旧"),
        (nothing, "文件夹里没有"),
        (tmp_path / "没有.onnx", "没有这个文件"),
    ):
        with pytest.raises(UsageError) as caught:
            find(path)
        assert said in caught.value.message and "YuNet" in caught.value.remedy, path


def test_a_model_that_is_shown_no_square_is_refused_and_one_of_any_size_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session:
        shape: tuple[object, ...] = (1, 3, 120, 160)

        def __init__(self, *_arguments: object, **_named: object) -> None:
            pass

        def get_inputs(self) -> list[types.SimpleNamespace]:
            return [types.SimpleNamespace(name="input", shape=self.shape)]

        def get_outputs(self) -> list[types.SimpleNamespace]:
            return [types.SimpleNamespace(name=name) for name in ANSWERS]

    runtime = types.SimpleNamespace(SessionOptions=types.SimpleNamespace, InferenceSession=Session)
    monkeypatch.setattr(models.importlib, "import_module", lambda name: runtime)
    monkeypatch.setattr(models._YuNet, "look", lambda *_given: [])
    model = find(model_file(tmp_path / "face_detection_yunet_2023mar.onnx"))
    with pytest.raises(UsageError, match="不是正方形"):
        load(model)
    for shape, edge in (((1, 3, 320, 320), 320), ((1, 3, "height", "width"), 640)):
        Session.shape = shape
        assert load(model).edge == edge


def test_a_damaged_model_and_a_library_that_is_not_there_are_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find(model_file(tmp_path / "face_detection_yunet_2023mar.onnx"))

    def damaged(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("Protobuf parsing failed.")

    asked: list[str] = []
    runtime = types.SimpleNamespace(
        SessionOptions=types.SimpleNamespace,
        InferenceSession=damaged,
        disable_telemetry_events=lambda: asked.append(""),
    )
    monkeypatch.setattr(models.importlib, "import_module", lambda name: runtime)
    with pytest.raises(UsageError, match="模型打不开"):
        load(model)
    assert asked  # it tells nobody what it does

    def lacks(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(models.importlib, "import_module", lacks)
    with pytest.raises(UsageError) as caught:
        load(model)
    assert "cunshi[faces]" in caught.value.remedy
