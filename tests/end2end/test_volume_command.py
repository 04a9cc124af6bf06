"""``cunshi volume`` as a script uses it: from nothing to a volume with a look, a hand adjustment and two proofs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from tests.end2end.program import Cunshi, document

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
WORDS = "一九五八年秋天，我随父亲从韵家口搬到城东，邻居是一位教书的老先生，院子里有一棵老杏树。"


def checked(done: Any, schema: str) -> Any:
    """The document, as its schema says."""
    value = document(done)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def test_a_volume_from_the_command_line(cunshi: Cunshi, tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    (tmp_path / "老屋.md").write_text(
        f"# 老屋\n\n{WORDS * 4}\n\n## 磨坊\n\n{'水磨在河边转了六十年。' * 60}\n", encoding="utf-8"
    )
    cunshi("init", root, "--name", "测试")
    [taken] = document(cunshi("import", root, tmp_path / "老屋.md", "--json"))["imported"]
    assert cunshi("volume", root, "new", "城东文史", "--number", "3", "--template", "16k").returncode == 0
    [volume] = checked(cunshi("volume", root, "list", "--json"), "volume-list")
    assert (volume["title"], volume["number"], volume["template"]) == ("城东文史", 3, "16k")
    assert cunshi("volume", root, "add", "3", taken["id"], "--new-section", "老照片").returncode == 0
    assert cunshi("volume", root, "add", "3", "--matter", "afterword").returncode == 0
    assert cunshi("volume", root, "layout", "3", "measure=[34,30]", "heads.even=section").returncode == 0
    refused = cunshi("volume", root, "layout", "3", "leading_pt=4")
    assert refused.returncode == 2
    assert "leading_pt" in refused.stderr
    done = cunshi("volume", root, "adjust", "3", "page", "--article", "老屋", "--at", "磨坊", "--json")
    assert done.returncode == 0
    [one] = checked(done, "volume-adjust")
    assert (one["kind"], one["title"], one["trouble"]) == ("page", "老屋", "")
    again = cunshi("volume", root, "adjust", "3", "line", "--article", "老屋", "--at", "水磨在河边")
    assert again.returncode == 2
    assert "不止一处" in again.stderr
    shown = checked(cunshi("volume", root, "show", "3", "--json"), "volume-show")
    assert [section["title"] for section in shown["sections"]] == ["第一栏", "老照片", "后辅文"]
    assert shown["layout"] == {"measure": [34, 30], "heads.even": "section"}
    preflight = cunshi("volume", root, "preflight", "3", "--json")
    assert preflight.returncode == 1
    assert any("后记" in p["message"] for p in checked(preflight, "volume-preflight")["problems"])
    assert cunshi("volume", root, "proof", "3", "-o", tmp_path / "一校.pdf").returncode == 0
    assert cunshi("volume", root, "adjust", "3", "--remove", "1").returncode == 0
    second = cunshi("volume", root, "proof", "3", "-o", tmp_path / "二校.pdf")
    assert second.returncode == 0
    assert "二校样" in second.stdout
    proofs = checked(cunshi("volume", root, "show", "3", "--json"), "volume-show")["proofs"]
    assert [(one["round"], one["file"]) for one in proofs] == [(1, "一校.pdf"), (2, "二校.pdf")]
    frozen = checked(cunshi("volume", root, "freeze", "3", "--json"), "volume-freeze")
    assert (frozen["round"], frozen["pieces"], frozen["changed"]) == (2, 1, [])
    assert cunshi("set", root, taken["id"], "title=新屋").returncode == 0
    late = cunshi("volume", root, "freeze", "3", "--json")
    assert late.returncode == 1
    [one] = checked(late, "volume-freeze")["changed"]
    assert [field["after"] for field in one["fields"]] == ["新屋"]
    refused = cunshi("volume", root, "add", "3", "--new-section", "后来的")
    assert refused.returncode == 1
    assert "定稿" in refused.stderr
    assert cunshi("volume", root, "freeze", "3", "--accept", "all").returncode == 0
    assert cunshi("volume", root, "freeze", "3", "--off").returncode == 0
    assert cunshi("undo", root, "4").returncode == 0
    assert cunshi("undo", root).returncode == 0
    assert len(checked(cunshi("volume", root, "show", "3", "--json"), "volume-show")["proofs"]) == 1
    assert cunshi("volume", root, "show", "99").returncode == 2
