"""Which recogniser a folder holds, by its files: those of sherpa-onnx, as its makers hand them out.

A folder is what was unpacked from one of their archives: ``tokens.txt`` and one, two or three ``.onnx``. Which family
it is tells the folder's name, or what the model says of itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass

RATE = 16_000
"""Samples a second that a recogniser hears."""
_SAID = 1 << 16  # bytes at a model's end in which it says what it is
_HOW = "请选 sherpa-onnx 的模型解压后的文件夹，里面有 tokens.txt 和 .onnx 文件。"


class Recogniser(Protocol):
    """What hears one piece of a recording."""

    def hear(self, samples: array[float]) -> str:
        """The words in ``samples``, from -1 to 1, ``RATE`` of them a second."""


@dataclass(frozen=True, slots=True)
class Model:
    """``family`` names how it is loaded; ``files`` are its parts by what they are called there."""

    family: str
    files: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Another model is another draft."""
        return "-".join(
            (self.family, *(f"{Path(path).name}.{Path(path).stat().st_size}" for _part, path in self.files))
        )


_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sense_voice", ("sense-voice", "sense_voice", "sensevoice")),
    ("paraformer", ("paraformer",)),
    ("telespeech_ctc", ("telespeech",)),
    ("dolphin_ctc", ("dolphin",)),
    ("whisper", ("whisper",)),
    ("fire_red_asr", ("fire-red", "fire_red", "firered")),
    ("zipformer_ctc", ("zipformer2_ctc", "zipformer-ctc", "zipformer_ctc")),
    ("wenet_ctc", ("wenet",)),
    ("nemo_ctc", ("nemo", "encdecctc")),
    ("tdnn_ctc", ("tdnn",)),
)
_TWO = ("whisper", "fire_red_asr")


def find(folder: Path) -> Model:
    """The model in a folder; raises ``UsageError`` in words where there is none that is known."""
    if not folder.is_dir():
        raise UsageError(f"没有这个文件夹：{folder}", _HOW, code="no-model")
    tokens = sorted(folder.glob("*tokens.txt"))
    onnx = sorted(folder.glob("*.onnx"))
    if not tokens or not onnx:
        raise UsageError(f"文件夹里没有听写用的模型：{folder.name}", _HOW, code="no-model")
    parts = {part: _smallest(onnx, part) for part in ("encoder", "decoder", "joiner")}
    shared = ("tokens", str(tokens[0]))
    if all(parts.values()):
        return Model("transducer", (*((part, str(path)) for part, path in parts.items()), shared))
    two = parts["encoder"] is not None and parts["decoder"] is not None
    name = f"{folder.name} {onnx[0].name}".lower()
    said = name if _named(name) else _own_words(onnx[0])
    family = _named(said)
    if two and family in _TWO:
        return Model(family, (("encoder", str(parts["encoder"])), ("decoder", str(parts["decoder"])), shared))
    one = next((path for path in onnx if "int8" in path.name), onnx[0])
    if two or not family or family in _TWO:
        raise UsageError(f"认不出这是哪一种模型：{folder.name}", _HOW, code="no-model")
    return Model(family, (("paraformer" if family == "paraformer" else "model", str(one)), shared))


def _named(words: str) -> str:
    return next((family for family, names in _FAMILIES if any(name in words for name in names)), "")


def _smallest(onnx: list[Path], part: str) -> Path | None:
    """Of the same part in several sizes the smallest: most machines here have no graphics card."""
    found = [path for path in onnx if part in path.name.lower()]
    return min(found, key=lambda path: path.stat().st_size, default=None)


def _own_words(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _SAID))
        return file.read().decode("latin-1").lower()


class _Sherpa:
    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser

    def hear(self, samples: array[float]) -> str:
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE, samples)
        self._recogniser.decode_stream(stream)
        return str(stream.result.text).strip()


def load(model: Model) -> Recogniser:
    """The recogniser itself, by sherpa-onnx; some seconds, and as much memory as its files are large.

    Raises ``UsageError`` where the library is not there or does not take the model.
    """
    try:
        sherpa_onnx = importlib.import_module("sherpa_onnx")
    except ImportError as error:
        raise UsageError("没有装听写用的 sherpa-onnx", "请装上 cunshi[transcribe]。", code="no-recogniser") from error
    more: Mapping[str, Mapping[str, Any]] = {
        "sense_voice": {"use_itn": True},
        "whisper": {"language": "zh"},
    }
    make: Callable[..., Any] = getattr(sherpa_onnx.OfflineRecognizer, f"from_{model.family}")
    threads = max(1, (os.cpu_count() or 2) // 2)
    try:
        made = make(**dict(model.files), **more.get(model.family, {}), num_threads=threads)
    except (RuntimeError, ValueError, AssertionError) as error:
        raise UsageError("听写模型读不进来", f"{_HOW}（{error}）", code="bad-model") from error
    return _Sherpa(made)


def library_there() -> bool:
    """Whether sherpa-onnx is installed; it is not loaded to find out."""
    return importlib.util.find_spec("sherpa_onnx") is not None
