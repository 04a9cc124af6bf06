"""Thirty different acts in a row, all taken back and all done again, across a restart: everything is as it was.

What is held against each other is everything a person could see: the records, the rows lists ask, the files in
``records/``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive_app.catalogue.commands import Command, Create, Restore, SetFields, Trash
from archive_app.catalogue.merging import Merge, Split
from archive_app.domain.comments import commenting
from archive_app.domain.entities import ENTITIES
from archive_app.domain.manuscript import Manuscript, paragraphs
from archive_app.services import item_files
from archive_app.services import own_fields as own
from archive_app.services.archive import Archive
from archive_app.services.batch import Way, Wish, plan
from archive_app.services.joining_items import joining
from archive_app.services.texts.commenting import writing
from archive_app.services.vocabulary import renaming, terms, vocabulary

Act = Callable[[Archive, random.Random], Command | None]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as made:
        for number in range(4):
            item = Create("item", {"kind": "photograph", "title": f"照片{number}"})
            made.execute(item)
            for place in range(2):
                about = {
                    "name": f"{number}-{place}.jpg",
                    "role": "原始",
                    "mime": "image/jpeg",
                    "width": 60,
                    "height": 40,
                }
                digest = f"{number}{place}".rjust(64, "0")
                made.execute(Create("file", {**about, "item": item.id, "position": place, "sha256": digest}))
        for name in ("马文山", "马师傅", "赵吉甫"):
            made.execute(Create("person", {"name": name}))
        made.execute(
            Create(
                "item", {"kind": "contribution", "title": "磨坊", "manuscript": paragraphs(["一座磨坊。"]).to_json()}
            )
        )
        made.execute(own.adding(made, {"name": "开本", "type": "choice", "terms": ["八开", "十六开", "对开"]}))
        made.execute(own.adding(made, {"name": "张数"}))
        made.execute(own.adding(made, {"name": "堂号", "kinds": ["person", "photograph"]}))
    with Archive.open(root, actor="王文史") as opened:
        yield opened


def _item(archive: Archive, chance: random.Random, kind: str = "") -> str:
    ids = [key for key in archive.catalogue.item_ids() if kind in ("", archive.catalogue.record(key)["kind"])]
    return chance.choice(ids)


def _people(archive: Archive) -> list[str]:
    return [record.id for record in archive.catalogue.records("person")]


def _fill(archive: Archive, chance: random.Random) -> Command:
    values = {
        "title": f"题{chance.random():.6f}", "keywords": chance.sample(["水磨", "社火", "庙会"], 2),
        "own:开本": chance.choice(["八开", "十六开", "", "四开"]), "own:张数": str(chance.randrange(99)),
        "created": {"display": f"19{chance.randrange(10, 99)}年"}, "persons": _people(archive)[:2],
    }  # fmt: skip
    name = chance.choice(list(values))
    return SetFields(_item(archive, chance), {name: values[name]})


def _retype(archive: Archive, chance: random.Random) -> Command:
    field = own.own_field(archive, "张数")
    return own.changing(archive, field, {"type": "number" if field.type == "text" else "text"})


def _rename_field(archive: Archive, chance: random.Random) -> Command:
    field = next(one for one in archive.own_fields if one.key == "开本")
    return own.changing(archive, field, {"name": f"开本{chance.randrange(99)}"})


def _withdraw(archive: Archive, chance: random.Random) -> Command:
    field = next(one for one in archive.own_fields if one.key == "堂号")
    return own.withdrawing(field, withdrawn=not field.withdrawn)


def _one_word(archive: Archive, chance: random.Random) -> Command | None:
    field = vocabulary(archive, next(one.field.name for one in archive.own_fields if one.key == "开本"))
    words = [term.word for term in terms(archive, field)]
    return renaming(archive, field, words[:2], words[0]).command() if len(words) > 2 else None


def _batch(archive: Archive, chance: random.Random) -> Command:
    ids = archive.catalogue.item_ids()
    return plan(archive, ids, Wish("keywords", Way.ADD, [f"词{chance.randrange(999)}"])).command()


def _card(archive: Archive, chance: random.Random) -> Command:
    return SetFields(chance.choice(_people(archive)), {"own:堂号": f"堂{chance.randrange(99)}", "aliases": ["小名"]})


def _merge_or_split(archive: Archive, chance: random.Random) -> Command | None:
    gone = [one.id for one in archive.catalogue.records("person", trashed=True) if one["merged_into"]]
    if gone:
        return Split(gone[0])
    people = _people(archive)
    return Merge(people[0], (people[1],)) if len(people) > 1 else None


def _joined(archive: Archive, chance: random.Random) -> Command | None:
    photographs = [key for key in archive.catalogue.item_ids() if archive.catalogue.record(key)["kind"] == "photograph"]
    return joining(archive, photographs[0], photographs[1:2]).command() if len(photographs) > 2 else None


def _files(archive: Archive, chance: random.Random) -> Command | None:
    for key in archive.catalogue.item_ids():
        files = [one.id for one in archive.catalogue.files_of(key)]
        if len(files) > 1:
            if chance.random() < 0.5:
                return item_files.ordered(archive, key, files[::-1])
            return item_files.parted(archive, key, files[-1:])[0]
    return None


def _comment(archive: Archive, chance: random.Random) -> Command:
    item = archive.catalogue.record(_item(archive, chance, "contribution"))
    manuscript = Manuscript.from_json(item["manuscript"])
    return writing(item, commenting(manuscript, manuscript.blocks[0].id, 0, 2, "再核一遍", by="王文史"))


def _loan(archive: Archive, chance: random.Random) -> Command:
    about = {"what": "原件一册", "direction": "lent", "party": "文化馆", "due": "2030-01-01"}
    return Create("loan", {**about, "items": [_item(archive, chance)]})


def _trash(archive: Archive, chance: random.Random) -> Command | None:
    gone = [one.id for one in archive.catalogue.records("item", trashed=True)]
    return Restore((gone[0],)) if gone and chance.random() < 0.6 else Trash((_item(archive, chance, "photograph"),))


ACTS: tuple[Act, ...] = (
    _fill, _fill, _fill, _retype, _rename_field, _withdraw, _one_word, _batch, _card, _merge_or_split, _joined, _files,
    _comment, _loan, _trash,
)  # fmt: skip


def dump(archive: Archive) -> dict[str, Any]:
    """All that is not in the trash, and what lists ask of it."""
    found: dict[str, Any] = {}
    for entity in ENTITIES:
        for record in archive.catalogue.records(entity.name):
            found[record.id] = record.to_json()
            path = archive.root / "records" / record.id[-2:] / f"{record.id}.json"
            found[f"file {record.id}"] = path.read_bytes()
    with archive.catalogue.database.read() as connection:
        for table in ("item_own", "item_date", "item_person", "item_agent", "item_depicted", "loan_item"):
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            found[table] = sorted(str(tuple(row)) for row in rows if row.owner in found)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_thirty_acts_are_undone_and_redone(archive: Archive, seed: int) -> None:
    chance = random.Random(seed)
    states, root, done = {0: dump(archive)}, archive.root, 0
    while done < 30:
        command = chance.choice(ACTS)(archive, chance)
        if command is not None and archive.execute(command).changes:
            done += 1
            if done % 6 == 0:
                states[done] = dump(archive)
    for back in range(24, 11, -6):
        archive.undo(6)
        assert dump(archive) == states[back], back
    archive.close()
    with Archive.open(root, actor="王文史") as again:
        again.undo(12)
        assert dump(again) == states[0]
        again.redo(12)
        assert dump(again) == states[12]
    with Archive.open(root, actor="王文史") as again:
        again.redo(18)
        assert dump(again) == states[30]
