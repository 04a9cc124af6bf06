"""Make the Word files of the example: `python packaging/example/make_documents.py [ms-18 …]`.

What the archive received is made from what it keeps: every manuscript that `items.json` says came as a Word file is
written by pandoc (an author's tool, from the system's packages) with real notes, headings, tables and pictures under
the name it came in; one came as text pasted into a file in GB18030. The same manuscripts give the same files.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image
from word_styles import dressed_reference

HOME = Path(__file__).resolve().parents[2] / "resources" / "example"
LARGEST_PICTURE = 1200
LARGEST_DOCUMENT = 400_000
_PICTURE_BYTES = 300_000
_EPOCH = "1779667200"  # 2026-05-25: the day every file of the example was last saved

_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_RUBY = re.compile(r"\{([^{}|｜]+)[|｜][^{}]*\}")
_SPAN = re.compile(r"\[([^\[\]]*)\]\{\.([a-z]+)\}")
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(pictures/([^)]+)\)(?:\{([^}]*)\})?$", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]]+\]")
_CREDIT = re.compile(r'credit="([^"]*)"')
_TRAILING = re.compile(r"\s*\{[^{}]*\}$", re.MULTILINE)
_KEPT_SPANS = {"dots": "着重号", "name": "专名线", "book": "书名线"}
_ROLES = (("author", ""), ("narrator", "口述："), ("interviewer", "采访："), ("editor", "整理："))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as it stands in the folder: its head and its words."""

    key: str
    head: dict[str, Any]
    body: str


def read_manuscript(path: Path) -> Manuscript:
    """Split a manuscript into head and body; raises ValueError without a head."""
    text = path.read_text(encoding="utf-8")
    match = _HEAD.match(text)
    if match is None:
        raise ValueError(f"{path.name} has no head")
    return Manuscript(path.stem, yaml.safe_load(match[1]), text[match.end() :].strip() + "\n")


def _names(value: object) -> str:
    return "、".join(str(v) for v in value) if isinstance(value, list) else str(value or "")


def byline(head: dict[str, Any]) -> str:
    """Who told, asked and wrote, as people put it under a title."""
    shown = [(label, _names(head.get(key))) for key, label in _ROLES if head.get(key)]
    if len(shown) == 1 or all(not label for label, _ in shown):
        return "　".join(label + name for label, name in shown)
    return "　".join((label or "作者：") + name for label, name in shown)


def for_pandoc(body: str) -> str:
    """The manuscript's own marks as pandoc's Markdown has them.

    Readings are left out: nobody types them in Word. Lines of a verse keep their breaks; 着重号 and the lines under
    names become character styles, names marked for the index plain words.
    """
    body = _RUBY.sub(r"\1", body)
    body = _SPAN.sub(lambda m: _span(m[1], m[2]), body)
    lines = body.split("\n")
    broken = [
        line + "\\" if line.startswith("> ") and after.startswith("> ") and after.strip() != ">" else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(broken)


def _span(words: str, kind: str) -> str:
    if kind in _KEPT_SPANS:
        return f'[{words}]{{custom-style="{_KEPT_SPANS[kind]}"}}'
    if kind == "underline":
        return f"[{words}]{{.underline}}"
    return {"superscript": f"^{words}^", "subscript": f"~{words}~"}.get(kind, words)


def with_pictures(body: str, folder: Path) -> str:
    """Pictures scaled down into `folder`, one paragraph each, the credit put after the caption as people do."""

    def placed(match: re.Match[str]) -> str:
        caption, name, attributes = match[1], match[2], match[3] or ""
        source = next((HOME / "pictures").glob(f"{Path(name).stem}.*"))
        scaled(source, folder / f"{source.stem}.jpg")
        credit = _CREDIT.search(attributes)
        words = f"{caption}（{credit[1]}）" if credit else caption
        return f"![{words}]({source.stem}.jpg){{width=13cm}}"

    return _PICTURE.sub(placed, body)


def scaled(source: Path, target: Path) -> None:
    """A copy of a picture at most 1,200 pixels long, as small as a Word file can carry."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((LARGEST_PICTURE, LARGEST_PICTURE), Image.Resampling.LANCZOS)
    for quality in (82, 76, 70, 62, 54):
        store = BytesIO()
        picture.save(store, "JPEG", quality=quality, optimize=True)
        if store.tell() <= _PICTURE_BYTES:
            break
    target.write_bytes(store.getvalue())


def word_file(manuscript: Manuscript, target: Path) -> None:
    """One Word file. Raises subprocess.CalledProcessError with pandoc's words where pandoc refuses."""
    head = manuscript.head
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        body = with_pictures(for_pandoc(manuscript.body), folder)
        body = _TRAILING.sub(lambda m: m[0] if "width=" in m[0] or "custom-style" in m[0] else "", body)
        front = f'::: {{custom-style="Author"}}\n{byline(head)}\n:::\n\n'
        about = "作者简介" if head.get("author") else "口述者简介"
        labels = (("note", about), ("written", "写作时间"))
        end = "".join(f"\n\n{label}：{_names(head[key])}\n" for key, label in labels if head.get(key))
        (folder / "text.md").write_text(front + body + end, encoding="utf-8")
        (folder / "reference.docx").write_bytes(
            dressed_reference(_pandoc(["--print-default-data-file", "reference.docx"]))
        )
        arguments = ["-f", "markdown+east_asian_line_breaks-implicit_figures-auto_identifiers-smart", "-t", "docx"]
        for key in ("title", "subtitle"):
            if head.get(key):
                arguments += ["-M", f"{key}={head[key]}"]
        arguments += ["--reference-doc", "reference.docx", "-o", "made.docx", "text.md"]
        _pandoc(arguments, folder)  # from inside: pandoc writes the pictures' paths into the document
        settled(folder / "made.docx", target, _names(head.get("author") or head.get("editor")))
    if target.stat().st_size > LARGEST_DOCUMENT:
        raise ValueError(f"{target.name} is larger than {LARGEST_DOCUMENT} bytes")


def _pandoc(arguments: list[str], folder: Path | None = None) -> bytes:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
    return subprocess.run(["pandoc", *arguments], check=True, capture_output=True, env=environment, cwd=folder).stdout


def settled(source: Path, target: Path, author: str) -> None:
    """The package again with fixed times and the author's name in its properties."""
    with zipfile.ZipFile(source) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = made.read(name)
            if name == "docProps/core.xml":
                text = re.sub(r"<dc:creator>.*?</dc:creator>", "", data.decode("utf-8"))
                shown = f"<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
                data = text.replace("</cp:coreProperties>", shown + "</cp:coreProperties>").encode()
            entry = zipfile.ZipInfo(name, (2026, 5, 25, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, data)


def pasted_text(manuscript: Manuscript, target: Path) -> None:
    """The words alone, as somebody pastes them from a messenger into Notepad: GB18030 and its line ends."""
    body = _RUBY.sub(r"\1", manuscript.body)
    body = _SPAN.sub(r"\1", body)
    body = "\n".join(line for line in body.split("\n") if not line.startswith(("[^", "![")))
    body = re.sub(r"^(?:#+|>)\s*|\*+", "", _NOTE.sub("", body), flags=re.MULTILINE)
    body = re.sub(r"\n{2,}", "\n", body).strip()
    target.write_bytes(f"{manuscript.head['title']}\n{body}\n".replace("\n", "\r\n").encode("gb18030"))


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", help="which items; all when none is named")
    parser.add_argument("--into", type=Path, default=HOME, help="folder that takes `incoming/`")
    options = parser.parse_args(arguments)
    items = json.loads((HOME / "items.json").read_text(encoding="utf-8"))
    for item in items:
        if not item.get("incoming") or (options.keys and item["key"] not in options.keys):
            continue
        manuscript = read_manuscript(HOME / item["manuscript_file"])
        for incoming in item["incoming"]:
            target: Path = options.into / incoming["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.suffix == ".docx":
                word_file(manuscript, target)
            elif target.suffix == ".txt":
                pasted_text(manuscript, target)
            else:
                continue
            print(f"{item['key']} {target.name} {target.stat().st_size} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
