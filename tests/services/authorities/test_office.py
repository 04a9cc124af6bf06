"""Consents, commissioners and leads as the office reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.consents import ConsentState, Holder, consent_state
from archive_app.domain.errors import Refused, UsageError
from archive_app.services.archive import Archive
from archive_app.services.authorities.commissioners import amount_words, brought
from archive_app.services.authorities.consents import ConsentBook, attach_scan
from archive_app.services.authorities.leads import leads

TODAY = date(2026, 11, 24)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="祁垚") as opened:
        yield opened


def made(archive: Archive, entity: str, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


DEAD = Holder(dead=True, died="2025-02-28", died_from="2025-02-01")
SIGNED = {"grant": "非专有", "signed_on": "2026-03-18"}


@pytest.mark.parametrize(
    ("consent", "holder", "state"),
    [
        (SIGNED, Holder(), ConsentState.VALID),
        ({**SIGNED, "grant": "无"}, Holder(), ConsentState.REFUSED),
        ({**SIGNED, "grant": "待补签"}, Holder(), ConsentState.UNDECIDED),
        ({"grant": "捐赠"}, Holder(), ConsentState.UNSIGNED),
        ({**SIGNED, "signed_on": "2027-01-01"}, Holder(), ConsentState.UNSIGNED),
        ({**SIGNED, "open_from": "2030-01-01"}, Holder(), ConsentState.NOT_OPEN),
        ({**SIGNED, "open_from": "2026-11-24"}, Holder(), ConsentState.VALID),
        ({**SIGNED, "revoked_on": "2026-11-01"}, Holder(), ConsentState.REVOKED),
        ({**SIGNED, "valid_until": "2026-11-23"}, Holder(), ConsentState.EXPIRED),
        ({**SIGNED, "valid_until": "2026-11-24"}, Holder(), ConsentState.VALID),  # its last day
        ({**SIGNED, "valid_until": "2026-11-23", "revoked_on": "2026-01-01"}, Holder(), ConsentState.REVOKED),
        ({"grant": "捐赠", "valid_until": "2026-11-23"}, Holder(), ConsentState.UNSIGNED),
        ({"grant": "捐赠", "heirs": [{"name": "赵建军", "signed_on": "2024-02-01"}]}, DEAD, ConsentState.HEIRS),
        (SIGNED, DEAD, ConsentState.HEIRS),  # a signature after the death is nobody's
        ({**SIGNED, "signed_on": "2024-10-01"}, DEAD, ConsentState.VALID),
        ({"grant": "非专有"}, DEAD, ConsentState.HEIRS),
        ({"grant": "非专有", "heirs": [{"name": "赵建军", "relation": "长子"}]}, DEAD, ConsentState.HEIRS),
        ({"grant": "非专有", "heirs": [{"name": "赵建军", "signed_on": "2026-02-01"}]}, DEAD, ConsentState.VALID),
        (
            {"grant": "非专有", "heirs": [{"name": "赵建军", "signed_on": "2026-02-01"}, {"name": "赵建国"}]},
            DEAD,
            ConsentState.HEIRS,
        ),
    ],
)
def test_how_a_consent_stands(consent: dict[str, Any], holder: Holder, state: ConsentState) -> None:
    assert consent_state(consent, holder, TODAY) is state


def test_materials_without_a_consent_that_holds_are_listed(archive: Archive) -> None:
    death = {"display": "2024年冬", "edtf": "2024-24", "earliest": "2024-11-01", "latest": "2025-02-28"}
    narrator = made(archive, "person", name="赵铁山", death=death)
    rows = [{"role": "口述者", "name": "赵铁山", "person": narrator}]
    fine, bare, dead = (
        made(archive, "item", kind="oral_history", title=title, responsibility=rows if title == "丙" else [])
        for title in "甲乙丙"
    )
    made(archive, "consent", holder="李兰芳", items=[fine], grant="非专有", signed_on="2026-06-02")
    made(archive, "consent", holder="李兰芳", items=[fine], grant="非专有")
    paper = made(archive, "consent", holder="赵铁山（继承人补签）", items=[dead], grant="非专有")
    missing = {one.item: one.state for one in ConsentBook(archive, TODAY).missing()}
    assert missing == {bare: ConsentState.ABSENT, dead: ConsentState.HEIRS}
    archive.execute(SetFields(paper, {"heirs": [{"name": "赵建军", "relation": "长子", "signed_on": "2026-02-01"}]}))
    assert ConsentBook(archive, TODAY).state_of_item(archive.catalogue.record(dead)) is ConsentState.VALID


def test_a_scan_is_kept_by_the_consent_and_makes_no_item(archive: Archive, tmp_path: Path) -> None:
    consent = archive.catalogue.record(made(archive, "consent", holder="李兰芳", grant="非专有"))
    scan = tmp_path / "授权书.jpg"
    Image.new("RGB", (80, 60), (240, 235, 220)).save(scan)
    file = archive.catalogue.record(attach_scan(archive, consent, scan))
    assert file["role"] == "授权" and file["access"] == "restricted" and file["item"] == ""
    assert archive.vault.path_of(file["sha256"]).read_bytes() == scan.read_bytes()
    assert archive.catalogue.record(consent.id)["scan"] == file.id
    assert archive.catalogue.item_ids() == []
    archive.undo()
    assert archive.catalogue.record(consent.id)["scan"] == ""
    for name, content in (("程序.exe", b"MZ"), ("改名.pdf", b"MZ\x90\x00"), ("空.png", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Refused, match=name):
            attach_scan(archive, consent, tmp_path / name)


def test_what_a_commissioner_brought_is_counted_by_year_and_kind(archive: Archive) -> None:
    targets = [{"year": 2026, "pieces": 4, "duration": 7200}]
    who = made(archive, "commissioner", name="祁垚", number="01", targets=targets)
    made(archive, "commissioner", name="李晓棠", number="02")
    for kind, day, more in (
        ("oral_history", "2026-03-01", {"duration": 4800}),
        ("photograph", "2026-04-01", {}),
        ("photograph", "2025-04-01", {}),
        ("artefact", "2026-04-01", {}),
    ):
        made(archive, "item", kind=kind, title=kind, commissioner=who, received=day, **more)
    rows = {(row.commissioner.title, row.year): row for row in brought(archive)}
    assert set(rows) == {("祁垚", 2026), ("祁垚", 2025)}
    this = rows["祁垚", 2026]
    assert this.done["pieces"] == 1 and this.done["pictures"] == 1 and this.done["artefacts"] == 1
    assert this.done["duration"] == 4800 and this.target == {"pieces": 4, "duration": 7200}
    assert amount_words("duration", 4800) == "1 小时 20 分"
    assert [row.year for row in brought(archive, 2025)] == [2025]


def test_leads_stand_by_urgency_then_age_and_say_what_is_overdue(archive: Archive) -> None:
    card = made(
        archive, "person", name="冶秀英", birth={"display": "1943年", "earliest": "1943-01-01", "latest": "1943-12-31"}
    )
    made(archive, "lead", witness="慢慢来", urgency="一般", birth_year=1930, state="待访")
    made(archive, "lead", witness="九十", urgency="抢救", birth_year=1936, state="待访", planned="2026-10-01")
    made(
        archive,
        "lead",
        witness="九十二",
        urgency="抢救",
        age=90,
        noted_on="2024-05-01",
        state="已约",
        planned="2026-12-01",
    )
    made(archive, "lead", witness="成了", urgency="抢救", birth_year=1925, state="成稿", planned="2026-01-01")
    made(archive, "lead", witness="冶秀英", urgency="尽快", person=card, state="待访", planned="2026-10-01",
         visits=[{"day": "2026-10-02", "who": "祁垚", "result": "谈妥"}])  # fmt: skip
    rows = leads(archive, TODAY)
    assert [row.lead.title for row in rows] == ["九十二", "九十", "冶秀英", "慢慢来", "成了"]
    assert [row.age for row in rows] == [92, 90, 83, 96, 101]
    assert [row.overdue for row in rows] == [False, True, False, False, False]
    assert [row.propose_rescue for row in rows] == [False, False, False, True, False], "proposed, never set"
    assert archive.catalogue.record(rows[3].lead.id)["urgency"] == "一般"


def test_who_is_old_or_ill_stands_before_what_can_wait_and_the_dead_wait_for_nobody(archive: Archive) -> None:
    dead = {"display": "2026年", "earliest": "2026-01-01", "latest": "2026-12-31"}
    card = made(archive, "person", name="先走的", death=dead)
    going = made(archive, "commissioner", name="韩专员", number="07")
    made(archive, "lead", witness="尽快的", urgency="尽快", birth_year=1950, state="待访", commissioner=going)
    made(archive, "lead", witness="没定的", birth_year=1960, state="待访")
    made(archive, "lead", witness="九十的", birth_year=1936, state="待访", planned="2026-12-20")
    made(archive, "lead", witness="病重的", birth_year=1970, health="病重", state="已约", planned="2026-12-01")
    made(archive, "lead", witness="先走的", person=card, birth_year=1930, state="待访", planned="2026-01-01")
    rows = leads(archive, TODAY)
    assert [row.lead.title for row in rows] == ["九十的", "病重的", "尽快的", "没定的", "先走的"]
    assert [row.propose_rescue for row in rows] == [True, True, False, False, False]
    assert (rows[-1].deceased, rows[-1].open, rows[-1].overdue) == (True, False, False)
    ages = [row.lead.title for row in leads(archive, TODAY, "age")]
    assert ages == ["九十的", "尽快的", "没定的", "病重的", "先走的"]
    assert [row.lead.title for row in leads(archive, TODAY, "planned")][:2] == ["病重的", "九十的"]
    assert leads(archive, TODAY, "commissioner")[0].lead.title == "尽快的"
    with pytest.raises(UsageError, match="不能按"):
        leads(archive, TODAY, "name")
