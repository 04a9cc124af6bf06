"""Taking an earlier volume in: its PDF, or pictures of its pages, become a volume; one undoable command."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.store import Record
from archive_app.domain.earlier.folios import FolioRule, plain_label, proposed, rules_of
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.scanned.turning import QUARTERS
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.earlier.layers import Layer, keep_layer, read_layers
from archive_app.services.earlier.leaves import Leaf, is_earlier, leaves_of, pages_of, turns_of
from archive_app.services.jobs import Cancelled, Reporter

PAGES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp")
"""What a volume's pages may be."""
_PARTS = re.compile(r"(\d+)")
_READ_SHARE, _KEPT_SHARE = 0.5, 0.95
_FOLIO = re.compile(r"\d{1,4}|[ivxlcdm]{1,8}", re.IGNORECASE)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it: the volume, how many pages, on how many there are words, the rules that were read off the
    pages' own numbers, and what is to be said."""

    volume: str
    pages: int
    written: int
    rules: tuple[FolioRule, ...]
    remarks: tuple[str, ...] = ()


def pages_in(paths: Sequence[Path]) -> list[Path]:
    """The files of the pages, in the order of a book: those named, and of a folder those within, 9 before 10.

    Raises ``Refused`` where there is none, or one that is no page."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            try:
                inside = [one for one in path.iterdir() if one.is_file() and not one.name.startswith(".")]
            except OSError as error:
                raise Refused(
                    f"文件夹 {path.name} 读不出来（{in_words(error)}）", "请检查权限。", code="no-scan"
                ) from error
            found += sorted((one for one in inside if one.suffix.lower() in PAGES), key=natural)
        elif path.suffix.lower() in PAGES:
            found.append(path)
        else:
            raise Refused(
                f"{path.name} 不是书页", f"请选 PDF，或放书页图片（{'、'.join(PAGES[1:])}）的文件夹。", code="no-scan"
            )
    if not found:
        raise Refused("这里没有书页", "请选一个 PDF，或放着书页图片的文件夹。", code="no-scan")
    return found


def natural(path: Path) -> list[tuple[int, int, str]]:
    """In which order people put files: 第2页 before 第10页."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PARTS.split(path.name.lower()) if part
    ]


def take_in(archive: Archive, paths: Sequence[Path], values: Mapping[str, Any], reporter: Reporter) -> TakenIn:
    """Keep the scans of a volume and make the volume; ``values`` are its fields (`volume_values` makes them).

    Nothing is kept where a file cannot be read. Raises ``Refused`` that names it, ``Cancelled`` where it was stopped.
    """
    files = pages_in(paths)
    layers = read_layers(
        files,
        archive.root / "derived" / "scans",
        lambda share, words: reporter.progress(share * _READ_SHARE, words),
        reporter.cancelled,
    )
    for path, layer in zip(files, layers, strict=False):
        if layer.refused:
            raise Refused(f"{path.name}：{layer.refused}", "这一卷没有收；换好文件再收。", code="no-scan")
    if len(layers) < len(files) or reporter.cancelled():
        raise Cancelled("停了，这一卷没有收", "", code="cancelled")
    records, commands = keep_scans(archive, files, layers, reporter)
    first = Create("volume", {**values, "scans": [{"file": key} for key in records]})
    count = sum(layer.count for layer in layers)
    rules = proposed(_read_numbers(layers), count)
    made = Create("volume", {**first.values, "folios": [rule.row() for rule in rules]}, id=first.id)
    section = Create("section", {"volume": made.id, "title": "目录", "matter": "body", "position": 1})
    archive.execute(Batch(f"收入往辑《{values['title']}》（{count} 页）", (*commands, made, section), type="create"))
    written = sum(layer.written for layer in layers if not layer.useless)
    return TakenIn(made.id, count, written, rules, tuple(_remarks(files, layers)))


def keep_scans(
    archive: Archive, files: Sequence[Path], layers: Sequence[Layer], reporter: Reporter
) -> tuple[list[str], list[Command]]:
    """The ids of the files' records, and the commands that make those there are not yet; the files are kept then.

    Raises ``Refused`` for one that is in a volume already, ``Cancelled``."""
    taken = {
        str(row["file"]): volume for volume in archive.catalogue.records("volume") for row in volume["scans"] or ()
    }
    ids: list[str] = []
    commands: list[Command] = []
    for at, (path, layer) in enumerate(zip(files, layers, strict=True)):
        if reporter.cancelled():
            raise Cancelled("停了，这一卷没有收", "", code="cancelled")
        span = _KEPT_SHARE - _READ_SHARE
        reporter.progress(_READ_SHARE + span * at / len(files), f"收原件 {at + 1}/{len(files)}")
        stored = archive.vault.take(path)
        keep_layer(archive.root, stored.sha256, layer)
        known = archive.catalogue.file_with(stored.sha256)
        if known is not None and known.id in taken:
            other = taken[known.id]
            raise Refused(
                f"{path.name} 已经收过，是《{other.title}》{other['number'] or ''}的书页", "", code="taken-in"
            )
        if known is not None:
            ids.append(known.id)
            if int(known["pages"] or 0) != layer.count:
                commands.append(SetFields(known.id, {"pages": layer.count}, by_program=True))
            continue
        made = Create(
            "file",
            {
                "name": path.name,
                "role": "扫描件",
                "position": at,
                "mime": mimetypes.guess_type(path.name)[0] or "",
                "bytes": stored.bytes,
                "sha256": stored.sha256,
                "pages": layer.count,
                "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "source": str(path),
            },
        )
        ids.append(made.id)
        commands.append(made)
    if len(set(ids)) < len(ids):
        twice = next(path for at, path in enumerate(files) if ids[at] in ids[:at])
        raise Refused(f"{twice.name} 和前面一页是同一个文件", "请去掉重复的再收。", code="taken-in")
    return ids, commands


def _read_numbers(layers: Iterable[Layer]) -> dict[int, str]:
    found: dict[int, str] = {}
    before = 0
    for layer in layers:
        for page in layer.pages:
            said = _number_of([line.text for line in page.lines if line.folio])
            if said and not layer.useless:
                found[before + page.number + 1] = said
        before += layer.count
    return found


def _number_of(lines: Iterable[str]) -> str:
    """The number that stands alone in a page's head or foot."""
    for words in lines:
        bare = plain_label(words.strip(" -—–·•.第页頁\u3000"))
        if _FOLIO.fullmatch(bare):
            return bare
    return ""


def _remarks(files: Sequence[Path], layers: Sequence[Layer]) -> Iterable[str]:
    garbled = [path.name for path, layer in zip(files, layers, strict=True) if layer.useless == "garbled"]
    if garbled:
        yield f"{_some(garbled)} 的文字层是乱码，没有用；要能检索，请做文字识别。"
    bare = sum(layer.count for layer in layers if layer.useless == "none")
    if bare:
        yield f"{bare} 页没有文字层；要能检索，请做文字识别。"
    for path, layer in zip(files, layers, strict=True):
        if layer.failed:
            numbers = "、".join(str(number + 1) for number, _ in layer.failed[:_SHOWN])
            yield f"{path.name} 第 {numbers} 页已损坏，读不出来；原件照存。"


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 个文件" if len(names) > _SHOWN else "")


def volume_values(
    title: str, number: int | None, *, year: str = "", permit: str = "", isbn: str = "", **more: str
) -> dict[str, Any]:
    """The fields of an earlier volume: with an ISBN it was published, else it is an 内部资料."""
    if not title.strip():
        raise UsageError("没有写书名", "请写书名，如 城东政协文史资料。", code="missing-field")
    variant = "public" if isbn.strip() else "internal"
    said = {"variant": variant, "permit": permit, "isbn": isbn, "edition" if isbn.strip() else "print_date": year}
    imprint = [{"key": key, "value": words.strip()} for key, words in said.items() if words.strip()]
    values: dict[str, Any] = {
        "title": title.strip(),
        "series": (more.pop("series", "") or title).strip(),
        "state": "published" if isbn.strip() else "issued",
        "imprint": imprint,
        **{key: words.strip() for key, words in more.items() if words.strip()},
    }
    if number is not None:
        values["number"] = number
    return values


# — afterwards —


def earlier_volume(archive: Archive, volume_id: str) -> Record:
    """The volume; raises ``UsageError`` where it is none of scans."""
    volume = archive.catalogue.record(volume_id)
    if volume.entity != "volume" or not is_earlier(volume):
        raise UsageError(f"《{volume.title}》不是往辑", "往辑是收进来的扫描件；请核对书卷。", code="not-earlier")
    return volume


def set_folios(archive: Archive, volume_id: str, rules: Sequence[FolioRule]) -> None:
    """Say which pages bear which numbers. Raises ``UsageError`` for a page there is not."""
    volume = earlier_volume(archive, volume_id)
    count = len(pages_of(archive.catalogue, volume))
    beyond = next((rule for rule in rules if rule.scan > count), None)
    if beyond is not None:
        raise UsageError(f"扫描件只有 {count} 页，没有第 {beyond.scan} 页", "", code="wrong-folio")
    rows = [rule.row() for rule in rules_of([rule.row() for rule in rules])]
    archive.execute(SetFields(volume_id, {"folios": rows}, words=f"《{volume.title}》的页码"))


def turned(archive: Archive, volume_id: str, leaves: Sequence[Leaf], by: int = 90) -> SetFields:
    """The command that turns these pages by so many degrees, clockwise; where their words stand turns with them.

    Raises ``UsageError`` where it is not by quarters.
    """
    volume = earlier_volume(archive, volume_id)
    if not leaves or by % 360 not in QUARTERS[1:]:
        raise UsageError("书页只能转 90、180 或 270 度", "请写要转的页和度数。", code="wrong-turn")
    known = turns_of(volume)
    known.update({(leaf.file.id, leaf.at): (leaf.page.turn + by) % 360 for leaf in leaves})
    rows = [{"file": file, "page": at + 1, "turn": turn} for (file, at), turn in known.items()]
    some = leaves[0].name if len(leaves) == 1 else f" {len(leaves)} 页"
    return SetFields(volume_id, {"turns": rows}, by_program=True, words=f"《{volume.title}》{some}转 {by % 360} 度")


def read_folios(archive: Archive, volume_id: str) -> tuple[FolioRule, ...]:
    """The rules that follow from the numbers read on the pages, for a person to look over."""
    leaves = leaves_of(archive.catalogue, archive.root, earlier_volume(archive, volume_id))
    found = {leaf.number: _number_of([line.text for line in leaf.page.lines if line.folio]) for leaf in leaves}
    return proposed({number: said for number, said in found.items() if said}, len(leaves))


def confirm(archive: Archive, volume_id: str, leaves: Sequence[Leaf]) -> int:
    """Keep what stands on these pages as looked through by who acts; returns how many. Pages without words are none."""
    command = confirmed(archive, volume_id, leaves)
    if command is not None:
        archive.execute(command)
    return len(command.commands) if command is not None else 0


def confirmed(archive: Archive, volume_id: str, leaves: Sequence[Leaf]) -> Batch | None:
    """The command that `confirm` carries out; None where no page has words."""
    volume = earlier_volume(archive, volume_id)
    written = [leaf for leaf in leaves if leaf.page.lines]
    if not written:
        return None
    some = written[0].name if len(written) == 1 else f"{len(written)} 页"
    commands = [_confirmed(archive, volume, leaf) for leaf in written]
    return Batch(f"核对《{volume.title}》{some}的文字", commands)


def _confirmed(archive: Archive, volume: Record, leaf: Leaf) -> Command:
    import json

    values = {
        "lines": json.dumps(leaf.page.to_brief(), ensure_ascii=False, separators=(",", ":")),
        "name": f"《{volume.title}》{leaf.name}",
        "by": archive.actor,
        "on": datetime.now().astimezone().date().isoformat(),
    }
    if leaf.record:
        return SetFields(leaf.record, values, by_program=True)
    where = {"volume": volume.id, "file": leaf.file.id, "page": leaf.at + 1}
    return Create("leaf", {**where, **values, "source": {"layer": "文字层"}.get(leaf.standing, "文字识别")})


def unconfirm(archive: Archive, leaves: Sequence[Leaf]) -> int:
    """Take back that these pages were looked through: what the file or the recogniser says stands again."""
    records = [leaf.record for leaf in leaves if leaf.record]
    if records:
        archive.execute(Batch(f"不算核对过（{len(records)} 页）", (Trash(records),)))
    return len(records)
