"""The settings of this machine: one declarative table, kept as TOML under the user's configuration folder.

A ``portable.toml`` beside the program wins over it, so that a program on a stick carries its settings with it.
"""

from __future__ import annotations

import os
import sys
import threading
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from archive_app.domain.errors import UsageError
from archive_app.vault.durable import replacing


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, its type by its default, and the words a person sees."""

    key: str
    default: Any
    label: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("actor", "", "我的姓名"),
    Setting("device", "", "本机编号"),
    Setting("last_archive", "", "上次打开的馆藏"),
    Setting("recent_archives", [], "最近打开的馆藏"),
    Setting("theme", "system", "明暗", ("system", "light", "dark")),
    Setting("text_percent", 100, "字号（百分比）"),
    Setting("window_geometry", "", "窗口位置"),
    Setting("backups", {}, "各馆藏最近的备份"),
    Setting("list_views", {}, "各馆藏里各人的列表"),
    Setting("search_history", [], "检索记录"),
    Setting("reading_percent", 100, "阅读字号（百分比）"),
    Setting("reading_light", "", "阅读明暗", ("", "day", "night")),
    Setting("click_hears", True, "转写稿里点哪儿听哪儿"),
    Setting("keys", {}, "录音的按键"),
    Setting("sound_step_back", 1, "接着放录音时退回几秒"),
    Setting("speech_model", "", "听写草稿用的模型文件夹"),
    Setting("faces_model", "", "找人脸用的模型"),
    Setting("print_profile", "", "付印用的色彩特性文件（ICC）"),
)
_writing = threading.Lock()
"""Held while the file is read and written anew: some settings are kept beside the thread that paints."""
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def settings_path() -> Path:
    """Where the settings are: ``portable.toml`` beside the program if there, else the user's own folder.

    The environment variable ``CUNSHI_CONFIG`` names another folder (tests, several people on one machine).
    """
    portable = Path(sys.executable).parent / "portable.toml"
    if getattr(sys, "frozen", False) and portable.exists():
        return portable
    folder = os.environ.get("CUNSHI_CONFIG")
    return (Path(folder) if folder else platformdirs.user_config_path("cunshi", appauthor=False)) / "settings.toml"


class Settings:
    """The settings as they stand; ``set`` writes them through."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_path()
        self._values = _read(self.path)

    def get(self, key: str) -> Any:
        """A setting's value, or its default; raises ``KeyError`` for a key that is not declared."""
        setting = _BY_KEY[key]
        value = self._values.get(key, setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, key: str, value: Any) -> None:
        """Keep a value; raises ``UsageError`` where it is none of the choices or of another type."""
        setting = _BY_KEY[key]
        if not isinstance(value, type(setting.default)) or (setting.choices and value not in setting.choices):
            raise UsageError(f"设置“{setting.label}”不能是 {value!r}", "", code="wrong-setting")
        with _writing:
            self._values = {**_read(self.path), key: value}
            with replacing(self.path) as handle:
                handle.write(tomli_w.dumps(dict(self._values)).encode())

    def former(self, key: str) -> str:
        """A text that an earlier program kept here under a key that is declared no more; empty where there is none."""
        value = self._values.get(key, "")
        return value if isinstance(value, str) else ""

    @property
    def device(self) -> str:
        """This machine's id in change logs; made once."""
        known = str(self.get("device"))
        if not known:
            known = uuid.uuid4().hex[:12]
            self.set("device", known)
        return known

    def remember_archive(self, root: Path) -> None:
        """Put an archive at the head of the recent ones."""
        recent = [str(root), *(p for p in self.get("recent_archives") if p != str(root))][:8]
        self.set("recent_archives", recent)
        self.set("last_archive", str(root))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        # A broken settings file must not keep anyone from their archive: defaults hold, and the next write mends it.
        return {}
