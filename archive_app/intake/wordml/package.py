"""The parts of a docx and how they refer to each other (Open Packaging Conventions, ECMA-376-2)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.wordml.names import RELS, TYPES, Element, make_transitional, transitional
from archive_app.vault.hostile.limits import DEFAULT, Limits
from archive_app.vault.hostile.xml import parse_xml
from archive_app.vault.hostile.zips import Entry, SafeZip

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_MACROS = ("macroEnabled", "vbaProject")
_OFFICE_DOCUMENT = "/officeDocument"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One part's reference to another part, or to something outside. ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str
    external: bool


class WordPackage:
    """An open docx. Raises ``Refused`` where it is none, has macros, or a part that is needed cannot be read."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._zip = SafeZip(path, limits)
        self._parts: dict[str, Entry] = {}
        for entry in self._zip.entries:
            self._parts.setdefault("/" + entry.name.lstrip("/"), entry)
        self._relationships: dict[str, Mapping[str, Relationship]] = {}

    def __enter__(self) -> WordPackage:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the file."""
        return tuple(self._parts)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        for relationship in self.relationships("/").values():
            if relationship.kind == "officeDocument" and relationship.target in self._parts:
                return relationship.target
        raise Refused("里面没有 Word 的正文，可能已损坏", "请用 Word 或 WPS 打开修复后另存。", code="no-document")

    def check(self) -> None:
        """Raise ``Refused`` where this is another program's document, or one with macros."""
        if any(mark in kind for kind in self._types.values() for mark in _MACROS) or "/word/vbaProject.bin" in self:
            raise Refused("带宏的 Word 文档不收，宏可能有害", "请用 Word 或 WPS 另存为不带宏的 docx。", code="macros")
        kind = self._types.get(self.main, "")
        if kind not in (_MAIN, _TEMPLATE):
            raise Refused("不是 Word 文稿", "请用 Word 或 WPS 另存为 docx。", code="no-document")

    def xml(self, part: str) -> Element:
        """The root of an XML part, in Transitional names. Raises ``Refused``."""
        root = parse_xml(self.read(part), part.lstrip("/"), self.limits)
        if "purl.oclc.org" in root.tag or any("purl.oclc.org" in uri for uri in root.nsmap.values()):
            make_transitional(root)
        return root

    def read(self, part: str) -> bytes:
        """A part's bytes, within the limit for one part. Raises ``Refused``."""
        entry = self._parts.get(part)
        if entry is None:
            raise Refused(
                f"里面缺少 {part.lstrip('/')}，文件不完整", "请用 Word 或 WPS 打开修复后另存。", code="no-part"
            )
        return self._zip.read(entry, self.limits.part)

    def copy(self, part: str, target: Path) -> int:
        """Write a part to a file; its size. Raises ``Refused``."""
        with target.open("wb") as out:
            return self._zip.copy(self._parts[part], out, self.limits.document)

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """A part's references, by id; of the package itself for ``/``."""
        if part not in self._relationships:
            folder, name = posixpath.split(part)
            rels = posixpath.join(folder, "_rels", f"{name}.rels")
            self._relationships[part] = self._read_relationships(rels, folder) if rels in self._parts else {}
        return self._relationships[part]

    def _read_relationships(self, rels: str, folder: str) -> Mapping[str, Relationship]:
        found: dict[str, Relationship] = {}
        for element in self.xml(rels).iter(f"{RELS}Relationship"):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            kind = transitional(element.get("Type", "")).rpartition("/")[2]
            inside = posixpath.normpath(posixpath.join(folder, unquote(target)))
            place = target if external else inside
            found[element.get("Id", "")] = Relationship(element.get("Id", ""), kind, place, external)
        return found

    @cached_property
    def _types(self) -> Mapping[str, str]:
        """The content type of every part that is named, and of those that go by their suffix."""
        root = self.xml("/[Content_Types].xml")
        by_suffix = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in root.iter(f"{TYPES}Default")}
        types = {part: by_suffix.get(posixpath.splitext(part)[1][1:].lower(), "") for part in self._parts}
        types.update({e.get("PartName", ""): e.get("ContentType", "") for e in root.iter(f"{TYPES}Override")})
        return types
