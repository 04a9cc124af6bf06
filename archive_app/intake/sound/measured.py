"""What measuring a recording comes to."""

from __future__ import annotations

from archive_app.frozen import dataclass

CUT = "录音文件的结尾不完整，可能没有录完或没有拷完；时长按读得到的部分记。请找来源补一份完好的。"
"""The warning for a file that ends in the middle."""


@dataclass(frozen=True, slots=True)
class Sound:
    """``seconds`` of sound; ``warnings`` are Chinese sentences on what is missing or damaged."""

    seconds: float
    mime: str
    warnings: tuple[str, ...] = ()


def shorter(seconds: float, promised: float) -> str:
    """The warning for a file that holds less than its head says."""
    return f"文件头说有 {words(promised)}，实际只有 {words(seconds)}，可能没有录完或没有拷完。请找来源补一份完好的。"


def words(seconds: float) -> str:
    """A length as a person reads it: 1 小时 2 分 3 秒."""
    if seconds < 10:
        return f"{seconds:.1f} 秒"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} 小时" if hours else "", f"{minutes} 分" if hours or minutes else "", f"{rest} 秒"]
    return " ".join(part for part in parts if part)
