"""Colour profiles (ICC): the printing condition a book is made for, and the colours of the screen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PIL import Image, ImageCms

from archive_app.domain.errors import UsageError
from archive_app.resources import resource
from archive_app.typeset.pdf.intents import screen_profile

_RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True)
class Press:
    """A printing condition: its CMYK profile, the name it is registered under (ICC registry; empty for an office's own
    profile), and what a person calls it."""

    data: bytes
    identifier: str
    label: str

    @cached_property
    def profile(self) -> ImageCms.ImageCmsProfile:
        """The profile, opened."""
        return ImageCms.ImageCmsProfile(io.BytesIO(self.data))

    def to_cmyk(self, picture: Image.Image, source: ImageCms.ImageCmsProfile | None = None) -> Image.Image:
        """An RGB picture in the inks of the press; ``source`` is the picture's own profile, else sRGB."""
        way = self._to_inks if source is None else self._inks_from(source)
        return _turned(picture, way)

    def to_grey(self, picture: Image.Image, source: ImageCms.ImageCmsProfile | None = None) -> Image.Image:
        """A picture as so much black ink as looks as light as it does; black ink alone, the paper its white.

        ``source`` is the profile of an RGB or CMYK picture (else sRGB, or the press's own). A grey picture is taken for
        one of the screen.
        """
        if picture.mode == "L":
            picture = picture.convert("RGB")
        if source is not None:
            way = _lightness_from(source, picture.mode)
        elif picture.mode == "CMYK":
            way = _lightness_from(self.profile, "CMYK")
        else:
            way = self._lightness
        return _turned(picture, way).getchannel(0).point(self._black_for)

    @cached_property
    def _lightness(self) -> ImageCms.ImageCmsTransform:
        """From the screen's colours; kept, for making it takes longer than using it."""
        return _lightness_from(screen(), "RGB")

    @cached_property
    def _to_inks(self) -> ImageCms.ImageCmsTransform:
        return self._inks_from(screen())

    def _inks_from(self, source: ImageCms.ImageCmsProfile) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(source, self.profile, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)

    @cached_property
    def _black_for(self) -> list[int]:
        """For each lightness of a picture (0 to 255) the grey value (255 no ink) that prints as light, the range from
        full black to paper taken as the picture's range."""
        ramp = Image.new("CMYK", (256, 1))
        ramp.putdata([(0, 0, 0, ink) for ink in range(256)])
        shown = ImageCms.profileToProfile(ramp, self.profile, _lab(), renderingIntent=_RELATIVE, outputMode="LAB")
        assert shown is not None
        light = list(shown.getchannel(0).tobytes())
        darkest, lightest = light[255], light[0]
        found = []
        for wanted in range(256):
            aim = darkest + (lightest - darkest) * wanted / 255
            ink = min(range(256), key=lambda k: (abs(light[k] - aim), k))
            found.append(255 - ink)
        return [0, *found[1:255], 255]


def default_press() -> Press:
    """Offset on coated paper after ISO 12647-2 (Fogra39), which printers here take as their standard too."""
    return Press(resource("icc", "FOGRA39L_coated.icc").read_bytes(), "FOGRA39", "胶印，铜版纸（Fogra39）")


def press_of(path: Path | None) -> Press:
    """The printing condition of a profile's file; the program's own without one.

    Raises `UsageError` where the file is no profile of a CMYK press.
    """
    if path is None:
        return default_press()
    try:
        data = path.read_bytes()
        opened = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    except (OSError, ImageCms.PyCMSError) as error:
        raise UsageError(
            f"“{path}”不是色彩特性文件（ICC）", "请向印刷厂要他们的 .icc 文件，或不写这一项。", code="profile"
        ) from error
    if opened.xcolor_space.strip() != "CMYK" or opened.device_class != "prtr":
        raise UsageError(
            f"“{path.name}”是{opened.xcolor_space.strip()}的，不是四色印刷（CMYK）的特性文件",
            "请向印刷厂要他们的四色输出特性文件，或不写这一项。",
            code="profile",
        )
    return Press(data, "", str(opened.profile_description or path.stem).strip("\0 "))


def screen() -> ImageCms.ImageCmsProfile:
    """sRGB, opened."""
    return ImageCms.ImageCmsProfile(io.BytesIO(screen_profile()))


def to_screen(picture: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    """A picture in the colours of the screen (sRGB)."""
    made = ImageCms.profileToProfile(
        picture, source, screen(), renderingIntent=_RELATIVE, outputMode="RGB", flags=_FLAGS
    )
    assert made is not None
    return made


def own_profile(picture: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The profile a picture carries, where it can be read and fits the picture."""
    data = picture.info.get("icc_profile")
    if not data:
        return None
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None  # a damaged profile says nothing of its picture
    spaces = {"RGB": "RGB", "CMYK": "CMYK"}
    return found if spaces.get(picture.mode) == found.profile.xcolor_space.strip() else None


def _lightness_from(source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(source, _lab(), mode, "LAB", _RELATIVE, _FLAGS)


def _turned(picture: Image.Image, way: ImageCms.ImageCmsTransform) -> Image.Image:
    made = ImageCms.applyTransform(picture, way)
    assert made is not None
    return made


def _lab() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
