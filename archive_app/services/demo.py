"""The demonstration: the example archive built, searched, its volumes typeset, each step timed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from archive_app.domain.errors import CannotOpen
from archive_app.services.archive import Archive
from archive_app.services.example import NAME, build_example
from archive_app.services.searching import Search
from archive_app.services.typesetting import typeset_volume
from archive_app.vault.durable import sync_folder

QUERIES = ("水磨", "火车站", "𠮷")
"""What the demonstration looks for: a frequent word, a place, a rare character."""

Progress = Callable[[float, str], None]


@dataclass(slots=True)
class Step:
    """One step: what was done, in words, and how many seconds it took."""

    words: str
    seconds: float


@dataclass(slots=True)
class Demo:
    """What the demonstration made, and where it is."""

    root: Path
    steps: list[Step] = field(default_factory=list)
    books: list[Path] = field(default_factory=list)


def default_folder() -> Path:
    """Where the example stands where no folder is named: the person's own, to change or delete."""
    return platformdirs.user_data_path("cunshi", appauthor=False) / NAME


def build_demo(folder: Path, progress: Progress = lambda share, words: None) -> int:
    """Build the example archive at ``folder``: whole, or not at all. Returns the number of items."""
    folder = Path(folder).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise CannotOpen(f"{folder} 里已有别的东西", "请另选一个空文件夹放示例馆藏。", code="not-empty")
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    try:
        with Archive.create(building, name=NAME, actor="示例") as archive:
            items = build_example(archive, progress).items
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    progress(1.0, "示例馆藏建好了")
    return items


def run_demo(folder: Path, progress: Progress, tell: Callable[[Step], None]) -> Demo:
    """Build the example where it is not there yet, search it, typeset its volumes; ``tell`` hears of each step done."""
    demo = Demo(Path(folder).absolute())

    def timed(work: Callable[[], str]) -> None:
        began = time.perf_counter()
        step = Step(work(), time.perf_counter() - began)
        demo.steps.append(step)
        tell(step)

    timed(lambda: _built(demo.root, progress))
    with Archive.open(demo.root, actor="示例") as archive:
        search = Search(archive)
        timed(lambda: f"检索索引已就绪（更新 {search.follow(progress)} 件）")
        for query in QUERIES:
            timed(lambda query=query: _found(search, query))  # type: ignore[misc]
        search.close()
        for volume in archive.catalogue.records("volume"):
            timed(lambda volume=volume: _typeset(archive, volume.id, demo, progress))  # type: ignore[misc]
    return demo


def _built(root: Path, progress: Progress) -> str:
    if (root / "archive.toml").exists():
        return f"示例馆藏已经在那里，直接使用：{root}"
    return f"建好了示例馆藏，{build_demo(root, progress)} 件资料：{root}"


def _found(search: Search, query: str) -> str:
    results = search.search(query, limit=1)
    first = f"，最相关的是《{results.hits[0].title}》" if results.hits else ""
    return f"检索“{query}”：{results.total} 件，{results.occurrences} 处{first}"


def _typeset(archive: Archive, volume: str, demo: Demo, progress: Progress) -> str:
    record = archive.catalogue.record(volume)
    out = archive.root / "volumes" / f"{record.title}{record['number'] or ''}.pdf"
    done = typeset_volume(archive, volume, out, progress)
    demo.books.append(done.out)
    return f"排好了《{record.title}》，{done.pages} 面：{done.out}"
