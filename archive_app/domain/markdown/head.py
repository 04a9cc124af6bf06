"""The YAML head of an article: title, author and the like. Every value is text, as typed: a year stays a year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

HEAD_KEYS = ("title", "subtitle", "author", "narrator", "interviewer", "editor", "note", "written")
"""The names a head may hold; 标题, 副标题, 作者, 口述, 采访, 整理, 题注, 写作时间."""

_OPENING = re.compile(r"\n*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_PLAIN_BEGINNINGS = "《〈“‘（【"


def split_head(text: str) -> tuple[dict[str, Any], str, int, list[str]]:
    """The head, the text after it, the number of lines taken, and the warnings.

    A head that cannot be read is left where it is: it becomes part of the text, and a warning says why.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text, 0, []
    first_line = text.count("\n", 0, opening.end()) + 1
    lines = text[opening.end() : closing.start()]
    value: Any = _plain_head(lines)
    if value is None:
        from archive_app.domain.markdown.yaml_head import Unreadable, read_yaml  # three times the time of an article

        try:
            value = read_yaml(lines)
        except Unreadable as error:
            what = f"：{error.problem}" if error.problem else ""
            return _unread(text, f"第{first_line + error.line}行：文件头（--- 之间）读不懂{what}")
    if value is None or value == "":
        value = {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return _unread(text, f"第{first_line}行：文件头（--- 之间）要一行一项写「title: 标题」，冒号用半角，后面空一格")
    warnings = [warning for key in value for warning in _doubts(key, value[key])]
    return value, text[closing.end() :], text.count("\n", 0, closing.end()), warnings


def _plain_head(lines: str) -> dict[str, str] | None:
    """A head of lines like ``title: 标题`` or ``title: "标题"``, in which YAML reads no more than stands there."""
    found: dict[str, str] = {}
    for line in filter(None, lines.split("\n")):
        key, _, value = line.partition(": ")
        value = value.strip(" ")
        if not (key.isascii() and key.isalpha()) or key in found or not value.replace("\u3000", " ").isprintable():
            return None
        if value[:1] == value[-1:] == '"' and len(value) > 1:
            value = value[1:-1]
            if '"' in value or "\\" in value:
                return None
        elif not value or ":" in value or "#" in value or not (value[0].isalnum() or value[0] in _PLAIN_BEGINNINGS):
            return None
        found[key] = value
    return found


def _unread(text: str, reason: str) -> tuple[dict[str, Any], str, int, list[str]]:
    """The same text with its ``---`` lines blanked, so that they make no rules and headings."""
    body = re.sub(r"^(?:---|\.\.\.)[ \t]*$", "", text, count=2, flags=re.MULTILINE)
    return {}, body, 0, [f"{reason}；这几行当作正文保留。"]


def _doubts(key: str, value: Any) -> list[str]:
    if key not in HEAD_KEYS:
        return [f"文件头：不认识「{key}」（可用 {'、'.join(HEAD_KEYS)}），原样保留。"]
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        return []
    return [f"文件头：「{key}」要写成一段文字，或每行一个「- 姓名」的列表。"]


def write_head(head: Mapping[str, Any]) -> str:
    """The head between its ``---`` lines, with the line after it; empty for an empty head."""
    if not head:
        return ""
    values = {str(key): _plain(value) for key, value in head.items()}
    from archive_app.domain.markdown.yaml_head import write_yaml

    return f"---\n{write_yaml(values)}---\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return "" if value is None else str(value)


def words(value: Any) -> list[str]:
    """Every text in a head, keys included."""
    if isinstance(value, Mapping):
        return [word for key, item in value.items() for word in (str(key), *words(item))]
    if isinstance(value, list | tuple):
        return [word for item in value for word in words(item)]
    return [str(value)]
