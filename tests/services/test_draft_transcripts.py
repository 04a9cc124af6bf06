"""Drafts of transcripts by a recogniser of the person's own: where it is cut, what is kept, what is resumed."""

from __future__ import annotations

import itertools
import math
import os
import wave
from array import array
from pathlib import Path

import pytest

from archive_app.derived.waveforms import Waveform
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.intake.sound.decoders import DECODERS
from archive_app.intake.sound.speech.models import RATE, Model, find
from archive_app.intake.sound.speech.pieces import pieces
from archive_app.intake.sound.speech.transcribing import sounds
from archive_app.services.archive import Archive
from archive_app.services.settings import Settings
from archive_app.services.sounds import Waveforms
from archive_app.services.transcribing import Draft, Transcriber, draft_path, model_of

SOUND = Path(__file__).parent.parent / "intake" / "files" / "sound"


class Pitch:
    """Hears how high a piece is, and how long: a recogniser that can be checked."""

    def hear(self, samples: array[float]) -> str:
        rising = sum(1 for one, two in itertools.pairwise(samples) if one < 0 <= two)
        seconds = len(samples) / RATE
        loud = sum(1 for one in samples if abs(one) > 0.05) / len(samples)
        return f"{round(rising / seconds / max(loud, 0.01) / 200) * 200} 赫，{max(samples):.1f}" if rising > 9 else ""


def hears(model: Model) -> Pitch:
    return Pitch()


def fails(model: Model) -> Pitch:
    raise UsageError("听写模型读不进来", "请换一个。", code="bad-model")


def dies(model: Model) -> Pitch:
    os._exit(9)


class Reporter:
    """Cancels once it was told so many pieces."""

    def __init__(self, most: int = 999) -> None:
        self.most = most
        self.told: list[tuple[float, str]] = []

    def progress(self, share: float, words: str) -> None:
        self.told.append((share, words))

    def cancelled(self) -> bool:
        return sum("赫" in words for _share, words in self.told) >= self.most


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return find(a_model(tmp_path / "sherpa-onnx-paraformer-zh", "model.int8.onnx", "tokens.txt"))


def a_model(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def spoken(path: Path) -> Path:
    """Eight seconds at 400 Hz, one of silence, eight at 800, one and a half, six at 600."""
    out = array("h")
    for hertz, seconds in ((400, 8), (0, 1), (800, 8), (0, 1.5), (600, 6)):
        out.extend(round(12_000 * math.sin(2 * math.pi * hertz * n / 16_000)) for n in range(round(16_000 * seconds)))
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(16_000)
        made.writeframes(out.tobytes())
    return path


def test_a_draft_has_the_words_of_each_piece_at_its_time(archive: Archive, model: Model, tmp_path: Path) -> None:
    sha256 = archive.vault.take(spoken(tmp_path / "一.wav")).sha256
    reporter = Reporter()
    draft = Transcriber(archive, model, hears).transcribe(reporter, sha256)
    assert draft.whole
    assert [one.text[:5] for one in draft.segments] == ["400 赫", "800 赫", "600 赫"]
    assert all("0.4" in one.text for one in draft.segments)  # as loud as it is
    begins = [one.start for one in draft.segments]
    assert begins == [pytest.approx(one, abs=0.3) for one in (0.0, 9.0, 18.5)]
    assert [one.end for one in draft.segments] == [pytest.approx(one, abs=0.4) for one in (8.0, 17.0, 24.5)]
    shares = [share for share, _words in reporter.told]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_one_that_was_stopped_goes_on_where_it_was(archive: Archive, model: Model, tmp_path: Path) -> None:
    sha256 = archive.vault.take(spoken(tmp_path / "一.wav")).sha256
    transcriber = Transcriber(archive, model, hears)
    part = transcriber.transcribe(Reporter(most=1), sha256)
    assert not part.whole and 1 <= len(part.segments) < 3
    kept = archive.root / draft_path(sha256, model)
    kept.write_bytes(kept.read_bytes() + b"[9.0, 17.")  # the lamp went out while it wrote
    again = Reporter()
    assert len(transcriber.transcribe(again, sha256).segments) == 3
    assert len([words for _share, words in again.told if "赫" in words]) == 3 - len(part.segments)
    assert Transcriber(archive, model, fails).transcribe(Reporter(), sha256).whole  # nothing is heard twice


def test_another_model_hears_it_anew(archive: Archive, model: Model, tmp_path: Path) -> None:
    other = find(a_model(tmp_path / "sherpa-onnx-sense-voice", "model.onnx", "tokens.txt"))
    assert draft_path("ab" * 32, other) != draft_path("ab" * 32, model)


def test_a_form_of_telephones_is_heard_by_its_copy(
    archive: Archive, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    qt = tuple(one for one in DECODERS if one.name == "qt")
    monkeypatch.setattr(Waveforms.__init__, "__defaults__", (lambda: qt,))
    sha256 = archive.vault.take(SOUND / "tone.m4a").sha256
    draft = Transcriber(archive, model, hears).transcribe(Reporter(), sha256)
    assert len(draft.segments) == 1 and "赫" in draft.segments[0].text


@pytest.mark.parametrize(("loader", "words"), [(fails, "听写模型读不进来"), (dies, "意外停止")])
def test_a_model_that_cannot_be_read_or_dies_is_said(
    archive: Archive, model: Model, tmp_path: Path, loader, words: str
) -> None:
    sha256 = archive.vault.take(spoken(tmp_path / "一.wav")).sha256
    with pytest.raises(ArchiveError, match=words):
        Transcriber(archive, model, loader).transcribe(Reporter(), sha256)


def test_silence_is_said_to_be_silence(archive: Archive, model: Model, tmp_path: Path) -> None:
    path = tmp_path / "空.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(160_000))
    with pytest.raises(Refused, match="听不到有人说话"):
        Transcriber(archive, model, hears).transcribe(Reporter(), archive.vault.take(path).sha256)


def test_who_cancels_before_anything_gets_nothing(archive: Archive, model: Model, tmp_path: Path) -> None:
    sha256 = archive.vault.take(spoken(tmp_path / "一.wav")).sha256
    assert Transcriber(archive, model, hears).transcribe(Reporter(most=0), sha256) == Draft((), whole=False)


# — where it is cut —


def swings(*parts: tuple[int, float]) -> Waveform:
    levels = b"".join(bytes([level]) * round(seconds * 10) for level, seconds in parts)
    return Waveform(levels, levels)


def test_it_is_cut_at_pauses_and_silence_is_left_out() -> None:
    cut = pieces(swings((0, 3), (60, 6), (1, 0.8), (60, 7), (1, 5), (50, 2)))
    assert cut == [(2.8, 9.2), (9.6, 17.0), (21.6, 23.8)]


def test_who_speaks_without_a_pause_is_cut_where_he_is_quietest() -> None:
    cut = pieces(swings((60, 18), (20, 0.3), (60, 20)))
    assert cut[0][1] == pytest.approx(18.1, abs=0.3)
    assert cut[-1][1] == pytest.approx(38.3, abs=0.3)
    assert all(end - begin <= 20.5 for begin, end in cut)
    assert all(end <= begin for (_one, end), (begin, _two) in itertools.pairwise(cut))


@pytest.mark.parametrize("wave", [Waveform(b"", b""), swings((0, 30)), swings((1, 30))])
def test_where_nobody_speaks_there_is_nothing_to_hear(wave: Waveform) -> None:
    assert pieces(wave) == []


def test_the_samples_of_a_piece_are_those_of_its_time(tmp_path: Path) -> None:
    path = spoken(tmp_path / "一.wav")
    low, high = sounds(path, None, [(2.0, 3.0), (12.0, 12.5)])
    assert (len(low), len(high)) == (RATE, RATE // 2)

    def hertz(sound: array[float]) -> float:
        return sum(1 for one, two in itertools.pairwise(sound) if one < 0 <= two) / (len(sound) / RATE)

    assert hertz(low) == pytest.approx(400, abs=5) and hertz(high) == pytest.approx(800, abs=5)


# — which model —


@pytest.mark.parametrize(
    ("folder", "names", "family", "parts"),
    [
        ("sherpa-onnx-sense-voice-zh-en-ja-ko-yue", ["model.int8.onnx", "tokens.txt"], "sense_voice", ["model"]),
        ("sherpa-onnx-paraformer-zh-2024-03-09", ["model.int8.onnx", "tokens.txt"], "paraformer", ["paraformer"]),
        ("sherpa-onnx-telespeech-ctc-int8-zh", ["model.int8.onnx", "tokens.txt"], "telespeech_ctc", ["model"]),
        ("sherpa-onnx-whisper-small", ["small-encoder.onnx", "small-decoder.onnx", "small-tokens.txt"], "whisper",
         ["encoder", "decoder"]),
        ("sherpa-onnx-fire-red-asr-large-zh", ["encoder.int8.onnx", "decoder.int8.onnx", "tokens.txt"], "fire_red_asr",
         ["encoder", "decoder"]),
        ("sherpa-onnx-zipformer-multi-zh-hans", ["encoder-1.onnx", "decoder-1.onnx", "joiner-1.onnx", "tokens.txt"],
         "transducer", ["encoder", "decoder", "joiner"]),
    ],
)  # fmt: skip
def test_a_folder_as_its_makers_pack_it_is_known(
    tmp_path: Path, folder: str, names: list[str], family: str, parts: list[str]
) -> None:
    found = find(a_model(tmp_path / folder, *names))
    assert found.family == family
    assert [part for part, _path in found.files] == [*parts, "tokens"]
    assert all(Path(path).exists() for _part, path in found.files)


def test_a_folder_that_was_renamed_is_known_by_what_the_model_says_of_itself(tmp_path: Path) -> None:
    folder = a_model(tmp_path / "我的模型", "tokens.txt")
    (folder / "model.onnx").write_bytes(bytes(90_000) + b"\x0amodel_type\x12\x0fsense_voice_ctc")
    assert find(folder).family == "sense_voice"


@pytest.mark.parametrize("names", [[], ["tokens.txt"], ["model.onnx"], ["tokens.txt", "model.onnx"]])
def test_a_folder_without_a_model_is_refused_in_words(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(UsageError) as told:
        find(a_model(tmp_path / "别的", *names))
    assert "tokens.txt" in told.value.remedy
    with pytest.raises(UsageError, match="没有这个文件夹"):
        find(tmp_path / "没有")


def test_without_the_library_there_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path / "settings.toml")
    settings.set("speech_model", str(a_model(tmp_path / "sherpa-onnx-paraformer-zh", "model.onnx", "tokens.txt")))
    monkeypatch.setattr("archive_app.services.transcribing.library_there", lambda: False)
    assert model_of(settings) is None
    monkeypatch.setattr("archive_app.services.transcribing.library_there", lambda: True)
    assert model_of(settings) is not None
    settings.set("speech_model", str(tmp_path / "没有"))
    assert model_of(settings) is None
