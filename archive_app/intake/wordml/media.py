"""The pictures inside a document, each staged once however often it is shown."""

from __future__ import annotations

import posixpath
from pathlib import Path, PurePosixPath

from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Workspace
from archive_app.intake.formats.image import ATTACHED, picture_facts
from archive_app.intake.proposal import Attachment, Facts
from archive_app.intake.wordml.findings import Findings
from archive_app.intake.wordml.package import Relationship, WordPackage

_OTHER_MIMES = {
    ".emf": "image/emf",
    ".wmf": "image/wmf",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".wdp": "image/vnd.ms-photo",
    ".jxr": "image/jxr",
    ".heic": "image/heic",
}


class Media:
    """Stages pictures; ``attachments`` are those that were taken, in the order of the text."""

    def __init__(self, package: WordPackage, workspace: Workspace, findings: Findings) -> None:
        self._package = package
        self._workspace = workspace
        self._findings = findings
        self._taken: dict[str, Attachment | None] = {}

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The pictures taken."""
        return tuple(attachment for attachment in self._taken.values() if attachment is not None)

    @property
    def seen(self) -> frozenset[str]:
        """The parts that some drawing showed, taken or not."""
        return frozenset(self._taken)

    def key(self, relationship: Relationship | None) -> str:
        """What the manuscript calls the picture; empty where there is none to take (the findings say why)."""
        if relationship is None:
            self._findings.say("有一幅图片在文件里找不到，没有收。")
            return ""
        if relationship.external:
            self._findings.quote(
                "外部图片", f"图片“{relationship.target}”不在文稿里，在网上或别的电脑上；没有去取，请补上原图。"
            )
            return ""
        part = relationship.target
        if part not in self._taken:
            self._taken[part] = self._take(part)
        attachment = self._taken[part]
        return attachment.key if attachment else ""

    def _take(self, part: str) -> Attachment | None:
        name = posixpath.basename(part)
        if part not in self._package:
            self._findings.say(f"图片“{name}”在文件里找不到，没有收。")
            return None
        path = self._workspace.new_file(PurePosixPath(name).suffix)
        try:
            self._package.copy(part, path)
            facts = self._facts(name, PurePosixPath(name).suffix.lower(), path)
        except Refused as error:
            path.unlink(missing_ok=True)
            self._findings.say(f"图片“{name}”没有收：{error}")
            return None
        return Attachment(f"picture-{len(self.attachments) + 1}", path, name, facts=facts)

    def _facts(self, name: str, suffix: str, path: Path) -> Facts:
        if suffix in _OTHER_MIMES:
            self._findings.say(f"图片“{name}”是 {suffix[1:].upper()} 格式，照存；排版前请另存为 PNG 或 JPEG。")
            return (("mime", _OTHER_MIMES[suffix]),)
        facts, warnings = picture_facts(path, ATTACHED)
        for warning in warnings:
            self._findings.say(f"图片“{name}”：{warning}")
        return facts
