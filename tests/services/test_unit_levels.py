"""Three levels of an item by three of its 案卷, and every way data leaves: the stricter decides each of them.

Titles are canaries: each is one item's, so what came out is read off the words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from archive_app.catalogue.commands import Create
from archive_app.catalogue.queries import ItemFilter
from archive_app.cli.main import main
from archive_app.domain.access import Access
from archive_app.domain.errors import Refused
from archive_app.domain.withholding import Audience
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_go, may_leave
from archive_app.services.names import Names
from archive_app.services.reporting import Wanted, gather, report_named
from archive_app.services.result_export import export
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from archive_app.services.suggesting import Suggestions
from archive_app.services.units.acts import changing, making, moving

LEVELS = ("public", "internal", "restricted")
READERS = {"public": {"public"}, "internal": {"public", "internal"}, "restricted": set(LEVELS)}
"""Who may see up to which level: a reader outside, one of the house, the editors."""
_NUMBERS = "甲乙丙丁戊己庚辛壬"


@dataclass(frozen=True, slots=True)
class Stock:
    archive: Archive
    search: Search
    titles: dict[str, str]
    """Title → the level that holds."""
    ids: dict[str, str]

    def seen(self, highest: str) -> set[str]:
        """The titles that may be seen up to a level."""
        return {title for title, level in self.titles.items() if level in READERS[highest]}


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stock]:
    """Nine items, three a unit; the units are closed after the items came and were indexed."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="王文史") as archive:
        search = Search(archive)
        titles: dict[str, str] = {}
        ids: dict[str, str] = {}
        units: list[tuple[str, str]] = []
        names = iter(_NUMBERS)
        for above in LEVELS:
            unit = making(archive, {"tier": "file", "number": above, "title": f"卷{above}"})
            archive.execute(unit)
            for own in LEVELS:
                title = f"渡口{next(names)}"
                made = Create("item", {"kind": "document", "title": title, "access": own, "keywords": [title]})
                archive.execute(made)
                ids[title], titles[title] = made.id, max(own, above, key=LEVELS.index)
            archive.execute(moving(archive, list(ids.values())[-3:], unit.id).command())
            units.append((unit.id, above))
        search.follow()
        for key, above in units:
            archive.execute(changing(archive, archive.catalogue.record(key), {"access": above}))
        yield Stock(archive, search, titles, ids)
        search.close()


@pytest.mark.parametrize("highest", LEVELS)
def test_a_reader_finds_is_offered_counts_and_takes_out_only_what_may_be_seen(
    stock: Stock, highest: str, tmp_path: Path
) -> None:
    visible, wanted = READERS[highest], stock.seen(highest)
    found = stock.search.search("渡口", visible=visible, facets=True, limit=50)
    assert {hit.title for hit in found.hits} == wanted and found.total == len(wanted)
    levels = list(stock.titles.values())
    assert dict(found.facets["access"]) == {level: levels.count(level) for level in visible}
    assert stock.search.filed("tag", visible) == wanted
    offered = Suggestions(stock.search, Names(stock.archive), Settings()).offer("渡口", limit=50, visible=visible)
    assert {one.text for one in offered if one.kind == "title"} <= wanted
    out = tmp_path / "结果.xlsx"
    if wanted:
        export(stock.search, stock.archive, out, "渡口", visible=visible)
        cells = {str(cell.value) for row in openpyxl.load_workbook(out).active for cell in row}
        assert {title for title in stock.titles if any(title in words for words in cells)} == wanted


def test_lists_filters_figures_and_registers_say_the_level_that_holds(stock: Stock) -> None:
    catalogue = stock.archive.catalogue
    for level in LEVELS:
        ids = catalogue.item_ids(ItemFilter(access=(level,)))
        assert {title for title, key in stock.ids.items() if key in ids} == {
            title for title, one in stock.titles.items() if one == level
        }
        assert set(catalogue.item_ids(ItemFilter(access=(level,)), "title")) == set(ids)
    assert {value: number for value, _words, number in catalogue.counts(by="access")} == {
        level: sum(1 for one in stock.titles.values() if one == level) for level in LEVELS
    }
    closed = set(catalogue.closed_items(stock.ids.values()))
    assert closed == {stock.ids[title] for title, level in stock.titles.items() if level != "public"}
    table: Any = gather(stock.archive, report_named("accessions"), Wanted())
    heads = [column.head for column in table.columns]
    said = {str(row[heads.index("题名")]): row[heads.index("级别")] for row in table.rows}
    assert said == {title: Access(level).label for title, level in stock.titles.items()}


def test_copies_and_transcripts_stay_where_the_unit_is_closed(stock: Stock) -> None:
    consents = ConsentBook(stock.archive)
    for title, level in stock.titles.items():
        record = stock.archive.catalogue.record(stock.ids[title])
        assert leaves(lambda item=record: may_leave(item, consents)) is (level != "restricted"), title
        for audience, highest in ((Audience.INTERNAL, "internal"), (Audience.OWN, "restricted")):
            goes = leaves(lambda item=record, whom=audience: may_go(stock.archive, item, whom))
            assert goes is (level in READERS[highest]), (title, audience)
        assert leaves(lambda item=record: may_go(stock.archive, item, Audience.PUBLIC)) is False or level == "public"


def leaves(go: Callable[[], object]) -> bool:
    try:
        go()
    except Refused:
        return False
    return True


def test_the_command_line_says_the_same_and_opens_nothing_above_its_unit(
    stock: Stock, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(stock.archive.root)
    closed = "渡口庚"  # open itself, in the closed unit
    stock.archive.close()
    for highest in LEVELS:
        assert main(["search", root, "渡口", "--access", highest, "--limit", "50", "--json"]) in (0, 1)
        told = json.loads(capsys.readouterr().out)
        assert {hit["title"] for hit in told["hits"]} == stock.seen(highest)
    assert main(["list", root, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["items"]
    assert {one["title"]: one["access"] for one in listed} == stock.titles
    assert main(["show", root, stock.ids[closed], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["access"], shown["level"]) == ("public", "restricted")
    assert main(["set", root, stock.ids[closed], "access=public"]) == 0
    assert "所以这一件不能更宽" in capsys.readouterr().out


def test_nothing_but_the_one_place_reads_an_items_own_level() -> None:
    """Whoever lets something out asks ``Record.level``: the field is only what a person set."""
    source = Path(__file__).parents[2] / "archive_app"
    may = {
        "catalogue/levels.py", "services/units/acts.py", "services/units/standing.py", "services/joining_items.py",
        "search/feed.py",
    }  # fmt: skip
    reading = re.compile(r"""(?:item|record|other|values)\["access"\]|ITEM\.c\.access\b""")
    found = {
        str(path.relative_to(source).as_posix())
        for path in source.rglob("*.py")
        if "migrations" not in path.parts and reading.search(path.read_text(encoding="utf-8"))
    }
    assert found <= may, "these ask what a person set, not what holds"
