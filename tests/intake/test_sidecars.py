"""XMP beside a picture (``name.jpg.xmp``, ``name.xmp``): read with it, kept with it, told of once.

The files are exiftool's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake_making import FILES
from PIL import Image

from archive_app.intake.sidecars import picture_of, sidecar_of
from archive_app.services.archive import Archive
from archive_app.services.import_report import ImportReport
from archive_app.services.importing import import_paths

SIDECARS = FILES / "sidecars"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SIDECARS, tmp_path / "照片")
    return tmp_path / "照片"


def told(report: ImportReport) -> list[str]:
    """Every source that the report names."""
    every = (*report.imported, *report.attached, *report.duplicates, *report.refused)
    return sorted(Path(one.source).name for one in every)


def suggested(archive: Archive, item: str) -> dict[str, str]:
    return {row["field"]: row["value"] for row in archive.catalogue.record(item)["suggestions"]}


def test_what_stands_beside_a_picture_comes_in_with_it(archive: Archive, folder: Path) -> None:
    report = import_paths(archive, [folder])
    items = {one.title: one.id for one in report.imported}
    assert set(items) == {"digikam", "adobe"} and report.refused == []
    assert told(report) == sorted(path.name for path in folder.iterdir())
    of_digikam = archive.catalogue.record(items["digikam"])["suggestions"]
    people = [(row["value"], row.get("region")) for row in of_digikam if row["field"] == "people"]
    assert people == [("马生福", [0.25, 0.5, 0.1, 0.2]), ("祁垚", None)]
    assert suggested(archive, items["digikam"])["caption"] == "社火队在韵家口"
    assert suggested(archive, items["digikam"])["photographer"] == "李晓棠"
    assert suggested(archive, items["adobe"]) == {"caption": "水磨", "supplied_by": "文史办"}
    picture, beside = archive.catalogue.files_of(items["adobe"])
    assert (picture["name"], beside["name"], beside["role"]) == ("adobe.jpg", "adobe.xmp", "说明")
    assert archive.original(beside.id).read_bytes() == (folder / "adobe.xmp").read_bytes()
    assert archive.catalogue.item_rows([items["adobe"]])[0].files == 2


def test_it_is_known_with_its_picture_and_refused_without(archive: Archive, folder: Path) -> None:
    import_paths(archive, [folder])
    again = import_paths(archive, [folder])
    assert told(again) == sorted(path.name for path in folder.iterdir()) and len(again.duplicates) == 4
    alone = import_paths(archive, [folder / "adobe.xmp"])
    assert "要和照片一起加入" in alone.refused[0].reason
    (folder / "adobe.jpg").unlink()
    left = import_paths(archive, [folder])
    assert [(Path(one.source).name, "没有同名的照片" in one.reason) for one in left.refused] == [("adobe.xmp", True)]
    (folder / "adobe.jpg").write_bytes(b"\xff\xd8\xff no picture")
    broken = import_paths(archive, [folder])
    assert {Path(one.source).name for one in broken.refused} == {"adobe.jpg", "adobe.xmp"}


@pytest.mark.parametrize("data", [b"", b"no xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<x>" * 60_000])
def test_what_is_no_xmp_costs_no_picture(archive: Archive, tmp_path: Path, data: bytes) -> None:
    Image.new("RGB", (60, 40), "red").save(tmp_path / "红.jpg")
    (tmp_path / "红.jpg.xmp").write_bytes(data)
    report = import_paths(archive, [tmp_path / "红.jpg"])
    assert len(report.imported) == 1 and report.refused == []


def test_the_whole_name_goes_before_the_stem(tmp_path: Path) -> None:
    for name in ("社火.JPG", "社火.jpg.xmp", "社火.XMP", "别的.xmp"):
        (tmp_path / name).write_bytes(b"x")
    assert sidecar_of(tmp_path / "社火.JPG") == tmp_path / "社火.XMP"
    (tmp_path / "社火.JPG.xmp").write_bytes(b"x")
    assert sidecar_of(tmp_path / "社火.JPG") == tmp_path / "社火.JPG.xmp"
    assert picture_of(tmp_path / "社火.JPG.xmp") == tmp_path / "社火.JPG"
    assert picture_of(tmp_path / "社火.XMP") is None and picture_of(tmp_path / "别的.xmp") is None
