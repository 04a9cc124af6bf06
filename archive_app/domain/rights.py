"""Whose a photograph is, as it is printed beside it: 摄影者 took it, 供图 brought it, 持有人 has the print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOBODY = ("佚名", "不详", "未详", "无名", "待考", "未知")
"""What stands in 摄影者 where nobody knows: then nobody is said to have taken it."""
FREE = ("保护期已满", "公有领域")
"""Words, as 保护期 or in place of a 著作权人, for what nobody need be asked about any more."""
HOLDERS = ("photographer", "copyright_holder", "supplied_by", "owner_of_print")
"""The fields that say whose a photograph is."""
_BETWEEN = "　"


def credit_of(values: Mapping[str, Any]) -> str:
    """The line beside a printed picture: 署名 as somebody wrote it, else 「摄影者 摄　供图者 供图」.

    Who wants not to be named (匿名) is not. One who took and brought it is named once, as who took it; where nobody
    says who brought it, the one who has the print did.
    """
    written = str(values.get("credit_line") or "").strip()
    if written or values.get("anonymous"):
        return written
    taken = _name(values, "photographer")
    brought = _name(values, "supplied_by") or _name(values, "owner_of_print")
    parts = [_with(taken, "摄"), _with(brought, "供图") if brought != taken else ""]
    return _BETWEEN.join(part for part in parts if part)


def is_free(values: Mapping[str, Any]) -> bool:
    """Whether a person has said that the term of protection is over. The name still stands beside it (第二十二条)."""
    return any(word in str(values.get(name) or "") for name in ("protection", "copyright_holder") for word in FREE)


def _name(values: Mapping[str, Any], field: str) -> str:
    name = str(values.get(field) or "").strip()
    return "" if name in NOBODY else name


def _with(name: str, word: str) -> str:
    """「李晓棠 摄」; one who wrote the word himself is not given it twice."""
    return f"{name} {word}" if name and not name.endswith(word) else name
