"""What an archive says of its own office for the papers that go out: whose they are, rates of 稿费, copies for authors.

Kept in the archive (``settings/office.toml``), so that whoever opens it writes the same papers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from archive_app.catalogue.office_words import FILE, NAMELESS_KEY
from archive_app.domain.depicted import NAMELESS
from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.vault.durable import replacing


@dataclass(frozen=True, slots=True)
class OfficeSetting:
    """A setting: its key, its name, what it begins with, and what a person should know of it. ``least`` and ``most``
    bound a number."""

    key: str
    label: str
    default: str | int
    help: str
    least: int = 0
    most: int = 100_000


OFFICE_SETTINGS: tuple[OfficeSetting, ...] = (
    OfficeSetting("unit", "单位名称", "", "印在通知、证书、授权书上；空着用书卷的编者，或馆藏的名称"),
    OfficeSetting("contact", "联系方式", "", "印在通知末尾，如“文史委办公室　电话……”；空着留出手写的地方"),
    OfficeSetting("return_days", "退改期限（天）", 30, "退改通知上请作者几天内改好；0 留空手写", 0, 3650),
    OfficeSetting("fee_rate", "稿费单价（元/千字）", 80, "没有定等级、单价的文章照这个算；常用 80 至 300", 0, 10_000),
    OfficeSetting("fee_grades", "稿费等级", "", "如“一等=200、二等=120”，元/千字；空着不分等"),
    OfficeSetting("fee_thousands", "不足千字", "exact", "exact 照实有字数算，whole 不足千字的按千字算"),
    OfficeSetting("fee_picture", "图片（元/幅）", 0, "书里每印一幅付给供图者或摄影者多少；0 不付", 0, 10_000),
    OfficeSetting(
        "fee_told", "口述者得（%）", 50, "口述史料的稿费，口述者得百分之几，其余归整理者；单篇可以另定", 0, 100
    ),
    OfficeSetting("fee_tax", "代扣个税", "on", "on 按稿酬所得预扣，off 不扣"),
    OfficeSetting("copies", "样书（每人几册）", 2, "送作者、口述者、整理者、供图者每人几册", 0, 100),
    OfficeSetting(
        NAMELESS_KEY,
        "认不出的人",
        NAMELESS,
        "照片上不知道是谁的，图说、照片说明卡、照片目录、副本和书里怎么写，如“佚名”“？”“□□□”；已经定稿的书卷不变",
    ),
    OfficeSetting("copies_others", "另送样书", "", "如“区档案馆=2、区图书馆=2”"),
)
_BY_KEY = {one.key: one for one in OFFICE_SETTINGS}
MOST_NAMELESS = 12
"""Characters of what stands for one whose name nobody knows."""
_CHOICES = {"fee_thousands": ("exact", "whole"), "fee_tax": ("on", "off")}


class Office:
    """The settings of an archive's office, read when made; ``set`` writes them through."""

    def __init__(self, root: Path) -> None:
        """Raises ``UsageError`` where the note cannot be read: a broken one is no empty one."""
        self._root = root
        self._said = _read(root)

    def get(self, key: str) -> Any:
        """A setting's value, or what it begins with."""
        setting = _BY_KEY[key]
        value = self._said.get(key, setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, values: Mapping[str, Any]) -> None:
        """Keep values with the archive; raises ``UsageError`` for one that cannot be, and nothing is kept."""
        taken = {setting_named(key).key: checked(setting_named(key).key, value) for key, value in values.items()}
        said = {**_read(self._root), **taken}
        with replacing(self._root / FILE) as handle:
            handle.write(tomli_w.dumps(said).encode())
        self._said = said

    @property
    def grades(self) -> dict[str, int]:
        """等级 → 元/千字."""
        return pairs(str(self.get("fee_grades")), "稿费等级")

    @property
    def others(self) -> dict[str, int]:
        """Who else is sent copies → how many."""
        return pairs(str(self.get("copies_others")), "另送样书")


def setting_named(word: str) -> OfficeSetting:
    """By key or name; raises ``UsageError`` that lists those there are."""
    found = next((one for one in OFFICE_SETTINGS if word in (one.key, one.label)), None)
    if found is None:
        known = "、".join(f"{one.key}（{one.label}）" for one in OFFICE_SETTINGS)
        raise UsageError(f"没有“{word}”这一项设置", f"可用的有：{known}。", code="unknown-setting")
    return found


def checked(key: str, value: Any) -> Any:
    """The value as it is kept; raises ``UsageError`` where it cannot be."""
    setting = _BY_KEY[key]
    words = str(value).strip()
    if isinstance(setting.default, int):
        if not words.isdecimal() or not setting.least <= int(words) <= setting.most:
            raise UsageError(
                f"“{setting.label}”不能是“{words}”", f"请填 {setting.least} 到 {setting.most} 的整数。",
                code="wrong-setting",
            )  # fmt: skip
        return int(words)
    if key in _CHOICES and words not in _CHOICES[key]:
        raise UsageError(f"“{setting.label}”不能是“{words}”", setting.help + "。", code="wrong-setting")
    if key == NAMELESS_KEY and len(words) > MOST_NAMELESS:
        raise UsageError(f"“{setting.label}”写得太长", f"请写 {MOST_NAMELESS} 个字以内。", code="wrong-setting")
    if key in ("fee_grades", "copies_others"):
        pairs(words, setting.label)
    return words


def pairs(words: str, label: str) -> dict[str, int]:
    """“一等=200、二等=120” read; raises ``UsageError`` where it is not written so."""
    found: dict[str, int] = {}
    for part in words.replace("，", "、").replace(",", "、").replace(";", "、").replace("；", "、").split("、"):
        if not part.strip():
            continue
        name, _, number = part.replace("＝", "=").partition("=")
        if not name.strip() or not number.strip().isdecimal():
            raise UsageError(f"“{label}”里的“{part.strip()}”看不明白", "请写成“名称=数字”，几个之间用顿号。")
        found[name.strip()] = int(number.strip())
    return found


def _read(root: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            f"馆藏的办公设置 {FILE.as_posix()} 读不出来", "请从备份里取回这个文件；没有备份的，删掉它再重填。",
            code="broken-office-settings",
        ) from error  # fmt: skip
