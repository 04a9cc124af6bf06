"""``loans`` and ``uses`` as scripts use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema

from tests.end2end.program import Cunshi, document

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def checked(done: subprocess.CompletedProcess[str], schema: str) -> Any:
    value = document(done)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def test_registers_by_command(cunshi: Cunshi, tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    assert cunshi("init", root).returncode == 0
    words = ("what=家谱", "direction=借进", "party=马家")
    assert cunshi("new", root, "借还", *words, "due=2020-01-01").returncode == 0
    assert cunshi("new", root, "借还", *words, "due=2020-01-01", "back=2020-01-01").returncode == 0
    assert checked(cunshi("loans", root, "--json"), "loans")["total"] == 2
    late = checked(cunshi("loans", root, "--overdue", "--json"), "loans")["loans"]
    assert [one["overdue"] for one in late] == [True]
    assert "借进　家谱　马家　过期" in cunshi("loans", root, "--open").stdout
    assert cunshi("new", root, "查阅利用", "reader=王研究", "day=2026-03-01", "copies=2").returncode == 0
    (use,) = checked(cunshi("uses", root, "--json"), "uses")["uses"]
    assert (use["reader"], use["copies"]) == ("王研究", 2)
    assert "王研究" in cunshi("uses", root).stdout
    assert cunshi("uses", root, "T-9999").returncode == 2
