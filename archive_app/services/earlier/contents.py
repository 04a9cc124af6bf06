"""The contents of an earlier volume: read from what people have, held against the pages, and kept as its articles."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.earlier.folios import plain_label, scan_of
from archive_app.domain.errors import Refused, UsageError
from archive_app.intake.proposal import Refusal, Taken, TakenList
from archive_app.intake.reading import read
from archive_app.services.archive import Archive
from archive_app.services.earlier.finding import squeezed, title_on
from archive_app.services.earlier.laying import articles_of
from archive_app.services.earlier.leaves import NOTHING, Leaf
from archive_app.services.earlier.pasted import ContentsRow, read_grid, read_lines
from archive_app.services.earlier.taking import earlier_volume

NO_SECTION = "目录"
"""The 栏目 of what stands under none."""
FILES = (".xlsx", ".xls", ".ods", ".csv", ".docx", ".txt")
"""What a table of contents may come in."""
LEVELS = {"": "", **{level.label: level.value for level in Access}}
"""As a person writes a level → as it is kept."""
_NEAR = 3


def rows_of(archive: Archive, volume_id: str) -> list[ContentsRow]:
    """What is kept."""
    return [
        ContentsRow(
            article.title,
            str(article["author"] or ""),
            "" if section == NO_SECTION else section,
            str(article["first_page"] or ""),
            str(article["last_page"] or ""),
            Access(str(article["access"])).label if article["access"] else "",
        )
        for section, article in articles_of(archive.catalogue.sections_of(volume_id))
    ]


def read_file(path: Path) -> list[ContentsRow]:
    """The contents in a table (xlsx, xls, ods, csv), a Word file or a text. Raises ``Refused`` where there are none."""
    if path.suffix.lower() not in FILES:
        raise Refused(f"{path.name} 读不成目录", f"目录请用 {'、'.join(FILES)}，或直接粘贴。", code="no-contents")
    with tempfile.TemporaryDirectory() as staging:
        for outcome in read([path], staging=Path(staging)):
            if isinstance(outcome, Refusal):
                raise Refused(f"{path.name}：{outcome.reason}", "请换一个文件，或直接粘贴。", code="no-contents")
            if isinstance(outcome, TakenList):
                grids = [[[cell for cell in row] for row in sheet.rows] for sheet in outcome.book.sheets]
                return read_grid(max(grids, key=len, default=[]))
            if isinstance(outcome, Taken) and outcome.proposal.manuscript is not None:
                proposal = outcome.proposal
                tables = [block.rows for block in outcome.proposal.manuscript or () if block.rows]
                if tables:
                    return read_grid([[cell.text for cell in row] for table in tables for row in table])
                lines = [proposal.title, *(block.text for block in proposal.manuscript or ())]
                found = read_lines("\n".join(lines))
                if found:
                    return found
    raise Refused(f"{path.name} 里看不出目录", "请让每一行写着题名和页码，或直接粘贴。", code="no-contents")


def read_pages(leaves: Sequence[Leaf]) -> list[ContentsRow]:
    """The contents as they stand on these pages of the volume, where their text is known."""
    return read_lines("\n".join(_print(leaf) for leaf in leaves))


def _print(leaf: Leaf) -> str:
    """The lines of a page as they stand: what is level is one line."""
    rows: list[tuple[float, float, list[tuple[float, str]]]] = []  # middle, height, (left, words)
    for line in leaf.page.lines:
        if line.folio:
            continue
        left, top, _width, height = line.box
        middle = top + height / 2
        row = next((one for one in rows if abs(one[0] - middle) < 0.6 * max(one[1], height)), None)
        if row is None or line.upright:
            rows.append((middle, height, [(left, line.text)]))
        else:
            row[2].append((left, line.text))
    rows.sort(key=lambda one: one[0])
    return "\n".join("\t".join(words for _left, words in sorted(parts)) for _middle, _height, parts in rows)


def remarks(leaves: Sequence[Leaf], rows: Sequence[ContentsRow]) -> list[str]:
    """What is to be said of each row; empty where the title stands on the page that is named."""
    known = [plain_label(leaf.label) for leaf in leaves]
    return [_remark(leaves, known, row) for row in rows]


def _remark(leaves: Sequence[Leaf], known: Sequence[str], row: ContentsRow) -> str:
    if not row.first:
        return "没有写页码"
    at = scan_of(row.first, known)
    if not at:
        return f"没有哪一页印着 {row.first}，请核对页码规则" if any(known) else "页码还没有定"
    if row.last and scan_of(row.last, known) < at:
        return f"止页 {row.last} 不对"
    leaf = leaves[at - 1]
    place = title_on(leaf.page, row.title)
    if place is not None:
        if place.exact:
            return ""
        said = "".join(line.text.strip() for line in leaf.page.lines[place.first : place.end])
        return f"页上是“{said}”"
    for step in range(1, _NEAR + 1):
        for near in (at + step, at - step):
            found = title_on(leaves[near - 1].page, row.title) if 1 <= near <= len(leaves) else None
            if found is not None and found.exact and found.alone:
                return f"题名在{leaves[near - 1].name}"
    return "这一页没有文字，没法核对" if leaf.standing == NOTHING else "这一页上没有找到题名"


def set_contents(archive: Archive, volume_id: str, rows: Iterable[ContentsRow]) -> Batch | None:
    """The command that makes these the contents of a volume: articles that were there stay what they are; None where
    nothing is another. Raises ``UsageError`` for a row without a title."""
    volume = earlier_volume(archive, volume_id)
    wanted = list(rows)
    for at, row in enumerate(wanted, 1):
        if not row.title.strip():
            raise UsageError(f"第 {at} 行没有题名", "请补上，或删掉这一行。", code="missing-field")
        if row.level.strip() not in LEVELS:
            raise UsageError(
                f"第 {at} 行的级别“{row.level}”不认得", "请写 公开、内部、控制，或空着照全书。", code="wrong-level"
            )
    nodes = archive.catalogue.sections_of(volume_id)
    sections = {str(node.section.title): node.section for node in reversed(nodes)}
    there = [article for _section, article in articles_of(nodes)]
    commands: list[Command] = []
    homes: dict[str, str] = {}
    for row in wanted:
        name = row.section.strip() or NO_SECTION
        if name in homes:
            continue
        position = len(homes) + 1
        if name not in sections:
            made = Create("section", {"volume": volume_id, "title": name, "matter": "body", "position": position})
            commands.append(made)
            homes[name] = made.id
        else:
            homes[name] = sections[name].id
            if sections[name]["position"] != position:
                commands.append(SetFields(homes[name], {"position": position}))
    for at, row in enumerate(wanted, 1):
        values = {
            "section": homes[row.section.strip() or NO_SECTION],
            "position": at,
            "title": row.title.strip(),
            "author": row.author.strip(),
            "first_page": row.first.strip(),
            "last_page": row.last.strip(),
            "access": LEVELS[row.level.strip()],
        }
        own = _same(there, row)
        if own is None:
            commands.append(Create("article", values))
            continue
        there.remove(own)
        changed = {name: value for name, value in values.items() if (own[name] or "") != value}
        if changed:
            commands.append(SetFields(own.id, changed))
    gone = [article.id for article in there]
    gone += [section.id for name, section in sections.items() if name not in homes and name != NO_SECTION]
    if gone:
        commands.append(Trash(gone))
    return Batch(f"《{volume.title}》的目录（{len(wanted)} 篇）", commands) if commands else None


def _same(there: Sequence[Record], row: ContentsRow) -> Record | None:
    """The article a row is about: by its title and page, by its title, else by its page."""
    title, page = squeezed(row.title), plain_label(row.first)
    own = [(squeezed(one.title), plain_label(str(one["first_page"] or ""))) for one in there]
    for test in ((title, page), (title, None), (None, page)):
        if test == (None, ""):
            continue
        for at, (known, first) in enumerate(own):
            if (test[0] is None or test[0] == known) and (test[1] is None or test[1] == first):
                return there[at]
    return None
