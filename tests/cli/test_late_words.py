"""Words for a parameter of any number stand before the options or behind them."""

from __future__ import annotations

import pytest

from archive_app.cli.main import build_parser

BEFORE = ["report", "馆藏", "items", "甲", "乙", "-o", "a.pdf"]


@pytest.mark.parametrize(
    "words",
    [
        ["report", "馆藏", "items", "-o", "a.pdf", "甲", "乙"],
        ["report", "-o", "a.pdf", "馆藏", "items", "甲", "乙"],
        ["report", "馆藏", "items", "甲", "-o", "a.pdf", "乙"],
    ],
)
def test_they_are_the_same_wherever_they_stand(words: list[str]) -> None:
    assert vars(build_parser("report").parse_args(words)) == vars(build_parser("report").parse_args(BEFORE))


@pytest.mark.parametrize(
    "words", [["show", "馆藏", "甲", "乙"], ["report", "馆藏", "items", "-o", "a.pdf", "甲", "--nix"]]
)
def test_what_no_parameter_takes_is_still_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser(words[0]).parse_args(words)
    assert "不认识的参数" in capsys.readouterr().err
