"""What other programs wrote into a picture: kept as rows, offered, and never a field by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES
from PIL import Image

from archive_app.intake.proposal import Proposal
from archive_app.intake.written import from_written, written_rows

ReadFile = Callable[..., Proposal]
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'
ABOUT = '<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="{}"/>'


def with_xmp(path: Path, packet: str) -> Path:
    Image.new("RGB", (20, 20), "red").save(path, xmp=packet.encode())
    return path


def test_the_words_names_and_frames_that_exiftool_wrote_are_read(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "described.jpg")
    rows = [(row["tag"], row["value"]) for row in proposal.fields["exif"]]
    assert [row for row in rows if row[0].startswith(("XMP", "IPTC"))] == [
        ("XMP 作者", "王昪；李四"),
        ("XMP 说明", "老戏台修缮前"),
        ("XMP 关键词", "戏台；庙会"),
        ("XMP 题名", "戏台"),
        ("XMP 创作时间", "1998-05"),
        ("XMP 人物", "马生福（0.3，0.4，0.1，0.15）"),
        ("XMP 人物", "祁垚（0.6，0.4，0.1，0.15）"),
        ("IPTC 说明", "柜台前的合影"),
        ("IPTC 作者", "王昪"),
        ("IPTC 城市", "西宁"),
    ]
    assert [(one.field, one.value, one.basis) for one in proposal.suggestions] == [
        ("caption", "老戏台修缮前", "XMP 说明"),
        ("photographer", "王昪；李四", "XMP 作者"),
        ("created", "1998-05", "XMP 创作时间"),
        ("people", "马生福", "XMP 人物框（MWG）"),
        ("people", "祁垚", "XMP 人物框（MWG）"),
    ]
    assert [one.region for one in proposal.suggestions[3:]] == [(0.3, 0.4, 0.1, 0.15), (0.6, 0.4, 0.1, 0.15)]
    assert set(proposal.fields) == {"exif", "title_source"}
    assert proposal.warnings == ()


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "no xml",
        "<rdf:RDF",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + RDF.format(ABOUT.format("&b;")),
        RDF.format(ABOUT.format("西宁")) + "x" * (1 << 20),
    ],
)
def test_a_packet_that_is_damaged_or_a_trick_costs_itself(read_file: ReadFile, tmp_path: Path, packet: str) -> None:
    proposal = read_file(with_xmp(tmp_path / "a.webp", packet))
    assert dict(proposal.facts)["width"] == 20
    assert "exif" not in proposal.fields


def test_a_plain_packet_is_read(read_file: ReadFile, tmp_path: Path) -> None:
    proposal = read_file(with_xmp(tmp_path / "a.webp", RDF.format(ABOUT.format("西宁" * 400))))
    (row,) = proposal.fields["exif"]
    assert row["tag"] == "XMP 城市" and len(row["value"]) == 500


def test_iptc_in_gbk_is_read_as_it_means(tmp_path: Path) -> None:
    words = "柜台前的合影".encode("gbk")
    record = b"\x1c\x02\x78" + len(words).to_bytes(2, "big") + words
    block = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    segment = b"Photoshop 3.0\0" + block
    Image.new("RGB", (20, 20), "red").save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(
        data[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]
    )
    with Image.open(tmp_path / "a.jpg") as image:
        assert written_rows(image) == [{"tag": "IPTC 说明", "value": "柜台前的合影"}]


@pytest.mark.parametrize(("said", "day"), [("1998", "1998"), ("19850302", "1985-03-02"), ("19850000", "1985")])
def test_a_day_is_as_exact_as_it_was_written(said: str, day: str) -> None:
    (one,) = from_written([{"tag": "IPTC 创作时间", "value": said}])
    assert (one.field, one.value) == ("created", day)


def test_who_supplied_a_picture_and_whose_it_is_are_offered() -> None:
    rows = [
        {"tag": "IPTC 供图", "value": "区档案馆"},
        {"tag": "XMP 版权", "value": "王昪"},
        {"tag": "XMP 来源", "value": "x"},
    ]
    assert [(one.field, one.value, one.basis) for one in from_written(rows)] == [
        ("supplied_by", "区档案馆", "IPTC 供图"),
        ("copyright_holder", "王昪", "XMP 版权"),
    ]
