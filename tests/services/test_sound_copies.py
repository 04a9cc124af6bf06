"""Recordings in forms that the player does not decode: a playing copy is made, and every second stands where it was."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from archive_app.derived.sound_copies import HEAD, copy_path, finish, head, make_room, seen
from archive_app.derived.waveforms import waveform_path
from archive_app.domain.errors import ArchiveError, Refused
from archive_app.intake.sandbox import Cancelled
from archive_app.intake.sound import converting
from archive_app.intake.sound.decoders import DECODERS, is_recording, program
from archive_app.intake.sound.decoding import copied, samples
from archive_app.intake.sound.seeking import frame_table
from archive_app.services.archive import Archive
from archive_app.services.oral.sound_cutting import cut_sound
from archive_app.services.sounds import Growing, Waveforms, decodable

SOUND = Path(__file__).parent.parent / "intake" / "files" / "sound"
TICKS = (2.5, 6.25, 11.1, 15.7, 18.4)
RATE = 44_100
OURS = ["ticks.wav", "ticks-cbr.mp3", "ticks-vbr.mp3", "ticks-no-xing.mp3", "ticks.flac", "ticks.ogg"]
FOREIGN = ["ticks.opus", "ticks.m4a", "ticks-fragments.m4a", "ticks.aac", "ticks-alac.m4a", "ticks.wma", "ticks.amr",
           "ticks.3gp", "ticks-video.mp4"]  # fmt: skip


def qt():
    return tuple(one for one in DECODERS if one.name == "qt")


def ffmpeg():
    return tuple(one for one in DECODERS if one.name == "ffmpeg")


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


def next_tick(decoder) -> float:
    """Seconds until something is heard."""
    frames = 0
    while True:
        piece = decoder.send(441)
        loud = next((at for at, one in enumerate(piece) if abs(one) > 4000), None)
        if loud is not None:
            decoder.close()
            return (frames + loud) / RATE
        frames += len(piece)


def assert_true_to_the_ticks(begin) -> None:
    """Wherever one begins, the next tick is heard when it should be: within a fifth of a second."""
    for second in (0.0, 1.9, 5.8, 10.6, 11.4, 17.95):
        tick = next(one for one in TICKS if one > second)
        assert second + next_tick(begin(second)) == pytest.approx(tick, abs=0.2)


@pytest.mark.parametrize("name", OURS)
def test_a_form_of_our_own_is_heard_from_where_it_is_asked(name: str) -> None:
    table = frame_table(SOUND / name)
    assert_true_to_the_ticks(lambda second: samples(SOUND / name, second, channels=1, rate=RATE, table=table))


@pytest.mark.parametrize("name", FOREIGN)
def test_a_form_of_telephones_and_wechat_is_heard_by_its_copy(archive: Archive, name: str) -> None:
    sha256 = archive.vault.take(SOUND / name).sha256
    waveforms = Waveforms(archive, qt)
    with pytest.raises(ArchiveError, match="放不了"):
        samples(archive.original(sha256), 0.0, channels=1, rate=RATE)
    wave = waveforms.waveform(sha256)
    copy = waveforms.copy_kept(sha256)
    assert copy is not None and copy.whole and copy.path == archive.root / copy_path(sha256)
    assert copy.seconds == pytest.approx(20.0, abs=0.2)
    assert wave.seconds == pytest.approx(copy.seconds, abs=0.2)
    assert_true_to_the_ticks(lambda second: copied(copy, second, channels=1, rate=RATE))
    louder = [number for number, (_low, high) in enumerate(wave.columns(0.0, 20.0, 20)) if high > 30]
    assert louder == [int(tick) for tick in TICKS]


def test_a_copy_that_went_is_made_again_and_the_waveform_stays(archive: Archive) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    waveforms = Waveforms(archive, qt)
    made = waveforms.copy(sha256)
    assert waveforms.kept(sha256) is not None
    made.path.unlink()
    assert waveforms.copy_kept(sha256) is None
    assert waveforms.copy(sha256) == made


def test_where_nothing_decodes_it_is_said_what_would_help(archive: Archive) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    with pytest.raises(Refused, match="没有能解的程序") as told:
        Waveforms(archive, lambda: ()).copy(sha256)
    assert "FFmpeg" in told.value.remedy and told.value.code == "sound-format"
    assert not (archive.root / copy_path(sha256)).exists()


def test_of_an_archive_that_is_only_read_the_copy_stands_elsewhere_and_goes_with_the_window(archive: Archive) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.amr").sha256
    archive.close()
    with Archive.open(archive.root, read_only=True) as reading:
        waveforms = Waveforms(reading, qt)
        copy = waveforms.copy(sha256)
        assert copy.whole and archive.root not in copy.path.parents
        waveforms.close()
        assert not copy.path.exists()


# — a decoder that is a program —


def stand_in(folder: Path, body: str) -> None:
    """A program of ffmpeg's name that does this."""
    folder.mkdir(exist_ok=True)
    made = folder / "ffmpeg"
    made.write_text(f"#!{sys.executable}\nimport sys, time, math, array\nout = sys.stdout.buffer\n{body}\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_a_program_on_the_path_is_asked_and_gets_the_file_alone(archive: Archive, path: Path) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.wma").sha256
    stand_in(
        path,
        "assert sys.argv[sys.argv.index('-protocol_whitelist') + 1] == 'file,pipe'\n"
        "name = sys.argv[sys.argv.index('-i') + 1]\n"
        "assert name.startswith('file:') and open(name[5:], 'rb').read(4) == bytes.fromhex('3026b275')\n"
        "second = array.array('h', [9000, -9000] * 11025).tobytes()\n"
        "for n in range(30): out.write(second); out.flush(); time.sleep(0.05)",
    )
    heard: list[Growing] = []
    copy = Waveforms(archive, ffmpeg).copy(sha256, heard.append)
    assert (copy.rate, copy.seconds) == (22_050, 30.0)
    grown = [one.copy.seconds for one in heard if one.copy is not None]
    assert grown == sorted(grown) and len(set(grown)) > 2  # it could be played before it was whole
    assert not any(one.copy.whole for one in heard if one.copy is not None and one.copy.seconds < 30)
    assert heard[-1].wave.loudest == pytest.approx(9000 / 256, abs=2)


@pytest.mark.parametrize(
    "body", ["sys.exit(1)", "import os; os.kill(os.getpid(), 11)", "print('x' * 9, file=sys.stderr)"]
)
def test_a_program_that_fails_or_crashes_costs_only_this(archive: Archive, path: Path, body: str) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.aac").sha256
    stand_in(path, body)
    with pytest.raises(Refused, match="解不出声音") as told:
        Waveforms(archive, ffmpeg).copy(sha256)
    assert told.value.code == "sound-format"
    assert not (archive.root / copy_path(sha256)).exists()


def test_what_was_decoded_before_a_crash_can_be_heard(archive: Archive, path: Path) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.aac").sha256
    stand_in(path, "out.write(bytes(44100 * 7)); out.flush(); import os; os.kill(os.getpid(), 11)")
    copy = Waveforms(archive, ffmpeg).copy(sha256)
    assert copy.whole and copy.seconds == 7.0


def test_the_next_is_asked_where_one_knows_nothing(archive: Archive, path: Path) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    stand_in(path, "sys.exit(1)")
    copy = Waveforms(archive, lambda: (*ffmpeg(), *qt())).copy(sha256)
    assert copy.seconds == pytest.approx(20.0, abs=0.2)


def test_who_does_not_want_it_any_more_waits_for_nothing(archive: Archive, path: Path) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    stand_in(path, "while True: out.write(bytes(4410)); out.flush(); time.sleep(0.02)")
    over = threading.Event()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        Waveforms(archive, ffmpeg).copy(sha256, lambda growing: over.set() if growing.copy else None, over.is_set)
    assert time.monotonic() - began < 20
    assert not (archive.root / copy_path(sha256)).exists()


def test_a_program_that_stands_still_is_not_waited_for(
    archive: Archive, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "_STILL_S", 1.5)
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    stand_in(path, "time.sleep(300)")
    with pytest.raises(Refused, match="解不出声音"):
        Waveforms(archive, ffmpeg).copy(sha256)


def test_a_program_in_the_folder_one_is_in_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "here", "pass")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(tmp_path / "nothing")]))
    assert program("ffmpeg") == ""


@pytest.mark.parametrize(
    ("first", "is_one"),
    [
        (b"\0\0\0\x1cftypM4A ", True),
        (b"#!AMR\n\x3c", True),
        (b"\xff\xf1\x50\x80", True),
        (b"#EXTM3U\nfile:/etc/passwd", False),
        (b"ffconcat version 1.0", False),
        (b"<?xml version='1.0'?>", False),
        (b"", False),
    ],
)
def test_a_list_or_a_page_is_given_to_no_decoder(first: bytes, is_one: bool) -> None:
    assert is_recording(first[:12]) is is_one


def test_a_list_behind_the_tag_of_a_recording_is_given_to_none_either(archive: Archive, tmp_path: Path) -> None:
    disguised = tmp_path / "录音.mp3"
    disguised.write_bytes(b"ID3\x04\0\0\0\0\0\0" + b"#EXTM3U\nfile:/etc/passwd\n")
    sha256 = archive.vault.take(disguised).sha256
    with pytest.raises(Refused, match="解不出声音"):
        Waveforms(archive, qt).copy(sha256)


def test_a_recording_of_a_telephone_is_cut_as_any_other(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Waveforms.__init__, "__defaults__", (qt,))
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    out = tmp_path / "剪好.wav"
    with decodable(archive, sha256) as source:
        done = cut_sound(source, out, [(5.0, 12.0)], silent=True)
    assert done.after == pytest.approx(20.0, abs=0.1)
    assert next_tick(samples(out, 3.0, channels=1, rate=RATE)) == pytest.approx(15.7 - 3.0, abs=0.2)
    own = archive.vault.take(SOUND / "ticks.flac").sha256
    with decodable(archive, own) as source:
        assert source == archive.original(own)


# — copies on the disk —


def a_copy(path: Path, seconds: int, *, whole: bool) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    size = seconds * 16_000
    path.write_bytes(head(8000, size if whole else 0) + bytes(size))
    return path


def test_one_that_was_cut_off_in_the_making_is_not_taken_for_a_recording(tmp_path: Path) -> None:
    cut = a_copy(tmp_path / "a.wav", 3, whole=False)
    assert seen(cut) is not None and not seen(cut).whole
    with cut.open("ab") as file:
        file.write(b"\1")  # half a sample
    finished = finish(cut)
    assert finished is not None and finished.whole and finished.seconds == 3.0
    assert cut.stat().st_size == HEAD + 3 * 16_000
    cut.write_bytes(cut.read_bytes()[:-100])
    assert not seen(cut).whole
    cut.write_bytes(b"RIFF" + bytes(60))
    assert seen(cut) is None


def test_those_not_heard_for_longest_make_room(tmp_path: Path) -> None:
    made = [a_copy(tmp_path / f"{n:02x}" / f"{n}.wav", 1, whole=True) for n in range(4)]
    for number, one in enumerate(made):
        os.utime(one, (1000 + number, 1000 + number))
    os.utime(made[0], (9000, 9000))  # heard again
    make_room(tmp_path, 16_000, most=3 * 16_044)
    assert [one.exists() for one in made] == [True, False, False, True]


def test_the_waveform_of_a_copy_is_kept_among_the_others(archive: Archive) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.3gp").sha256
    Waveforms(archive, qt).copy(sha256)
    assert (archive.root / waveform_path(sha256)).exists()
