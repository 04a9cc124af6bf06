"""Who other programs say is on a picture, and where: by three standards, however the picture lies in its file.

The files are exiftool's (see ``files/README.md``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES
from PIL import Image

from archive_app.derived.pictures.metadata import orientation_of
from archive_app.intake.proposal import Proposal
from archive_app.intake.regions import people_on

ReadFile = Callable[..., Proposal]
REGIONS = FILES / "regions"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" '
    'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#">'
    '<rdf:Description><mwg-rs:Regions rdf:parseType="Resource">{applied}<mwg-rs:RegionList><rdf:Bag>'
    "{items}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF>"
)


def people(path: Path) -> list[tuple[str, tuple[float, ...]]]:
    with Image.open(path) as image:
        return [(one.value, one.region) for one in people_on(image, orientation_of(path, image))]


def packet(path: Path, items: str, applied: str = "", size: tuple[int, int] = (200, 100)) -> Path:
    Image.new("RGB", size, "red").save(path, xmp=RDF.format(items=items, applied=applied).encode())
    return path


@pytest.mark.parametrize(
    ("orientation", "region"),
    [
        (1, (0.25, 0.375, 0.125, 0.25)), (2, (0.75, 0.375, 0.125, 0.25)),
        (3, (0.75, 0.625, 0.125, 0.25)), (4, (0.25, 0.625, 0.125, 0.25)),
        (5, (0.375, 0.25, 0.25, 0.125)), (6, (0.625, 0.25, 0.25, 0.125)),
        (7, (0.625, 0.75, 0.25, 0.125)), (8, (0.375, 0.75, 0.25, 0.125)),
    ],
)  # fmt: skip
def test_a_box_is_where_the_face_is_seen_however_the_picture_lies(orientation: int, region: tuple[float, ...]) -> None:
    assert people(REGIONS / f"mwg-{orientation}.jpg") == [("马生福", region)]


def test_a_program_that_meant_the_picture_as_it_is_seen_is_known_by_its_sides() -> None:
    assert people(REGIONS / "mwg-seen.jpg") == people(REGIONS / "mwg-6.jpg")


def test_microsofts_tags_count_from_the_corner_and_a_name_is_said_once() -> None:
    assert people(REGIONS / "microsoft.jpg") == [
        ("祁垚", (0.3125, 0.25, 0.125, 0.25)),
        ("马生福", (0.5625, 0.25, 0.125, 0.25)),
        ("没有框", ()),
        ("韩生元", ()),
    ]
    with Image.open(REGIONS / "microsoft.jpg") as image:
        assert [one.basis for one in people_on(image, 1)][1:3] == ["XMP 人物框（微软）", "XMP 人物（微软）"]


def test_iptc_has_rectangles_circles_and_polygons_and_a_box_of_several_is_no_face() -> None:
    assert people(REGIONS / "iptc.jpg") == [
        ("祁垚", (0.3125, 0.25, 0.125, 0.25)),
        ("马生福", (0.5, 0.5, 0.25, 0.375)),
        ("王五", (0.2, 0.4, 0.2, 0.4)),
        ("韩生元", ()),
        ("李四", ()),
    ]


def test_a_circle_and_pixels_become_shares(tmp_path: Path) -> None:
    circle = '<rdf:li><rdf:Description mwg-rs:Name="甲"><mwg-rs:Area stArea:x=".5" stArea:y=".5" stArea:d=".2"/>'
    pixels = '<mwg-rs:Area stArea:x="50" stArea:y="50" stArea:w="20" stArea:h="40" stArea:unit="pixel"/>'
    items = f'{circle}</rdf:Description></rdf:li><rdf:li mwg-rs:Name="乙">{pixels}</rdf:li>'
    assert people(packet(tmp_path / "a.webp", items)) == [
        ("甲", (0.5, 0.5, 0.1, 0.2)),
        ("乙", (0.25, 0.5, 0.1, 0.4)),
    ]


@pytest.mark.parametrize("area", ["", 'x="nan" y="1e999" w="1" h="1"', 'x="5" y="5" w=".1" h=".1"', 'x=".5" y=".5"'])
def test_a_box_that_cannot_be_leaves_the_name(tmp_path: Path, area: str) -> None:
    written = area.replace("x=", "stArea:x=").replace("y=", "stArea:y=").replace("w=", "stArea:w=")
    written = written.replace("h=", "stArea:h=")
    item = f'<rdf:li mwg-rs:Name="甲" mwg-rs:Type="Face"><mwg-rs:Area {written}/></rdf:li>'
    assert people(packet(tmp_path / "a.webp", item)) == [("甲", ())]


def test_a_face_without_a_name_keeps_a_place_beside_others_that_have_one(tmp_path: Path) -> None:
    def face(x: float, name: str = "") -> str:
        area = f'<mwg-rs:Area stArea:x="{x}" stArea:y=".5" stArea:w=".1" stArea:h=".2"/>'
        called = f'mwg-rs:Name="{name}"' if name else ""
        return f'<rdf:li mwg-rs:Type="Face" {called}>{area}</rdf:li>'

    told = people(packet(tmp_path / "a.webp", face(0.2) + face(0.5, "甲")))
    assert told == [("甲", (0.5, 0.5, 0.1, 0.2)), ("？", (0.2, 0.5, 0.1, 0.2))]
    assert people(packet(tmp_path / "b.webp", face(0.2) + face(0.5))) == []  # a telephone frames everybody


def test_they_come_with_the_import_and_not_as_a_value(read_file: ReadFile) -> None:
    proposal = read_file(REGIONS / "mwg-6.jpg")
    rows = [one.to_row() for one in proposal.suggestions if one.field == "people"]
    assert rows == [
        {"field": "people", "value": "马生福", "basis": "XMP 人物框（MWG）", "region": [0.625, 0.25, 0.25, 0.125]}
    ]
    assert "people" not in proposal.fields
