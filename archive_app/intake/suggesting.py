"""What names and devices say of a thing: a folder's date and place, a camera's clock and position. Never its value.

The nearest name that says when wins; places add up, from the nearest outwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from archive_app.frozen import dataclass
from archive_app.hanzi.dating import find_dates
from archive_app.hanzi.dating import read as read_date
from archive_app.intake.proposal import Suggestion

_MOST_PLACES = 3
_LONGEST_PLACE = 12  # characters
_FOLDERS = 6  # of those around a file, how many are looked at
_SHOWN = 40  # characters of a name in a basis

_YEAR = re.compile(r"(?<![\dA-Za-z])(1[89]\d\d|20\d\d)(?![\dA-Za-z])")
_LATIN = re.compile(r"[A-Za-z]")
_SEPARATORS = re.compile(r"[\s_\-—–~·.,，、;；:：+&()（）\[\]【】{}《》“”\"'|/\\!！#@]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_PLACE = re.compile(
    r"[\u3400-\u9fff\U00020000-\U000323af]{1,10}(?:村|庄|镇|乡|县|市|州|区|街|路|巷|胡同|湾|沟|堡|营|寨|台|滩|峡|口|桥|渡|坊|厂|站|社区"
    r"|公社|大队|街道|小区|寺|庙|庵|观|祠|井|山|岭|河|川|滨|场|馆|学校|小学|中学|旧址|遗址|家属院)\Z"
)
_DOING = re.compile(
    r"(?:下乡|实地|入户)?(?:调研|采访|采集|走访|拍摄|拍照|摄影|征集|座谈|考察|踏勘|采风|普查|照片|相片|图片|老照片|录音|录像|视频|扫描件?|翻拍"
    r"|资料|材料|素材|原图|文件|活动|现场|留影|合影)+\Z"
)
_SAYING = re.compile(r"(?:口述|访谈|自述|回忆录?|整理稿?|稿子?|文稿|讲述|手稿|日记|书信|来信|说明)+\Z")
_NOT_A_PLACE = re.compile(
    r"(?:的|下乡|以前|以后|之前|之后|前后|那年|新建|未命名|无标题|其他|其它|杂|副本|复件|拷贝|备份|最终|终版|终稿|定稿|初稿|修改|草稿|待整理|已整理|整理"
    r"|微信|截图|截屏|屏幕|相机|手机|相册|图片|照片|扫描|录音|视频|文件|资料|第.{1,3}(?:批|次|册|辑|卷|页|张|期)).*"
)
_TAKEN_AT = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})")


@dataclass(frozen=True, slots=True)
class _Said:
    """What one name says."""

    date: str = ""
    places: tuple[str, ...] = ()


def from_names(folders: Sequence[str], name: str) -> tuple[Suggestion, ...]:
    """What a file's name and the folders around it (the outermost first) say of when and where."""
    said = [(_said(PurePosixPath(name).stem, folder=False), f"文件名“{_short(name)}”")]
    for folder in list(reversed(folders))[:_FOLDERS]:
        said.append((_said(folder, folder=True), f"文件夹名“{_short(folder)}”"))
    dates = [Suggestion("created", one.date, basis) for one, basis in said if one.date][:1]
    places = [Suggestion("places", place, basis) for one, basis in said for place in one.places]
    return merged([*dates, *merged(places)[:_MOST_PLACES]])


def _said(name: str, *, folder: bool) -> _Said:
    found = [(start, end, name[start:end], reading) for start, end, reading in find_dates(name)]
    if found:
        rest = [name[: found[0][0]], name[found[0][1] :]]
        for _, _, more, _ in found[1:]:
            rest = [piece.replace(more, " ") for piece in rest]
        good = [(words, reading) for _, _, words, reading in found if not reading.problem]
        date = ""
        if good:
            words, reading = good[0]
            date = reading.date.edtf if words.isdecimal() and reading.date.edtf else words
        return _Said(date, _places(rest, folder=folder))
    year = _YEAR.search(name) if folder and not _LATIN.search(name) else None
    if year:
        return _Said(f"{year[1]}年", _places([name[: year.start()], name[year.end() :]], folder=True))
    return _Said("", _places([name], folder=True, only_sure=True) if folder else ())


def _places(pieces: Sequence[str], *, folder: bool, only_sure: bool = False) -> tuple[str, ...]:
    """The word beside the date that may be a place: what is sure by its ending first."""
    sure: list[str] = []
    likely: list[str] = []
    for number, piece in enumerate(pieces):
        for position, word in enumerate(_SEPARATORS.split(piece)):
            touching = number == 1 and position == 0  # it follows the date without a space
            bare = _SAYING.sub("", _DOING.sub("", word))
            if not 2 <= len(bare) <= _LONGEST_PLACE or not _CHINESE.search(bare) or _NOT_A_PLACE.match(bare):
                continue
            if _PLACE.match(bare):
                sure.append(bare)
            elif not _SAYING.search(word) and (folder or not touching):
                likely.append(bare)
    return tuple(sure[:1] if only_sure else (sure or likely)[:1])


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else name[:_SHOWN] + "…"


def from_exif(rows: Iterable[Mapping[str, str]]) -> tuple[Suggestion, ...]:
    """What the camera wrote: when, where, by whom, and the words somebody gave the picture in another program."""
    tags = {row["tag"]: row["value"] for row in rows}
    found: list[Suggestion] = []
    taken = _TAKEN_AT.match(tags.get("DateTimeOriginal", ""))
    if taken and not read_date("-".join(taken.groups())).problem and taken[1] > "1800" and taken[2] != "00":
        found.append(Suggestion("created", "-".join(taken.groups()), "EXIF 拍摄时间"))
    position = _position(tags)
    if position:
        found.append(Suggestion("place_taken", position, "EXIF 定位"))
    artist = tags.get("Artist") or tags.get("XPAuthor") or ""
    if artist and artist.casefold() not in (tags.get("Make", "").casefold(), tags.get("Model", "").casefold()):
        found.append(Suggestion("photographer", artist, "EXIF 作者"))
    words = next((tags[tag] for tag in ("ImageDescription", "XPTitle", "XPSubject", "XPComment") if tags.get(tag)), "")
    if _CHINESE.search(words):
        found.append(Suggestion("caption", words, "EXIF 说明"))
    return tuple(found)


def _position(tags: Mapping[str, str]) -> str:
    """``北纬 36.6171°，东经 101.7782°``; empty where the camera did not know."""
    north = _degrees(tags.get("GPSLatitude", ""), 90)
    east = _degrees(tags.get("GPSLongitude", ""), 180)
    if north is None or east is None or north == east == 0:
        return ""
    latitude = "南纬" if tags.get("GPSLatitudeRef", "N").upper().startswith("S") else "北纬"
    longitude = "西经" if tags.get("GPSLongitudeRef", "E").upper().startswith("W") else "东经"
    return f"{latitude} {north:.4f}°，{longitude} {east:.4f}°"


def _degrees(text: str, most: float) -> float | None:
    try:
        parts = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    value = sum(part / 60**place for place, part in enumerate(parts[:3]))
    return value if parts and 0 <= value <= most else None


def merged(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The suggestions in order, those that say the same as one, with both grounds."""
    kept: dict[tuple[str, str, tuple[float, ...]], Suggestion] = {}
    for one in suggestions:
        key = (one.field, _same(one), one.region)
        before = kept.get(key)
        if before is None:
            kept[key] = one
        elif one.basis not in before.basis:
            kept[key] = replace(before, basis=f"{before.basis}；{one.basis}")
    return tuple(kept.values())


def _same(one: Suggestion) -> str:
    """What tells whether two suggestions say the same: a date by its reading."""
    return (read_date(one.value).date.edtf or one.value) if one.field == "created" else one.value
