"""Recordings: how long they are, to a tenth of a second, without decoding; what is cut, locked or a film is said."""

from __future__ import annotations

import struct
import wave
from array import array
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_making import FILES

from archive_app.domain.errors import Refused
from archive_app.intake.formats.audio import RECORDING
from archive_app.intake.proposal import Proposal
from archive_app.intake.sound.aiff import measure_aiff
from archive_app.intake.sound.amr import measure_amr
from archive_app.intake.sound.boxes import measure_mp4
from archive_app.intake.sound.decoding import samples
from archive_app.intake.sound.flac import measure_flac
from archive_app.intake.sound.measured import words
from archive_app.intake.sound.mpeg import measure_adts, measure_mp3
from archive_app.intake.sound.ogg import measure_ogg
from archive_app.intake.sound.riff import measure_wave

SOUND = FILES / "sound"
LENGTH = 3.5
ReadFile = Callable[..., Proposal]


def fact(proposal: Proposal, name: str) -> float:
    value = dict(proposal.facts)[name]
    assert isinstance(value, float)
    return value


def silence(seconds: float, rate: int = 8000) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        file.writeframes(b"\x80" * int(seconds * rate))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "mime", "tolerance"),
    [
        ("pcm.wav", "audio/wav", 0.001),
        ("adpcm.wav", "audio/wav", 0.1),
        ("rf64.wav", "audio/wav", 0.001),
        ("mp3.wav", "audio/wav", 0.2),
        ("vbr.mp3", "audio/mpeg", 0.001),
        ("vbr-no-xing.mp3", "audio/mpeg", 0.101),
        ("cbr.mp3", "audio/mpeg", 0.1),
        ("tone.flac", "audio/flac", 0.001),
        ("vorbis.ogg", "audio/ogg", 0.001),
        ("opus.ogg", "audio/ogg", 0.01),
        ("tone.m4a", "audio/mp4", 0.01),
        ("fragments.m4a", "audio/mp4", 0.1),
        ("tone.aac", "audio/aac", 0.1),
        ("narrow.amr", "audio/amr", 0.02),
        ("tone.aiff", "audio/aiff", 0.001),
        ("tone.aifc", "audio/aiff", 0.001),
    ],
)
def test_every_format_says_how_long_it_is(read_file: ReadFile, name: str, mime: str, tolerance: float) -> None:
    proposal = read_file(SOUND / name)
    assert proposal.kind == "oral_history"
    assert proposal.role == RECORDING
    assert proposal.warnings == ()
    assert dict(proposal.facts)["mime"] == mime
    assert abs(fact(proposal, "duration") - LENGTH) <= tolerance
    assert proposal.fields["duration"] == fact(proposal, "duration")


def test_wide_band_amr_is_walked_frame_by_frame(tmp_path: Path, read_file: ReadFile) -> None:
    path = tmp_path / "a.awb"
    path.write_bytes(b"#!AMR-WB\n" + (b"\x04" + bytes(17)) * 100 + b"\x4c" + bytes(5) + b"\x7c")
    assert fact(read_file(path), "duration") == pytest.approx(102 * 0.02)


def test_tags_are_suggestions_and_the_title_is_the_files_name(read_file: ReadFile) -> None:
    proposal = read_file(SOUND / "vbr.mp3", "沙塘川采访_李兰芳.mp3")
    assert proposal.title == "沙塘川采访_李兰芳"
    assert {(s.field, s.value) for s in proposal.suggestions} == {
        ("title", "水磨口述"),
        ("created", "2026-06-02"),
        ("notes", "李兰芳"),
    }
    assert not {"created", "notes"} & set(proposal.fields)


def test_tags_written_in_gbk_are_read_right(tmp_path: Path, read_file: ReadFile) -> None:
    data = (SOUND / "cbr.mp3").read_bytes()
    path = tmp_path / "a.mp3"
    path.write_bytes(data + b"TAG" + "油坊里的那根梁".encode("gbk").ljust(30, b"\0") + bytes(95))
    proposal = read_file(path)
    assert [s.value for s in proposal.suggestions if s.field == "title"] == ["油坊里的那根梁"]
    assert proposal.warnings == ()


def test_a_suffix_that_lies_is_said(read_file: ReadFile) -> None:
    proposal = read_file(SOUND / "cbr.mp3", "采访.wav")
    assert "内容其实是MP3 录音" in proposal.warnings[0]
    assert abs(fact(proposal, "duration") - LENGTH) <= 0.1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("silent-video.mp4", "没有声音"),
        ("video.ogg", "这是视频"),
    ],
)
def test_films_without_sound_and_what_is_not_taken_are_refused_with_advice(
    read_file: ReadFile, name: str, words: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_file(SOUND / name)
    assert words in str(refusal.value)
    assert "妥善保存" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "mime", "seconds"),
    [
        ("video.mp4", "video/mp4", 1.15),
        ("ticks-video.mp4", "video/mp4", 20.0),
        ("ticks.3gp", "audio/3gpp", 20.0),
        ("tone.wma", "audio/x-ms-wma", LENGTH),
        ("ticks.wma", "audio/x-ms-wma", 20.0),
        ("ticks.amr", "audio/amr", 20.0),
    ],
)
def test_a_film_with_sound_and_what_recorders_write_comes_in(
    read_file: ReadFile, name: str, mime: str, seconds: float
) -> None:
    proposal = read_file(SOUND / name)
    assert proposal.kind == "oral_history" and dict(proposal.facts)["mime"] == mime
    assert fact(proposal, "duration") == pytest.approx(seconds, abs=0.15)
    assert proposal.warnings == ()


def test_a_wma_that_is_cut_off_locked_or_spoilt_is_said(tmp_path: Path, read_file: ReadFile) -> None:
    data = (SOUND / "ticks.wma").read_bytes()
    path = tmp_path / "a.wma"
    path.write_bytes(data[:40_000])
    assert "不完整" in read_file(path).warnings[0]
    path.write_bytes(
        data[:30] + bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e") + (24).to_bytes(8, "little") + data[30:]
    )
    with pytest.raises(Refused, match="DRM"):
        read_file(path)
    path.write_bytes(data[:16] + b"\xff" * 8 + data[24:])
    with pytest.raises(Refused, match="已损坏"):
        read_file(path)
    path.write_bytes(data[:60])
    with pytest.raises(Refused):
        read_file(path)


def test_a_locked_recording_is_named(tmp_path: Path, read_file: ReadFile) -> None:
    path = tmp_path / "a.m4a"
    path.write_bytes((SOUND / "tone.m4a").read_bytes().replace(b"mp4a", b"drms"))
    with pytest.raises(Refused, match="DRM"):
        read_file(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pcm.wav", "文件头说有 3.5 秒，实际只有"),
        ("vbr.mp3", "文件头说有 3.6 秒，实际只有"),
        ("vbr-no-xing.mp3", "结尾不完整"),
        ("tone.flac", "文件头说有 3.5 秒，实际只有"),
        ("vorbis.ogg", "结尾不完整"),
        ("opus.ogg", "结尾不完整"),
        ("tone.aac", "结尾不完整"),
        ("narrow.amr", "结尾不完整"),
        ("tone.aiff", "文件头说有 3.5 秒，实际只有"),
        ("tone.aifc", "文件头说有 3.5 秒，实际只有"),
    ],
)
def test_half_a_file_is_taken_with_a_warning_and_its_own_length(
    tmp_path: Path, read_file: ReadFile, name: str, words: str
) -> None:
    data = (SOUND / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) * (9 if name == "vorbis.ogg" else 5) // 10 + 7])  # its head is long
    proposal = read_file(path)
    assert words in "".join(proposal.warnings)
    assert 0.5 < fact(proposal, "duration") < 3


def test_a_cut_m4a_without_its_index_is_refused_and_one_with_it_is_warned_of(
    tmp_path: Path, read_file: ReadFile
) -> None:
    data = (SOUND / "tone.m4a").read_bytes()
    path = tmp_path / "a.m4a"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(Refused, match="没有索引"):
        read_file(path)
    moov = data.index(b"moov") - 4
    free = data.index(b"mdat") - 4
    path.write_bytes(data[:free] + data[moov:] + data[free : moov - 2000])
    assert "不完整" in read_file(path).warnings[0]


def test_a_recorder_that_lost_power_left_no_length(tmp_path: Path, read_file: ReadFile) -> None:
    for length in (0, 0xFFFFFFFF):
        data = bytearray(silence(2))
        data[40:44] = struct.pack("<I", length)
        path = tmp_path / f"{length}.wav"
        path.write_bytes(data)
        proposal = read_file(path)
        assert fact(proposal, "duration") == 2.0
        assert "没有正常结束" in proposal.warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.wav", silence(0), "没有声音"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "没有声音数据"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + bytes(16) + b"data\x08\0\0\0" + bytes(8), "没有说明声音的格式"),
        ("a.mp3", b"ID3\x04\0\0\0\0\x0f\x7f" + bytes(100), "只有标签"),
        ("a.amr", b"#!AMR\n", "没有声音"),
        ("a.amr", b"#!AMR_MC1.0\n" + bytes(30), "多声道"),
        ("a.ogg", b"OggS" + bytes(200), "没有认得的声音"),
        ("a.flac", b"fLaC" + bytes(3), "已损坏"),
        ("a.m4a", b"\0\0\0\x18ftypM4A " + bytes(12), "没有索引"),
        ("a.aif", b"FORM\0\0\0\x04AIFF", "没有声音数据"),
        ("a.aif", b"FORM\0\0\0\x14AIFFSSND\0\0\0\x08" + bytes(8), "没有说明声音的格式"),
    ],
)
def test_what_holds_no_sound_is_refused(
    tmp_path: Path, read_file: ReadFile, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refusal:
        read_file(path)
    assert words in str(refusal.value)


def test_a_damaged_place_is_stepped_over_and_said(tmp_path: Path, read_file: ReadFile) -> None:
    data = (SOUND / "cbr.mp3").read_bytes()
    path = tmp_path / "a.mp3"
    path.write_bytes(data[:6000] + bytes(8000) + data[6000:])
    proposal = read_file(path)
    assert abs(fact(proposal, "duration") - LENGTH) <= 0.15
    assert "跳过了" in proposal.warnings[0]


@pytest.mark.parametrize("name", ["hour.wav", "hour.mp3"])
def test_an_hour_is_an_hour(tmp_path: Path, read_file: ReadFile, name: str) -> None:
    path = tmp_path / name
    if name == "hour.wav":
        path.write_bytes(silence(3600))
        expected = 3600.0
    else:
        frame = b"\xff\xf3\x24\xc4" + bytes(48 - 4)  # 16 kbit/s at 24 kHz: 24 milliseconds
        path.write_bytes(frame * 150_000)
        expected = 3600.0
    assert fact(read_file(path), "duration") == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("name", ["tone.aiff", "tone.aifc"])
def test_what_macintoshes_wrote_is_heard_where_it_is_asked(name: str) -> None:
    decoder = samples(SOUND / name, 1.0, channels=1, rate=8000)
    heard = decoder.send(4000)
    decoder.close()
    with wave.open(str(SOUND / "pcm.wav")) as file:
        file.setpos(16_000)
        wanted = array("h", file.readframes(8000))[::2]
    loud = sum(one * other for one, other in zip(heard, wanted, strict=False))
    assert loud > 0.9 * (sum(one * one for one in heard) * sum(one * one for one in wanted)) ** 0.5


def test_lengths_in_words() -> None:
    assert [words(s) for s in (3.52, 59.7, 3723)] == ["3.5 秒", "1 分 0 秒", "1 小时 2 分 3 秒"]


HEADS = [path.read_bytes()[:3000] for path in sorted(SOUND.iterdir()) if path.suffix != ".sh"]
MEASURES = (measure_wave, measure_mp3, measure_adts, measure_flac, measure_ogg, measure_mp4, measure_amr, measure_aiff)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(HEADS), st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 255)), max_size=12), st.data())
def test_damage_is_refused_in_words_or_measured(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    broken = bytearray(head[: data.draw(st.integers(0, len(head)))])
    for place, byte in changes:
        if place < len(broken):
            broken[place] = byte
    path = tmp_path_factory.getbasetemp() / "broken"
    path.write_bytes(broken)
    for measure in MEASURES:
        try:
            assert measure(path).seconds >= 0
        except Refused as refusal:
            assert refusal.message


def test_a_piece_cut_out_of_a_flac_is_as_long_as_itself() -> None:
    sound = measure_flac(SOUND / "piece.flac")  # ffmpeg keeps the numbers of the frames and the whole's length
    assert sound.seconds == pytest.approx(2.06, abs=0.1)
    assert sound.warnings == ()


def test_recordings_joined_end_to_end_are_as_long_as_all_of_them(tmp_path: Path) -> None:
    one = (SOUND / "vbr.mp3").read_bytes()
    tag = b"ID3\3\0\0\0\0\0\12" + bytes(10)
    path = tmp_path / "a.mp3"
    path.write_bytes(tag + one + b"TAG" + bytes(125) + tag + one)
    sound = measure_mp3(path)
    assert sound.seconds == pytest.approx(2 * measure_mp3(SOUND / "vbr.mp3").seconds, abs=0.15)
    assert sound.warnings == ()


@pytest.mark.parametrize("name", ["x.caf", "x.au", "x.w64", "x.ac3", "x.wv"])
def test_other_recordings_are_refused_as_recordings(tmp_path: Path, read_file: ReadFile, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(Refused, match="这是录音") as refusal:
        read_file(path)
    assert "mp3" in str(refusal.value)
