"""What a name from outside may try, and what of it a person should hear about.

Names are kept as they came; nothing here changes one. Files are staged under names of our own, so a name can do no
harm by itself: what tries to leave its folder is refused all the same, because it was made to.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4096  # characters of a whole name in an archive
LONG_PART = 200  # characters of one part that file systems begin to refuse

_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³])(?:\..*)?\Z", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\\/]")


def parts_of(name: str) -> list[str]:
    """The parts of a name, by ``/`` and by Windows' backslash."""
    return [part for part in _SEPARATORS.split(name) if part not in ("", ".")]


def why_refused(name: str) -> str:
    """Why a name inside an archive cannot be taken, as a Chinese sentence; empty where it can."""
    if not parts_of(name):
        return "文件名是空的。"
    if "\0" in name:
        return "文件名里有空字符（NUL），可能用来伪装后缀。"
    if len(name) > LONGEST:
        return f"文件名有 {len(name)} 个字，太长了。"
    if ".." in _SEPARATORS.split(name):
        return "文件名里有“..”，想写到压缩包外面去。"
    if name[0] in "/\\" or _DRIVE.match(name):
        return "文件名是绝对路径，想写到压缩包外面去。"
    return ""


def remarks_on(name: str) -> tuple[str, ...]:
    """What is odd about a name that is taken, as Chinese sentences."""
    remarks = []
    hidden = sorted({char for char in name if is_invisible(char)})
    if hidden:
        codes = "、".join(f"U+{ord(char):04X}" for char in hidden)
        remarks.append(f"文件名里有看不见的字符（{codes}），显示的名字可能骗人；原名照存。")
    private = sorted({char for char in name if unicodedata.category(char) == "Co"})
    if private:
        codes = "、".join(f"U+{ord(char):04X}" for char in private)
        remarks.append(f"文件名里有自造字（{codes}），别的电脑上可能显示不出来；原名照存。")
    parts = parts_of(name)
    if any(_RESERVED.match(part) for part in parts):
        remarks.append("文件名是 Windows 的保留名，另取名存放；原名照存。")
    if any(part != part.rstrip(" .") for part in parts):
        remarks.append("文件名末尾有点或空格，Windows 上存不住，另取名存放；原名照存。")
    if any(len(part) > LONG_PART for part in parts):
        remarks.append(f"文件名超过 {LONG_PART} 个字，另取短名存放；原名照存。")
    return tuple(remarks)


def is_invisible(char: str) -> bool:
    """A control or format character: line breaks, zero-width characters, direction overrides.

    The joiners of emoji and of Indic and Arabic writing (U+200C, U+200D) belong to the words and are not meant.
    """
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") and char not in "\u200c\u200d"
