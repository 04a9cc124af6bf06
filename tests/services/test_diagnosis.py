"""The bundle for whoever helps: what is in it helps, and nothing in it is of the archive or of a person."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.domain.errors import StorageFailed
from archive_app.services import diagnosis
from archive_app.services.archive import Archive
from archive_app.services.settings import Settings

TOLD = ("马文山", "水磨沟", "13912345678", "0971-8230001", "chengdong@example.org", "630103194701011234")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "faults.log"
    path.write_text(
        "2026-11-02 KeyError: '马文山 13912345678'\n"
        f'  File "{Path.home()}/存史/水磨沟/catalogue.py", line 12, in load\n'
        '  File "C:\\Users\\laowang\\Desktop\\x.py", line 3\n'
        "ValueError: 0971-8230001 chengdong@example.org 630103194701011234\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(diagnosis, "log_path", lambda: path)
    return path


def contents(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name).decode("utf-8") for name in opened.namelist()}


def test_no_name_no_telephone_no_place_is_in_it(log: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    settings.set("actor", "马文山")
    settings.remember_archive(tmp_path / "水磨沟")
    with Archive.create(tmp_path / "水磨沟", name="马文山的馆藏", actor="马文山") as archive:
        archive.execute(Create("person", {"name": "马文山"}))
        person = archive.catalogue.records("person")[0].id
        archive.execute(Create("contact", {"person": person, "telephone": "13912345678", "address": "水磨沟"}))
        archive.execute(Create("item", {"kind": "photograph", "title": "马文山在水磨沟"}))
        told = diagnosis.write_bundle(tmp_path / "包.zip", archive, settings)
    parts = contents(tmp_path / "包.zip")
    assert len(told) == len(parts) == 4
    whole = "\n".join((*parts, *parts.values()))
    for word in (*TOLD, "laowang", str(Path.home()), str(tmp_path)):
        assert word not in whole, word
    faults = parts["faults.log"]
    assert "KeyError" in faults and "line 12, in load" in faults and "catalogue.py" in faults


def test_it_says_what_helps(log: Path, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆藏", actor="甲") as archive:
        archive.execute(Create("item", {"kind": "photograph", "title": "一"}))
        archive.execute(Create("file", {"name": "a.jpg", "mime": "image/jpeg", "bytes": 1234}))
        diagnosis.write_bundle(tmp_path / "包.zip", archive)
    parts = contents(tmp_path / "包.zip")
    figures = json.loads(parts["archive.json"])
    assert figures["records"]["item"] == 1 and figures["kinds"] == {"photograph": 1}
    assert figures["files"] == {"image/jpeg": 1} and figures["bytes"] == 1234 and figures["faults"] == []
    versions = json.loads(parts["versions.json"])
    assert versions["cunshi"] and versions["sqlite"] and versions["libraries"]["Pillow"]


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x3FFFF, exclude_categories=("Cs", "Cn"))))
def test_no_chinese_character_is_left(text: str) -> None:
    han = {one for one in text if "\u4e00" <= one <= "\u9fff" or one >= "\U00020000"}
    assert not han & set(diagnosis.blotted(text))


def test_it_can_be_made_without_an_archive_and_says_where_it_cannot(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diagnose", "-o", str(tmp_path / "包.zip")]) == 0
    assert "没有题名、人名、电话" in capsys.readouterr().out and "archive.json" not in contents(tmp_path / "包.zip")
    with pytest.raises(StorageFailed):
        diagnosis.write_bundle(tmp_path / "包.zip" / "里面.zip")
