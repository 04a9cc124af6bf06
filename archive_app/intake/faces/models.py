"""The detector's model: a file that the person has, and what runs it. Nothing is fetched, and none comes along.

It is YuNet as OpenCV hands it out. Whether a file is that model is looked for in its bytes, so that choosing one loads
nothing; whether it is sound shows when it is loaded, in the process.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from archive_app.domain.errors import UsageError
from archive_app.domain.found_faces import Found
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.intake.faces.yunet import ANSWERS, boxes_of

INSTALL = 'pip install "cunshi[faces]"'
"""What installs that which runs the model."""
EDGE = 640
"""Pixels of a side of what the model is shown, where it does not say itself."""
_MOST = 64 << 20
"""Bytes: such a model has some hundred thousand."""
_HOW = "请选 OpenCV 的 YuNet 模型，文件名像 face_detection_yunet_2023mar.onnx。"


class Detector(Protocol):
    """What finds the faces in a square of pixels."""

    edge: int
    """The side of what it is shown, pixels."""

    def look(self, square: Image.Image, least: float) -> list[Found]:
        """The faces of which it is at ``least`` so sure, boxes in pixels. ``square`` is RGB, ``edge`` by ``edge``."""


@dataclass(frozen=True, slots=True)
class Model:
    """A file that holds such a model."""

    path: str

    @property
    def id(self) -> str:
        """Another model finds others."""
        path = Path(self.path)
        return f"{path.name}.{path.stat().st_size}"


Loader = Callable[[Model], Detector]


def library_there() -> bool:
    """Whether what runs a model is installed; nothing is loaded to find out."""
    return importlib.util.find_spec("onnxruntime") is not None


def absent() -> UsageError:
    """What a person is told where the extra is not installed."""
    return UsageError("没有装找人脸的程序", f"请在装有本程序的环境里执行：{INSTALL}", code="no-detector")


def find(path: Path) -> Model:
    """The model that is this file, or is in this folder; raises ``UsageError`` in words where there is none."""
    if path.is_dir():
        return _in_folder(path)
    try:
        if path.stat().st_size > _MOST:
            raise UsageError(f"这不是找人脸用的模型：{path.name}", _HOW, code="no-model")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"没有这个文件：{path}", _HOW, code="no-model") from error
    except OSError as error:
        raise UsageError(f"读不了这个文件：{path.name}（{in_words(error)}）", _HOW, code="no-model") from error
    if all(name.encode() in content for name in ANSWERS):
        return Model(str(path))
    if b"conf" in content and b"iou" in content and "yunet" in path.name.lower():
        raise UsageError(f"这个模型太旧，用不了：{path.name}", f"要 2023 年 3 月或更新的。{_HOW}", code="old-model")
    if content[:1] != b"\x08":  # every ONNX begins with the number of its form
        raise UsageError(f"这不是模型文件，或没有下载完整：{path.name}", _HOW, code="no-model")
    raise UsageError(f"这不是找人脸用的模型：{path.name}", _HOW, code="no-model")


def _in_folder(folder: Path) -> Model:
    wrong: UsageError | None = None
    # the names carry a year and a month: the latest first; int8 ones see worse
    for path in sorted(folder.glob("*.onnx"), key=lambda one: ("int8" not in one.name, one.name), reverse=True):
        try:
            return find(path)
        except UsageError as error:
            wrong = wrong or error
    raise wrong or UsageError(f"文件夹里没有找人脸用的模型：{folder.name}", _HOW, code="no-model")


def load(model: Model) -> Detector:
    """The detector itself. Raises ``UsageError`` where the library is not there, or the file cannot be used."""
    name = Path(model.path).name
    try:
        runtime = importlib.import_module("onnxruntime")
        arrays = importlib.import_module("numpy")
    except ImportError as error:
        raise UsageError("找人脸的程序装得不全", f"请重新安装：{INSTALL}（{error}）", code="no-detector") from error
    quiet = getattr(runtime, "disable_telemetry_events", None)
    if quiet is not None:
        quiet()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = max(1, (os.cpu_count() or 2) // 2)
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = runtime.InferenceSession(model.path, options, providers=["CPUExecutionProvider"])
        entry, edge = _entry(session)
        detector = _YuNet(session, arrays, entry, edge)
        detector.look(Image.new("RGB", (edge, edge)), 0.99)
    except UsageError:
        raise
    except Exception as error:  # whatever a library makes of a file that somebody gave it
        raise UsageError(f"模型打不开，可能损坏，或没有下载完整：{name}", _HOW, code="bad-model") from error
    return detector


def _entry(session: Any) -> tuple[str, int]:
    """What the model calls that which it is shown, and how large it is. Raises ``ValueError`` where it is no picture,
    ``UsageError`` where it is no square."""
    answers = {one.name for one in session.get_outputs()}
    (entry,) = session.get_inputs()
    if not set(ANSWERS) <= answers or len(entry.shape) != 4:
        raise ValueError(f"not YuNet: {sorted(answers)}")
    height, width = entry.shape[2:]
    if isinstance(height, int) and isinstance(width, int):
        if height != width or height % 32 or not 32 <= height <= 4096:
            raise UsageError("这个模型看的画面不是正方形，本程序用不了", _HOW, code="bad-model")
        return str(entry.name), height
    return str(entry.name), EDGE


class _YuNet:
    def __init__(self, session: Any, arrays: Any, entry: str, edge: int) -> None:
        self._session, self._arrays, self._entry, self.edge = session, arrays, entry, edge

    def look(self, square: Image.Image, least: float) -> list[Found]:
        rgb = self._arrays.asarray(square, dtype=self._arrays.float32)
        shown = self._arrays.ascontiguousarray(rgb[:, :, ::-1].transpose(2, 0, 1)[None])  # the model knows blue first
        told = self._session.run(list(ANSWERS), {self._entry: shown})
        answers = {name: one.ravel().tolist() for name, one in zip(ANSWERS, told, strict=True)}
        return boxes_of(answers, square.size, least)
