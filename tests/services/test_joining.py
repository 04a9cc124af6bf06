"""Transcripts find their recording by name, in the batch, in a zip, in the archive; nothing is written over."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.cli.main import main
from archive_app.services.archive import Archive
from archive_app.services.importing import ImportReport, import_paths
from archive_app.services.joining import stem_of

SOUND = Path(__file__).parents[1] / "intake" / "files" / "sound"
VTT = "WEBVTT\n\n00:00.500 --> 00:01.500\n<v 祁垚>哪一年？\n\n00:01.600 --> 00:03.400\n<v 马䶮>六四年前后。\n"
SRT = "1\n00:00:00,500 --> 00:00:01,500\n问：又一份\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="试") as archive:
        yield archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "带来的"
    made.mkdir()
    return made


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def recording(folder: Path, name: str = "OH-03.mp3", of: str = "cbr.mp3") -> Path:
    return put(folder, name, (SOUND / of).read_bytes())


def words(archive: Archive, item: str) -> list[str]:
    return [row["text"] for row in archive.catalogue.record(item)["transcript"]]


def roles(archive: Archive, item: str) -> list[tuple[str, str]]:
    return [(file["name"], file["role"]) for file in archive.catalogue.files_of(item)]


def warned(report: ImportReport) -> str:
    return "".join(warning for entry in (*report.imported, *report.attached) for warning in entry.warnings)


@pytest.mark.parametrize(
    "name",
    [
        "OH-03.vtt",
        "OH-03.zh.vtt",
        "OH-03.zh-CN.vtt",
        "OH-03_转写.vtt",
        "oh-03（字幕）.vtt",
        "OH-03.mp3.vtt",
        "OH-03 逐字稿.vtt",
    ],
)
@pytest.mark.parametrize("sound", ["OH-03.mp3", "OH-03_录音.mp3"])
def test_names_that_belong_together(name: str, sound: str) -> None:
    assert stem_of(f"甲/{name}") == stem_of(f"乙.zip!丙/{sound}") == "oh-03"


def test_a_recording_and_its_transcript_are_one_item_and_one_step_of_undo(archive: Archive, folder: Path) -> None:
    recording(folder)
    put(folder, "OH-03.vtt", VTT)
    report = import_paths(archive, [folder])
    (imported,), (attached,) = report.imported, report.attached
    assert attached.id == imported.id
    assert attached.source.endswith("OH-03.vtt")
    assert not warned(report)
    assert words(archive, imported.id) == ["哪一年？", "六四年前后。"]
    assert roles(archive, imported.id) == [("OH-03.mp3", "录音"), ("OH-03.vtt", "转写")]
    record = archive.catalogue.record(imported.id)
    assert record["duration"] == pytest.approx(3.527)
    assert [row["start"] for row in record["transcript"]] == [0.5, 1.6]
    assert len({row["id"] for row in record["transcript"]}) == 2
    assert report.to_json()["attached"] == [{"id": imported.id, "source": attached.source}]
    archive.undo()
    assert archive.catalogue.record(imported.id).trashed
    archive.redo()
    assert words(archive, imported.id) == ["哪一年？", "六四年前后。"]


def test_a_transcript_that_comes_later_joins_and_a_second_one_overwrites_nothing(
    archive: Archive, folder: Path
) -> None:
    item = import_paths(archive, [recording(folder)]).imported[0].id
    later = import_paths(archive, [put(folder, "OH-03.vtt", VTT)])
    assert [entry.id for entry in later.attached] == [item]
    assert not later.imported
    again = import_paths(archive, [put(folder, "OH-03.srt", SRT)])
    assert "已有转写稿，没有覆盖" in again.attached[0].warnings[0]
    assert words(archive, item) == ["哪一年？", "六四年前后。"]
    assert [role for _, role in roles(archive, item)] == ["录音", "转写", "转写"]
    assert [entry.id for entry in import_paths(archive, [folder]).duplicates] == [item] * 3
    archive.undo(2)
    assert words(archive, item) == []
    assert not archive.catalogue.record(item).trashed


def test_pairs_in_a_zip_and_folders_are_kept_apart(archive: Archive, folder: Path) -> None:
    with zipfile.ZipFile(folder / "包.zip", "w") as made:
        made.write(SOUND / "opus.ogg", "甲/录音1.ogg")
        made.writestr("甲/录音1.vtt", VTT)
        made.write(SOUND / "tone.m4a", "乙/录音1.m4a")
        made.writestr("乙/录音1.srt", SRT)
    report = import_paths(archive, [folder])
    titles = {entry.id: entry.source for entry in report.imported}
    assert len(report.imported) == len(report.attached) == 2
    assert {(titles[a.id].rpartition("!")[2], a.source.rpartition("!")[2]) for a in report.attached} == {
        ("甲/录音1.ogg", "甲/录音1.vtt"),
        ("乙/录音1.m4a", "乙/录音1.srt"),
    }


def test_a_transcript_alone_is_an_item_of_its_own_and_says_so(archive: Archive, folder: Path) -> None:
    (imported,) = import_paths(archive, [put(folder, "OH-09.vtt", VTT)]).imported
    assert imported.kind == "oral_history"
    assert "没有找到同名的录音" in imported.warnings[-1]
    assert words(archive, imported.id) == ["哪一年？", "六四年前后。"]
    assert roles(archive, imported.id) == [("OH-09.vtt", "转写")]


def test_what_lies_beyond_the_recording_or_runs_backwards_is_said_with_the_item(archive: Archive, folder: Path) -> None:
    recording(folder)
    put(folder, "OH-03.vtt", VTT + "\n00:00:59.000 --> 00:01:00.000\n太晚\n\n00:00:02.000 --> 00:00:03.000\n回头\n")
    report = import_paths(archive, [folder])
    said = "".join(report.imported[0].warnings)
    assert "第 3 段（00:00:59—00:01:00）在录音结束以后" in said
    assert "第 4 条（00:00:02）" in said
    assert words(archive, report.imported[0].id)[2:] == ["太晚", "回头"]
    assert report.to_json()["attached"][0]["warnings"] == list(report.attached[0].warnings)


def test_a_text_with_times_joins_and_one_without_a_recording_stays_a_text(archive: Archive, folder: Path) -> None:
    recording(folder)
    put(folder, "OH-03.txt", "[00:00:00] 问：哪一年？\n[00:00:02] 答：六四年。\n".encode("gb18030"))
    put(folder, "独个.txt", "[00:00:05] 问：几月？\n[00:00:09] 答：立了秋。\n")
    report = import_paths(archive, [folder])
    (attached,) = report.attached
    assert [row["speaker"] for row in archive.catalogue.record(attached.id)["transcript"]] == ["问", "答"]
    alone = next(entry for entry in report.imported if entry.source.endswith("独个.txt"))
    record = archive.catalogue.record(alone.id)
    assert record["manuscript"]["blocks"] and not record["transcript"]
    assert "没有找到同名的录音" in alone.warnings[-1]


def test_of_two_recordings_of_one_name_elsewhere_none_is_guessed(archive: Archive, folder: Path) -> None:
    recording(folder, "甲/OH-03.mp3")
    recording(folder, "乙/OH-03.m4a", "tone.m4a")
    put(folder, "丙/OH-03.vtt", VTT)
    report = import_paths(archive, [folder])
    assert not report.attached
    assert "同名的录音有 2 件" in warned(report)


def test_one_recording_elsewhere_is_taken_unless_its_name_says_nothing_or_it_is_too_short(
    archive: Archive, folder: Path
) -> None:
    recording(folder, "甲/OH-03.mp3")
    recording(folder, "甲/录音 2.flac", "tone.flac")
    put(folder, "乙/OH-03.vtt", VTT)
    put(folder, "乙/录音 2.vtt", VTT + "\n")
    put(folder, "乙/OH-03.srt", SRT.replace("00:00:01,500", "00:09:01,500"))
    report = import_paths(archive, [folder])
    assert [Path(entry.source).name for entry in report.attached] == ["OH-03.vtt"]
    assert sorted(Path(entry.source).name for entry in report.imported) == [
        "OH-03.mp3", "OH-03.srt", "录音 2.flac", "录音 2.vtt",
    ]  # fmt: skip


def test_a_dry_run_foresees_the_joining(archive: Archive, folder: Path) -> None:
    recording(folder)
    put(folder, "OH-03.vtt", VTT)
    foreseen = import_paths(archive, [folder], dry_run=True)
    assert [(entry.id, Path(entry.source).name) for entry in foreseen.attached] == [("", "OH-03.vtt")]
    assert len(foreseen.imported) == 1
    assert not archive.catalogue.records("item") and not archive.catalogue.records("file")


@pytest.mark.parametrize(
    ("sound", "name"),
    [
        ("OH-03.mp3", "OH-03_整理稿.vtt"),
        ("OH-03.mp3", "OH-03_字幕_最终版.vtt"),
        ("OH-03.mp3", "ＯＨ－03.vtt"),
        ("OH03.mp3", "OH-03.vtt"),
        ("OH_03 录音.mp3", "oh 03（二稿）.vtt"),
        ("張家窯.mp3", "张家窑-终稿.vtt"),
        ("马文山.mp3", "马文山_采访录音整理.vtt"),
        ("马文山.mp3", "马文山(1).vtt"),
        ("马文山第3次采访.mp3", "马文山第三次采访.vtt"),
        ("马文山 第十二次.mp3", "马文山第12次.vtt"),
        ("马文山第二十次.mp3", "马文山_第20次.vtt"),
        ("马文山第03讲.mp3", "马文山第三讲.vtt"),
        ("马文山.mp3", "马文山_原文.vtt"),
        ("马文山.mp3", "马文山-智能转写.vtt"),
        ("马文山.mp3", "马文山（文字记录）.vtt"),
    ],
)
def test_a_name_written_otherwise_joins_and_is_said_to(archive: Archive, folder: Path, sound: str, name: str) -> None:
    recording(folder, sound)
    put(folder, name, VTT)
    report = import_paths(archive, [folder])
    assert [entry.source.rpartition("/")[2] for entry in report.attached] == [name]
    assert "按相近的名字" in warned(report)


@pytest.mark.parametrize(
    ("sound", "name"),
    [
        ("OH-1-1.mp3", "OH-11.vtt"),
        ("采访3.mp3", "采访.vtt"),
        ("录音(2).mp3", "录音(1).vtt"),
        ("录音.mp3", "录音(1).vtt"),
        ("李二.mp3", "李.vtt"),
        ("2024-05-01.mp3", "2024-05-10.vtt"),
        ("马文山第三次.mp3", "马文山第13次.vtt"),
        ("马文山第十次.mp3", "马文山第1次.vtt"),
        ("马文山第次.mp3", "马文山第0次.vtt"),
    ],
)
def test_names_that_only_look_alike_stay_apart(archive: Archive, folder: Path, sound: str, name: str) -> None:
    recording(folder, sound)
    put(folder, name, VTT)
    report = import_paths(archive, [folder])
    assert len(report.imported) == 2
    assert not report.attached


def test_the_very_name_comes_before_a_similar_one(archive: Archive, folder: Path) -> None:
    recording(folder)
    put(folder, "OH-03 整理稿.srt", SRT)
    put(folder, "OH-03.vtt", VTT)
    report = import_paths(archive, [folder])
    [imported] = report.imported
    assert words(archive, imported.id) == ["哪一年？", "六四年前后。"]
    assert len(report.attached) == 2
    assert "没有覆盖" in warned(report)


def test_a_dry_run_says_which_recording_and_what_is_odd(
    archive: Archive, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording(folder)
    put(folder, "OH-03_整理稿.vtt", VTT)
    root = archive.root
    archive.close()
    assert main(["import", str(root), str(folder), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "→ 《OH-03》" in said
    assert "按相近的名字配给了 OH-03.mp3" in said


def test_a_recording_that_comes_after_its_transcript_joins_it(archive: Archive, folder: Path) -> None:
    put(folder, "OH-03.vtt", VTT)
    [first] = import_paths(archive, [folder / "OH-03.vtt"]).imported
    sound = recording(folder)
    dry = import_paths(archive, [sound], dry_run=True)
    assert [entry.title for entry in dry.attached] == ["OH-03"]
    later = import_paths(archive, [sound])
    assert not later.imported
    assert [entry.id for entry in later.attached] == [first.id]
    assert "先到的转写稿" in warned(later)
    assert roles(archive, first.id) == [("OH-03.vtt", "转写"), ("OH-03.mp3", "录音")]
    assert archive.catalogue.record(first.id)["duration"] == pytest.approx(3.5, abs=0.1)
    assert words(archive, first.id) == ["哪一年？", "六四年前后。"]
    second = import_paths(archive, [recording(folder / "别处", "OH-03.mp3", "vbr.mp3")])
    assert len(second.imported) == 1, "one that has its recording takes no other"


def test_a_recording_of_a_name_that_tells_nothing_joins_only_in_its_own_folder(archive: Archive, folder: Path) -> None:
    put(folder, "甲/录音1.vtt", VTT)
    import_paths(archive, [folder / "甲"])
    away = import_paths(archive, [recording(folder / "乙", "录音1.mp3")])
    assert len(away.imported) == 1
    beside = import_paths(archive, [recording(folder / "甲", "录音1.mp3", "vbr.mp3")])
    assert len(beside.attached) == 1
