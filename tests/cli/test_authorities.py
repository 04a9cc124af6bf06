"""Cards and the office's lists on the command line; every command opens the archive anew, so each step has survived."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.end2end.program import Cunshi, document

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def checked(done: subprocess.CompletedProcess[str], schema: str) -> Any:
    """The document, which must be as its schema says."""
    value = document(done)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


@pytest.fixture
def archive(cunshi: Cunshi, tmp_path: Path) -> Path:
    root = tmp_path / "馆藏"
    assert cunshi("init", root).returncode == 0
    return root


def test_two_cards_become_one_and_two_again(cunshi: Cunshi, archive: Path) -> None:
    keep = checked(cunshi("new", archive, "person", "name=马䶮", "birth=1947年", "--json"), "new")["id"]
    other = checked(cunshi("new", archive, "人物", "name=马师傅", "aliases=马䶮", "birth=1949年", "--json"), "new")
    assert other["namesakes"] == [keep], "a namesake is told when the card is made"
    item = checked(
        cunshi("new", archive, "item", "kind=oral_history", "title=早点铺", f"persons={other['id']}", "--json"), "new"
    )["id"]
    proposed = checked(cunshi("merge", archive, "--propose", "person", "--json"), "merge-propose")
    assert proposed["total"] == 1

    tried = checked(cunshi("merge", archive, "马䶮", "马师傅", "--dry-run", "--json"), "merge")
    assert tried["merged"] is False and [row["field"] for row in tried["conflicts"]] == ["birth"]
    assert checked(cunshi("where", archive, "马师傅", "--json"), "where")["total"] == 1
    merged = checked(cunshi("merge", archive, keep, other["id"], "--json"), "merge")
    assert merged["merged"] is True and merged["records"] == [item]
    assert checked(cunshi("records", archive, "person", "--json"), "records")["total"] == 1
    assert document(cunshi("show", archive, item, "--json"))["persons"] == [keep]

    split = checked(cunshi("split", archive, "马师傅", "--json"), "split")
    assert split["from"] == keep and split["restored"] == split["links"] == 1
    assert document(cunshi("show", archive, item, "--json"))["persons"] == [other["id"]]
    assert cunshi("undo", archive, 2).returncode == 0
    assert checked(cunshi("records", archive, "person", "--json"), "records")["total"] == 2


def test_namesakes_are_listed_and_nothing_is_guessed(cunshi: Cunshi, archive: Path) -> None:
    for words in ("birth=1919年", "native_place=湟中"):
        assert cunshi("new", archive, "person", "name=祁大魁", words).returncode == 0
    done = cunshi("where", archive, "祁大魁")
    assert done.returncode == 2 and done.stdout == ""
    assert "1919年" in done.stderr and "湟中" in done.stderr
    assert cunshi("new", archive, "person", "name=马䶮").returncode == 0
    assert cunshi("new", archive, "place", "name=东川").returncode == 0
    for arguments in (
        ("where", archive, "没有的"),
        ("split", archive, "没有的"),
        ("split", archive, "马䶮"),
        ("new", archive, "朋友", "name=甲"),
        ("new", archive, "person", "name=甲", "merged_into=乙"),
        ("merge", archive, "马䶮", "东川"),
        ("merge", archive, "马䶮", "东川", "--dry-run"),
        ("merge", archive, "马䶮", "马䶮"),
        ("merge", archive, "马䶮"),
    ):
        done = cunshi(*arguments)
        assert done.returncode == 2 and "Traceback" not in done.stderr


def test_the_offices_lists(cunshi: Cunshi, archive: Path) -> None:
    who = checked(
        cunshi("new", archive, "commissioner", "name=祁垚", "number=01", "areas=东关、周家泉", "--json"), "new"
    )["id"]
    item = checked(
        cunshi("new", archive, "item", "kind=photograph", "title=合影", f"commissioner={who}", "--json"), "new"
    )["id"]
    assert cunshi("new", archive, "lead", "witness=老李", "birth_year=1930", f"commissioner={who}").returncode == 0
    row = checked(cunshi("leads", archive, "--json"), "leads")["leads"][0]
    assert row["commissioner"] == "祁垚" and row["propose_rescue"] is True and row["urgency"] == ""
    assert cunshi("new", archive, "lead", "witness=老马", "urgency=尽快", "planned=2020-01-01").returncode == 0
    for words, expected in (
        ((), ["老李", "老马"]),
        (("--open",), ["老李", "老马"]),
        (("--overdue",), ["老马"]),
        (("--urgency", "尽快"), ["老马"]),
        (("--commissioner", "01"), ["老李"]),
        (("--order", "planned"), ["老马", "老李"]),
    ):
        found = checked(cunshi("leads", archive, *words, "--json"), "leads")
        assert [one["witness"] for one in found["leads"]] == expected and found["total"] == len(expected)
    assert cunshi("leads", archive, "--commissioner", "没有的").returncode == 2
    assert (
        checked(cunshi("commissioners", archive, "--json"), "commissioners")["commissioners"][0]["done"]["pictures"]
        == 1
    )
    assert checked(cunshi("commissioners", archive, "--json"), "commissioners")["commissioners"][0]["areas"] == [
        "东关",
        "周家泉",
    ]
    missing = checked(cunshi("consents", archive, "--missing", "--json"), "consents")["missing"]
    assert [(one["id"], one["state"]) for one in missing] == [(item, "absent")]
    consent = checked(
        cunshi(
            "new", archive, "授权书", "holder=老李", f"items={item}", "grant=捐赠", "signed_on=2026-01-05", "--json"
        ),
        "new",
    )["id"]
    scan = archive.parent / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert checked(cunshi("consents", archive, "--scan", consent, scan, "--json"), "consents")["id"] == consent
    assert checked(cunshi("consents", archive, "--missing", "--json"), "consents")["missing"] == []
    (row,) = checked(cunshi("consents", archive, "--json"), "consents")["consents"]
    assert row["scan"] and "有扫描件" in cunshi("consents", archive).stdout
    assert cunshi("set", archive, consent, "valid_until=2020-12-31").returncode == 0
    assert checked(cunshi("consents", archive, "--json"), "consents")["consents"][0]["state"] == "expired"
    assert cunshi("verify", archive).returncode == 0


def test_contacts_are_for_editors_only(cunshi: Cunshi, archive: Path) -> None:
    who = checked(cunshi("new", archive, "person", "name=李兰芳", "--json"), "new")["id"]
    contact = checked(cunshi("new", archive, "contact", f"person={who}", "telephone=0971-1", "--json"), "new")["id"]
    assert cunshi("new", archive, "staff", "name=韩编辑", "roles=editor").returncode == 0
    for arguments in (
        ("records", archive, "contact"),
        ("show", archive, contact),
        ("history", archive, contact),
        ("set", archive, contact, "telephone=1"),
    ):
        done = cunshi(*arguments)
        assert done.returncode == 2 and "0971" not in done.stdout and "只有编辑能看" in done.stderr, arguments
    assert "0971-1" in cunshi("show", archive, contact, "--as", "韩编辑").stdout
    assert "0971-1" not in cunshi("where", archive, who).stdout
