"""A small archive on disk: five items of four kinds, a commissioner, two people; with more where a module says so."""

from __future__ import annotations

from pathlib import Path

from archive_app.catalogue.commands import Create
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths

ITEMS = (
    {"kind": "photograph", "title": "社火高跷队合影", "access": "public", "created": {"display": "约1958年春"}},
    {"kind": "photograph", "title": "老火车站站前广场", "access": "internal"},
    {"kind": "oral_history", "title": "沙塘川的三盘水磨", "category": "乡村记忆"},
    {"kind": "contribution", "title": "供销社的柜台", "category": "乡村记忆"},
    {"kind": "document", "title": "民国二十六年合股修磨约", "access": "restricted"},
)


def make_small(root: Path, *folders: Path) -> None:
    """The archive at ``root``; what lies in ``folders`` comes in, too."""
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        who = Create("commissioner", {"name": "李晓棠", "number": "07"})
        archive.execute(who)
        archive.execute(Create("person", {"name": "马文山", "aliases": ["马师傅"]}))
        archive.execute(Create("person", {"name": "赵吉甫"}))
        for number, values in enumerate(ITEMS):
            archive.execute(Create("item", {**values, **({"commissioner": who.id} if number < 2 else {})}))
        if folders:
            import_paths(archive, list(folders))
