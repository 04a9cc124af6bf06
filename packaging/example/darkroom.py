"""From light to a picture as an archive gets it: film, print, age, scan.

Everything here works at the size of the finished scan; grain, dust and borders are given in its pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from noise import blur, fractal
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Film:
    """How light becomes tone. `key` is where the middle of the picture falls (0.5: middle grey), `contrast` the slope.

    `black` and `white` are the darkest and lightest tone of the print; `weights` its eye for red, green and blue.
    """

    key: float = 0.54
    contrast: float = 1.45
    black: float = 0.09
    white: float = 0.93
    grain: float = 0.030
    grain_size: float = 0.9
    softness: float = 0.8
    halation: float = 0.06
    vignette: float = 0.30
    weights: Colour = (0.26, 0.50, 0.24)
    saturation: float = 0.0
    cast: tuple[Colour, Colour] = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    exposure: float | None = None


WARM_BLACK = Film(cast=((0.012, 0.0, -0.012), (1.0, 0.972, 0.915)))
COOL_BLACK = Film(cast=((0.0, 0.0, 0.0), (0.985, 0.98, 0.955)))
FADED_COLOUR = Film(
    contrast=1.25,
    black=0.11,
    white=0.95,
    saturation=0.78,
    grain=0.022,
    cast=((0.035, 0.0, 0.02), (1.0, 0.975, 0.90)),
    halation=0.05,
)
POCKET = Film(
    contrast=1.3,
    key=0.5,
    black=0.03,
    white=0.97,
    saturation=0.95,
    grain=0.012,
    softness=0.5,
    halation=0.03,
    vignette=0.18,
)
DIGITAL = Film(
    contrast=1.05, black=0.02, white=0.985, saturation=0.95, grain=0.008, softness=0.4, halation=0.0, vignette=0.10
)


def expose(light: Array, film: Film, seed: int) -> Array:
    """Linear light (H, W, 3) to tones 0 … 1 (H, W) or, for colour film, (H, W, 3)."""
    tall, wide = light.shape[:2]
    light = _lens(light, film, tall, wide)
    grey = light @ np.array(film.weights, np.float32)
    middle = film.exposure or float(np.exp(np.log(grey[::4, ::4] + 1e-3).mean()))
    stops = np.float32(np.log(film.key / (1.0 - film.key)))
    if film.saturation:
        mixed = grey[..., None] + film.saturation * (light - grey[..., None])
        tone = _curve(np.maximum(mixed, 1e-4), middle, film.contrast, float(stops))
    else:
        tone = _curve(np.maximum(grey, 1e-4), middle, film.contrast, float(stops))
    tone = film.black + (film.white - film.black) * tone
    tone = tone + _grain(tall, wide, film, seed, tone)
    return np.clip(tone, 0.0, 1.0).astype(np.float32)


def _curve(light: Array, middle: float, contrast: float, shift: float) -> Array:
    """The film's S: straight in the middle, rolling off in deep shadow and strong light."""
    stops = np.log2(light / np.float32(middle))
    result: Array = 1.0 / (1.0 + np.exp(-(stops * contrast * 0.72 + shift)))
    return result.astype(np.float32)


def _lens(light: Array, film: Film, tall: int, wide: int) -> Array:
    soft = blur(light, film.softness * wide / 3000.0)
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    radius = np.hypot((x - wide / 2) / wide, (y - tall / 2) / wide) / 0.6
    edge = np.clip(radius - 0.55, 0.0, 1.0)[..., None] * 1.4
    if film.vignette:
        corner = blur(light, 2.6 * wide / 3000.0)
        soft = soft + np.clip(edge, 0.0, 0.8) * (corner - soft)
    if film.halation:
        bright = np.clip(light - np.percentile(light[::8, ::8], 92), 0.0, None)
        soft = soft + film.halation * (blur(bright, wide / 110.0) * 2.0 + blur(bright, wide / 30.0))
    fall: Array = soft * (1.0 - film.vignette * np.clip(radius, 0.0, 1.2)[..., None] ** 2.4)
    return fall.astype(np.float32)


def _grain(tall: int, wide: int, film: Film, seed: int, tone: Array) -> Array:
    rng = np.random.default_rng(seed + 7001)
    level = tone if tone.ndim == 2 else tone.mean(axis=2)
    scale = min(1.0, max(tall, wide) / 2400.0)
    fine = rng.normal(size=(tall, wide)).astype(np.float32)
    clump = _unit(blur(fine, film.grain_size * scale))
    coarse = _unit(blur(rng.normal(size=(tall, wide)).astype(np.float32), film.grain_size * 2.2 * scale))
    share = film.grain * scale * (0.35 + 2.2 * level * (1.0 - level))
    grain = share * (0.8 * clump + 0.35 * coarse)
    if tone.ndim == 2:
        result: Array = grain.astype(np.float32)
        return result
    colour = np.stack([_unit(blur(rng.normal(size=(tall, wide)).astype(np.float32), 1.4)) for _ in range(3)], axis=2)
    both: Array = (0.75 * grain[..., None] + 0.35 * share[..., None] * colour).astype(np.float32)
    return both


def _unit(field: Array) -> Array:
    result: Array = field / max(float(field.std()), 1e-6)
    return result


def toned(tone: Array, film: Film) -> Array:
    """Grey or colour tones to display RGB with the print's cast: shadows and paper each have their colour."""
    base = tone[..., None] if tone.ndim == 2 else tone
    low, high = (np.array(c, np.float32) for c in film.cast)
    result: Array = low + base * (high - low)
    return np.clip(result, 0.0, 1.0).astype(np.float32)


def aged(tone: Array, seed: int, dust: int = 40, scratches: int = 3, stain: float = 0.03) -> Array:
    """Dust, hair-fine scratches and uneven fading, as on a print long in a drawer."""
    tall, wide = tone.shape[:2]
    rng = np.random.default_rng(seed + 901)
    unit = wide / 3000.0
    mark = np.zeros((tall, wide), np.float32)
    for _ in range(dust):
        x, y = rng.uniform(0, wide), rng.uniform(0, tall)
        _dab(mark, x, y, float(rng.uniform(0.8, 3.0)) * unit, float(rng.choice([0.35, 0.5, -0.25])))
    for _ in range(scratches):
        x, y, turn = rng.uniform(0, wide), rng.uniform(0, tall), rng.uniform(-0.2, 0.2) + np.pi / 2 * rng.integers(2)
        for _step in range(int(rng.uniform(150, 700) * unit)):
            turn += rng.normal() * 0.004
            x, y = x + np.cos(turn) * 1.5, y + np.sin(turn) * 1.5
            _dab(mark, x, y, 0.6, 0.10)
    y, x = np.mgrid[0:tall:8, 0:wide:8].astype(np.float32)
    place = np.stack([x.ravel() / wide, np.zeros(x.size), y.ravel() / wide], axis=1).astype(np.float32)
    cloud = fractal(place, 0.45, 3, seed).reshape(x.shape)
    big = np.asarray(Image.fromarray(cloud).resize((wide, tall), Image.Resampling.BICUBIC))
    change = mark + stain * big
    result: Array = tone + (change if tone.ndim == 2 else change[..., None])
    return np.clip(result, 0.0, 1.0).astype(np.float32)


def _dab(field: Array, x: float, y: float, radius: float, strength: float) -> None:
    reach = int(radius * 2.5) + 1
    left, top = int(x) - reach, int(y) - reach
    if left < 0 or top < 0 or left + 2 * reach >= field.shape[1] or top + 2 * reach >= field.shape[0]:
        return
    line, column = np.mgrid[top : top + 2 * reach, left : left + 2 * reach]
    spot = np.exp(-((column - x) ** 2 + (line - y) ** 2) / max(radius * radius, 0.2))
    view = field[top : top + 2 * reach, left : left + 2 * reach]
    view += (strength * spot).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Print:
    """A paper print lying on the scanner: width of the white border and of the cloth round it, in pixels of a 3,000
    pixel scan; `deckle` the depth of the wavy cut, nought for a straight one."""

    border: int = 90
    margin: int = 26
    deckle: float = 11.0
    paper: Colour = (0.925, 0.905, 0.850)
    ground: Colour = (0.80, 0.795, 0.78)


def picture_size(long_edge: int, ratio: float, sheet: Print | None) -> tuple[int, int, int, int]:
    """Size of the whole scan and of the picture in it, for a picture of width : height = `ratio` (under 1: upright)."""
    inset = 0 if sheet is None else round(2 * (sheet.border + sheet.margin) * long_edge / 3000)
    if ratio >= 1:
        inner = long_edge - inset
        return long_edge, round(inner / ratio) + inset, inner, round(inner / ratio)
    inner = long_edge - inset
    return round(inner * ratio) + inset, long_edge, round(inner * ratio), inner


def mounted(picture: Array, sheet: Print, width: int, height: int, seed: int) -> Array:
    """The picture (h, w, 3) on its paper, the paper on the scanner's ground."""
    rng = np.random.default_rng(seed + 33)
    unit = max(width, height) / 3000.0
    margin, deckle = sheet.margin * unit, sheet.deckle * unit
    inside = _paper_mask(width, height, margin, deckle, unit, rng)
    shadow = blur(np.roll(inside, (round(5 * unit), round(4 * unit)), (0, 1)), 7 * unit)
    ground = np.array(sheet.ground, np.float32) * (1.0 - 0.28 * shadow * (1.0 - inside))[..., None]
    speck = blur(rng.normal(size=(height, width)).astype(np.float32), 1.2) * 0.012
    yellow = blur(inside, 60 * unit) - 0.6
    paper = np.array(sheet.paper, np.float32) + (speck + 0.02 * yellow)[..., None]
    top, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
    paper[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    sheet_edge = np.clip(blur(inside, 1.6 * unit) * (1 - inside) * 4, 0, 1) * 0.0
    whole: Array = ground + np.clip(inside + sheet_edge, 0, 1)[..., None] * (paper - ground)
    return np.clip(whole, 0.0, 1.0).astype(np.float32)


def _paper_mask(width: int, height: int, margin: float, deckle: float, unit: float, rng: np.random.Generator) -> Array:
    """One inside the paper, nought outside, soft at the cut."""
    x = np.arange(width, dtype=np.float32)
    y = np.arange(height, dtype=np.float32)

    def edge(along: Array) -> Array:
        pitch = 34.0 * unit
        drift = np.interp(along, np.arange(0, along[-1] + 120, 60), rng.normal(size=int((along[-1] + 179) // 60)))
        wave = np.abs(np.sin(np.pi * (along / pitch + 0.18 * drift)))
        cut: Array = margin + deckle * (1.0 - wave**0.8) + 1.0 * unit * drift
        return cut.astype(np.float32)

    top, bottom, left, right = edge(x), edge(x), edge(y), edge(y)
    down = np.minimum(y[:, None] - top[None, :], height - 1 - y[:, None] - bottom[None, :])
    across = np.minimum(x[None, :] - left[:, None], width - 1 - x[None, :] - right[:, None])
    return np.clip(np.minimum(down, across) + 0.5, 0.0, 1.0).astype(np.float32)


def halved(light: Array) -> Array:
    """Two pixels by two to one."""
    tall, wide = light.shape[0] // 2, light.shape[1] // 2
    result: Array = light[: 2 * tall, : 2 * wide].reshape(tall, 2, wide, 2, -1).mean(axis=(1, 3))
    return result.astype(np.float32)


def image(tones: Array) -> Image.Image:
    """Display tones 0 … 1 to an 8-bit picture, grey for (H, W), RGB for (H, W, 3), dithered by a fixed noise."""
    rng = np.random.default_rng(5)
    spread = rng.uniform(-0.5, 0.5, tones.shape[:2]).astype(np.float32)
    scaled = tones * 255.0 + (spread if tones.ndim == 2 else spread[..., None]) + 0.5
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
