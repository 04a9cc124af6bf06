"""An interview of several recordings: each segment knows its own, and follows it wherever it goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain import transcribing as does
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.withholding import Audience
from archive_app.services import item_files
from archive_app.services.archive import Archive
from archive_app.services.importing import add_to_item, import_paths
from archive_app.services.joining_items import joining
from archive_app.services.maintenance import rebuild
from archive_app.services.oral.cutting import Wish, plan
from archive_app.services.oral.forms import form_named
from archive_app.services.oral.interview import points_of, segments_of
from archive_app.services.oral.recordings import Recordings
from archive_app.services.oral.written_out import write_transcript


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        yield opened


def _interview(
    archive: Archive, title: str, rows: list[dict[str, Any]], names: tuple[str, ...]
) -> tuple[str, list[str]]:
    made = Create("item", {"kind": "oral_history", "title": title, "access": "public", "transcript": rows})
    item = archive.execute(made).record_ids[0]
    files = []
    for at, name in enumerate(names):
        about = {"item": item, "name": name, "mime": "audio/mpeg", "duration": 60.0, "role": "录音", "position": at}
        about["sha256"] = f"{at}{len(title)}".ljust(64, "a")
        files.append(archive.execute(Create("file", about)).record_ids[0])
    return item, files


def _rows(*said: tuple[str, float, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{words}-{at}",
            "start": at,
            "end": at + 2.0,
            "speaker": "",
            "text": words,
            **({"file": file} if file else {}),
        }
        for words, at, file in said
    ]


@pytest.fixture
def two_tapes(archive: Archive) -> tuple[str, list[str]]:
    """The first side without a word of where it is from, as it was written before; the second says it."""
    item, files = _interview(archive, "两盘磁带", [], ("1-A.mp3", "1-B.mp3"))
    rows = _rows(("头一句", 0.0, ""), ("第二句", 5.0, ""), ("背面头一句", 0.0, files[1]), ("背面第二句", 9.0, files[1]))
    points = [{"id": "p1", "at": 4.0, "title": "水磨"}, {"id": "p2", "at": 8.0, "title": "火车", "file": files[1]}]
    archive.execute(SetFields(item, {"transcript": rows, "index_points": points}))
    return item, files


def _by_file(archive: Archive, item: str) -> dict[str, list[str]]:
    record = archive.catalogue.record(item)
    recordings = Recordings(archive, item)
    spoken = segments_of(record)
    return {
        recordings.name(file): [one.text for one in recordings.of(spoken, file)] for file in recordings.used(spoken)
    }


WHOLE = {"1-A.mp3": ["头一句", "第二句"], "1-B.mp3": ["背面头一句", "背面第二句"]}


def test_an_old_transcript_is_of_the_first_recording(archive: Archive, two_tapes) -> None:
    assert _by_file(archive, two_tapes[0]) == WHOLE


def test_words_follow_their_recording_when_the_files_change_places_and_back(archive: Archive, two_tapes) -> None:
    item, files = two_tapes
    archive.execute(item_files.ordered(archive, item, files[::-1]))
    assert _by_file(archive, item) == {name: WHOLE[name] for name in ("1-B.mp3", "1-A.mp3")}
    archive.undo()
    assert _by_file(archive, item) == WHOLE
    archive.redo()
    archive.execute(item_files.ordered(archive, item, files))
    assert _by_file(archive, item) == WHOLE


def test_a_recording_that_is_taken_off_keeps_its_words_and_comes_back_to_them(archive: Archive, two_tapes) -> None:
    item, files = two_tapes
    archive.execute(item_files.taken_off(archive, item, [files[0]]))
    assert _by_file(archive, item) == {"1-B.mp3": WHOLE["1-B.mp3"], "1-A.mp3": WHOLE["1-A.mp3"]}
    archive.execute(item_files.taken_back(archive, [files[0]]))
    assert _by_file(archive, item) == WHOLE


def test_a_recording_that_becomes_an_item_of_its_own_takes_its_words_and_its_index_along(
    archive: Archive, two_tapes
) -> None:
    item, files = two_tapes
    archive.execute(SetFields(item, {"speakers": [{"label": "王", "person": ""}]}))
    command, other = item_files.parted(archive, item, [files[0]])
    archive.execute(command)
    assert _by_file(archive, other) == {"1-A.mp3": WHOLE["1-A.mp3"]}
    assert _by_file(archive, item) == {"1-B.mp3": WHOLE["1-B.mp3"]}
    assert [one.title for one in points_of(archive, archive.catalogue.record(other))] == ["水磨"]
    assert archive.catalogue.record(other)["speakers"] == [{"label": "王"}]
    archive.execute(item_files.moved_to(archive, [files[0]], item))
    assert _by_file(archive, item) == {name: WHOLE[name] for name in ("1-B.mp3", "1-A.mp3")}
    archive.undo()
    archive.undo()
    assert _by_file(archive, item) == WHOLE


def test_two_interviews_with_their_recordings_become_one_and_nothing_is_mixed(archive: Archive) -> None:
    first, _files = _interview(archive, "上午", _rows(("上午的话", 3.0, "")), ("am.mp3",))
    second, _more = _interview(archive, "下午", _rows(("下午的话", 1.0, "")), ("pm.mp3",))
    silent, _none = _interview(archive, "没有录音", _rows(("笔记", 1.0, "")), ())
    archive.execute(joining(archive, first, [second]).command())
    assert _by_file(archive, first) == {"am.mp3": ["上午的话"], "pm.mp3": ["下午的话"]}
    with pytest.raises(UsageError, match="没有录音"):
        joining(archive, first, [silent])


def test_each_form_of_one_recording_is_written_for_each_and_those_for_reading_say_which(
    archive: Archive, two_tapes, tmp_path: Path
) -> None:
    item, _files = two_tapes
    for name, words in (("vtt", "背面第二句"), ("srt", "背面第二句"), ("ohms", "火车"), ("textgrid", "背面第二句")):
        form = form_named(name)
        assert form is not None
        done = write_transcript(archive, item, tmp_path / f"话{form.suffix}", form, audience=Audience.OWN)
        assert [path.name for path in done.paths] == [f"话（1-A）{form.suffix}", f"话（1-B）{form.suffix}"]
        first, second = (path.read_text(encoding="utf-8") for path in done.paths)
        assert words in second and words not in first and "头一句" in first
        assert done.segments == 4
    text = form_named("txt")
    assert text is not None
    done = write_transcript(archive, item, tmp_path / "话.txt", text, audience=Audience.OWN)
    read = (tmp_path / "话.txt").read_text(encoding="utf-8")
    assert (
        read.index("【1-A.mp3】") < read.index("第二句") < read.index("【1-B.mp3】") < read.index("背面头一句")
        and not done.paths
    )
    vtt = form_named("vtt")
    assert vtt is not None
    done = write_transcript(archive, item, tmp_path / "b.vtt", vtt, audience=Audience.OWN, recording="1-B")
    assert done.path.name == "b.vtt" and done.segments == 2
    with pytest.raises(UsageError, match=r"1-A\.mp3、1-B\.mp3"):
        write_transcript(archive, item, tmp_path / "c.vtt", vtt, audience=Audience.OWN, recording="3")


def test_what_is_restricted_is_cut_from_its_own_recording_only(archive: Archive, two_tapes) -> None:
    item, files = two_tapes
    granted = {"items": [item], "holder": "马文山", "grant": "非专有", "signed_on": "2020-01-01"}
    archive.execute(Create("consent", granted))
    rows = [dict(row) for row in archive.catalogue.record(item)["transcript"]]
    rows[3]["access"] = "restricted"
    archive.execute(SetFields(item, {"transcript": rows}))
    assert plan(archive, item, Wish(), files[0]).cut == ()
    planned = plan(archive, item, Wish(), files[1])
    assert [one.text for one in planned.staying] == ["背面第二句"] and planned.cut[0][0] <= 9.0
    about = {"item": item, "name": "2-A.mp3", "mime": "audio/mpeg", "role": "录音", "position": 2, "sha256": "f" * 64}
    third = archive.execute(Create("file", about)).record_ids[0]
    with pytest.raises(Refused, match="还没有转写"):
        plan(archive, item, Wish(), third)


def test_records_carry_it_and_a_catalogue_made_of_them_knows_it(archive: Archive, two_tapes) -> None:
    item, _files = two_tapes
    root = archive.root
    archive.close()
    (root / "catalogue.sqlite").unlink()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="王文史") as opened:
        assert _by_file(opened, item) == WHOLE


def test_captions_join_the_recording_of_their_name_and_leave_the_others_alone(archive: Archive, tmp_path: Path) -> None:
    item, files = _interview(archive, "两盘磁带", _rows(("头一句", 0.0, "")), ("磁带1-A.mp3", "磁带1-B.mp3"))
    vtt = tmp_path / "磁带1-B.vtt"
    vtt.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n背面的话\n", encoding="utf-8")
    import_paths(archive, [vtt])
    rows = archive.catalogue.record(item)["transcript"]
    assert [(row["text"], row.get("file")) for row in rows] == [("头一句", None), ("背面的话", files[1])]
    again = tmp_path / "又" / "磁带1-A.vtt"
    again.parent.mkdir()
    again.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n另一份\n", encoding="utf-8")
    report = import_paths(archive, [again])
    assert len(archive.catalogue.record(item)["transcript"]) == 2
    assert any("没有覆盖" in words for one in report.attached for words in one.warnings)


def test_captions_that_a_person_gives_to_an_item_are_of_the_recording_of_their_name(
    archive: Archive, tmp_path: Path
) -> None:
    item, files = _interview(archive, "两盘磁带", [], ("磁带1-A.mp3", "磁带1-B.mp3"))
    vtt = tmp_path / "磁带1-B.vtt"
    vtt.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n背面的话\n", encoding="utf-8")
    add_to_item(archive, item, [vtt])
    assert [row.get("file") for row in archive.catalogue.record(item)["transcript"]] == [files[1]]


def test_times_of_one_recording_say_nothing_of_those_of_another() -> None:
    rows = _rows(("甲", 50.0, ""), ("乙", 1.0, "f2"), ("丙", 5.0, "f2"))
    made = does.made_at(rows, 3.0, file="f2", ahead=[""])
    assert [row["text"] for row in made.rows] == ["甲", "乙", "", "丙"] and made.rows[2]["file"] == "f2"
    first = does.made_at(rows[:1], 0.5, file="f2", ahead=[""])
    assert [row.get("file") for row in first.rows] == [None, "f2"] and first.rows[0]["end"] == 52.0
    assert does.with_time(rows, "乙-1.0", "start", 0.2).rows[1]["start"] == 0.2  # 甲 at 50 is no neighbour
    with pytest.raises(UsageError, match="另一段录音"):
        does.join(rows, "乙-1.0")
    with pytest.raises(UsageError, match="不是同一段录音"):
        does.stretched(rows, {"甲-50.0", "丙-5.0"}, 1.0, 9.0)
    swapped = does.moved(rows, "乙-1.0", -1).rows
    assert [(row["text"], row["start"], row.get("file")) for row in swapped[:2]] == [
        ("乙", 50.0, None),
        ("甲", 1.0, "f2"),
    ]
    given = does.with_recording(rows, {"丙-5.0"}, "", ["f1", "f2"])
    assert [row["text"] for row in given.rows] == ["甲", "丙", "乙"] and "file" not in given.rows[1]
