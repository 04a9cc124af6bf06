"""How long dates take to read.

    python tests/benchmarks/bench_dates.py

CPU time of the import (a fresh process, bytecode compiled), of the first reading, and of a reading of each form of
the agreed table; dates found in a folder's name.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "tests" / "hanzi" / "dating" / "rows.json"
_IMPORT = (
    "import re, dataclasses, datetime, time; t = time.process_time(); import archive_app.hanzi.dating; "
    "print((time.process_time() - t) * 1000)"
)


def import_ms() -> float:
    """CPU time of the import in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _IMPORT], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    """Measure and print, in milliseconds."""
    print(f"import          {min(import_ms() for _ in range(5)):6.1f} (best of five)")
    sys.path.insert(0, str(ROOT))
    from archive_app.hanzi.dating import find_dates, read

    begin = time.process_time()
    read("一九四七年腊月二十三")
    print(f"first reading   {(time.process_time() - begin) * 1000:6.1f}")
    forms = [form for row in json.loads(ROWS.read_text(encoding="utf-8")) for form in row["forms"]]
    taken = []
    for form in forms * 3:
        begin = time.perf_counter()
        read(form)
        taken.append((time.perf_counter() - begin) * 1000)
    taken = taken[len(forms) :]
    print(f"a reading       {statistics.mean(taken):6.2f} mean, {max(taken):.2f} longest, of {len(forms)} forms")
    begin = time.perf_counter()
    for _ in range(200):
        find_dates("2024-05-01_王家庄")
    print(f"a folder's name {(time.perf_counter() - begin) * 5:6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
