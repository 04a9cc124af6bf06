"""What finds and reads lines of print: one narrow protocol, and rapidocr behind it with the models of its own wheel.

rapidocr fetches a model that it does not find. Here each is named by its path, and looked for first: so it never does.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from archive_app.domain.errors import UsageError
from archive_app.domain.scanned.lines import Corners
from archive_app.frozen import dataclass

INSTALL = 'pip install "cunshi[ocr]"'
"""What installs the recogniser beside the program."""
FINDS, READS = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
"""The models in rapidocr's wheel (PaddleOCR's, Apache-2.0) that find lines, and read them."""
_EDGE = 2000
"""Pixels of the longer side at which lines are looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was read in a strip: how sure each character is, from 0 to 1, and where along the strip it stands, likewise.

    ``places`` is empty where the recogniser does not say."""

    text: str = ""
    sure: tuple[float, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def mean(self) -> float:
        """How sure the whole is; 0 where nothing was read."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


class Recogniser(Protocol):
    """What finds lines in a picture and reads one. Pictures are grey or RGB."""

    def find(self, picture: Image.Image) -> list[Corners]:
        """The corners of each line or column, in pixels, in no order."""

    def read(self, strip: Image.Image) -> Words:
        """The words of one line that fills ``strip`` from left to right."""


def library_there() -> bool:
    """Whether rapidocr and what runs its models are installed; nothing is loaded to find out."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def absent() -> UsageError:
    """What a person is told where the extra is not installed."""
    return UsageError("没有装文字识别", f"请在装有本程序的环境里执行：{INSTALL}", code="no-recogniser")


def engine_name() -> str:
    """By what scans are read, for the record: the program, its version, the models."""
    try:
        return f"rapidocr {version('rapidocr')}（PP-OCRv6 small）"
    except PackageNotFoundError:
        return "rapidocr（PP-OCRv6 small）"


def models() -> tuple[Path, Path]:
    """The files of the models in rapidocr's wheel; raises ``UsageError`` where one is not there: none is fetched."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not library_there():
        raise absent()
    folder = Path(str(spec.origin)).parent / "models"
    found = folder / FINDS, folder / READS
    for path in found:
        if not path.is_file():
            raise UsageError(
                f"文字识别的模型不在 rapidocr 里：{path.name}",
                f"本程序不从网上取模型。请重新安装：{INSTALL} --force-reinstall",
                code="no-model",
            )
    return found


def load() -> Recogniser:
    """The recogniser itself: a second or two, some hundred megabytes. Raises ``UsageError`` where it cannot be had."""
    finds, reads = models()
    try:
        rapidocr = importlib.import_module("rapidocr")
        arrays = importlib.import_module("numpy")
    except ImportError as error:
        raise UsageError("文字识别装得不全", f"请重新安装：{INSTALL}（{error}）", code="no-recogniser") from error
    wanted = {
        "Global.log_level": "critical",
        "Global.use_cls": False,  # it takes columns for lines upside down; which way a page stands is looked at here
        "Global.text_score": 0.0,
        "Global.max_side_len": _EDGE,
        "Det.model_path": str(finds),
        "Rec.model_path": str(reads),
        "Cls.model_path": str(finds.parent / "none.onnx"),  # never loaded; named so that it could not be fetched
        "EngineConfig.onnxruntime.intra_op_num_threads": max(1, (os.cpu_count() or 2) // 2),
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    try:
        engine = rapidocr.RapidOCR(params=wanted)
    except Exception as error:  # whatever a library of another version makes of its settings
        raise UsageError("这一版的 rapidocr 用不了", f"请重新安装：{INSTALL}（{error}）", code="bad-model") from error
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return _Rapid(engine, arrays)


class _Rapid:
    def __init__(self, engine: Any, arrays: Any) -> None:
        self._engine, self._arrays = engine, arrays

    def find(self, picture: Image.Image) -> list[Corners]:
        told = self._engine(self._array(picture), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(told, "boxes", None)
        if boxes is None:
            return []
        made: list[Corners] = []
        for box in boxes:
            x0, y0, x1, y1, x2, y2, x3, y3 = (float(number) for point in box for number in point)
            made.append((x0, y0, x1, y1, x2, y2, x3, y3))
        return made

    def read(self, strip: Image.Image) -> Words:
        told = self._engine(self._array(strip), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        if not getattr(told, "txts", None):
            return Words()
        text = str(told.txts[0])
        info = (told.word_results or [None])[0]
        sure = [float(one) for one in getattr(info, "confs", None) or ()]
        if len(sure) != len(text):
            sure = [float(told.scores[0])] * len(text)
        return _without_ends(text, sure, _places(text, info))

    def _array(self, picture: Image.Image) -> Any:
        rgb = self._arrays.asarray(picture.convert("RGB"))
        return rgb[:, :, ::-1].copy()  # the models know blue first


def _places(text: str, info: Any) -> list[float]:
    """Where each character stands along the strip, by the columns in which the model saw it."""
    length = float(getattr(info, "line_txt_len", 0) or 0)
    columns = [float(one) for word in getattr(info, "word_cols", None) or () for one in word]
    if length <= 0 or len(columns) != sum(not one.isspace() for one in text):
        return []
    left = iter(columns)
    made, last = [], 0.0
    for one in text:
        last = last if one.isspace() else (next(left) + 0.5) / length
        made.append(min(1.0, last))
    return made


def _without_ends(text: str, sure: list[float], places: list[float]) -> Words:
    """Without blanks at either end."""
    begin = len(text) - len(text.lstrip())
    end = max(begin, len(text.rstrip()))
    return Words(text[begin:end], tuple(sure[begin:end]), tuple(places[begin:end]))
