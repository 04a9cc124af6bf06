"""An earlier volume of 400 pages: taken in, opened, looked through, searched. Processor seconds; by hand:

python tests/benchmarks/bench_earlier.py [PAGES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive_app.services.archive import Archive
from archive_app.services.earlier.leaves import leaves_of
from archive_app.services.earlier.taking import confirm, take_in, volume_values
from archive_app.services.printed import printed_document
from archive_app.services.printed_pages import printed_sheets
from archive_app.services.searching import Search, compose_in_a_process
from tests.support_earlier import BODY, Going, pdf


def timed(name: str, act: Callable[[], Any], times: int = 1) -> Any:
    """Tell the median of what it takes, processor seconds of this process, and by the clock."""
    found: Any = None
    spent, passed = [], []
    for _ in range(times):
        began, clock = time.process_time(), time.perf_counter()
        found = act()
        spent.append(time.process_time() - began)
        passed.append(time.perf_counter() - clock)
    print(f"{name:24}{statistics.median(spent):8.3f} s  {statistics.median(passed):8.3f} by the clock")
    return found


def main() -> None:
    """Every figure, once or as a median."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as folder:
        source = pdf(Path(folder) / "卷.pdf", [(BODY * 2,) * 9] * count)
        with Archive.create(Path(folder) / "馆藏", name="测") as archive:
            values = volume_values("文史资料", 1)
            made = timed("taken in", lambda: take_in(archive, [source], values, Going()))
            volume = archive.catalogue.record(made.volume)
            search = Search(archive)
            timed("index built", search.follow)
            leaves = timed("its pages", lambda: leaves_of(archive.catalogue, archive.root, volume), 5)
            timed("its texts", lambda: printed_document(archive, volume.id), 5)
            timed("its sheets", lambda: printed_sheets(archive, volume.id, compose_in_a_process), 3)
            timed("one page looked through", lambda: confirm(archive, volume.id, leaves[:1]))
            timed("… found again", search.follow)
            timed("all looked through", lambda: confirm(archive, volume.id, leaves[1:]))
            timed("… found again", search.follow)
            timed("a word", lambda: search.search("湟源的山上", limit=20, matches=20), 5)
            search.close()


if __name__ == "__main__":
    main()
