"""Whether LibreOffice shows a docx or xlsx of ours as it was written, and epubcheck an EPUB without a fault.

Run by hand, where the two programs are installed: ``python tests/tools/officecheck.py FILE…``. A docx is turned into
LibreOffice's own form and into a PDF; headings, footnotes, pictures, tables and every paragraph's words are held
against the docx; every cell of an xlsx's first sheet against what LibreOffice reads. It prints what differs and leaves
with 1 where anything does.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MARKS = "*[] "  # of notes; LibreOffice 7.4 drops the first character of the first endnote
EPUBCHECK = ("/usr/share/java/epubcheck.jar", "/usr/local/share/java/epubcheck.jar")


def docx_facts(path: Path) -> dict[str, list[str]]:
    """What the docx says it holds."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        parts = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in package.namelist()]
        notes = [note for name in parts for note in etree.fromstring(package.read(name))]
        styles = etree.fromstring(package.read("word/styles.xml"))
    outlined = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style") if s.find(f".//{W}outlineLvl") is not None}

    def words(element: etree._Element) -> str:
        return "".join(t.text or "" for t in element.iter(f"{W}t"))

    def style(paragraph: etree._Element) -> str:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if found is None else found.get(f"{W}val")

    paragraphs = [p for p in body.iter(f"{W}p") if p.getparent().tag == f"{W}body"]
    return {
        "headings": [
            words(p) for p in paragraphs if style(p) in outlined or p.find(f"{W}pPr/{W}outlineLvl") is not None
        ],
        "notes": [words(n).lstrip(_MARKS) for n in notes if n.get(f"{W}type") is None],
        "pictures": [str(n) for n, _ in enumerate(body.iter(f"{W}drawing"), 1)],
        "tables": [str(n) for n, _ in enumerate(body.iter(f"{W}tbl"), 1)],
    }


def office_facts(path: Path, folder: Path) -> dict[str, list[str]]:
    """What LibreOffice found in it."""
    convert(path, folder, "odt")
    with zipfile.ZipFile(folder / f"{path.stem}.odt") as package:
        body = etree.fromstring(package.read("content.xml"))

    def words(element: etree._Element) -> str:
        kept = [element.text or ""]
        for node in element:
            if node.tag == f"{TEXT}s":
                kept.append(" " * int(node.get(f"{TEXT}c", 1)))
            # a picture beside the text is anchored in the paragraph that follows it
            if node.tag not in (f"{TEXT}note", f"{TEXT}ruby-text", f"{DRAW}frame"):
                kept.append(words(node))
            kept.append(node.tail or "")
        return "".join(kept)

    return {
        "headings": [words(h) for h in body.iter(f"{TEXT}h")],
        "notes": ["".join(n.find(f"{TEXT}note-body").itertext()).lstrip(_MARKS) for n in body.iter(f"{TEXT}note")],
        "pictures": [str(n) for n, _ in enumerate(body.iter(f"{DRAW}image"), 1)],
        "tables": [str(n) for n, _ in enumerate(body.iter(f"{TABLE}table"), 1)],
    }


def convert(path: Path, folder: Path, form: str) -> None:
    """Have LibreOffice write the file in another form."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # its own: another one may be in use
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def check_docx(path: Path) -> list[str]:
    """What LibreOffice shows otherwise."""
    with tempfile.TemporaryDirectory() as name:
        wanted, found = docx_facts(path), office_facts(path, Path(name))
        convert(path, Path(name), "pdf")
        faults = []
        for key, values in wanted.items():
            if sorted(values) != sorted(found[key]):
                lost = [v for v in values if v not in found[key]] or [f"{len(values)} / {len(found[key])}"]
                faults.append(f"{path.name}: {key}: {lost[:5]}")
        print(path.name, {key: len(values) for key, values in wanted.items()})
        return faults


def check_xlsx(path: Path) -> list[str]:
    """What LibreOffice reads otherwise in the first sheet."""
    with tempfile.TemporaryDirectory() as name:
        convert(path, Path(name), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1")
        written = next(Path(name).glob("*.csv"))
        with written.open(encoding="utf-8-sig", newline="") as lines:
            found = list(csv.reader(lines))
    wanted = [
        ["" if value is None else str(value) for value in row]
        for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    ]
    print(path.name, {"rows": len(wanted)})
    faults = [
        f"{path.name}: row {number}: {said} / {read}"
        for number, (said, read) in enumerate(zip(wanted, found, strict=False), 1)
        if said != read
    ]
    return faults if len(wanted) == len(found) else [f"{path.name}: {len(wanted)} rows, {len(found)} read", *faults]


def check_epub(path: Path) -> list[str]:
    """What epubcheck says."""
    program = next((jar for jar in EPUBCHECK if Path(jar).exists()), None)
    if program is None:
        return [f"{path.name}: epubcheck is not installed"]
    done = subprocess.run(["java", "-jar", program, str(path)], capture_output=True, text=True, timeout=300)
    said = done.stdout + done.stderr
    print(path.name, next((line for line in said.splitlines() if line.startswith("Messages")), ""))
    return [line for line in said.splitlines() if line.startswith(("ERROR", "WARNING", "FATAL"))]


CHECKS = {".epub": check_epub, ".docx": check_docx, ".xlsx": check_xlsx}


def main(names: list[str]) -> int:
    """Check each file."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed")
        return 1
    faults = [fault for name in names for fault in CHECKS[Path(name).suffix](Path(name))]
    print("\n".join(faults) or "no faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
