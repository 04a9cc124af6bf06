"""A small archive with words in it, for the search and the volumes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.searching import Search
from tests.support_archives import copied

MILL = "沙塘川的三盘水磨"
COUNTER = "供销社的柜台"
CONTRACT = "民国二十六年合股修磨约"
PHOTOGRAPH = "水磨房旧影"


def manuscript(*paragraphs: str) -> dict[str, object]:
    """Paragraphs as a manuscript's value."""
    return Manuscript(tuple(Block(BlockKind.PARAGRAPH, words) for words in paragraphs)).to_json()


def make_archive(root: Path, *, indexed: bool = True) -> Path:
    """Three texts (one with rare characters and verse, one in the old script) and a photograph with its caption.

    Their index stands already, unless it is the building of it that is tested.
    """
    return copied(_make_indexed if indexed else _make, root)


def _make_indexed(root: Path) -> None:
    _make(root)
    with Archive.open(root, actor="王文史") as archive:
        search = Search(archive)
        search.follow()
        search.settle()
        search.close()


def _make(root: Path) -> None:
    incoming = root.with_name("来件")
    incoming.mkdir()
    Image.new("RGB", (640, 420), (176, 160, 140)).save(incoming / "磨房.jpg")
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        archive.execute(
            Create(
                "item",
                {
                    "kind": "oral_history",
                    "title": MILL,
                    "keywords": ["水磨", "沙塘川", "磨课"],
                    "responsibility": [{"role": "口述者", "name": "李兰芳"}, {"role": "整理者", "name": "李晓棠"}],
                    "manuscript": manuscript(
                        "韵家口不远，河边却有三盘水磨：上磨、中磨、下磨。" * 4,
                        "𠮷日开磨，䶮家先到。\n一瓢清水两瓢面，\n磨到鸡叫水磨停。",
                        "磨房裏外都是人，里外三层。",
                    ),
                },
            )
        )
        archive.execute(
            Create(
                "item",
                {
                    "kind": "contribution",
                    "title": COUNTER,
                    "responsibility": [{"role": "作者", "name": "马文山"}],
                    "manuscript": manuscript("一九五八年春，供销社搬到了十字路口。" * 12, "柜台是松木的。"),
                },
            )
        )
        archive.execute(
            Create(
                "item",
                {"kind": "document", "title": CONTRACT, "manuscript": manuscript("四家合股重修水磨，屋裏外各半。")},
            )
        )
        [outcome] = import_paths(archive, [incoming / "磨房.jpg"]).imported
        [photograph] = [r for r in archive.catalogue.records("item") if r["kind"] == "photograph"]
        assert outcome
        archive.execute(SetFields(photograph.id, {"title": PHOTOGRAPH, "caption": "河边的磨房，水槽木架尚存。"}))
