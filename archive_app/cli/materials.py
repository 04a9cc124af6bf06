"""``init list show set history undo redo``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.lacking import lack_named
from archive_app.catalogue.queries import ORDERS, ItemFilter, ItemRow
from archive_app.catalogue.store import Record
from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.entities import ITEM, entity_named
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of, kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import CARDS, OWN, is_own
from archive_app.domain.system_errors import in_words
from archive_app.services.archive import Archive
from archive_app.services.authorities.contacts import refuse_contacts
from archive_app.services.list_filters import days, restricted

_DATED = (FieldType.DATE, FieldType.DATES)


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser("init", parents=[common], help="新建馆藏")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--name", metavar="名称", default="")
    parser.set_defaults(run=_init)

    parser = commands.add_parser("list", parents=[common], help="列出资料")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--kind", metavar="种类", action="append", default=[])
    parser.add_argument("--state", metavar="状态", action="append", default=[])
    parser.add_argument("--from", dest="since", metavar="时间", default="", help="时间不早于，如 1958年、五十年代")
    parser.add_argument("--to", dest="until", metavar="时间", default="", help="不晚于；两头都照原话写")
    parser.add_argument(
        "--lacking",
        metavar="什么",
        action="append",
        default=[],
        help="照片还缺：缺摄影者、六要素不全、print-15 ……",
    )
    parser.add_argument(
        "--unit",
        metavar="案卷",
        action="append",
        default=[],
        help="在这个全宗、类、案卷里（连下级）；- 是不在任何案卷的",
    )
    parser.add_argument(
        "--own",
        metavar="栏目=值",
        action="append",
        default=[],
        help="自定栏目：开本=八开、张数=10-50、开本=（没有填）",
    )
    parser.add_argument(
        "--order", metavar="次序", default="added", help=f"{'、'.join(ORDERS)}，或一个栏目的名称，自定栏目也行"
    )
    parser.add_argument("--descending", action="store_true", help="倒过来排")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, help="写成 Excel 清单（.xlsx），能原样收回来")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_list)

    parser = commands.add_parser("show", parents=[common], help="看一条记录的全部字段")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_show)

    parser = commands.add_parser("set", parents=[common], help="改字段：字段=值，或 字段=@文件.json")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号")
    parser.add_argument("values", metavar="字段=值", nargs="+")
    parser.set_defaults(run=_set)

    parser = commands.add_parser("history", parents=[common], help="一条记录改过什么")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_history)

    for word, help_words in (("undo", "撤销最近的操作"), ("redo", "重做撤销了的操作")):
        parser = commands.add_parser(word, parents=[common], help=help_words)
        parser.add_argument("archive", metavar="馆藏", type=Path)
        parser.add_argument("count", metavar="几步", type=int, nargs="?", default=1)
        parser.add_argument("--list", action="store_true", help="只列出，不动手")
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=_undo_or_redo, word=word)


def _open(arguments: argparse.Namespace) -> Archive:
    return Archive.open(arguments.archive, actor=arguments.actor)


def _init(arguments: argparse.Namespace) -> int:
    with Archive.create(arguments.archive, name=arguments.name, actor=arguments.actor) as archive:
        say(f"已新建馆藏“{archive.name}”：{archive.root}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    states = tuple(_state(word) for word in arguments.state)
    kinds = tuple(kind_named(word).name for word in arguments.kind)
    since, until = days(arguments.since, arguments.until)
    lacking = tuple(lack_named(word) for word in arguments.lacking)
    with _open(arguments) as archive:
        units = units_called(archive, arguments.unit)
        wanted = ItemFilter(kinds=kinds, states=states, since=since, until=until, lacking=lacking, units=units)
        wanted = restricted(archive, wanted, arguments.own)
        order = _order(archive, arguments.order)
        ids = archive.catalogue.item_ids(wanted, order, descending=arguments.descending)
        if arguments.out:
            from archive_app.services.lists.writing import write_list

            written = write_list(archive, arguments.out, ids)
            say(f"已写 {written.items} 件到 {written.path}，{written.sheets} 张表；改过以后用 cunshi import 收回来。")
            return 0
        rows = archive.catalogue.item_rows(ids)
    if arguments.json:
        say_json({"total": len(rows), "items": [_row_json(row) for row in rows]})
        return 0
    for row in rows:
        state = ITEM.field("state").label_of(row.state)
        say(f"{row.id}  {row.accession_no or '—'}  [{kind_named(row.kind).label}] {row.title}  {row.created}  {state}")
    say(f"共 {len(rows)} 件。")
    return 0


def units_called(archive: Archive, words: list[str]) -> tuple[str, ...]:
    """The ids of the units that were named; ``-`` stands for none."""
    if not words:
        return ()
    from archive_app.services.units import UnitTree

    tree = UnitTree.of(archive.catalogue)
    return tuple("" if word == "-" else tree.named(word) for word in words)


def _order(archive: Archive, word: str) -> str:
    """One of the orders, or that of a field by its name or label; raises ``UsageError``."""
    if word in ORDERS:
        return word
    from archive_app.services.list_columns import column_called

    column = column_called(archive, word)
    if column is None or not column.order:
        raise UsageError(f"不能按“{word}”排", f"可以是：{'、'.join(ORDERS)}，或一个栏目的名称。", code="unknown-order")
    return column.order


def _state(word: str) -> str:
    return str(ITEM.field("state").check(word))


def _row_json(row: ItemRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "accession_no": row.accession_no,
        "ref_code": row.ref_code,
        "state": row.state,
        "access": row.access,
        "created": row.created,
        "received": row.received,
        "commissioner": row.commissioner,
        "category": row.category,
        "characters": row.characters,
        "files": row.files,
    }


def _show(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        record = archive.catalogue.record(archive.catalogue.resolve(arguments.id))
        refuse_contacts(archive, record.entity)
        files = archive.catalogue.files_of(record.id) if record.entity == "item" else []
        fields = _fields(archive, record)
        names = {key: name for field in fields for key, name in _targets(archive, field)}
        inherited = _inherited(archive, record)
    if arguments.json:
        about = {"id": record.id, "entity": record.entity, "version": record.version, "trashed": record.trashed}
        values = {field.name: record[field.name] for field in fields if not is_own(field.name)}
        level = {"level": str(record.level)} if record.entity == "item" else {}
        say_json({**about, **values, **level, "files": [file.to_json() for file in files]})
        return 0
    say(f"{record.title}")
    say(f"编号（id）：{record.id}" + ("　在回收站里" if record.trashed else ""))
    for field in fields:
        if field.name != OWN and record.values.get(field.name) not in (None, field.empty()):
            say(f"{field.label}（{field.name}）：{_words(field, record[field.name], names)}")
    if inherited:
        say(f"现在的级别（level）：{inherited}")
    for file in files:
        say(f"文件：{file['name']}　{file['role']}　{file['bytes']} 字节　sha256 {file['sha256']}")
    return 0


def _inherited(archive: Archive, record: Record) -> str:
    """The level that holds for an item, where it comes from its units."""
    if record.entity != "item" or not record["unit"]:
        return ""
    from archive_app.services.units import level_words

    return level_words(archive.catalogue, record)


def _fields(archive: Archive, record: Record) -> list[Field]:
    declared = entity_named(record.entity).fields
    from archive_app.services.own_fields import label_of

    own = [label_of(archive, name) for name in record.values if is_own(name)]
    if record.entity != "item":
        return [*declared, *own]
    return [ITEM.field("kind"), *fields_of(record["kind"]).values(), *own]


def _targets(archive: Archive, field: Field) -> list[tuple[str, str]]:
    return archive.catalogue.titles(field.target) if field.type.links else []


def _words(field: Field, value: Any, names: dict[str, str]) -> str:
    """A value as a person reads it."""
    if field.type is FieldType.MANUSCRIPT:
        text = Manuscript.from_json(value)
        return f"{len(text)} 段，{text.character_count()} 字\n" + "\n".join(f"  {b.text}" for b in text if b.text)
    if field.type.links:
        return "、".join(names.get(key, key) for key in ([value] if isinstance(value, str) else value))
    if field.type is FieldType.DATE:
        return str(value["display"])
    if field.type is FieldType.DATES:
        return "；".join(str(part["display"]) for part in value)
    if field.type is FieldType.ROWS:
        parts = (
            " ".join(_words(column, row[column.name], names) for column in field.columns if row.get(column.name))
            for row in value
        )
        return "；".join(parts)
    if field.type is FieldType.FLAG:
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(field.label_of(str(part)) for part in value)
    return field.label_of(str(value))


def _set(arguments: argparse.Namespace) -> int:
    values = dict(assignment(word) for word in arguments.values)
    with _open(arguments) as archive:
        record_id = archive.catalogue.resolve(arguments.id)
        record = archive.catalogue.record(record_id)
        refuse_contacts(archive, record.entity)
        named, dates = with_readings(
            archive, _by_name(archive, record_id, values), _fields_here(archive, record), record
        )
        done = archive.execute(SetFields(record_id, named))
        now = archive.catalogue.record(record_id)
        title, why = now.title, _held_open(archive, now, values)
    if why:
        say(why)
    say(f"《{title}》：{done.label}，已保存。" if done.changes else f"《{title}》：与原来相同，没有改动。")
    for line in dates:
        say(line)
    return 0


def _fields_here(archive: Archive, record: Record) -> Mapping[str, Field]:
    if record.entity == "item":
        return archive.fields_of(str(record["kind"]))
    return {field.name: field for field in entity_named(record.entity).fields}


def with_readings(
    archive: Archive, values: Mapping[str, Any], fields: Mapping[str, Field], record: Record | None = None
) -> tuple[dict[str, Any], list[str]]:
    """(the values, dates typed in words with their reading where it is beyond doubt; what is said of each date)."""
    typed = [v for name, v in values.items() if isinstance(v, str) and name in fields and fields[name].type in _DATED]
    if not any(typed):
        return dict(values), []
    from archive_app.services.dating import with_sure_readings  # its tables take a while to read

    made, readings = with_sure_readings(archive.catalogue, values, fields, record)
    lines = []
    for words, reading in readings:
        one = reading.date
        span = f"{one.earliest} 至 {one.latest}" if one.earliest != one.latest else one.earliest
        if reading.problem:
            lines.append(f"  “{words}”不成立：{reading.problem}。原话照存。")
        elif not reading.read:
            lines.append(f"  “{words}”没有读出，原话照存。")
        elif reading.confirm:
            lines.append(f"  “{words}”像是 {span}，须由人确认：请在窗口里按“采用”。原话照存。")
        else:
            lines.append(f"  “{words}”读作 {span}。")
    return made, lines


def _held_open(archive: Archive, record: Record, values: dict[str, Any]) -> str:
    """Why the level that was just set does not hold, where a unit above is stricter."""
    if record.entity != "item" or "access" not in values or not record["unit"]:
        return ""
    from archive_app.services.units import opens_in_words

    return opens_in_words(archive.catalogue, record)


def _by_name(archive: Archive, record_id: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values under the fields' names: of an item a field may be called by its label, the archive's own ones too;
    what those link to by its name."""
    named = _under_names(archive, record_id, values)
    links = {one.field.name: one.field for one in archive.own_fields if one.field.target and one.field.name in named}
    if not links:
        return named
    from archive_app.services.linked import meant

    return {name: meant(archive, links[name], value) if name in links else value for name, value in named.items()}


def _under_names(archive: Archive, record_id: str, values: dict[str, Any]) -> dict[str, Any]:
    record = archive.catalogue.record(record_id)
    if record.entity in CARDS:
        own = {one.field.label: one.field.name for one in archive.own_fields if one.is_of(record.entity)}
        return {own.get(name, name): value for name, value in values.items()}
    if record.entity != "item" or not any(name not in fields_of(str(record["kind"])) for name in values):
        return values
    from archive_app.services.own_fields import field_called

    kind = str(record["kind"])
    return {name if name == "kind" else field_called(archive, kind, name).name: value for name, value in values.items()}


def assignment(word: str) -> tuple[str, Any]:
    """``field=value`` or ``field=@file.json`` as typed; raises ``UsageError`` for anything else."""
    name, equals, text = word.partition("=")
    if not equals or not name:
        raise UsageError(f"“{word}”不是 字段=值 的形式", "例如 title=新题名，或 dates=@dates.json。")
    if not text.startswith("@"):
        return name, text
    path = Path(text[1:])
    try:
        return name, json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"读不出 {path}（{in_words(error)}）", "请核对文件名。", code="no-file") from error
    except ValueError as error:
        raise UsageError(f"{path} 不是合格的 JSON（{error}）", "请改正后重试。", code="wrong-json") from error


def _history(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        record = archive.catalogue.record(archive.catalogue.resolve(arguments.id))
        refuse_contacts(archive, record.entity)
        entries = archive.catalogue.history(record.id)
        declared = {field.name: field for field in (*entity_named(record.entity).fields, *_fields(archive, record))}
        names = {} if arguments.json else {k: name for f in declared.values() for k, name in _targets(archive, f)}
    if arguments.json:
        say_json(
            {
                "id": record.id,
                "entries": [
                    {
                        "at": e.at, "actor": e.actor, "type": e.type, "label": e.label, "command": e.command_id,
                        "field": e.field, "before": e.before, "after": e.after, "version": e.version,
                    }
                    for e in entries
                ],
            }
        )  # fmt: skip
        return 0
    say(f"《{record.title}》的历史（新的在前）")
    for entry in entries:
        when = _local(entry.at, entry.offset)
        field = declared.get(entry.field)
        what = f"{entry.field_label}：{_short(entry.before, field, names)} → {_short(entry.after, field, names)}"
        say(f"{when}  {entry.actor}  {entry.label}  {what}")
    return 0


def _local(at: str, offset: int) -> str:
    zone = timezone(timedelta(minutes=offset))
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _short(value: Any, field: Field | None, names: dict[str, str]) -> str:
    if value in (None, "", [], {}):
        return "（空）"
    if field is not None and field.name != OWN and not is_own(field.name):
        text = " ".join(_words(field, value, names).split())
    else:  # of an own field it may be of a type the field had before
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "……"


def _undo_or_redo(arguments: argparse.Namespace) -> int:
    if arguments.count < 1:
        raise UsageError("步数要从 1 起", "例如 cunshi undo 馆藏 2。")
    with _open(arguments) as archive:
        if arguments.list:
            entries = (archive.undoable if arguments.word == "undo" else archive.redoable)(1000)
            if arguments.json:
                say_json([{"label": e.label, "type": e.type, "actor": e.actor, "at": e.at} for e in entries])
            else:
                for number, entry in enumerate(entries, start=1):
                    say(f"{number}. {entry.label}  {entry.actor}  {_local(entry.at, 0)} UTC")
                if not entries:
                    say("没有可以撤销的操作。" if arguments.word == "undo" else "没有可以重做的操作。")
            return 0
        done: list[Done] = []
        try:
            for _ in range(arguments.count):
                done += (archive.undo if arguments.word == "undo" else archive.redo)()
        finally:
            _tell_done(done, as_json=arguments.json)
    return 0


def _tell_done(done: list[Done], *, as_json: bool) -> None:
    if as_json:
        say_json([{"label": entry.label, "records": list(entry.record_ids)} for entry in done])
    else:
        for entry in done:
            say(f"已{entry.label}")
