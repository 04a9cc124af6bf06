"""Transcripts and recordings that go out: in every form, in the words asked for, without what is not for everybody."""

from __future__ import annotations

import json
import math
import wave
import zipfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.withholding import Audience
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.proposal import Proposal
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.oral.cutting import Wish, cut, plan
from archive_app.services.oral.forms import FORMS, Words, form_named
from archive_app.services.oral.written_out import write_transcript

SCHEMAS = Path(__file__).parents[3] / "docs" / "schema"
RATE = 8000
PITCHES = (300, 500, 700, 900)
SAID: list[dict[str, Any]] = [
    {"id": "01a20bf6-43af-7341-afd8-27e6ccaa83c5", "start": 0.0, "end": 1.0, "speaker": "祁垚", "text": "哪一年来的？"},
    {
        "id": "01a20bf6-43af-7341-afd8-27e79cbc7ed3",
        "start": 1.0,
        "end": 2.0,
        "speaker": "马䶮",
        "text": "他家的事我不说。",
        "access": "restricted",
    },
    {
        "id": "01a20bf6-43af-7341-afd8-27e83866e70d",
        "start": 2.0,
        "end": 3.0,
        "speaker": "马䶮",
        "text": "嫑急，五八年。",
        "mandarin": "不要急，五八年。",
    },
    {
        "id": "01a20bf6-43af-7341-afd8-27e8d248e93f",
        "start": 3.0,
        "end": 4.0,
        "speaker": "马䶮",
        "text": "店里的账。",
        "access": "internal",
    },
]
POINTS = [
    {"id": "01a20bf6-43af-7341-afd8-27e8d248e940", "at": 0.0, "title": "来历", "synopsis": "五八年来的。"},
    {"id": "01a20bf6-43af-7341-afd8-27e8d248e941", "at": 1.2, "title": "他家的事"},
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def interview(archive: Archive, tmp_path: Path, *, consent: bool = True, **values: Any) -> str:
    path = tmp_path / "OH-01.wav"
    tones = (round(12000 * math.sin(2 * math.pi * PITCHES[n // RATE] * n / RATE)) for n in range(4 * RATE))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", tones).tobytes())
    report = import_paths(archive, [path])
    (one,) = report.imported
    people = [{"role": "口述者", "name": "马䶮"}, {"role": "采访者", "name": "祁垚"}]
    rest = {"transcript": SAID, "index_points": POINTS, "responsibility": people, "access": "public", **values}
    archive.execute(SetFields(one.id, rest))
    if consent:
        granted = {"holder": "马䶮", "grant": "捐赠", "signed_on": "2020-01-02", "items": [one.id]}
        archive.execute(Create("consent", granted))
    return one.id


def taken(path: Path, tmp_path: Path) -> Proposal:
    source = Source(path, path.name)
    made = identify(source)[0].read(source, Workspace(tmp_path))
    assert isinstance(made, Proposal)
    return made


def level(path: Path, begin: float, end: float, pitch: float) -> float:
    with wave.open(str(path), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))[round(begin * RATE) : round(end * RATE)]
    real = sum(s * math.cos(2 * math.pi * pitch * n / RATE) for n, s in enumerate(samples))
    other = sum(s * math.sin(2 * math.pi * pitch * n / RATE) for n, s in enumerate(samples))
    return math.hypot(real, other) * 2 / 32768 / max(1, len(samples))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("audience", "words"), [(Audience.INTERNAL, "哪嫑店"), (Audience.PUBLIC, "哪嫑"), (Audience.OWN, "哪他嫑店")]
)
def test_what_is_not_for_them_is_not_in_it(
    archive: Archive, tmp_path: Path, form: Any, audience: Audience, words: str
) -> None:
    out = tmp_path / f"出去{form.suffix}"
    done = write_transcript(archive, interview(archive, tmp_path), out, form, Words.BOTH, audience)
    assert (done.segments, done.withheld) == (len(words), 4 - len(words))
    said = out.read_bytes()
    if form.name == "docx":
        with zipfile.ZipFile(out) as packed:
            said = packed.read("word/document.xml")
    assert ("他家的事".encode() in said) is (audience is Audience.OWN)
    assert ("不要急".encode() in said) is form.both
    if form.name != "docx":
        read = taken(out, tmp_path)
        assert "".join(one.text.rpartition("：")[2][0] for one in read.transcript) == words  # who speaks but once


def test_the_words_asked_for(archive: Archive, tmp_path: Path) -> None:
    key = interview(archive, tmp_path)
    vtt = FORMS[0]
    write_transcript(archive, key, tmp_path / "a.vtt", vtt, Words.MANDARIN)
    assert [one.text for one in taken(tmp_path / "a.vtt", tmp_path).transcript] == [
        "哪一年来的？",
        "不要急，五八年。",
        "店里的账。",
    ]
    write_transcript(archive, key, tmp_path / "a.vtt", vtt, Words.SPOKEN)
    assert "嫑急" in (tmp_path / "a.vtt").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".xml", ".TextGrid", ".txt"])
def test_in_and_out_again_are_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    form = form_named(suffix)
    assert form is not None
    first, again = tmp_path / f"OH-01{suffix}", tmp_path / f"再{suffix}"
    with Archive.create(tmp_path / "一", actor="甲") as one:
        key = interview(one, tmp_path, created={"display": "2026-03-18", "edtf": "2026-03-18"})
        write_transcript(one, key, first, form, Words.BOTH, Audience.OWN)
    with Archive.create(tmp_path / "二", name="一", actor="乙") as two:
        report = import_paths(two, [tmp_path / "OH-01.wav", first])
        assert len(report.imported) == 1 and len(report.attached) == 1
        record = two.catalogue.record(report.imported[0].id)
        if suffix == ".xml":
            assert record["responsibility"] == [
                {"role": "口述者", "name": "马䶮"},
                {"role": "采访者", "name": "祁垚"},
            ]
            assert [one["title"] for one in record["index_points"]] == ["来历", "他家的事"]
            assert [one["id"] for one in record["transcript"]] == [one["id"] for one in SAID]
        write_transcript(two, record.id, again, form, Words.BOTH, Audience.OWN)
    if suffix == ".xml":  # another archive, another item: the rest of the record is the same
        ours, theirs = (one.read_text(encoding="utf-8").split("<sync") for one in (first, again))
        assert ours[1].split("<description")[0] == theirs[1].split("<description")[0]
    else:
        assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("silent", [True, False])
def test_sound_and_text_are_cut_together(archive: Archive, tmp_path: Path, silent: bool) -> None:
    key = interview(archive, tmp_path)
    wish = Wish(Audience.PUBLIC, silent, 0.0, (FORMS[0], FORMS[2]), Words.BOTH)
    out = tmp_path / "公开.wav"
    done = cut(archive, key, out, wish)
    assert done.cut == ((1.0, 2.0), (3.0, 4.0)) and done.withheld == 2
    assert done.sound.after == pytest.approx(4.0 if silent else 2.0)
    for pitch, there in zip(PITCHES, (True, False, True, False), strict=True):
        assert (level(out, 0, done.sound.after, pitch) > 0.05) is there
        assert there or level(out, 0, done.sound.after, pitch) < 0.003
    read = taken(tmp_path / "公开.vtt", tmp_path)
    times = [(0.0, 1.0), (2.0, 3.0)] if silent else [(0.0, 1.0), (1.0, 2.0)]
    assert [(one.start, one.end) for one in read.transcript] == times
    for one in read.transcript:  # where the words say they are, there they are
        pitch = {"哪": 300, "嫑": 700}[one.text[0]]
        assert level(out, one.start or 0, one.end or 0, pitch) > 0.2
    for path in (tmp_path / "公开.vtt", tmp_path / "公开.xml"):
        assert "他家的事" not in path.read_text(encoding="utf-8")
    said = "".join(done.remarks)
    assert "1 个索引点在剪去的段里" in said and "《来历》" in said


@pytest.mark.parametrize(
    ("values", "audience", "words"),
    [
        ({"access": "internal"}, Audience.PUBLIC, "级别是内部，不能对外公开"),
        ({"access": "restricted"}, Audience.INTERNAL, "级别是控制"),
        ({"use_levels": ["编辑部"]}, Audience.INTERNAL, "使用范围只到编辑部"),
        ({"transcript": [{**SAID[1], "start": None}, SAID[2]]}, Audience.INTERNAL, "第 1 段不外传，却没有时间"),
        ({"transcript": [SAID[1]]}, Audience.INTERNAL, "没有一段可以给内部使用"),
        ({"transcript": [SAID[0], {**SAID[1], "start": 9.0, "end": 10.0}]}, Audience.INTERNAL, "录音结束以后"),
    ],
)  # fmt: skip
def test_what_may_not_leave_stays(
    archive: Archive, tmp_path: Path, values: dict[str, Any], audience: Audience, words: str
) -> None:
    key = interview(archive, tmp_path, **values)
    with pytest.raises(Refused, match=words):
        cut(archive, key, tmp_path / "出" / "a.wav", Wish(audience, forms=(FORMS[0],)))
    assert not list((tmp_path / "出").glob("*"))


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        (None, "没有授权书"),
        ({"grant": "无"}, "不授权"),
        ({"grant": "捐赠"}, "缺签名"),
        ({"grant": "捐赠", "signed_on": "2020-01-02", "valid_until": "2021-01-01"}, "已过有效期"),
        ({"grant": "捐赠", "signed_on": "2020-01-02", "revoked_on": "2021-01-01"}, "已撤回"),
    ],
)
def test_without_a_consent_that_holds_no_sound_leaves(
    archive: Archive, tmp_path: Path, consent: dict[str, Any] | None, words: str
) -> None:
    key = interview(archive, tmp_path, consent=False)
    if consent is not None:
        archive.execute(Create("consent", {"holder": "马䶮", "items": [key], **consent}))
    with pytest.raises(Refused, match=words):
        plan(archive, key, Wish())


def test_before_the_day_it_opens_it_is_for_the_house(archive: Archive, tmp_path: Path) -> None:
    key = interview(archive, tmp_path, consent=False)
    opens = {"grant": "捐赠", "signed_on": "2020-01-02", "open_from": "2090-01-01"}
    archive.execute(Create("consent", {"holder": "马䶮", "items": [key], **opens}))
    assert "还没有到开放日期" in plan(archive, key, Wish()).remarks[0]
    with pytest.raises(Refused, match="未到开放日期"):
        plan(archive, key, Wish(Audience.PUBLIC))


def test_who_wants_not_to_be_named_is_not(archive: Archive, tmp_path: Path) -> None:
    key = interview(archive, tmp_path, anonymous=True)
    for form in FORMS:
        out = tmp_path / f"匿名{form.suffix}"
        done = write_transcript(archive, key, out, form)
        assert any("匿名" in remark for remark in done.remarks)
        if form.name != "docx":
            text = out.read_text(encoding="utf-8")
            assert "马䶮" not in text and "口述者" in text


def test_another_recording_is_not_cut_by_this_ones_times(archive: Archive, tmp_path: Path) -> None:
    key = interview(archive, tmp_path)
    (file,) = archive.catalogue.files_of(key)
    other = archive.execute(Create("file", {**file.values, "position": 5, "name": "第二段.wav"})).record_ids
    second = next(one for one in archive.catalogue.files_of(key) if one["name"] == "第二段.wav")
    assert second.id in other
    with pytest.raises(Refused, match="还没有转写"):
        plan(archive, key, Wish(), second.id)


def test_margins_that_cannot_be(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="前后多剪"):
        plan(archive, interview(archive, tmp_path), Wish(margin=-1))


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="甲") as archive:
        key = interview(archive, tmp_path)
    out = tmp_path / "剪.wav"

    def told(*words: str, schema: str) -> Any:
        assert main([*words, "--json"]) == 0
        value = json.loads(capsys.readouterr().out)
        jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
        return value

    dry = told("cut", str(root), key, "-o", str(out), "--dry-run", schema="cut")
    assert dry["cut"] == [[0.9, 2.1]] and not out.exists()
    done = told(
        "cut", str(root), key, "-o", str(out), "--take-out", "--transcript", "vtt", "--transcript", "srt", schema="cut"
    )
    assert done["seconds"]["after"] == pytest.approx(2.8)
    assert sorted(one.name for one in tmp_path.glob("剪.*")) == ["剪.srt", "剪.vtt", "剪.wav"]
    made = told("transcript", str(root), key, "-o", str(tmp_path / "a.TextGrid"), schema="transcript")
    assert made["segments"] == 3 and made["withheld"] == 1
    assert main(["cut", str(root), key, "-o", str(tmp_path / "a.mp3")]) == 2
    assert main(["cut", str(root), key, "-o", str(out), "--transcript", "doc"]) == 2
