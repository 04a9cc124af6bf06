"""``cunshi earlier``: a volume taken in, numbered, its contents read and held against its pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.cli.main import main
from archive_app.services.archive import Archive
from tests.support_earlier import pdf


def told(capsys: pytest.CaptureFixture[str], schema: str, *words: str, status: int = 0) -> Any:
    assert main(["earlier", *words, "--json"]) == status
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, json.loads(Path("docs/schema", schema).read_text("utf-8")))
    return found


def test_a_volume_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    root = str(tmp_path / "馆藏")
    Archive.create(Path(root), name="测试馆藏").close()
    source = str(pdf(tmp_path / "卷.pdf"))
    made = told(capsys, "earlier-take.json", root, "take", source, "--title", "文史资料", "--number", "7")
    assert (made["pages"], made["written"], made["folios"]) == (6, 6, ["3=1"])
    assert main(["earlier", root, "folios", "7", "2=i", "3=1"]) == 0
    assert capsys.readouterr().out.split() == ["2=i", "3=1"]
    assert main(["earlier", root, "folios", "7", "2=第二"]) == 2
    assert main(["earlier", root, "turn", "7", "3-4"]) == 0 and "2 页转 90 度" in capsys.readouterr().err
    assert main(["earlier", root, "turn", "7", "3-4", "--by", "270"]) == 0
    assert main(["earlier", root, "turn", "7", "9"]) == 2
    assert main(["earlier", root, "pages", "7", str(tmp_path / "没有.jpg"), "--instead", "99"]) == 2
    better = str(pdf(tmp_path / "换.pdf", [("重扫",)], first=9))
    assert main(["earlier", root, "pages", "7", better, "--after", "6"]) == 0
    assert main(["undo", root]) == 0 and main(["earlier", root, "pages", "7", better, "--instead", "6"]) == 0
    assert main(["undo", root]) == 0 and capsys.readouterr().err
    (tmp_path / "目录.txt").write_text("【三亲】\n水磨记……张三 1\n渡口的船……李四 2", encoding="utf-8")
    rows = told(capsys, "earlier-contents.json", root, "contents", "7", "--from", str(tmp_path / "目录.txt"), status=1)
    assert [row["remark"] for row in rows] == ["", "题名在第 3 页"]
    shown = told(capsys, "earlier-show.json", root, "show", "7")
    assert [page["label"] for page in shown["pages"]] == ["", "i", "1", "2", "3", "4"]
    assert [(one["title"], one["first"], one["found"]) for one in shown["articles"]] == [
        ("水磨记", "1", True),
        ("渡口的船", "2", False),
    ]
    assert main(["typeset", root, "7", "-o", str(tmp_path / "x.pdf")]) == 2
