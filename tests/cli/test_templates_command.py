"""``cunshi templates``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from archive_app.cli.main import main
from archive_app.typeset.templates import names

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "templates.json").read_text(encoding="utf-8"))


def test_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, SCHEMA)
    assert [one["name"] for one in told["templates"]] == list(names())
    assert main(["templates"]) == 0
    assert "16k　小16开（170×240）　36字×32行　10.5磅" in capsys.readouterr().out


def test_specimens_are_written_where_they_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "32k", "vertical", "-o", str(tmp_path / "样张"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, SCHEMA)
    assert [Path(one["specimen"]).name for one in told["templates"]] == ["32k.pdf", "vertical.pdf"]
    assert all(Path(one["specimen"]).stat().st_size > 50_000 and one["pages"] > 12 for one in told["templates"])


def test_a_wrong_template_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "坏.toml"
    own.write_text('base = "16k"\n[styles.body]\nsize = 99\n', encoding="utf-8")
    assert main(["templates", str(own), "-o", str(tmp_path)]) == 2
    assert "坏.toml 第3行的 styles.body.size" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.pdf"))
