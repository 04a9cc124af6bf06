"""The parts of an OpenDocument text: in a zip, or all in one file (.fodt)."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.opendocument.names import OFFICE, Element
from archive_app.vault.hostile.limits import DEFAULT, Limits
from archive_app.vault.hostile.xml import parse_xml
from archive_app.vault.hostile.zips import Entry, SafeZip

_REMEDY = "请用 LibreOffice 或 WPS 打开修复后另存。"


class Package:
    """An open text. Raises ``Refused``: a password, macros, damage."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._zip: SafeZip | None = None
        self._entries: dict[str, Entry] = {}
        with path.open("rb") as file:
            head = file.read(2)
        if head != b"PK":
            self.content = self.styles = self.meta = parse_xml(path.read_bytes(), path.name, limits)
            if self.content.tag != f"{OFFICE}document":
                raise _damaged()
            return
        self._zip = SafeZip(path, limits)
        for entry in self._zip.entries:
            self._entries.setdefault(entry.name.lstrip("/"), entry)
        manifest = self._entries.get("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in self._zip.read(manifest, limits.part):
            raise Refused("文稿加了密码，打不开", "请先去掉密码，再另存后导入。", code="encrypted")
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith(("script-lb.xml", "script-lc.xml", "/"))
               for name in self._entries):  # fmt: skip
            raise Refused("带宏的文档不收，宏可能有害", "请用 LibreOffice 或 WPS 去掉宏后另存。", code="macros")
        content = self.xml("content.xml")
        if content is None:
            raise _damaged()
        self.content = content
        self.styles = self.xml("styles.xml")
        self.meta = self.xml("meta.xml")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def xml(self, name: str) -> Element | None:
        """A part's root; ``None`` where it is not there. Raises ``Refused``."""
        data = self.read(name)
        return None if data is None else parse_xml(data, name, self._limits)

    def read(self, name: str) -> bytes | None:
        """A part's bytes; ``None`` where it is not there. Raises ``Refused``."""
        entry = self._entries.get(name.removeprefix("./"))
        if self._zip is None or entry is None:
            return None
        return self._zip.read(entry, self._limits.part)

    def binary(self, element: Element) -> bytes | None:
        """The bytes of a picture that stands in the text itself."""
        found = element.find(f"{OFFICE}binary-data")
        if found is None:
            return None
        try:
            return base64.b64decode("".join((found.text or "").split()))
        except (binascii.Error, ValueError):
            return None


def _damaged() -> Refused:
    return Refused("里面缺少正文部件，文件已损坏或没有拷完", "请重新拷一份；" + _REMEDY, code="damaged")
