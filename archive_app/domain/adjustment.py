"""How a picture is to be seen without its master being touched: turned, cropped, its tones moved.

The values stand in the file's record, so that they have a history and can be undone; whoever shows or prints it
asks for it by its *picture key*, which says them. Positions are shares (0 to 1) of a picture's width and height, boxes
``(left, top, width, height)``. *Upright* is the whole master as its EXIF turns it; *shown* is what is seen of it after
crop and turn. Regions of people are kept upright, so turning and cropping only moves how they are seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass

Box = tuple[float, float, float, float]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
TURNS = (0, 90, 180, 270)
LEAST = 0.01
"""A crop is at least this much of each side."""

TONES: Mapping[str, tuple[int, int, int]] = {
    "brightness": (-100, 100, 0),
    "contrast": (-100, 100, 0),
    "gamma": (20, 500, 100),  # in hundredths; above 100 the middle tones are lighter
    "black": (0, 254, 0),
    "white": (1, 255, 255),
    "grey": (0, 1, 0),
    "negative": (0, 1, 0),
}
"""What can be done to the tones: least, most, and the value that does nothing."""

_FINE = 100_000
"""Steps of a share: five places, written without a point, so that a picture key can be the name of a file."""
_KEY = re.compile(r"[0-9a-f]{64}(~[-a-z0-9,;=]+)?\Z")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """``turn`` is clockwise, in degrees, of what ``crop`` leaves of the upright master; ``tone`` holds what is not as
    the master has it."""

    turn: int = 0
    crop: Box = WHOLE
    tone: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.turn or self.tone) or self.crop != WHOLE

    @property
    def code(self) -> str:
        """The adjustment as a word of plain letters and figures; empty where there is none."""
        parts = [f"turn={self.turn}"] if self.turn else []
        if self.crop != WHOLE:
            parts.append("crop=" + ",".join(str(round(one * _FINE)) for one in self.crop))
        parts += [f"{name}={value}" for name, value in self.tone]
        return ";".join(parts)

    @staticmethod
    def read(code: str) -> Adjustment:
        """The adjustment of a ``code``. Raises ``UsageError`` where it is none."""
        turn, crop, tones = 0, WHOLE, {}
        try:
            for part in filter(None, code.split(";")):
                name, _, value = part.partition("=")
                if name == "turn":
                    turn = int(value)
                elif name == "crop":
                    crop = _box(int(one) / _FINE for one in value.split(","))
                else:
                    tones[name] = int(value)
            return Adjustment(_turn(turn), crop, _tone(tones))
        except (ValueError, KeyError) as error:
            raise UsageError(f"“{code}”不是一种看法", "请用照片页上的工具调整。", code="wrong-value") from error

    @staticmethod
    def of(file: Mapping[str, Any]) -> Adjustment:
        """What a file's record says; what cannot be is left out, so that there is a picture whatever stands there."""
        turn, crop = file.get("turn") or 0, file.get("crop") or ()
        rows = [row for row in file.get("tone") or () if isinstance(row, Mapping)]
        tones = {str(row.get("key")): row.get("value") for row in rows}
        try:
            box = _box(crop) if crop else WHOLE
        except (ValueError, TypeError):
            box = WHOLE
        known = {name: int(value) for name, value in tones.items() if name in TONES and isinstance(value, int | float)}
        return Adjustment(turn if turn in TURNS else 0, box, _tone(known))

    def values(self) -> dict[str, Any]:
        """As the fields of a file's record hold it."""
        return {
            "turn": self.turn or None,
            "crop": [] if self.crop == WHOLE else list(self.crop),
            "tone": [{"key": name, "value": value} for name, value in self.tone],
        }

    def turned(self, by: int) -> Adjustment:
        """Turned further, clockwise."""
        return Adjustment((self.turn + by) % 360, self.crop, self.tone)

    def cropped(self, shown: Box) -> Adjustment:
        """Only this box of what is shown is left."""
        return Adjustment(self.turn, _box(self.to_upright(shown)), self.tone)

    def uncropped(self) -> Adjustment:
        """The whole picture, turned and toned as it is."""
        return Adjustment(self.turn, WHOLE, self.tone)

    def toned(self, tones: Mapping[str, int]) -> Adjustment:
        """With these tones."""
        return Adjustment(self.turn, self.crop, _tone(tones))

    # — where things are —

    def to_shown(self, box: Box) -> Box:
        """A box of the upright master as a box of what is shown; what is cropped away lies outside 0 to 1."""
        left, top, width, height = self.crop
        return turned_box(
            ((box[0] - left) / width, (box[1] - top) / height, box[2] / width, box[3] / height), self.turn
        )

    def to_upright(self, box: Box) -> Box:
        """A box of what is shown as a box of the upright master."""
        x, y, w, h = turned_box(box, -self.turn % 360)
        left, top, width, height = self.crop
        return left + x * width, top + y * height, w * width, h * height

    def size(self, upright: tuple[float, float]) -> tuple[float, float]:
        """The size of what is shown of a master of this upright size."""
        width, height = upright[0] * self.crop[2], upright[1] * self.crop[3]
        return (height, width) if self.turn % 180 else (width, height)


AS_IT_IS = Adjustment()
"""The master itself."""


def turned_box(box: Box, turn: int) -> Box:
    """Where a box is when its picture is turned clockwise by a multiple of 90°."""
    x, y, w, h = box
    if turn == 90:
        return 1 - y - h, x, h, w
    if turn == 180:
        return 1 - x - w, 1 - y - h, w, h
    if turn == 270:
        return y, 1 - x - w, h, w
    return box


def picture_key(file: Mapping[str, Any]) -> str:
    """By what the picture of a file is asked for: its SHA-256, and behind ``~`` how it is to be seen."""
    code = Adjustment.of(file).code
    return f"{file.get('sha256') or ''}{'~' if code else ''}{code}"


def parted(key: str) -> tuple[str, Adjustment]:
    """SHA-256 and adjustment of a picture key. Raises ``UsageError`` where it is none."""
    if not _KEY.match(key):
        raise UsageError(f"“{key[:80]}”不是图片的编号", "请用文件的 SHA-256。", code="wrong-value")
    sha256, _, code = key.partition("~")
    return sha256, Adjustment.read(code)


def _turn(turn: int) -> int:
    if turn not in TURNS:
        raise ValueError(turn)
    return turn


def _box(values: Iterable[float]) -> Box:
    """A crop within the picture, rounded so that it is written and read the same. Raises ``ValueError``."""
    x, y, w, h = (float(one) for one in values)
    left, top = max(0.0, x), max(0.0, y)
    right, bottom = min(1.0, x + w), min(1.0, y + h)
    if not (right - left >= LEAST and bottom - top >= LEAST):  # NaN, too
        raise ValueError("a crop leaves something of the picture")
    return round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5)


def _tone(tones: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """In the table's order, within its bounds, without what does nothing. Raises ``KeyError`` for an unknown one."""
    if unknown := set(tones) - set(TONES):
        raise KeyError(min(unknown))
    bounded = {name: min(most, max(least, int(tones.get(name, none)))) for name, (least, most, none) in TONES.items()}
    if bounded["black"] >= bounded["white"]:
        bounded["black"] = bounded["white"] - 1
    return tuple((name, value) for name, value in bounded.items() if value != TONES[name][2])
