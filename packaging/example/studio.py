"""From a description of a picture to the file an archive receives: drawn, developed, mounted, saved with EXIF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from darkroom import Film, Print, aged, expose, halved, image, mounted, picture_size, toned
from numpy.typing import NDArray
from PIL import Image, ImageCms
from scene import Rendered, Scene
from tiff_details import add_details

Array = NDArray[Any]

NOTICE = "示例：程序绘制，非史料"
ARTIST = "存史示例（程序绘制）"


@dataclass(frozen=True, slots=True)
class Device:
    """What a picture was digitised with; the makers do not exist."""

    make: str
    model: str


FLATBED = Device("Hehuang Optics", "HS-660 Flatbed")
FILM_SCANNER = Device("Hehuang Optics", "HF-135 Film")
PHONE = Device("Huangyuan", "HY-12")
CAMERA = Device("Huangyuan", "HC-24")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the example.

    `scene` gives what is seen and is developed on `film`; `page` draws a flat original itself, as display tones
    (H, W, 3). `effect` adds to the light what has no surface: fire, steam, glow. `scanned` is when the digital copy
    was made, local time. `original` is the name under which it came in. `passed_on` is the size to which a messenger
    reduced the copy.
    """

    code: str
    file: str
    original: str
    title: str
    era: str
    scanned: str
    device: Device
    seed: int
    film: Film
    ratio: float = 1.5
    long_edge: int = 3000
    sheet: Print | None = None
    dust: int = 40
    scratches: int = 3
    dpi: int = 600
    quality: int = 85
    grey: bool = False
    passed_on: tuple[int, int] | None = None
    scene: Callable[[], Scene] | None = None
    page: Callable[[int, int], Array] | None = None
    effect: Callable[[Scene, Rendered], Array] | None = None


def drawn(picture: Picture, long_edge: int | None = None, sampling: int = 2) -> Image.Image:
    """The finished picture; `long_edge` makes a smaller draft, `sampling` 1 a quicker one."""
    edge = long_edge or picture.long_edge
    width, height, inner_w, inner_h = picture_size(edge, picture.ratio, picture.sheet)
    if picture.page is not None:
        return image(picture.page(width, height))
    if picture.scene is None:
        raise ValueError(f"{picture.code} has neither a scene nor a page")
    scene = picture.scene()
    rendered = scene.render(inner_w * sampling, inner_h * sampling)
    light = rendered.light if picture.effect is None else picture.effect(scene, rendered)
    if sampling == 2:
        light = halved(light)
    tone = aged(expose(light, picture.film, picture.seed), picture.seed, picture.dust, picture.scratches)
    if picture.grey:
        return image(tone if tone.ndim == 2 else tone.mean(axis=2))
    coloured = toned(tone, picture.film)
    if picture.sheet is not None:
        coloured = mounted(coloured, picture.sheet, width, height, picture.seed)
    made = image(coloured)
    return made if picture.passed_on is None else recompressed(made, picture.passed_on, (58, 62))


_PREDICTOR = 317
"""TIFF tag: 2 lets deflate work on the differences between pixels."""


_DETAILS = 0x8769
"""The tag under which EXIF keeps what concerns the taking; in a compressed TIFF Pillow writes the main tags only."""


_VERSIONS = {0x9000: b"0232", 0xA000: b"0100"}
"""Which EXIF and which Flashpix are meant (Exif 2.32 §4.6.5)."""


def _exif(picture: Picture, size: tuple[int, int]) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = f"{picture.title}（{NOTICE}）".encode()
    exif[0x010F] = picture.device.make
    exif[0x0110] = picture.device.model
    exif[0x0131] = "draw_pictures.py"
    exif[0x0132] = picture.scanned
    exif[0x013B] = ARTIST.encode()
    exif.get_ifd(_DETAILS).update({**_details(picture), 0xA002: size[0], 0xA003: size[1]})
    return exif


def _details(picture: Picture) -> dict[int, str | int | bytes]:
    """When it was scanned."""
    return {
        0x9003: picture.scanned,
        0x9004: picture.scanned,
        0x9011: "+08:00",
        0xA001: 0xFFFF if picture.grey else 1,  # grey is not calibrated
    }


def srgb_profile() -> bytes:
    """The sRGB profile, with the date of its making set fast so that files do not change from day to day."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = bytes([0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    data[84:100] = bytes(16)
    return bytes(data)


def saved(picture: Picture, made: Image.Image, folder: Path) -> Path:
    """Write the picture into `folder` under its name; TIFF deflated, anything else JPEG."""
    target = folder / picture.file
    exif = _exif(picture, made.size)
    dpi = (picture.dpi, picture.dpi)
    if target.suffix == ".tif":
        exif[_PREDICTOR] = 2  # beside tiffinfo Pillow would not write the rest
        made.save(target, compression="tiff_adobe_deflate", exif=exif, dpi=dpi)
        add_details(target, {**_VERSIONS, **_details(picture)})
        return target
    profile = srgb_profile() if made.mode == "RGB" else None
    made.save(
        target,
        quality=picture.quality,
        subsampling=2,
        optimize=True,
        progressive=False,
        exif=exif,
        dpi=dpi,
        icc_profile=profile,
    )
    return target


def recompressed(made: Image.Image, size: tuple[int, int], qualities: tuple[int, ...]) -> Image.Image:
    """What a messenger does to a photograph: made small, and packed again each time it is passed on."""
    small = made.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    for quality in qualities:
        store = BytesIO()
        small.save(store, "JPEG", quality=quality, subsampling=2)
        small = Image.open(store).convert("RGB")
    return small
