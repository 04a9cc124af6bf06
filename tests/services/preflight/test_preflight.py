"""印前检查: a volume in order passes, and every fault that is planted in it is found where it was planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.standing import STATE_TYPE
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.preflight.faults import Fault
from archive_app.services.preflight.run import Preflight, preflight
from archive_app.services.proofs import make_proof
from archive_app.services.typesetting import layout_of, volume_book
from archive_app.vault.originals import Vault

WORDS = "水磨在河边转了六十年，磨坊的老人记得每一块磨石的来历。"
IMPRINT = {
    "variant": "internal",
    "permit": "青内准印第 0001 号",
    "compiler": "城东区政协",
    "recipients": "政协委员",
    "printer": "城东印刷厂",
    "print_date": "2026年5月",
    "copies": "1000册",
}


class Planted:
    """A volume in order: an account with a photograph in it, and a photograph by itself."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.archive = archive
        self.folder = folder
        rows = [{"key": key, "value": value} for key, value in IMPRINT.items()]
        self.volume = binding.new_volume(archive, {"title": "城东文史", "template": "16k", "imprint": rows})
        self.photo = self.item("photograph", "水磨房", credit_line="马䶮", caption="韵家口的水磨房，1958年")
        self.file = self.picture(self.photo, (1600, 1000))
        self.text = self.item(
            "contribution",
            "老屋记事",
            responsibility=[{"role": "作者", "name": "祁大魁"}],
            manuscript=self.manuscript(WORDS * 8),
            signed_off_by="祁大魁",
            signed_off_on="2026-03-01",
        )
        self.consent = self.consents(self.photo, self.text)
        self.article = binding.add_items(archive, self.volume, [self.text])[0]

    def manuscript(self, words: str, caption: str = "韵家口的水磨房", **more: Any) -> dict[str, Any]:
        picture = {"source": self.file, "width": 0.6, **more}
        blocks = [
            {"id": "b1", "kind": "paragraph", "text": words},
            {"id": "p1", "kind": "picture", "text": caption, "picture": picture},
            {"id": "b2", "kind": "paragraph", "text": WORDS * 8},
        ]
        return {"format": 1, "blocks": blocks}

    def item(self, kind: str, title: str, **values: Any) -> str:
        made = Create("item", {"kind": kind, "title": title, "sensitivity": "一般", **values})
        self.archive.execute(made)
        self.state(made.id, "approved")
        return made.id

    def state(self, item: str, state: str) -> None:
        self.archive.execute(SetFields(item, {"state": state}, by_program=True, type=STATE_TYPE))

    def picture(self, item: str, size: tuple[int, int]) -> str:
        path = self.folder / f"{size[0]}x{size[1]}.jpg"
        Image.new("L", size, 180).save(path)
        kept = Vault(self.archive.root / "originals").take(path)
        values = {"item": item, "name": path.name, "mime": "image/jpeg", "sha256": kept.sha256, "bytes": kept.bytes}
        made = Create("file", values)
        self.archive.execute(made)
        return made.id

    def consents(self, *items: str) -> str:
        made = Create(
            "consent", {"holder": "祁大魁", "items": list(items), "grant": "非专有", "signed_on": "2026-01-05"}
        )
        self.archive.execute(made)
        return made.id

    def set(self, key: str, **values: Any) -> None:
        self.archive.execute(SetFields(key, values))

    def check(self) -> Preflight:
        book = volume_book(self.archive, self.volume)
        return preflight(self.archive, self.volume, book, layout_of(book))


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as archive:
        yield Planted(archive, tmp_path)


def named(found: Preflight, code: str) -> Fault:
    return next(fault for fault in found.faults if fault.code == code)


def test_of_a_photograph_it_is_enough_to_know_who_supplied_it(planted: Planted) -> None:
    planted.set(planted.photo, credit_line="", supplied_by="区档案馆")
    assert "rights-missing" not in {fault.code for fault in planted.check().faults}


def test_a_volume_in_order_passes(planted: Planted) -> None:
    found = planted.check()
    assert found.faults == ()
    assert found.words == "没有查出问题"


def _coarse(one: Planted) -> None:
    one.file = one.picture(one.photo, (300, 200))
    one.set(one.text, manuscript=one.manuscript(WORDS * 8))


def _altered(one: Planted) -> None:
    path = one.archive.original(str(one.archive.catalogue.record(one.file)["sha256"]))
    path.chmod(0o644)
    Image.new("L", (1600, 1000), 90).save(path, "JPEG")


def _missing(one: Planted) -> None:
    one.archive.original(str(one.archive.catalogue.record(one.file)["sha256"])).unlink()


def _twice(one: Planted) -> None:
    section = one.archive.catalogue.record(one.article)["section"]
    one.archive.execute(Create("article", {"section": section, "item": one.text, "position": 9}))


def _anonymous(one: Planted) -> None:
    rows = [{"role": "口述者", "name": "祁大魁"}]
    text = one.manuscript(f"老人名叫祁大魁。{WORDS * 8}")
    one.set(one.text, anonymous=True, responsibility=rows, manuscript=text)


def _imprint(one: Planted) -> None:
    rows = [{"key": key, "value": value} for key, value in IMPRINT.items() if key != "permit"]
    one.set(one.volume, imprint=rows)


def _public(one: Planted) -> None:
    kept = {"variant": "public", "compiler": "城东区政协", "publisher": "某社", "address": "西宁", "editor": "甲"}
    kept |= {"printer": "厂", "edition": "一版", "isbn": "9787100000017", "cip": "1", "price": "10元"}
    one.set(one.volume, imprint=[{"key": key, "value": value} for key, value in kept.items()])


def _proofed(one: Planted) -> None:
    make_proof(one.archive, one.volume, one.folder / "一校.pdf")
    one.set(one.text, manuscript=one.manuscript(f"又添了一句。{WORDS * 8}"))


def _font(one: Planted) -> None:
    (one.archive.root / "fonts").mkdir()
    (one.archive.root / "fonts" / "某字库.ttf").write_bytes(b"no font")


def _lost(one: Planted) -> None:
    rows = [{"kind": "line", "block": "b1", "at": 4, "near": "没有这|几个字"}]
    one.archive.execute(SetFields(one.article, {"adjustments": rows}))


PLANTS: dict[str, tuple[Callable[[Planted], object], str, bool]] = {
    "图片太粗": (_coarse, "picture-coarse", True),
    "原件被改过": (_altered, "picture-altered", True),
    "原件不见了": (_missing, "picture-missing", True),
    "没有授权书": (lambda one: one.set(one.consent, items=[one.photo]), "no-consent", True),
    "图片没有授权书": (lambda one: one.set(one.consent, items=[one.text]), "no-consent", True),
    "授权已撤回": (lambda one: one.set(one.consent, revoked_on="2026-02-01"), "no-consent", True),
    "文稿是控制级": (lambda one: one.set(one.text, access="restricted"), "restricted", True),
    "照片是控制级": (lambda one: one.set(one.photo, access="restricted"), "restricted", True),
    "文件是控制级": (lambda one: one.set(one.file, access="restricted"), "restricted", True),
    "内部级却公开出版": (_public, "not-public", True),
    "使用范围不够": (lambda one: one.set(one.text, use_levels=["编辑部"]), "use-level", True),
    "须送审而没有答复": (lambda one: one.set(one.text, sensitivity="须送审"), "sensitive", True),
    "没有署名的照片": (lambda one: one.set(one.photo, credit_line=""), "rights-missing", True),
    "没有作者": (lambda one: one.set(one.text, responsibility=[]), "author-missing", True),
    "没有终审": (lambda one: one.state(one.text, "second_review"), "not-approved", True),
    "没有核稿": (lambda one: one.set(one.text, signed_off_by=""), "not-signed", False),
    "放进回收站": (lambda one: one.archive.execute(Trash((one.photo,))), "in-trash", True),
    "没有图说": (lambda one: one.set(one.text, manuscript=one.manuscript(WORDS, "")), "caption-empty", True),
    "编了两次": (_twice, "printed-twice", False),
    "匿名的人露了名": (_anonymous, "anonymous-named", True),
    "身份证号": (
        lambda one: one.set(one.text, manuscript=one.manuscript(f"号码是11010519491231002X。{WORDS}")),
        "personal-number",
        True,
    ),
    "手机号": (
        lambda one: one.set(one.text, manuscript=one.manuscript(f"电话 139-7212-3456。{WORDS}")),
        "personal-number",
        True,
    ),
    "还有待补": (
        lambda one: one.set(one.text, manuscript=one.manuscript(f"生于（年份待补）。{WORDS}")),
        "left-open",
        False,
    ),
    "没有字体的字": (
        lambda one: one.set(one.text, manuscript=one.manuscript(f"有一个字\U0003ffff。{WORDS}")),
        "missing-glyph",
        True,
    ),
    "不可见的控制字符": (
        lambda one: one.set(one.text, manuscript=one.manuscript(f"水\x07磨。{WORDS}")),
        "control-dropped",
        False,
    ),
    "版权页缺准印证号": (_imprint, "imprint-wrong", True),
    "字体不能用": (_font, "font-unusable", False),
    "手工调整落空": (_lost, "adjustment-lost", False),
    "校样以后又改": (_proofed, "changed-since-proof", False),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found_and_nothing_beside_it(planted: Planted, name: str) -> None:
    plant, code, serious = PLANTS[name]
    plant(planted)
    found = planted.check()
    assert {fault.code for fault in found.faults} == {code}
    fault = named(found, code)
    assert fault.serious is serious
    assert fault.remedy
    if code not in ("imprint-wrong", "font-unusable"):
        assert fault.page or fault.article  # it leads somewhere


def test_faults_come_in_the_order_of_the_pages_and_say_where(planted: Planted) -> None:
    other = planted.item("contribution", "后一篇", manuscript=planted.manuscript(f"他的电话是13972123456。{WORDS}"))
    binding.add_items(planted.archive, planted.volume, [other])
    planted.set(planted.text, access="restricted")
    found = planted.check()
    pages = [int(fault.page) for fault in found.faults]
    assert pages == sorted(pages)
    assert found.faults[0].code == "restricted"
    number = named(found, "personal-number")
    assert (number.block, number.item, number.field) == ("b1", other, "manuscript")
    assert number.place == len("他的电话是")
    assert "139…56" in number.message  # the list is no place for it either


def test_what_nobody_owns_any_more_needs_no_consent(planted: Planted) -> None:
    planted.set(planted.consent, items=[planted.text])
    planted.set(planted.photo, copyright_holder="保护期已满")
    assert planted.check().faults == ()


def test_a_group_needs_one_caption(planted: Planted) -> None:
    text = planted.manuscript(WORDS * 8, "", group="甲")
    text["blocks"].insert(2, {**text["blocks"][1], "id": "p2", "text": "两处水磨房"})
    planted.archive.execute(Batch("改", (SetFields(planted.text, {"manuscript": text}),)))
    assert "caption-empty" not in {fault.code for fault in planted.check().faults}
