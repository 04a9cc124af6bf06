"""The road on the command line, from a text file to the shelf, as a script would walk it."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.cli.main import main

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))
    archive = tmp_path / "馆藏"

    def go(command: str, *arguments: object, by: str = "编辑甲") -> tuple[int, str, str]:
        status = main([command, str(archive), *map(str, arguments), "--as", by])
        said = capsys.readouterr()
        return status, said.out, said.err

    assert go("init")[0] == 0
    return go


def document(answer: tuple[int, str, str], schema: str) -> Any:
    value = json.loads(answer[1])
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def staff(run: Run) -> None:
    for name, role in (("编辑甲", "责任编辑"), ("编辑乙", "编辑"), ("周主编", "主编"), ("校对员", "校对")):
        assert run("new", "staff", f"name={name}", f"roles={role}")[0] == 0
    assert run("new", "commissioner", "name=祁垚", "number=01")[0] == 0


def test_from_a_text_to_the_shelf(run: Run, tmp_path: Path) -> None:
    assert run("numbers", "--fonds", "J019", "--accession-pattern", "{year}-{seq:04d}")[0] == 0
    assert run("numbers", "--accession-pattern", "{year}")[0] == 2, "the pattern before stays"
    staff(run)
    text = tmp_path / "供销社的柜台.txt"
    text.write_text("供销社的柜台\n\n一九五八年春，供销社搬到了十字路口。\n", encoding="utf-8")
    assert run("import", text, by="祁垚")[0] == 0
    key = json.loads(run("list", "--json")[1])["items"][0]["id"]
    (tmp_path / "who.json").write_text('[{"role": "作者", "name": "王昪"}]', encoding="utf-8")
    run("set", key, f"responsibility=@{tmp_path / 'who.json'}", "open_status=开放", "retention=永久", by="祁垚")

    def step(by: str, action: str, *more: object) -> Any:
        answer = run("state", key, action, *more, "--json", by=by)
        assert answer[0] == 0, answer[2]
        return document(answer, "state")

    assert step("祁垚", "submit")["state"] == "submitted"
    registered = step("编辑乙", "register")
    assert registered["done"]["number"] == registered["accession_no"]
    assert run("undo", by="编辑乙")[0] == 0
    assert step("编辑乙", "register")["accession_no"] == registered["accession_no"]
    assert registered["accession_no"].endswith("-0001")
    step("编辑乙", "review")

    refused = run("state", key, "pass", "--json")
    assert refused[0] == 1 and len(document(refused, "state")["refused"]) == 3
    assert refused[2].count("还没有填") == 3
    for aspect in ("政治", "史实", "文字"):
        answer = run("review", key, "--aspect", aspect, "--conclusion", "通过", "--opinion", "无误", "--json")
        assert answer[0] == 0
        document(answer, "state")
    assert step("编辑甲", "return", "--comment", "题目再斟酌")["returned_count"] == 1
    run("set", key, "title=供销社的老柜台", by="祁垚")
    back = step("祁垚", "resubmit")
    assert [change["field"] for change in back["done"]["changes"]] == ["title"]
    assert back["changes"] == back["done"]["changes"], "who reviews again sees what changed"
    assert "退改以后：" in run("state", key)[1] and "“题名”改过" in run("state", key)[1]
    for aspect in ("政治", "史实", "文字"):
        run("review", key, "--aspect", aspect, "--conclusion", "通过", "--opinion", "无误")
    step("编辑甲", "pass")
    assert run("review", key, "--aspect", "文字", "--conclusion", "通过", "--opinion", "可以", by="编辑乙")[0] == 0
    written = json.loads(run("show", key, "--json")[1])["reviews"][-1]
    assert (written["stage"], written["reviewer"]) == ("second", "编辑乙"), "the review that the item is in"
    step("编辑乙", "pass")
    assert "专员不能再改" in run("set", key, "title=别的", by="祁垚")[2]

    missing = document(run("state", key, "--json", by="周主编"), "state")["actions"][0]
    assert {one["gate"] for one in missing["unmet"]} == {"sensitivity", "consent", "author_signed"}
    run("set", key, "sensitivity=一般", "signed_off_by=王昪", "signed_off_on=2026-11-20")
    run("new", "consent", "holder=王昪", f"items={key}", "grant=非专有", "signed_on=2026-01-12")
    step("周主编", "pass")
    step("编辑甲", "include", "--comment", "第二十四辑")

    frozen = run("set", key, "title=别的")
    assert frozen[0] == 1 and "已经定稿" in frozen[2]
    assert run("correct", key, "--old", "十字路口", "--new", "十字街口")[0] == 1
    assert run("correct", key, "--old", "十字路口", "--new", "十字街口", "--comment", "地名")[0] == 0
    assert run("correct", key)[0] == 2
    assert "十字街口" in run("show", key)[1]
    for _round in range(5):
        step("校对员", "proof")
    volume = json.loads(run("new", "volume", "title=第二十四辑", "--json")[1])["id"]
    begun = document(run("state", "第二十四辑", "begin", "--json"), "state")
    assert (begun["kind"], begun["state"], [one["action"] for one in begun["actions"]]) == (
        "volume", "editing", ["proof"],
    )  # fmt: skip
    assert run("state", volume, "issue")[0] == 2 and "开编" in run("state", volume)[1]
    section = json.loads(run("new", "section", f"volume={volume}", "title=工业交通", "--json")[1])["id"]
    assert run("new", "article", f"section={section}", f"item={key}")[0] == 0
    assert run("set", volume, "fees_listed_on=2026-11-20", "copies_listed_on=2026-11-21")[0] == 0
    assert step("周主编", "sign_off")["state"] == "issued"
    shelved = step("编辑乙", "archive")
    assert shelved["ref_code"].startswith("J019-WS·") and shelved["actions"] == []

    words = run("state", shelved["ref_code"])[1]
    assert "题目再斟酌" in words and "流程已经走完" in words and "初审通过" in words
    sound = run("numbers", "--json")
    assert sound[0] == 0 and document(sound, "numbers")["sound"]
    assert run("numbers")[0] == 0 and sound[1].count('"here"') == 1


def test_what_a_commissioner_brings_for_a_closed_item_is_refused_by_name_and_the_rest_comes_in(
    run: Run, tmp_path: Path
) -> None:
    staff(run)
    sound = tmp_path / "采访.wav"
    with wave.open(str(sound), "wb") as made:
        made.setparams((1, 2, 8000, 8000, "NONE", ""))
        made.writeframes(bytes(16000))
    (tmp_path / "who.json").write_text('[{"role": "口述者", "name": "王昪"}]', encoding="utf-8")
    run("import", sound, by="祁垚")
    run("set", "T-0001", f"responsibility=@{tmp_path / 'who.json'}", by="祁垚")
    assert run("state", "T-0001", "submit", by="祁垚")[0] == 0
    (tmp_path / "采访.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:00.500\n你好\n", encoding="utf-8")
    (tmp_path / "来稿.txt").write_text("一九五八年春。", encoding="utf-8")

    status, out, _err = run("import", tmp_path / "采访.vtt", tmp_path / "来稿.txt", "--json", by="祁垚")
    report = json.loads(out)
    assert status == 1 and [Path(one["source"]).name for one in report["imported"]] == ["来稿.txt"]
    [refused] = report["refused"]
    assert refused["source"].endswith("采访.vtt") and "文史专员不能再改" in refused["reason"]
    assert run("import", tmp_path / "采访.vtt", by="编辑甲")[0] == 0


def test_wrong_use_is_status_2_and_lists_what_can_be_done(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "来稿.txt"
    text.write_text("一九五八年春。", encoding="utf-8")
    run("import", text)
    for word, says in (("approve", "没有“approve”这个动作"), ("register", "不能“登记”")):
        status, out, err = run("state", "T-0001", word)
        assert (status, out) == (2, "") and says in err and "submit（提交）" in err
    assert run("state", "没有这个号")[0] == 2
    assert run("review", "T-0001", "--aspect", "排版", "--conclusion", "通过")[0] == 2


def test_the_queue_and_a_number_that_is_missing(run: Run, tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        text = tmp_path / f"{name}.txt"
        text.write_text(f"{name}说的事。", encoding="utf-8")
        run("import", text)
    (tmp_path / "who.json").write_text('[{"role": "作者", "name": "王昪"}]', encoding="utf-8")
    for number in ("T-0001", "T-0002"):
        run("set", number, f"responsibility=@{tmp_path / 'who.json'}")
        run("state", number, "submit")
    run("state", "T-0001", "refuse", "--comment", "不是文史资料")

    found = document(run("queue", "--json"), "queue")
    assert [(entry["state"], entry["count"], entry["dropped"]) for entry in found["states"]] == [
        ("submitted", 1, False),
        ("refused", 1, True),
    ]
    assert found["states"][1]["items"][0]["comment"] == "不是文史资料"
    assert "不是文史资料" in run("queue")[1]
    run("state", "T-0002", "register")
    status, out, _err = run("numbers")
    assert status == 0 and "最后是第 1 号" in out
