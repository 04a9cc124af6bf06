"""How one on a photograph is written whose name nobody knows: as the archive's setting says, wherever it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.office_words import FILE
from archive_app.domain.errors import UsageError
from archive_app.reports.catalogues import PHOTOGRAPHS
from archive_app.reports.held import held
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.office_note import Office
from archive_app.services.photo_copies import Wish, write_copies
from archive_app.services.photograph_cards import cards
from archive_app.services.reporting import Wanted
from archive_app.volumes.photographs import photograph_text

PEOPLE = [
    {"name": "祁垚", "row": "前排", "order": 1},
    {"row": "前排", "order": 2},
    {"name": "？", "row": "后排", "order": 1},
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    Image.new("RGB", (80, 60), "grey").save(tmp_path / "合影.jpg")
    with Archive.create(tmp_path / "馆", actor="测试") as opened:
        import_paths(opened, [tmp_path / "合影.jpg"])
        yield opened


def printed(archive: Archive, tmp_path: Path) -> list[str]:
    """The words for the rows in a volume, on a card, in the list and in a copy."""
    (item,) = archive.catalogue.item_ids()
    archive.execute(SetFields(item, {"people": PEOPLE}))
    record = archive.catalogue.record(item)
    (block,) = photograph_text(archive.catalogue, record)
    assert block.picture is not None
    (card,) = cards(archive, Wanted(), (), lambda share, words: None).rows
    on_card = next(words for line in card.facts for label, words in line if label == "人物")
    (one,) = held(archive.catalogue, [item])
    (listed,) = (str(column.of(one)) for column in PHOTOGRAPHS.columns if column.column.head == "人物")
    folder = tmp_path / f"副本{len(list(tmp_path.iterdir()))}"
    (copy,) = write_copies(archive, [item], folder, Wish()).written
    copied = copy.path.read_bytes().decode("utf-8", "replace")
    assert block.picture.people in copied
    return [block.picture.people, on_card, listed]


def test_the_setting_is_what_is_printed(archive: Archive, tmp_path: Path) -> None:
    assert set(printed(archive, tmp_path)) == {"前排左起：祁垚、（姓名不详）；后排：（姓名不详）"}
    for words in ("佚名", "？", "□□□"):
        Office(archive.root).set({"nameless": words})
        assert set(printed(archive, tmp_path)) == {f"前排左起：祁垚、{words}；后排：{words}"}
    Office(archive.root).set({"nameless": "  "})
    assert "（姓名不详）" in printed(archive, tmp_path)[0]


def test_what_is_no_setting_is_refused_or_passed_by(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="写得太长"):
        Office(archive.root).set({"nameless": "不知道叫什么名字的一位老人家"})
    (archive.root / FILE).parent.mkdir(exist_ok=True)
    (archive.root / FILE).write_text("nameless = [", encoding="utf-8")
    assert "（姓名不详）" in printed(archive, tmp_path)[0]  # who opens the settings is told of the file
