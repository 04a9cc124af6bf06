from __future__ import annotations

import argparse
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from archive_app.cli.main import GROUPS, build_parser, main
from archive_app.cli.parsing import Parser
from archive_app.domain.errors import UsageError


def test_no_english_stands_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["import", "--help"], ["search", "--help"], ["typeset", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        text = capsys.readouterr().out
        assert ended.value.code == 0
        for word in ("usage", "positional", "options", "show this", "optional"):
            assert word not in text, (arguments, word)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "不能是 'nonsense'"),
        (["list"], "缺少参数：馆藏"),
        (["list", "x", "--nonsense"], "不认识的参数：--nonsense"),
        (["search", "x", "y", "--limit", "many"], "要填整数"),
        (["init", "x", "--name"], "后面要跟一个值"),
    ],
)
def test_wrong_use_is_said_in_chinese(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_a_value_may_come_from_a_json_file_and_a_missing_one_is_named(tmp_path: Path) -> None:
    from archive_app.cli.materials import assignment

    path = tmp_path / "v.json"
    path.write_text(json.dumps(["甲", "乙"]), encoding="utf-8-sig")

    assert assignment(f"keywords=@{path}") == ("keywords", ["甲", "乙"])
    assert assignment("title=a=b") == ("title", "a=b")
    for wrong in ("title", "=x", f"x=@{tmp_path / 'none.json'}"):
        with pytest.raises(UsageError):
            assignment(wrong)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="不是合格的 JSON"):
        assignment(f"x=@{path}")


def test_every_command_has_a_sentence_in_the_help() -> None:
    text = build_parser().format_help()
    for command in (name for names in GROUPS.values() for name in names):
        assert command in text


@pytest.mark.parametrize("module", GROUPS)
def test_a_group_registers_the_commands_it_is_listed_with(module: str) -> None:
    commands = Parser().add_subparsers(parser_class=Parser)
    import_module(f"archive_app.cli.{module}").register(commands, Parser(add_help=False))
    assert isinstance(commands, argparse._SubParsersAction)
    assert tuple(commands.choices) == GROUPS[module]


def test_a_word_is_folded_without_waking_the_database() -> None:
    code = "import sys; from archive_app.cli.main import main; main(['fold', '裏']); print('sqlalchemy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8").stdout
    assert said.split() == ["里", "False"]


@pytest.mark.parametrize(
    "act",
    [["volume", "x", "list"], ["files", "x", "show", "T-1"], ["earlier", "x", "show", "7"]],
    ids=lambda act: act[0],
)
def test_who_acts_may_be_said_before_an_act_and_behind_it(act: list[str]) -> None:
    parser = build_parser(act[0])
    assert parser.parse_args([*act, "--as", "张编辑"]).actor == "张编辑"
    assert parser.parse_args([*act[:2], "--as", "张编辑", *act[2:]]).actor == "张编辑"
    assert parser.parse_args(act).actor is None
