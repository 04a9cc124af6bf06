"""A head as YAML: text, lists and mappings only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


class Unreadable(Exception):
    """A head that is no YAML; ``line`` counts from 0 within the head, ``problem`` is empty where nothing is known."""

    def __init__(self, problem: str = "", line: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


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


class _HeadDumper(yaml.SafeDumper):
    """Writes the same list in full each time: the loader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def read_yaml(text: str) -> Any:
    """What ``text`` says, every scalar as typed. Raises `Unreadable`."""
    try:
        return yaml.load(text, Loader=_HeadLoader)  # a BaseLoader: plain text only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise Unreadable(str(error.problem), line) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise Unreadable from error


def write_yaml(values: Mapping[str, Any]) -> str:
    """``values`` (text, lists, mappings), a name a line, in their order."""
    return yaml.dump(dict(values), Dumper=_HeadDumper, allow_unicode=True, sort_keys=False, width=10**6)
