"""Parts of the file that nothing in the text led to: named, so that nothing is dropped in silence."""

from __future__ import annotations

import posixpath

from archive_app.intake.wordml.findings import Findings
from archive_app.intake.wordml.media import Media
from archive_app.intake.wordml.package import WordPackage

_TOLD = {"hyperlink", "image"}  # said where they stand in the text
_EMBEDDED = ("/word/embeddings/", "/word/activeX/")


def report_leftovers(package: WordPackage, media: Media, findings: Findings) -> None:
    """Embedded files, pictures outside the text, and references to the outside."""
    for part in package.parts:
        name = posixpath.basename(part)
        if part.startswith(_EMBEDDED) and not name.endswith((".rels", ".xml")):
            findings.quote("嵌入的文件", f"嵌入的文件“{name}”没有收，请在 Word 里打开它另存后单独导入。")
        elif part.startswith("/word/media/") and part not in media.seen:
            findings.quote("正文外的图片", f"图片“{name}”不在正文里（在页眉、水印、图表或项目符号中），没有收。")
    for part in package.parts:
        if part.endswith(".rels"):
            continue
        for relationship in package.relationships(part).values():
            if relationship.external and relationship.kind not in _TOLD:
                findings.quote(
                    "外部引用", f"文稿引用了外面的文件或网址（{relationship.kind}：{relationship.target}），没有去取。"
                )
