"""``versions`` of the command line: listed, compared, taken back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.end2end.program import Cunshi
from tests.end2end.test_command_line import checked, plain

TEXT = "渡工是祁家的三兄弟，夏天撑筏子，冬天凿冰。"


def test_states_are_listed_compared_and_taken_back(cunshi: Cunshi, tmp_path: Path) -> None:
    root, came = tmp_path / "馆藏", tmp_path / "渡口.txt"
    cunshi("init", root, "--name", "城东文史")
    came.write_text(f"湟水渡口\n\n{TEXT}\n\n后来通了火车，渡口就没有人去了。\n", encoding="utf-8")
    item = checked(cunshi("import", root, came, "--json"), "import")["imported"][0]["id"]
    shown = json.loads(cunshi("show", root, item, "--json").stdout)
    text = shown["manuscript"]
    block = next(one for one in text["blocks"] if one.get("text") == TEXT)
    block["text"] = TEXT.replace("三兄弟", "四兄弟")
    (tmp_path / "m.json").write_text(json.dumps(text), encoding="utf-8")
    cunshi("--as", "编辑甲", "set", root, item, f"manuscript=@{tmp_path / 'm.json'}")
    cunshi("set", root, item, f"manuscript=@{tmp_path / 'm.json'}", "--as", "编辑甲")

    listed = checked(cunshi("versions", root, item, "--json"), "versions")
    assert [one["number"] for one in listed["versions"]] == [2, 1] and listed["versions"][0]["current"]
    out = tmp_path / "对照.docx"
    made = checked(cunshi("versions", root, item, "--compare", "1", "-o", out, "--json"), "versions")
    assert made["summary"] == "改过 1 段；删 1 字，增 1 字"
    number = made["rows"][0]["row"]
    document = zipfile.ZipFile(out).read("word/document.xml").decode()
    assert "<w:strike/>" in document and '<w:u w:val="single"/>' in document
    assert "〔删：三〕〔增：四〕兄弟" in cunshi("versions", root, item, "--compare", "1", "2").stdout
    assert "没有第“9”版" in plain(cunshi("versions", root, item, "--compare", "9"), 2)
    assert "没有不同" in plain(cunshi("versions", root, item, "--take", "1", "--row", "77"), 2)
    done = cunshi("versions", root, item, "--take", "1", "--row", str(number))
    assert done.returncode == 0 and "取回" in done.stdout
    assert TEXT in json.dumps(json.loads(cunshi("show", root, item, "--json").stdout), ensure_ascii=False)
    cunshi("undo", root)
    assert TEXT not in json.dumps(json.loads(cunshi("show", root, item, "--json").stdout), ensure_ascii=False)
