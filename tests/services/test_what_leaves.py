"""Every way out of an archive against every level and consent: a word that is one item's alone tells what came out.

The archive is made once; nothing below changes it but the tests of the road, which take back what they did.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.standing import STATE_TYPE
from archive_app.domain.errors import Refused
from archive_app.domain.segments import Segment
from archive_app.domain.withholding import Audience, point_level
from archive_app.domain.workflow import GateRefused
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.diagnosis import write_bundle
from archive_app.services.handing_out import allowed
from archive_app.services.leaving import may_leave
from archive_app.services.oral.edited import Wanted as WantedText
from archive_app.services.oral.edited import text_of
from archive_app.services.oral.forms import FORMS
from archive_app.services.oral.written_out import write_transcript
from archive_app.services.photo_copies import write_copies
from archive_app.services.preflight.pieces import pieces
from archive_app.services.preflight.publishing import barred
from archive_app.services.preflight.records import RecordChecks
from archive_app.services.reporting import Wanted, report_named, write_report
from archive_app.services.result_export import export
from archive_app.services.searching import Search
from archive_app.services.texts.comparing import Comparison
from archive_app.services.texts.comparison_out import about_pair, write_comparison
from archive_app.services.texts.word_out import write_word
from archive_app.services.typesetting import typeset_volume, volume_book
from archive_app.services.units.acts import changing, making, moving
from archive_app.services.versions import versions
from archive_app.services.workflow.volumes import move_volume
from archive_app.typeset.outputs import Options
from archive_app.vault.originals import Vault

CASES: dict[str, dict[str, Any]] = {
    "开": {"access": "public"},
    "内": {"access": "internal"},
    "控": {"access": "restricted"},
    "期满": {"access": "restricted", "access_until": "2001-01-01"},
    "未满": {"access": "restricted", "access_until": "2099-01-01"},
    "卷内": {"access": "public", "unit": "internal"},
    "卷控": {"access": "public", "unit": "restricted"},
    "撤": {"access": "public", "consent": {"revoked_on": "2026-01-09"}},
    "不许": {"access": "public", "consent": {"grant": "无"}},
    "过期": {"access": "public", "consent": {"valid_until": "2020-01-01"}},
    "未签": {"access": "public", "consent": {"signed_on": ""}},
    "无": {"access": "public", "consent": None},
    "编": {"access": "public", "use_levels": ["编辑部"]},
}
"""An item each: its level, the level of the 案卷 it stands in, its consent."""
CLOSED = {"控", "期满", "未满", "卷控"}
STAYING = {*CLOSED, "撤", "不许", "编"}
"""What may not leave, not even for use in the house."""
BARRED = {*STAYING, "过期", "未签", "无"}
"""What may not be published."""
SPOKEN = {"开话": "", "内话": "internal", "控话": "restricted", "控话无尾": "restricted", "控话无时": "restricted"}
"""Segments of the interview, each with its level; beside each stands an index point."""
HEARD = {"开话": {"public", "internal", "own"}, "内话": {"internal", "own"}}


class Stock:
    """The archive, and where everything is."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.archive, self.folder = archive, folder
        self.ids: dict[str, str] = {}
        self.photos: dict[str, str] = {}
        units = {level: making(archive, {"tier": "file", "number": level, "title": level}) for level in LEVELS}
        for unit in units.values():
            archive.execute(unit)
        picture = folder / "a.jpg"
        Image.new("L", (1600, 1000), 180).save(picture)
        self.kept = Vault(archive.root / "originals").take(picture)
        for case, told in CASES.items():
            values = {key: value for key, value in told.items() if key not in ("unit", "consent")}
            for kind, into in (("contribution", self.ids), ("photograph", self.photos)):
                more = {"manuscript": text(f"先写的{case}段"), "signed_off_by": "祁"} if kind == "contribution" else {}
                key = into[case] = self.item(kind, word(case), **values, **more)
                grant = {
                    "holder": "祁",
                    "grant": "非专有",
                    "signed_on": "2026-01-05",
                    **(told.get("consent", {}) or {}),
                }
                if told.get("consent", {}) is not None:
                    archive.execute(Create("consent", {**grant, "items": [key]}))
                if "unit" in told:
                    archive.execute(moving(archive, [key], units[told["unit"]].id).command())
            archive.execute(SetFields(self.ids[case], {"manuscript": text(f"{word(case)}在正文里")}))
            self.file(self.photos[case], f"{word(case)}.jpg")
        for level, unit in units.items():
            archive.execute(changing(archive, archive.catalogue.record(unit.id), {"access": level}))
        rows = [
            {"id": f"s{n}", "text": f"{name}所说", "access": level} for n, (name, level) in enumerate(SPOKEN.items())
        ]
        for n, row in enumerate(rows):
            row |= {"start": n * 10.0, "end": n * 10.0 + 9} if n < 3 else {"start": 30.0} if n == 3 else {}
        rows.append({"id": "last", "text": "收尾", "start": 50.0, "end": 60.0})
        points = [{"id": f"p{n}", "at": n * 10.0 + 4, "title": f"{name}索引"} for n, name in enumerate(SPOKEN)]
        self.oral = self.item("oral_history", "访谈", access="public", transcript=rows, index_points=points)
        archive.execute(
            Create("consent", {"holder": "祁", "grant": "捐赠", "signed_on": "2026-01-05", "items": [self.oral]})
        )

    def item(self, kind: str, title: str, **values: Any) -> str:
        who = [{"role": "作者", "name": "祁大魁"}]
        made = Create("item", {"kind": kind, "title": title, "sensitivity": "一般", "responsibility": who, **values})
        self.archive.execute(made)
        self.archive.execute(SetFields(made.id, {"state": "approved"}, by_program=True, type=STATE_TYPE))
        return made.id

    def file(self, item: str, name: str, **values: Any) -> str:
        about = {"name": name, "mime": "image/jpeg", "sha256": self.kept.sha256, "bytes": self.kept.bytes}
        made = Create("file", {"item": item, **about, **values})
        self.archive.execute(made)
        return made.id

    def volume(self, *items: str, **values: Any) -> str:
        key = binding.new_volume(self.archive, {"title": "城东文史", "template": "16k", **values})
        binding.add_items(self.archive, key, list(items))
        return key

    def pictured(self, *files: str) -> str:
        """A volume of an open text with these pictures in it."""
        blocks = [
            {"id": f"p{n}", "kind": "picture", "text": "图", "picture": {"source": key}} for n, key in enumerate(files)
        ]
        key = self.item("contribution", "带图", access="public", manuscript={"format": 1, "blocks": blocks})
        self.archive.execute(
            Create("consent", {"holder": "祁", "grant": "非专有", "signed_on": "2026-01-05", "items": [key]})
        )
        return self.volume(key)

    def barred(self, volume: str) -> list[tuple[str, str, str]]:
        found = barred(self.archive, volume, volume_book(self.archive, volume))
        return [(one.code, one.item, one.block) for one in found]


LEVELS = ("internal", "restricted")


def word(case: str) -> str:
    """The word that is one case's alone, and within no other's."""
    return f"渠{case}堤"


def text(words: str) -> dict[str, Any]:
    return {"format": 1, "blocks": [{"id": "b1", "kind": "paragraph", "text": words}]}


def words_of(path: Path) -> str:
    """All that can be read in a file, whatever it is packed in."""
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(path)
        return "".join(page.get_textpage().get_text_bounded() for page in pages) + str(pages.get_metadata_dict())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "".join(name + packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def cases_in(path: Path) -> set[str]:
    said = words_of(path).replace("\r", "").replace("\n", "")
    return {case for case in CASES if word(case) in said}


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    folder = tmp_path_factory.mktemp("leaves")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUNSHI_CONFIG", str(folder / "config"))
        with Archive.create(folder / "馆藏", actor="王文史") as archive:
            yield Stock(archive, folder)


@pytest.fixture
def own_stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stock]:
    """For who changes something in it: tests of a module may come in any order."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="王文史") as archive:
        yield Stock(archive, tmp_path)


@pytest.fixture(scope="module")
def search(stock: Stock) -> Iterator[Search]:
    made = Search(stock.archive)
    made.follow()
    yield made
    made.close()


def goes(stock: Stock, out: Path, write: Any) -> bool:
    """Whether something was written; what is refused leaves no file behind."""
    try:
        write()
    except Refused:
        assert not out.exists()
        return False
    return True


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_a_comparison_goes_as_the_text_does(stock: Stock, tmp_path: Path, suffix: str) -> None:
    few = CASES if suffix == ".docx" else ("开", "卷控", "撤")
    for case in few:
        item, out = stock.archive.catalogue.record(stock.ids[case]), tmp_path / f"{case}{suffix}"
        new, old = versions(stock.archive, item.id, every_step=True)[:2]
        made = Comparison(old.manuscript, new.manuscript)
        gone = goes(
            stock,
            out,
            lambda i=item, m=made, p=(old, new), o=out: write_comparison(m, about_pair(stock.archive, i, p), o),
        )
        assert gone is (case not in STAYING), case
        assert not gone or cases_in(out) == {case}
        write_comparison(made, about_pair(stock.archive, item, (old, new), Audience.OWN), out)
        assert cases_in(out) == {case}


def test_a_text_in_word_goes_for_whom_it_may(stock: Stock, tmp_path: Path) -> None:
    may = {Audience.OWN: set(CASES), Audience.INTERNAL: set(CASES) - STAYING, Audience.PUBLIC: {"开"}}
    for audience, cases in may.items():
        for case, key in stock.ids.items():
            out = tmp_path / f"{audience}{case}.docx"
            gone = goes(stock, out, lambda k=key, o=out, a=audience: write_word(stock.archive, k, o, audience=a))
            assert gone is (case in cases), (audience, case)
            assert not gone or cases_in(out) == {case}


def test_a_picture_of_another_material_stays_out_of_word_by_its_own_level(stock: Stock, tmp_path: Path) -> None:
    files = {case: stock.archive.catalogue.files_of(key)[0].id for case, key in stock.photos.items()}
    blocks = [{"id": case, "kind": "picture", "text": case, "picture": {"source": key}} for case, key in files.items()]
    key = stock.item("contribution", "借图", access="public", manuscript={"format": 1, "blocks": blocks})
    said = write_word(stock.archive, key, tmp_path / "稿.docx").remarks
    assert {case for case in CASES if any(f"（{case}）" in one and "没有写进" in one for one in said)} == STAYING


def test_copies_and_files_stay_as_the_items_do(stock: Stock, tmp_path: Path) -> None:
    done = write_copies(stock.archive, list(stock.photos.values()), tmp_path)
    assert {one.item for one in done.written} == {key for case, key in stock.photos.items() if case not in STAYING}
    assert {path.stem.split()[-1] for path in tmp_path.iterdir()} == {
        word(case) for case in CASES if case not in STAYING
    }
    files = [one for key in stock.photos.values() for one in stock.archive.catalogue.files_of(key)]
    may, kept = allowed(stock.archive, files)
    assert {one.title for one in may} == {f"{word(case)}.jpg" for case in CASES if case not in STAYING}
    assert len(kept) == len(STAYING)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("audience", list(Audience))
def test_a_transcript_and_its_index_leave_closed_words_behind(
    stock: Stock, tmp_path: Path, form: Any, audience: Audience
) -> None:
    out = tmp_path / f"a{form.suffix}"
    write_transcript(stock.archive, stock.oral, out, form, audience=audience)
    said = words_of(out)
    for name in SPOKEN:
        there = audience.value in HEARD.get(name, {"own"})
        assert (f"{name}所说" in said) is (there and not (form.timed and name == "控话无时")), name
        assert there or f"{name}索引" not in said, name


def test_a_text_made_of_a_transcript_has_no_closed_words(stock: Stock) -> None:
    made, back = text_of(stock.archive.catalogue.record(stock.oral), WantedText())
    said = "".join(block.text for block in made)
    assert "开话所说" in said and back == 4
    assert not any(f"{name}所说" in said for name in SPOKEN if name != "开话")


def test_what_a_unit_closes_is_not_taken_for_open_in_its_text(own_stock: Stock) -> None:
    rows = [{"id": name, "text": f"{name}所说", "access": level} for name, level in SPOKEN.items()]
    key = own_stock.item("oral_history", "卷里的访谈", access="public", transcript=rows)
    unit = making(own_stock.archive, {"tier": "file", "number": "9", "title": "九", "access": "restricted"})
    own_stock.archive.execute(unit)
    own_stock.archive.execute(moving(own_stock.archive, [key], unit.id).command())
    made, back = text_of(own_stock.archive.catalogue.record(key), WantedText())
    assert ([block.text for block in made], back) == (["开话所说"], 4)


@pytest.mark.parametrize("highest", ["public", "internal", "restricted"])
def test_search_counts_and_exports_up_to_a_level(stock: Stock, search: Search, tmp_path: Path, highest: str) -> None:
    visible = {
        "public": {"public"},
        "internal": {"public", "internal"},
        "restricted": {"public", "internal", "restricted"},
    }
    seen = visible[highest]
    hidden = set() if highest == "restricted" else CLOSED | ({"内", "卷内"} if highest == "public" else set())
    for case in CASES:
        found = search.search(word(case), visible=seen, facets=True)
        assert bool(found.total) is (case not in hidden), case
        assert found.total or not any(found.facets.get("kind", ()))
    export(search, stock.archive, tmp_path / "a.docx", "渠", visible=seen, places=99)
    assert cases_in(tmp_path / "a.docx") == set(CASES) - hidden
    for name, level in SPOKEN.items():
        told = search.search(f"{name}索引", visible=seen, exact=True)
        assert bool(told.total) is ((level or "public") in seen), name


def test_a_point_is_as_closed_as_what_is_said_there() -> None:
    said = [
        Segment("一", 0, 10),
        Segment("二", 10, None, access="restricted"),
        Segment("三", 20, 30, access="internal"),
        Segment("四", None, None, access="restricted"),
        Segment("五", 40, 50),
        Segment("六", 0, 50, access="restricted", file="另一段"),
    ]
    found = {at: point_level(at, "第一段", [*said[:5], said[5]]) for at in (5.0, 15.0, 19.95, 25.0, 35.0, 45.0)}
    assert found == {5: "", 15: "restricted", 19.95: "restricted", 25: "internal", 35: "restricted", 45: ""}
    assert point_level(45.0, "另一段", said) == "restricted"


def test_what_may_not_be_published_is_named_once_for_each_material(own_stock: Stock) -> None:
    volume = own_stock.volume(*own_stock.ids.values())
    assert {key for _code, key, _block in own_stock.barred(volume)} == {own_stock.ids[case] for case in BARRED}
    photos = own_stock.pictured(*(own_stock.archive.catalogue.files_of(key)[0].id for key in own_stock.photos.values()))
    assert {key for _code, key, _block in own_stock.barred(photos)} == {own_stock.photos[case] for case in BARRED}


def test_what_a_consent_asks_for_is_held_against_the_book(own_stock: Stock) -> None:
    terms = {
        "匿名却没有勾": ({"anonymous": True}, {}, {"not-anonymous"}),
        "匿名": ({"anonymous": True}, {"anonymous": True}, set()),
        "附条件": ({"grant": "附条件", "scope": "只作内部资料"}, {}, {"consent-terms"}),
        "撤回了的匿名": ({"anonymous": True, "revoked_on": "2026-02-01"}, {}, {"no-consent"}),
    }
    for name, (asked, said, wanted) in terms.items():
        key = own_stock.item("contribution", name, access="public", manuscript=text("话"), **said)
        grant = {"holder": "祁大魁", "grant": "非专有", "signed_on": "2026-01-05", **asked}
        own_stock.archive.execute(Create("consent", {**grant, "items": [key]}))
        volume = own_stock.volume(key)
        book = volume_book(own_stock.archive, volume)
        checks = RecordChecks(own_stock.archive, own_stock.archive.catalogue.record(volume))
        found = list(checks.faults(pieces(own_stock.archive, volume, book)))
        known = {"not-anonymous", "consent-terms", "no-consent"}
        assert {one.code for one in found} & known == wanted, name
        assert not any("只作内部资料" not in one.message for one in found if one.code == "consent-terms")
        barring = {code for code, _item, _block in own_stock.barred(volume)}
        assert barring == wanted - {"consent-terms"}, name
        try:
            may_leave(own_stock.archive.catalogue.record(key), ConsentBook(own_stock.archive))
        except Refused as error:
            assert error.code in barring | {"not-anonymous"}, name
        else:
            assert not barring, name


def test_each_picture_has_its_own_level_and_the_cover_too(own_stock: Stock) -> None:
    open_, closed = (
        own_stock.file(own_stock.photos["开"], f"{n}.jpg", access=level) for n, level in enumerate(("", "restricted"))
    )
    assert own_stock.barred(own_stock.pictured(open_)) == []
    assert own_stock.barred(own_stock.pictured(open_, closed)) == [("restricted", own_stock.photos["开"], "p1")]
    stray = own_stock.file("", "授权书.jpg", access="restricted")
    assert own_stock.barred(own_stock.pictured(stray)) == [("restricted", "", "p0")]
    for source, wanted in ((closed, "开"), (own_stock.photos["卷控"], "卷控"), (own_stock.photos["撤"], "撤")):
        volume = own_stock.volume(own_stock.ids["开"])
        binding.set_layout(own_stock.archive, volume, {"cover.image": f'"{source}"'})
        found = own_stock.barred(volume)
        assert [key for _code, key, _block in found] == [own_stock.photos[wanted]], wanted


def test_readers_get_no_book_with_such_a_thing_in_it(own_stock: Stock, tmp_path: Path) -> None:
    told = Options(internal_epub=True)
    for case in sorted(BARRED):
        out = tmp_path / f"{case}.epub"
        volume = own_stock.volume(own_stock.ids["开"], own_stock.ids[case])
        assert not goes(
            own_stock, out, lambda v=volume, o=out: typeset_volume(own_stock.archive, v, o, output="epub", options=told)
        )
    good = own_stock.volume(*(own_stock.ids[case] for case in CASES if case not in BARRED))
    for role in ("names", "places", "chronicle"):
        binding.add_matter(own_stock.archive, good, role)
    typeset_volume(own_stock.archive, good, tmp_path / "好.epub", output="epub", options=told)
    assert cases_in(tmp_path / "好.epub") == set(CASES) - BARRED
    public = own_stock.volume(own_stock.ids["卷内"], imprint=[{"key": "variant", "value": "public"}])
    assert not goes(own_stock, out, lambda: typeset_volume(own_stock.archive, public, out, output="epub"))


def test_readers_get_the_book_without_the_pictures_that_may_not_go(own_stock: Stock, tmp_path: Path) -> None:
    own = {}
    for number, case in enumerate(("开", "卷控", "撤")):
        path = own_stock.folder / f"{number}.png"
        Image.new("L", (400, 300), 40 * number).save(path)
        kept = Vault(own_stock.archive.root / "originals").take(path)
        about = {"mime": "image/png", "sha256": kept.sha256, "bytes": kept.bytes}
        own[case] = own_stock.file(own_stock.photos[case], path.name, **about)
    volume = own_stock.pictured(*own.values())
    binding.set_layout(own_stock.archive, volume, {"cover.image": f'"{own["卷控"]}"'})
    out = tmp_path / "a.epub"
    done = typeset_volume(own_stock.archive, volume, out, output="epub", options=Options(internal_epub=True))
    assert any("有 3 幅图不能给读者" in one and word("撤") in one for one in done.remarks)
    with zipfile.ZipFile(out) as packed:
        assert len([name for name in packed.namelist() if "/images/" in name]) == 1
        cover = Image.open(io.BytesIO(packed.read("EPUB/cover.png"))).convert("L").histogram()
    assert cover[40] < sum(cover) / 50  # the picture is of that grey all over
    assert "<img" in words_of(out)


def test_what_is_written_for_the_press_says_what_it_may_not_print(own_stock: Stock, tmp_path: Path) -> None:
    for case, output, suffix in (("撤", "print", ".pdf"), ("卷控", "docx", ".docx")):
        volume = own_stock.volume(own_stock.ids["开"], own_stock.ids[case])
        done = typeset_volume(own_stock.archive, volume, tmp_path / f"a{suffix}", output=output)
        assert any("还不能付印" in one and word(case) in one for one in done.remarks)
    good = own_stock.volume(own_stock.ids["开"], own_stock.ids["卷内"])
    done = typeset_volume(own_stock.archive, good, tmp_path / "b.pdf", output="print")
    assert not any("还不能付印" in one for one in done.remarks)
    assert cases_in(tmp_path / "b.pdf") == {"开", "卷内"}


@pytest.mark.parametrize("case", sorted(CLOSED | {"撤", "无"}))
def test_a_volume_is_not_signed_for_print_with_such_a_thing_in_it(own_stock: Stock, case: str) -> None:
    volume = own_stock.volume(own_stock.ids[case], fees_listed_on="2026-11-01", copies_listed_on="2026-11-02")
    own_stock.archive.execute(SetFields(volume, {"state": "printing"}, by_program=True, type=STATE_TYPE))
    with pytest.raises(GateRefused) as refused:
        move_volume(own_stock.archive, volume, "issue")
    assert "consent" in [one.gate for one in refused.value.unmet]
    assert any(word(case) in one.message for one in refused.value.unmet)


def test_figures_and_the_bundle_for_help_hold_no_words(stock: Stock, tmp_path: Path) -> None:
    write_report(stock.archive, report_named("figures"), tmp_path / "数.xlsx", Wanted())
    write_bundle(tmp_path / "诊断.zip", stock.archive)
    assert cases_in(tmp_path / "数.xlsx") == cases_in(tmp_path / "诊断.zip") == set()


@pytest.mark.parametrize("name", ["items", "accessions", "manuscripts", "missing-consents"])
def test_the_offices_own_lists_hold_all_and_say_the_level(stock: Stock, tmp_path: Path, name: str) -> None:
    out = tmp_path / "表.xlsx"
    write_report(stock.archive, report_named(name), out, Wanted())
    wanted = (
        {case for case in BARRED if CASES[case].get("consent", {}) != {}} if name == "missing-consents" else set(CASES)
    )
    assert cases_in(out) == wanted
