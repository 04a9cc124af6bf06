"""Suggested faces: found beside the program, kept, taken or refused by a person, and never asked again."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import Adjustment
from archive_app.domain.depicted import people_words, region_of
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.domain.found_faces import Found, overlap
from archive_app.intake.faces.models import Loader, Model
from archive_app.intake.faces.process import look_at_all
from archive_app.services.archive import Archive
from archive_app.services.faces.deciding import accept, refuse, waiting
from archive_app.services.faces.finding import SETTING, FaceFinder, kept_at, model_of, photographs_of, seen_of
from archive_app.services.faces.many import look_through
from archive_app.services.maintenance import rebuild
from archive_app.services.settings import Settings

PLACES = ((60, 300, 50), (200, 310, 50), (120, 120, 50))
"""Left, top, side, in pixels of 600 × 450: two in front, one behind."""


class Painted:
    """Takes for a face what is painted in one clear colour, and stands upright: its upper half is darker."""

    edge = 640

    def look(self, square: Image.Image, least: float) -> list[Found]:
        found = []
        for band in square.split():
            box = band.point(lambda tone: 255 if tone > 100 else 0).getbbox()
            if box is None or box[2] - box[0] < 20:
                continue
            middle, quarter = (box[0] + box[2]) // 2, (box[3] - box[1]) // 4
            above, below = band.getpixel((middle, box[1] + quarter)), band.getpixel((middle, box[3] - quarter))
            if above < below:
                found.append(Found((box[0], box[1], box[2] - box[0], box[3] - box[1]), 0.9))
        return found


def finds(_model: Model) -> Painted:
    return Painted()


def lacks(_model: Model) -> Painted:
    raise UsageError("模型打不开，可能损坏", "请再下载一次。", code="bad-model")


def dies(_model: Model) -> Painted:
    os._exit(9)


class Slow(Painted):
    def look(self, square: Image.Image, least: float) -> list[Found]:
        time.sleep(60)
        return []


def sleeps(_model: Model) -> Painted:
    return Slow()


class Calling(Painted):
    def look(self, square: Image.Image, least: float) -> list[Found]:
        with socket.socket() as one:
            one.connect(("127.0.0.1", 9))
        return super().look(square, least)


def calls(_model: Model) -> Painted:
    """A library that looks something up while it is loaded already."""
    try:
        socket.getaddrinfo("models.example", 443)
    except PermissionError:
        return Calling()
    raise AssertionError("the network was asked")


class Reporter:
    """Cancels once it was told so many times."""

    def __init__(self, most: int = 9999) -> None:
        self.most = most
        self.told: list[tuple[float, str]] = []

    def progress(self, share: float, words: str) -> None:
        self.told.append((share, words))

    def cancelled(self) -> bool:
        return len(self.told) >= self.most


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


@pytest.fixture
def model(tmp_path: Path) -> Model:
    path = tmp_path / "yunet.onnx"
    path.write_bytes(b"model")
    return Model(str(path))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Look in this process: the other one has tests of its own. How many photographs were looked at, each time."""
    counts: list[int] = []

    def told_by(_drafter, _main, arguments, _cancelled):
        from contextlib import nullcontext

        tasks, _staging, model, loader = arguments
        counts.append(len(tasks))
        messages: list[dict] = []
        look_at_all(tasks, loader(model), lambda **message: messages.append(message))
        return nullcontext(iter(messages))

    monkeypatch.setattr("archive_app.services.faces.finding.told_by", told_by)
    return counts


def painted(faces=PLACES) -> Image.Image:
    picture = Image.new("RGB", (600, 450), (20, 20, 20))
    draw = ImageDraw.Draw(picture)
    for number, (left, top, side) in enumerate(faces):
        for half, tone in ((0, 180), (1, 255)):
            colour = tuple(tone if band == number % 3 else 0 for band in range(3))
            draw.rectangle((left, top + half * side // 2, left + side - 1, top + side - 1), fill=colour)
    return picture


def photograph(archive: Archive, folder: Path, picture: Image.Image, name: str = "合影.png", **more: object) -> Record:
    """An item of one photograph."""
    picture.save(folder / name, **({"exif": more.pop("exif")} if "exif" in more else {}))
    item = Create("item", {"kind": "photograph", "title": Path(name).stem})
    archive.execute(item)
    add(archive, item.id, folder / name, **more)
    return archive.catalogue.record(item.id)


def add(archive: Archive, item: str, path: Path, position: int = 1, **more: object) -> None:
    kept = archive.vault.take(path)
    values = {"item": item, "name": path.name, "mime": "image/png", "sha256": kept.sha256, "position": position, **more}
    archive.execute(Create("file", values))


def of(archive: Archive, item: Record, at: int = 0) -> Record:
    return archive.catalogue.files_of(item.id)[at]


def left(archive: Archive, model: Model, item: Record, at: int = 0) -> list[tuple[int, int]]:
    """Left and top of the boxes nobody has decided about, in pixels, to the nearest ten."""
    file = of(archive, item, at)
    looked = FaceFinder(archive, model).known(file)
    assert looked is not None
    now = archive.catalogue.record(item.id)
    found = waiting(now, archive.catalogue.files_of(item.id), file, looked.found)
    return sorted((10 * round(60 * x), 10 * round(45 * y)) for x, y, _w, _h in (one.box for one in found))


def people(archive: Archive, item: Record) -> list[dict]:
    return archive.catalogue.record(item.id)["people"]


def boxes_at(archive: Archive, model: Model, item: Record, *numbers: int):
    file = of(archive, item)
    looked = FaceFinder(archive, model).known(file)
    assert looked is not None
    return [sorted(one.box for one in looked.found)[number] for number in numbers]


# — the process —


def test_faces_are_found_in_a_process_and_nothing_of_them_is_in_the_record(
    archive: Archive, model: Model, tmp_path: Path
) -> None:
    item = photograph(archive, tmp_path, painted())
    reporter = Reporter()
    (looked,) = FaceFinder(archive, model, finds).find(reporter, archive.catalogue.files_of(item.id))
    assert len(looked.found) == 3 and not looked.failed
    assert left(archive, model, item) == [(60, 300), (120, 120), (200, 310)]
    assert people(archive, item) == [] and of(archive, item)["not_faces"] == []
    assert [share for share, _words in reporter.told] == sorted(share for share, _words in reporter.told)
    (known,) = FaceFinder(archive, model, dies).find(Reporter(), archive.catalogue.files_of(item.id))
    assert known.found == looked.found  # it was not looked at again


@pytest.mark.parametrize(
    ("loader", "said"),
    [(lacks, "模型打不开"), (dies, "意外停止")],
    ids=["a model that is none", "a process that dies"],
)
def test_what_goes_wrong_is_said_in_words_and_the_program_goes_on(
    archive: Archive, model: Model, tmp_path: Path, loader: Loader, said: str
) -> None:
    item = photograph(archive, tmp_path, painted())
    with pytest.raises(ArchiveError) as caught:
        FaceFinder(archive, model, loader).find(Reporter(), archive.catalogue.files_of(item.id))
    assert said in caught.value.message and caught.value.remedy
    archive.execute(SetFields(item.id, {"title": "还能写"}))


def test_no_socket_is_opened(archive: Archive, model: Model, tmp_path: Path) -> None:
    item = photograph(archive, tmp_path, painted())
    (looked,) = FaceFinder(archive, model, calls).find(Reporter(), archive.catalogue.files_of(item.id))
    assert "PermissionError" in looked.failed and looked.found == ()


def test_looking_ends_at_once_when_it_is_cancelled(archive: Archive, model: Model, tmp_path: Path) -> None:
    item = photograph(archive, tmp_path, painted())
    assert FaceFinder(archive, model, sleeps).find(Reporter(most=2), archive.catalogue.files_of(item.id)) == ()
    assert left_nothing(archive, model, item)


def left_nothing(archive: Archive, model: Model, item: Record) -> bool:
    return FaceFinder(archive, model).known(of(archive, item)) is None


# — which pictures, and how they stand —


def test_a_photograph_is_looked_at_as_it_stands_and_its_boxes_are_of_the_upright_master(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    lying = painted().transpose(Image.Transpose.ROTATE_90)  # scanned on its side: nobody stands
    item = photograph(archive, tmp_path, lying)
    (looked,) = FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    assert looked.found == ()
    archive.execute(SetFields(of(archive, item).id, {"turn": 90}))
    (looked,) = FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    seen = Adjustment(90)
    shown = sorted(seen.to_shown(one.box) for one in looked.found)
    assert [(round(x * 600), round(y * 450)) for x, y, _w, _h in shown] == [(60, 300), (120, 120), (200, 310)]
    archive.execute(SetFields(of(archive, item).id, {"turn": 0}))
    known = FaceFinder(archive, model).known(of(archive, item))
    assert known is not None and known.found == looked.found  # turned away they are where they were


def test_the_camera_says_which_way_is_up_and_a_crop_hides_nobody(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    item = photograph(archive, tmp_path, painted().transpose(Image.Transpose.ROTATE_90), exif=exif)
    archive.execute(SetFields(of(archive, item).id, {"crop": [0.0, 0.0, 0.5, 0.5]}))
    FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    assert left(archive, model, item) == [(60, 300), (120, 120), (200, 310)]


def test_a_negative_is_looked_at_as_a_positive(archive: Archive, model: Model, tmp_path: Path, here: list[int]) -> None:
    item = photograph(archive, tmp_path, Image.eval(painted(), lambda tone: 255 - tone))
    archive.execute(
        SetFields(of(archive, item).id, {"tone": [{"key": "negative", "value": 1}, {"key": "gamma", "value": 300}]})
    )
    FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    assert len(left(archive, model, item)) == 3 and seen_of(of(archive, item)).tone == (("negative", 1),)


def test_backs_and_what_is_no_picture_are_not_looked_at(archive: Archive, tmp_path: Path, model: Model) -> None:
    item = photograph(archive, tmp_path, painted(), "合影_正.png")
    painted(()).save(tmp_path / "合影_背.png")
    add(archive, item.id, tmp_path / "合影_背.png", 2)
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.4")
    add(archive, item.id, tmp_path / "说明.pdf", 3, mime="application/pdf")
    files = archive.catalogue.files_of(item.id)
    assert [one["name"] for one in photographs_of(files)] == ["合影_正.png"]
    with pytest.raises(Refused):
        FaceFinder(archive, model, finds).find(Reporter(), files[2:])


def test_a_photograph_that_cannot_be_opened_costs_itself_alone(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    item = photograph(archive, tmp_path, painted(), "好.png")
    (tmp_path / "坏.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    add(archive, item.id, tmp_path / "坏.png", 2)
    good, bad = FaceFinder(archive, model, finds).find(Reporter(), archive.catalogue.files_of(item.id))
    assert len(good.found) == 3 and bad.failed and bad.found == ()


def test_what_was_kept_half_is_looked_at_again(archive: Archive, model: Model, tmp_path: Path, here: list[int]) -> None:
    item = photograph(archive, tmp_path, painted())
    finder = FaceFinder(archive, model, finds)
    finder.find(Reporter(), [of(archive, item)])
    kept = archive.root / kept_at(of(archive, item), model)
    for content in (
        b'{"seen": "", "found": [[0.1',
        b"[]",
        b'{"found": []}',
        b'{"seen": "", "found": [[1, 2]]}',
        b"\xff",
    ):
        kept.write_bytes(content)
        assert finder.known(of(archive, item)) is None, content
    finder.find(Reporter(), [of(archive, item)])
    finder.find(Reporter(), [of(archive, item)], again=True)
    assert here == [1, 1, 1]
    shutil.rmtree(archive.root / "derived")
    assert finder.known(of(archive, item)) is None


# — deciding —


def test_who_is_taken_is_an_ordinary_person_without_a_name_in_the_rows(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    item = photograph(archive, tmp_path, painted())
    FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    one, behind, other = boxes_at(archive, model, item, 0, 1, 2)
    archive.execute(accept(item, archive.catalogue.files_of(item.id), of(archive, item), [other]))
    item = archive.catalogue.record(item.id)
    archive.execute(accept(item, archive.catalogue.files_of(item.id), of(archive, item), [one, behind]))
    rows = people(archive, item)
    assert [(row["row"], row["order"], row["certainty"], row.get("name")) for row in rows] == [
        ("前排", 1, "待考", None),
        ("前排", 2, "待考", None),
        ("后排", 1, "待考", None),
    ]
    assert people_words(rows, "？") == "前排左起：？、？；后排：？"
    found = region_of(rows[0])
    assert found is not None and overlap(found, one) > 0.99
    assert left(archive, model, item) == []
    assert [done.label for done in archive.undoable(2)] == ["照片：采用找到的 2 张人脸", "照片：采用找到的一张人脸"]
    archive.undo()
    assert len(people(archive, item)) == 1 and len(left(archive, model, item)) == 2


def test_an_order_put_by_hand_and_people_of_other_pictures_stay(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    item = photograph(archive, tmp_path, painted(), "正.png")
    painted().save(tmp_path / "又一张.png")
    add(archive, item.id, tmp_path / "又一张.png", 2)
    second = of(archive, item, 1)
    by_hand = [
        {"name": "乙", "row": "前排", "order": 2, "region": [0.1, 0.7, 0.05, 0.05]},
        {"name": "甲", "row": "前排", "order": 1, "region": [0.3, 0.7, 0.05, 0.05]},
    ]
    archive.execute(SetFields(item.id, {"people": by_hand}))
    FaceFinder(archive, model, finds).find(Reporter(), archive.catalogue.files_of(item.id))
    item = archive.catalogue.record(item.id)
    boxes = boxes_at(archive, model, item, 1)
    archive.execute(accept(item, archive.catalogue.files_of(item.id), second, boxes))
    rows = people(archive, item)
    assert [row.get("name") for row in rows] == ["乙", "甲", None] and rows[2]["file"] == second.id
    assert len(left(archive, model, item, 1)) == 2


def test_what_is_refused_is_never_suggested_again(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    item = photograph(archive, tmp_path, painted())
    finder = FaceFinder(archive, model, finds)
    finder.find(Reporter(), [of(archive, item)])
    archive.execute(refuse(of(archive, item), boxes_at(archive, model, item, 0, 1)))
    assert left(archive, model, item) == [(200, 310)]
    archive.execute(SetFields(of(archive, item).id, {"turn": 180, "crop": [0.1, 0.1, 0.6, 0.6]}))
    shutil.rmtree(archive.root / "derived" / "faces")
    archive.execute(SetFields(of(archive, item).id, {"turn": 0}))
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="张") as again:
        FaceFinder(again, model, finds).find(Reporter(), [of(again, item)])
        assert left(again, model, item) == [(200, 310)]
        assert len(of(again, item)["not_faces"]) == 2


def test_a_refusal_can_be_undone(archive: Archive, model: Model, tmp_path: Path, here: list[int]) -> None:
    item = photograph(archive, tmp_path, painted())
    FaceFinder(archive, model, finds).find(Reporter(), [of(archive, item)])
    archive.execute(refuse(of(archive, item), boxes_at(archive, model, item, 0, 1, 2)))
    assert left(archive, model, item) == []
    archive.undo()
    assert len(left(archive, model, item)) == 3
    archive.redo()
    assert left(archive, model, item) == []


# — many —


def test_many_are_looked_through_and_the_ones_with_faces_are_named(
    archive: Archive, model: Model, tmp_path: Path, here: list[int]
) -> None:
    items = [photograph(archive, tmp_path, painted(PLACES[: n % 4]), f"{n}.png") for n in range(5)]
    note = Create("item", {"kind": "contribution", "title": "不是照片"})
    archive.execute(note)
    (tmp_path / "坏.png").write_bytes(b"broken")
    add(archive, items[0].id, tmp_path / "坏.png", 2)
    ids = [*(one.id for one in items), note.id]
    seen = look_through(archive, model, Reporter(), ids, finds)
    assert (seen.photographs, seen.faces, seen.failed) == (6, 1 + 2 + 3, 1)
    assert set(seen.items) == {one.id for one in items[1:4]}
    archive.execute(refuse(of(archive, items[3]), boxes_at(archive, model, items[3], 0, 1, 2)))
    seen = look_through(archive, model, Reporter(), ids, finds)
    assert set(seen.items) == {one.id for one in items[1:3]} and here == [6]
    with pytest.raises(Refused):
        look_through(archive, model, Reporter(), [note.id], finds)
    assert (
        look_through(archive, model, Reporter(most=0), [note.id], finds).photographs == 0
    )  # cancelled before it began


def test_many_more_than_are_read_together_are_looked_through_in_parts(
    archive: Archive, model: Model, tmp_path: Path, here: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.services.faces.many._TOGETHER", 2)
    items = [photograph(archive, tmp_path, painted(PLACES[: 1 + n % 3]), f"{n}.png") for n in range(5)]
    reporter = Reporter()
    seen = look_through(archive, model, reporter, [one.id for one in items], finds)
    assert (seen.photographs, seen.faces, here) == (
        5,
        1 + 2 + 3 + 1 + 2,
        [2, 1],
    )  # the last two are the first ones' bytes
    assert seen.items == tuple(one.id for one in items)
    shares = [share for share, _words in reporter.told]
    assert shares == sorted(shares) and reporter.told[0][1] == "看第 1 件，共 5 件"


# — the setting —


def test_nothing_is_looked_for_unless_a_model_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive_app.intake.faces.yunet import ANSWERS

    settings = Settings(tmp_path / "settings.toml")
    monkeypatch.setattr("archive_app.services.faces.finding.library_there", lambda: True)
    assert model_of(settings) is None
    settings.set(SETTING, str(tmp_path / "没有.onnx"))
    assert model_of(settings) is None
    path = tmp_path / "yunet.onnx"
    path.write_bytes(b"\x08" + b" ".join(one.encode() for one in ANSWERS))
    settings.set(SETTING, str(path))
    assert model_of(settings) == Model(str(path))
    monkeypatch.setattr("archive_app.services.faces.finding.library_there", lambda: False)
    assert model_of(settings) is None
