"""A list of 5,000 rows and 15 columns: ``python tests/benchmarks/bench_lists.py [ROWS]``.

Times the command line from its start to its end (wall clock): the dry run, the import, the dry run once more when all
is there; and, in the same run, openpyxl in its read-only mode, which only reads the cells and makes nothing of them.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

HEADS = ("序号", "档号", "题名", "拍摄时间", "拍摄地点", "人物", "摄影者", "底片号", "参见号", "事由", "背景",
         "文字说明", "保管期限", "载体", "备注")  # fmt: skip
WORDS = "水磨油坊供销社社火高跷合影麦场学校车站渠首羊皮筏子河滩庙会院落作坊柜台队部粮仓打谷剪影集市老街巷口"


def make(path: Path, rows: int) -> None:
    """A list of photographs as an office keeps it: a title line, the head, the rows."""
    chance = random.Random(1958)

    def words(length: int) -> str:
        return "".join(chance.choice(WORDS) for _ in range(length))

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "照片目录"
    sheet.append(["照片目录"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    sheet.append(list(HEADS))
    for number in range(1, rows + 1):
        day = f"{chance.randint(1950, 1999)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        sheet.append(
            [number, f"ZP{number:05d}", words(8), day, words(4), f"{words(3)}、{words(3)}", words(3), f"D-{number}", "",
             words(6), words(20), words(40), "永久", "黑白纸基", words(5)]
        )  # fmt: skip
    book.save(path)


def wall(*command: str) -> tuple[float, str]:
    """Seconds and standard output of a command."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - began, done.stdout.decode()


def rival(path: Path) -> float:
    """Seconds that a fresh Python needs to read the cells with openpyxl."""
    code = (
        "import sys, openpyxl\n"
        "sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).active\n"
        "print(sum(1 for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None))"
    )
    return wall(sys.executable, "-c", code, str(path))[0]


def main() -> None:
    """Make, measure, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    program = (sys.executable, "-m", "archive_app.cli.main")
    with tempfile.TemporaryDirectory() as folder:
        path, root = Path(folder, "照片目录.xlsx"), Path(folder, "馆藏")
        make(path, rows)
        wall(*program, "init", str(root))
        # the rival in turn with the program, so that a busy machine is busy for both
        dry = min(wall(*program, "import", str(root), str(path), "--dry-run", "--json") for _ in range(3))
        read = min(rival(path) for _ in range(3))
        report = json.loads(dry[1])
        assert len(report["imported"]) == rows and not report["refused"], report["refused"][:3]
        taken = wall(*program, "import", str(root), str(path), "--json")
        assert len(json.loads(taken[1])["imported"]) == rows
        again = wall(*program, "import", str(root), str(path), "--dry-run", "--json")
        assert len(json.loads(again[1])["duplicates"]) == rows
    print(f"{rows} rows × {len(HEADS)} columns, whole command, wall clock")
    print(f"  dry run               {dry[0]:6.2f} s")
    print(f"  openpyxl, reading only {read:5.2f} s   ratio {dry[0] / read:.2f}")
    print(f"  import                {taken[0]:6.2f} s   {rows / taken[0]:.0f} rows/s")
    print(f"  dry run of what is there {again[0]:.2f} s")


if __name__ == "__main__":
    main()
