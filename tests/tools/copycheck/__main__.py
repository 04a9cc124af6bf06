"""``python tests/tools/copycheck BOOK_DIR BOOK.pdf``: what is lost or strange, and how much was compared."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive_app.cli.book import find_volume
from archive_app.services.archive import Archive
from archive_app.services.typesetting import volume_book
from archive_app.typeset.book import Book
from archive_app.typeset.folder import load_book
from copycheck import compare, units_of
from copycheck.copied import copied


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 where what is copied is what was written, 1 where not."""
    parser = argparse.ArgumentParser(prog="copycheck", description="Compare what a PDF copies with what was written.")
    parser.add_argument("source", type=Path, help="the book's folder, or an archive")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--volume", default="", help="which of the archive's volumes")
    parser.add_argument("--examples", type=int, default=10, metavar="N")
    options = parser.parse_args(arguments)
    report = compare(*units_of(_book(options.source, options.volume)), copied(options.pdf))
    print(f"{report.lines} lines, {report.characters} characters, {report.missing} as 〓, {len(report.faults)} faults")
    for fault in report.faults[: options.examples]:
        print(fault)
    return int(bool(report.faults))


def _book(source: Path, volume: str) -> Book:
    if not volume:
        return load_book(source)[0]
    with Archive.open(source) as archive:
        return volume_book(archive, find_volume(archive, volume))


if __name__ == "__main__":
    sys.exit(main())
