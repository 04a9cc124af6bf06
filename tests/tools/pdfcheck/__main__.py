"""``python tests/tools/pdfcheck BOOK.pdf …``: a table on standard output, and JSON where it is asked for."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pdfcheck import FAULTS, Report, check


def table(reports: list[Report]) -> str:
    """The measurements side by side, a book a column."""
    width = max(14, *(len(report.name) for report in reports))
    rows = [("", [report.name for report in reports])]
    rows += [
        ("pages", [str(report.pages) for report in reports]),
        ("lines (of body)", [f"{report.lines} ({report.body_lines})" for report in reports]),
        ("gap of Han, p95 (em)", [f"{report.han_gap_p95:.3f}" for report in reports]),
        ("gap of Han, most (em)", [f"{report.han_gap_most:.3f}" for report in reports]),
        ("Han–Latin joints", [str(report.joints) for report in reports]),
        ("pairs of marks", [str(report.mark_pairs) for report in reports]),
    ]
    for name, label in FAULTS.items():
        cells = [f"{r.faults[name].count} ({r.per_thousand(name):.1f}‰)" for r in reports]
        rows.append((label, cells))
    return "\n".join(f"{label:<62}" + "".join(f"{cell:>{width + 2}}" for cell in cells) for label, cells in rows)


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 where no fault was found, 1 where some were."""
    parser = argparse.ArgumentParser(prog="pdfcheck", description="Measure the pages of a book from its PDF alone.")
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement there")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show the first N places of every fault")
    options = parser.parse_args(arguments)
    reports = [check(path) for path in options.pdf]
    print(table(reports))
    for report in reports if options.examples else ():
        for name, fault in report.faults.items():
            for page, text in fault.examples[: options.examples]:
                print(f"{report.name}  p.{page:<4} {name:<24} {text}")
    if options.json:
        options.json.write_text(
            json.dumps([report.to_json() for report in reports], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return int(any(fault.count for report in reports for fault in report.faults.values()))


if __name__ == "__main__":
    sys.exit(main())
