"""The YAML head of an article: title, author and the like. Every value is text, as typed: a year stays a year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

HEAD_KEYS = ("title", "subtitle", "author", "narrator", "interviewer", "editor", "note", "written")
"""The names a head may hold; 标题, 副标题, 作者, 口述, 采访, 整理, 题注, 写作时间."""

_OPENING = re.compile(r"\n*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class _HeadLoader(yaml.BaseLoader):
    """Text, lists and mappings only; no aliases (they can grow without bound), no name given twice."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="不能用「*」引用", problem_mark=self.get_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key.value, str) else False:
                raise yaml.MarkedYAMLError(problem=f"「{key.value}」写了两次", problem_mark=key.start_mark)
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def split_head(text: str) -> tuple[dict[str, Any], str, int, list[str]]:
    """The head, the text after it, the number of lines taken, and the warnings.

    A head that cannot be read is left where it is: it becomes part of the text, and a warning says why.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text, 0, []
    first_line = text.count("\n", 0, opening.end()) + 1
    try:
        value = yaml.load(text[opening.end() : closing.start()], Loader=_HeadLoader)  # a BaseLoader: plain text only
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        return _unread(text, f"第{line}行：文件头（--- 之间）读不懂：{error.problem}")
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return _unread(text, f"第{first_line}行：文件头（--- 之间）读不懂")
    if value is None or value == "":
        value = {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return _unread(text, f"第{first_line}行：文件头（--- 之间）要一行一项写「title: 标题」，冒号用半角，后面空一格")
    warnings = [warning for key in value for warning in _doubts(key, value[key])]
    return value, text[closing.end() :], text.count("\n", 0, closing.end()), warnings


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
    body = yaml.dump(values, Dumper=_HeadDumper, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{body}---\n"


class _HeadDumper(yaml.SafeDumper):
    """Writes the same list in full each time: the loader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


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
