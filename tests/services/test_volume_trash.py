"""A volume in the trash is found by nobody, and comes back with its plan as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import Conflict, UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.services.earlier.contents import rows_of, set_contents
from archive_app.services.earlier.leaves import CONFIRMED, leaves_of
from archive_app.services.earlier.pasted import ContentsRow
from archive_app.services.earlier.taking import confirm, take_in, volume_values
from archive_app.services.maintenance import rebuild
from archive_app.services.searching import Search
from archive_app.services.volume_trash import find_in_trash, restored, trashed
from tests.support_archives import copied
from tests.support_earlier import Going, pdf

ROWS = [ContentsRow("水磨记", "张三", "三亲", "1"), ContentsRow("渡口的船", "李四", "", "3")]


def _make(root: Path) -> None:
    source = pdf(root.parent / "第七辑.pdf")
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        made = take_in(archive, [source], volume_values("文史资料", 7), Going())
        for rows in ([*ROWS, ContentsRow("多的一篇", "", "三亲", "2")], ROWS):
            command = set_contents(archive, made.volume, rows)
            assert command is not None
            archive.execute(command)
        leaves = leaves_of(archive.catalogue, archive.root, archive.catalogue.record(made.volume))
        confirm(archive, made.volume, leaves[:1])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(copied(_make, tmp_path / "馆藏"), actor="王文史") as opened:
        yield opened


def _hits(archive: Archive) -> int:
    search = Search(archive)
    try:
        return len(search.search("羊皮筏子", limit=5, matches=5).hits)
    finally:
        search.close()


def test_an_earlier_volume_goes_and_comes_back_by_undo_and_out_of_the_trash(archive: Archive) -> None:
    catalogue = archive.catalogue
    (volume,) = catalogue.records("volume")
    assert _hits(archive) == 1
    archive.execute(trashed(archive, volume.id))
    assert (_hits(archive), catalogue.records("volume"), catalogue.records("article")) == (0, [], [])
    with pytest.raises(UsageError):
        trashed(archive, volume.id)
    archive.undo()
    assert _hits(archive) == 1 and rows_of(archive, volume.id) == ROWS
    archive.execute(trashed(archive, volume.id))
    archive.execute(restored(archive, find_in_trash(archive, "7")))
    assert _hits(archive) == 1 and rows_of(archive, volume.id) == ROWS, "what was taken off before stays off"
    assert leaves_of(catalogue, archive.root, volume)[0].standing == CONFIRMED
    with pytest.raises(UnknownRecord):
        find_in_trash(archive, "7")


def test_scans_taken_in_once_more_stay_with_one_volume(archive: Archive, tmp_path: Path) -> None:
    (volume,) = archive.catalogue.records("volume")
    archive.execute(trashed(archive, volume.id))
    take_in(archive, [pdf(tmp_path / "又.pdf")], volume_values("文史资料", 8), Going())
    with pytest.raises(Conflict, match="又收成了《文史资料》8"):
        restored(archive, volume.id)


def test_a_volume_made_here_goes_until_it_is_printed(archive: Archive) -> None:
    made = Create("volume", {"title": "新编", "number": 24, "state": "editing"})
    section = Create("section", {"volume": made.id, "title": "三亲", "matter": "body", "position": 1})
    gone, kept = (Create("article", {"section": section.id, "title": words}) for words in ("甲", "乙"))
    for command in (made, section, gone, kept, Trash([gone.id])):
        archive.execute(command)
    archive.execute(trashed(archive, made.id))
    archive.execute(restored(archive, made.id))
    (node,) = archive.catalogue.sections_of(made.id)
    assert [article.title for article in node.articles] == ["乙"]
    archive.execute(SetFields(made.id, {"state": "issued"}, by_program=True))
    with pytest.raises(Conflict, match="已印发"):
        trashed(archive, made.id)


def test_the_trash_on_the_command_line_and_after_the_catalogue_was_made_anew(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    root = archive.root
    archive.close()
    assert main(["volume", str(root), "trash", "7"]) == 0
    capsys.readouterr()
    assert main(["volume", str(root), "list"]) == 0 and "还没有书卷" in capsys.readouterr().out
    assert main(["volume", str(root), "list", "--trashed"]) == 0 and "《文史资料》7" in capsys.readouterr().out
    assert main(["volume", str(root), "trash", "7"]) != 0
    rebuild(root, "catalogue")
    assert main(["volume", str(root), "restore", "7"]) == 0
    with Archive.open(root) as again:
        (volume,) = again.catalogue.records("volume")
        assert ROWS[0] in rows_of(again, volume.id) and _hits(again) == 1
