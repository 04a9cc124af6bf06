"""Plain text: its encoding found out, its lines made paragraphs."""

from __future__ import annotations

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.draft import Draft, draft
from archive_app.intake.text.paragraphs import paragraphs
from archive_app.intake.text.reports import without_controls
from archive_app.intake.text.rich import Rich
from archive_app.intake.text.shape import shape
from archive_app.vault.hostile.charsets import Decoded, decode
from archive_app.vault.hostile.limits import readable


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is too large or in no encoding that is known."""
    decoded = decoded_text(source, workspace)
    text, controls = without_controls(decoded.text.replace("\f", "\n\n"))
    found, joined = paragraphs(text)
    drafts: list[Draft] = [draft(BlockKind.PARAGRAPH, Rich(p.text), centred=p.centred) for p in found]
    if not drafts:
        raise Refused("文件里没有文字", code="empty")
    shaped = shape(drafts, source.name)
    warnings = [*encoding_warnings(decoded, controls)]
    if joined:
        warnings.append(f"原文每行硬回车，已合并 {joined} 处断行，请对照原稿看分段。")
    return Proposal(
        shaped.kind,
        shaped.title,
        shaped.fields,
        shaped.manuscript,
        facts=(("mime", "text/plain"),),
        warnings=(*warnings, *shaped.warnings),
    )


def decoded_text(source: Source, workspace: Workspace) -> Decoded:
    """The file's text. Raises ``Refused`` where it is too large or cannot be decoded."""
    size = source.path.stat().st_size
    if size > workspace.limits.text:
        raise Refused(
            f"文本有 {readable(size)}，超过上限 {readable(workspace.limits.text)}（约五百万字）",
            "请按篇拆成几个文件再导入。",
            code="too-large",
        )
    decoded = decode(source.path.read_bytes())
    if decoded is None:
        raise Refused(
            "认不出文字的编码（不是 UTF-8、UTF-16、GB18030 或 Big5），或文件已损坏",
            "请用记事本打开，另存为 UTF-8 后再导入。",
            code="encoding",
        )
    return decoded


def encoding_warnings(decoded: Decoded, controls: int) -> list[str]:
    """What was not quite as it should be in the bytes."""
    warnings = []
    if decoded.damaged:
        warnings.append(f"按 {decoded.label} 读，有 {decoded.damaged} 处读不出来，以“\ufffd”代替，请对照原稿补上。")
    if controls:
        warnings.append(f"去掉了 {controls} 个控制字符（看不见，也印不出）。")
    return warnings


PLAIN = Format("txt", "文本文件", (".txt", ".text"), read)
