"""doc-10: the contract of 1937 on handmade paper."""

from __future__ import annotations

from typing import Any

import numpy as np
from darkroom import DIGITAL
from lettering import FONT, face
from noise import blur
from numpy.typing import NDArray
from papers import seal, spots
from PIL import Image, ImageDraw
from studio import FLATBED, Picture

Array = NDArray[Any]

# The contract as the record transcribes it, without the transcriber's punctuation: the paper bears none.
CLAUSES = (
    "立合股修磨約人祁大魁王永順李生春等因下磨輪槽年久朽壞不堪使用今同中言明四家合股重修",
    "一共作拾股祁姓肆股王姓叁股李姓貳股馬姓壹股木料石匠工食按股均攤不得推諉",
    "一磨成之後按股輪日每月初一日起祁姓四日王姓三日李姓二日馬姓一日周而復始輪日之內磨課歸本家收取外人來磨每斗留課一升不得多取",
    "一水槽閘板輪葉每年春分前同修一次工飯自備無故不到者罰清油貳觔充公用",
    "一上扇磨石如須鍛鑿先期三日知會眾人",
    "一日後如有轉股情事先儘股內後及外人不得私相授受",
    "恐口無憑立此合約四紙各執壹紙為據",
)


SIGNERS = (
    ("立約人", "祁大魁"),
    ("", "王永祿"),
    ("", "李占元"),
    ("", "馬登禎"),
    ("中　人", "張明德"),
    ("代　筆", "趙𠮷甫"),
)


DATED = "中華民國二十六年夏曆四月初八日立"


def _brushed(character: str, size: int, rng: np.random.Generator) -> Image.Image:
    """One character as a brush left it: weight, slant and place vary, edges spread a little into the paper."""
    side, fine = round(size * 1.7), 4
    wide = side * fine
    tile = Image.new("L", (wide, wide), 0)
    font = face(FONT, max(8, round(size * fine * float(rng.normal(1.0, 0.035)))))
    weight = round(size * fine * float(np.clip(rng.normal(0.0085, 0.0028), 0.003, 0.016)))
    ImageDraw.Draw(tile).text((wide / 2, wide / 2), character, font=font, fill=255, anchor="mm", stroke_width=weight)
    shear, rise = float(rng.normal(0.0, 0.03)), float(rng.normal(-0.035, 0.02))
    numbers = (1, shear, -shear * wide / 2, rise, 1, -rise * wide / 2)
    tile = tile.transform(tile.size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC)
    tile = tile.rotate(float(rng.normal(0, 1.3)), Image.Resampling.BICUBIC)
    return tile.resize((side, side), Image.Resampling.LANCZOS)


class _Sheet:
    """Ink on the contract: a layer of coverage 0 … 1 filled column by column from the right."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.size = round(width * 0.0315)
        self.pitch = self.size * 1.08
        self.column = self.size * 1.22
        self.ink = np.zeros((height, width), np.float32)
        self.rng = np.random.default_rng(10)
        self.x = width * 0.915
        self.damaged: tuple[float, float] = (0.0, 0.0)

    def stroke(self, character: str, x: float, y: float, scale: float = 1.0, half: bool = False) -> None:
        """Write one character with its middle at x, y; `half` leaves only its left part."""
        tile = np.asarray(_brushed(character, round(self.size * scale), self.rng), np.float32) / 255.0
        side = tile.shape[0]
        if half:
            tile = tile * (np.arange(side) < side * 0.49)
        left, top = (
            round(x - side / 2 + self.rng.normal(0, self.size * 0.02)),
            round(y - side / 2 + self.rng.normal(0, self.size * 0.02)),
        )
        wet = float(np.clip(self.rng.normal(0.93, 0.06), 0.72, 1.0))
        view = self.ink[top : top + side, left : left + side]
        np.maximum(view, tile[: view.shape[0], : view.shape[1]] * wet, out=view)

    def run(self, text: str, top: float, indent: int = 0) -> None:
        """Write a clause in as many columns as it needs."""
        low = self.height * 0.905
        y = top + indent * self.pitch
        for character in text:
            if y > low:
                self.x -= self.column
                y = top + self.pitch
            self.stroke(character, self.x + self.rng.normal(0, self.size * 0.03), y)
            y += self.pitch * float(self.rng.normal(1.0, 0.012))
        self.x -= self.column

    def sign(self) -> None:
        """The names in the lower half, each with its mark, then the date."""
        top = self.height * 0.115
        self.x -= self.column * 0.25
        for role, name in SIGNERS:
            for k, character in enumerate(role):
                if character != "　":
                    self.stroke(character, self.x, top + (4.2 + 1.0 * k) * self.pitch, 0.92)
            for k, character in enumerate(name):
                y = top + (8.0 + 1.08 * k) * self.pitch
                lost = character == "禎"
                if lost:
                    self.damaged = (self.x, y)
                self.stroke(character, self.x, y, half=lost)
            self._mark(self.x, top + 12.0 * self.pitch)
            self.x -= self.column
        self.x -= self.column * 0.2
        y = top + self.pitch * 0.2
        for character in DATED:
            self.stroke(character, self.x, y, 1.04)
            y += self.pitch * 1.05

    def _mark(self, x: float, y: float) -> None:
        """押: the word, and under it a cross or ring drawn by a hand not used to the brush."""
        self.stroke("押", x, y, 0.95)
        picture = Image.new("L", (self.width, self.height), 0)
        pen = ImageDraw.Draw(picture)
        s, cy = self.size * 0.42, y + self.pitch * 1.25
        wide = max(2, round(self.size * 0.075))
        if self.rng.random() < 0.6:
            pen.line((x - s, cy + self.rng.normal(0, 4), x + s, cy + self.rng.normal(0, 4)), fill=235, width=wide)
            pen.line((x + self.rng.normal(0, 4), cy - s, x + self.rng.normal(0, 4), cy + s), fill=235, width=wide)
        else:
            pen.ellipse((x - s * 0.8, cy - s * 0.75, x + s * 0.8, cy + s * 0.8), outline=235, width=wide)
        self.ink = np.maximum(self.ink, np.asarray(picture, np.float32) / 255.0)


def _sheet_outline(width: int, height: int) -> Array:
    """The sheet's shape on the scanner: deckled edges, a bite out of the lower right corner."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ragged = (
        spots(height, width, width / 60, 101) * width * 0.0016 + spots(height, width, width / 500, 102) * width * 0.0007
    )
    margin = width * 0.017
    inside = (
        np.minimum(np.minimum(x - margin, width - margin - x), np.minimum(y - margin, height - margin - y)) + ragged
    )
    return np.clip(inside, 0, 1).astype(np.float32)


def _worm_holes(width: int, height: int, damaged: tuple[float, float]) -> Array:
    """Where worms have eaten: tracks and holes at the lower right, and one in a name."""
    rng = np.random.default_rng(104)
    picture = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(picture)
    unit = width / 3000
    for _ in range(17):
        x, y = width * (1 - 0.02 - abs(rng.normal(0, 0.065))), height * (1 - 0.03 - abs(rng.normal(0, 0.09)))
        turn = rng.uniform(0, 2 * np.pi)
        for _step in range(int(rng.uniform(3, 26))):
            r = rng.uniform(4, 11) * unit
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
            turn += rng.normal(0, 0.55)
            x, y = x + np.cos(turn) * 9 * unit, y + np.sin(turn) * 9 * unit
    dx, dy = damaged
    for ox, oy, r in (
        (0.40, -0.20, 0.22),
        (0.52, 0.08, 0.26),
        (0.36, 0.34, 0.18),
        (0.62, 0.36, 0.16),
        (0.24, 0.02, 0.10),
        (0.55, -0.42, 0.10),
    ):
        size = width * 0.0315
        pen.ellipse((dx + (ox - r) * size, dy + (oy - r) * size, dx + (ox + r) * size, dy + (oy + r) * size), fill=255)
    soft = blur(np.asarray(picture, np.float32) / 255.0, 3.0 * unit) + 0.14 * spots(height, width, 5 * unit + 1, 105)
    return np.clip((soft - 0.5) * 6 + 0.5, 0, 1).astype(np.float32) * (
        blur(np.asarray(picture, np.float32) / 255.0, 8 * unit) > 0.02
    )


def _handmade_paper(width: int, height: int) -> Array:
    """土纸: brownish, laid lines, straw fibres, stains and darker edges; display tones."""
    unit = width / 3000
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    tone = (
        0.016 * spots(height, width, 3 * unit + 0.6, 110)
        + 0.022 * spots(height, width, 42 * unit, 111)
        + 0.028 * spots(height, width, 300 * unit, 112)
    )
    tone = tone + 0.010 * np.sin(2 * np.pi * y / (13.0 * unit) + 0.8 * spots(height, width, 200 * unit, 113))
    tone = tone + 0.008 * np.cos(2 * np.pi * x / (190.0 * unit)) ** 20
    paper = np.array([0.795, 0.700, 0.530], np.float32) * (1.0 + tone)[..., None]
    rng = np.random.default_rng(114)
    fibre = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(fibre)
    for _ in range(1500):
        px, py, turn = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0, np.pi)
        points = []
        for _step in range(int(rng.uniform(4, 14))):
            points.append((px, py))
            turn += rng.normal(0, 0.3)
            px, py = px + np.cos(turn) * 8 * unit, py + np.sin(turn) * 8 * unit
        pen.line(points, fill=int(rng.uniform(50, 190)), width=max(1, round(float(rng.choice([1, 1, 2, 3])) * unit)))
    paper = paper - 0.17 * (np.asarray(fibre, np.float32) / 255.0)[..., None] * np.array([0.8, 1.0, 1.05], np.float32)
    edge = np.minimum(np.minimum(x, width - x) / width, np.minimum(y, height - y) / width)
    paper = paper * (1 - 0.30 * np.exp(-edge / 0.030))[..., None] ** np.array([0.8, 1.0, 1.3], np.float32)
    for cx, cy, r, strength in (
        (0.16, 0.80, 0.10, 0.10),
        (0.63, 0.14, 0.07, 0.08),
        (0.93, 0.88, 0.13, 0.16),
        (0.40, 0.52, 0.05, 0.05),
    ):
        away = np.hypot(x - cx * width, y - cy * height) / width / r + 0.10 * spots(
            height, width, 90 * unit, int(cx * 1000)
        )
        water = np.clip(1.0 - away, 0, 1) * 0.3 + np.exp(-(((away - 1.0) / 0.045) ** 2)) * 0.8
        paper = paper * (1 - strength * water[..., None] * np.array([0.7, 1.0, 1.3], np.float32))
    return paper.astype(np.float32)


def _folds(width: int, height: int) -> tuple[Array, Array]:
    """Shading by the folds (about 1.0) and the wear along them (0 … 1)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.ones((height, width), np.float32)
    wear = np.zeros((height, width), np.float32)
    unit = width / 3000
    sway = spots(height, width, 260 * unit, 121) * 3.0 * unit
    for number, position in enumerate((0.215, 0.41, 0.605, 0.80)):
        away = (x - position * width + sway) / (34 * unit)
        sign = 1 if number % 2 else -1
        shade += sign * 0.085 * np.tanh(away * 1.6) * np.exp(-np.abs(away) * 0.55)
        shade -= 0.12 * np.exp(-((away * 6.0) ** 2))
        wear = np.maximum(wear, np.exp(-((away * 5.0) ** 2)))
    away = (y - 0.502 * height + sway) / (36 * unit)
    shade += 0.075 * np.tanh(away * 1.6) * np.exp(-np.abs(away) * 0.55) - 0.12 * np.exp(-((away * 6.0) ** 2))
    wear = np.maximum(wear, np.exp(-((away * 5.0) ** 2)))
    shade += 0.018 * spots(height, width, 120 * unit, 122)
    return shade, wear


def contract(width: int, height: int) -> Array:
    """doc-10: the four families' contract for rebuilding the mill, scanned on a dark ground."""
    unit = width / 3000
    sheet = _Sheet(width, height)
    for clause in CLAUSES:
        sheet.run(clause, height * 0.105)
    sheet.sign()
    paper = _handmade_paper(width, height)
    shade, wear = _folds(width, height)
    dry = 0.5 + 0.5 * np.clip(spots(height, width, 2.0 * unit + 0.5, 131) * 0.55 + 0.9, 0, 1)
    spread = blur(sheet.ink, 1.1 * unit)
    cover = (
        np.clip(spread * 1.25 - 0.10, 0, 1)
        * dry
        * (1 - 0.55 * wear * (spots(height, width, 3 * unit + 0.5, 132) > -0.2))
    )
    halo = blur(sheet.ink, 7 * unit) * 0.10
    ink = np.array([0.085, 0.075, 0.068], np.float32)
    page = paper * (1 - halo[..., None]) + cover[..., None] * (ink - paper)
    top = height * 0.115
    for text, x, y, size, seed in (
        ("祁大魁印", sheet.x + sheet.column * 6.2, top + 14.7 * sheet.pitch, 0.040, 141),
        ("水磨公記", sheet.x + sheet.column * 0.05, top + 6.2 * sheet.pitch, 0.070, 142),
        ("張明德印", sheet.x + sheet.column * 2.2, top + 14.7 * sheet.pitch, 0.038, 143),
    ):
        stamp = seal(text, round(width * size), seed)
        left, high = round(x - stamp.shape[1] / 2), round(y - stamp.shape[0] / 2)
        view = page[high : high + stamp.shape[0], left : left + stamp.shape[1]]
        view *= 1 - stamp[: view.shape[0], : view.shape[1], None] * np.array([0.22, 0.80, 0.80], np.float32)
    page = page * shade[..., None] + 0.05 * wear[..., None]
    holes = _worm_holes(width, height, sheet.damaged)
    inside = _sheet_outline(width, height) * (1 - holes)
    ground = np.array([0.105, 0.103, 0.100], np.float32) * (1 + 0.05 * spots(height, width, 2.0, 151))[..., None]
    lip = np.clip(
        blur(inside, 2.5 * unit) - blur(np.roll(inside, (round(4 * unit), round(4 * unit)), (0, 1)), 2.5 * unit), -1, 1
    )
    page = page * (1 + 0.25 * lip[..., None])
    whole = ground + inside[..., None] * (page - ground)
    grain = 0.006 * spots(height, width, 0.8, 152)
    return np.clip(whole + grain[..., None], 0, 1).astype(np.float32)


PICTURES = [
    Picture(
        "doc-10",
        "doc-10.jpg",
        "DOC-10_正面.tif",
        "民國二十六年合股修磨約",
        "1937年5月17日",
        "2026:06:02 10:05:41",
        FLATBED,
        10,
        DIGITAL,
        ratio=52 / 38,
        page=contract,
    ),
]
