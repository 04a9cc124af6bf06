"""``word`` of the command line: a text goes out, is worked on, and comes back against what the office wrote since."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.end2end.program import Cunshi
from tests.end2end.test_command_line import checked, plain

FERRY = "渡工是祁家的三兄弟，夏天撑筏子，冬天凿冰。"
TRAIN = "后来通了火车，渡口就没有人去了。"


def retyped(source: Path, target: Path, *changes: tuple[str, str]) -> None:
    """The document with other words in it, as a person types them."""
    with zipfile.ZipFile(source) as was, zipfile.ZipFile(target, "w") as made:
        for name in was.namelist():
            data = was.read(name)
            if name == "word/document.xml":
                text = data.decode()
                for old, new in changes:
                    assert old in text
                    text = text.replace(old, new)
                data = text.encode()
            made.writestr(name, data)


def test_a_text_goes_out_and_comes_back(cunshi: Cunshi, tmp_path: Path) -> None:
    root, came, out = tmp_path / "馆藏", tmp_path / "渡口.txt", tmp_path / "渡口.docx"
    cunshi("init", root, "--name", "城东文史")
    came.write_text(f"湟水渡口\n\n{FERRY}\n\n{TRAIN}\n", encoding="utf-8")
    item = checked(cunshi("import", root, came, "--json"), "import")["imported"][0]["id"]
    assert checked(cunshi("word", root, item, "-o", out, "--json"), "word")["path"] == str(out)
    assert b"trackRevisions" in zipfile.ZipFile(out).read("word/settings.xml")

    text = json.loads(cunshi("show", root, item, "--json").stdout)["manuscript"]
    for block in text["blocks"]:
        block["text"] = block.get("text", "").replace("三兄弟", "四兄弟")
    (tmp_path / "m.json").write_text(json.dumps(text), encoding="utf-8")
    cunshi("set", root, item, f"manuscript=@{tmp_path / 'm.json'}")

    final = tmp_path / "最终版(2).docx"
    retyped(out, final, ("夏天撑筏子", "夏天撑羊皮筏子"), (TRAIN, TRAIN + "老人都还记得。"))
    looked = checked(cunshi("word", root, item, "--back", final, "--json"), "word")
    assert looked["base"]["sure"] and looked["taken"] == [] and not looked["doubtful"]
    assert looked["summary"].startswith("改过 2 段")
    row = looked["rows"][0]["row"]
    taken = checked(cunshi("word", root, item, "--back", final, "--take", str(row), "--json"), "word")
    assert taken["taken"] == [row]
    words = [one.get("text") for one in json.loads(cunshi("show", root, item, "--json").stdout)["manuscript"]["blocks"]]
    assert "渡工是祁家的四兄弟，夏天撑羊皮筏子，冬天凿冰。" in words and TRAIN in words
    assert "从 Word 取回：最终版(2).docx" in cunshi("versions", root, item).stdout
    done = cunshi("word", root, item, "--back", final, "--take")
    assert done.returncode == 0 and "取 1 处" in done.stdout
    assert "没有第“99”行" in plain(cunshi("word", root, item, "--back", final, "--take", "99"), 2)
    assert "没有文件" in cunshi("word", root, item, "--back", tmp_path / "没有.docx").stderr
    shown = cunshi("show", root, item).stdout
    cunshi("undo", root)
    assert cunshi("show", root, item).stdout != shown
