"""The argument parser, in Chinese: what argparse says in English is said plainly."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可用的是 \3"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 后面要跟一个值"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 要填整数，不是 \2"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能和 \2 一起用"),
)

AUDIENCES = ("own", "internal", "public")
"""For whom something is written; as `archive_app.domain.withholding.Audience` has it."""
FOR_HELP = "给谁：own 本单位留存，internal 内部使用（不写就是它），public 对外公开"


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` whose help and complaints are Chinese; wrong use ends with status 2.

    Words for a last parameter of any number may stand behind the options, too: ``report 馆藏 items -o 目录.pdf 编号``.
    """

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse's, which gives such a parameter only what stands before the options."""
        found, further = super().parse_known_args(args, namespace)
        places = [action for action in self._actions if not action.option_strings]
        words = [word for word in further if word == "-" or not word.startswith("-")]
        if words and len(words) == len(further) and places and places[-1].nargs == "*":
            name = places[-1].dest
            setattr(found, name, [*(getattr(found, name) or ()), *words])
            return found, []
        return found, further

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WORDS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        usage = self.format_usage().strip()
        print(f"{message}\n{usage}\n详见 {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "用法：")

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "用法：")
        for english, chinese in (
            ("positional arguments:", "参数："),
            ("options:", "选项："),
            ("show this help message and exit", "显示这份说明"),
            ("show program's version number and exit", "显示版本"),
        ):
            text = text.replace(english, chinese)
        return text


class ActParser(Parser):
    """The parser of one act of a command (``volume 馆藏 add``): takes ``--as`` behind the act, too, where people write
    it; without it there, what stood before the act holds."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.add_argument("--as", dest="actor", metavar="姓名", default=argparse.SUPPRESS, help="以谁的名义")
