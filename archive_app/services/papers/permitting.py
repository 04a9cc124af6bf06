"""授权书, to be signed: filled from the consent that is recorded, else from the item; or a blank one.

The fields are 〔己〕 the custom of the trade (权利种类, 专有与否, 署名, 公开范围, 开放日期, 撤回, 继承人), no form of a
standard; a lawyer of the office should have read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.store import Record
from archive_app.reports.forms import Field, Fields, Form, Forms, Gap, Listing, Part, Signing, Words, ticks
from archive_app.reports.held import Held
from archive_app.reports.table import Column
from archive_app.services.office_note import Office
from archive_app.services.papers.about import (
    Progress,
    chosen,
    each,
    how_much,
    iso_words,
    known,
    makers,
    number_of,
    papers,
    unit_of,
)  # fmt: skip

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_GRANTS = ("捐赠", "专有", "非专有", "附条件")
_RIGHTS = ("复制", "编辑、汇编", "发行", "馆内查阅、展览", "信息网络传播")
_LEVELS = {"public": "公开", "internal": "内部", "restricted": "控制"}
_CAN = "授权人可以书面撤回本授权，已经印出、发出的不在此限"
_MATERIALS = (
    Column("序号", 3, "center"), Column("题名", 18), Column("类别", 5, "center"), Column("数量、时长", 8),
    Column("征集号", 9),
)  # fmt: skip
_HEIRS = (Column("继承人姓名", 8), Column("与权利人的关系", 7), Column("签字（按手印）", 9), Column("日期", 7))


def consent_forms(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """An 授权书 for each recorded consent of the chosen items, and for each chosen item without one; all of one person
    on one paper. With no items asked for (``Wanted.blank``), one to be filled in by hand."""
    unit = unit_of(archive, Office(archive.root))
    if wanted.blank:
        return papers("授权书", about, [_form(unit, "", [], None, [])])
    items = {item.record.id: item for item in chosen(archive, wanted, progress)}
    made: list[Form] = []
    covered: set[str] = set()
    for consent in archive.catalogue.records("consent"):
        own = [items[key] for key in consent["items"] if key in items]
        if own and (wanted.consent in ("", consent.id)):
            covered |= {item.record.id for item in own}
            made.append(_form(unit, str(consent["holder"]), own, consent, consent["heirs"]))
    if wanted.consent:
        return papers("授权书", about, made)
    bare: dict[str, list[Held]] = {}
    for item in each(list(items.values()), progress):
        if item.record.id not in covered:
            who = next(
                (name for name in (str(item.record["copyright_holder"] or ""), *makers(item)) if known(name)), ""
            )
            bare.setdefault(who or f"\0{item.record.id}", []).append(item)
    made += [_form(unit, who if who[:1] != "\0" else "", own, None, []) for who, own in bare.items()]
    return papers("授权书", about, made)


def _form(
    unit: str, holder: str, items: Sequence[Held], consent: Record | None, heirs: Sequence[Mapping[str, Any]]
) -> Form:
    rows = [(at, item.record.title, item.kind, how_much(item), number_of(item)) for at, item in enumerate(items, 1)]
    grant = str(consent["grant"] or "") if consent is not None else ""
    anonymous = bool(consent["anonymous"]) if consent is not None else any(i.record["anonymous"] for i in items)
    credit = str(consent["credit"] or "") if consent is not None else ""
    levels = {str(item.record.level) for item in items} if consent is not None else set()
    level = [_LEVELS[next(iter(levels))]] if len(levels) == 1 and next(iter(levels)) in _LEVELS else []
    naming = ticks(("署名", "匿名"), ["匿名"] if anonymous else ["署名"] if credit else [])
    opens = iso_words(consent["open_from"]) if consent is not None else ""
    until = iso_words(consent["valid_until"]) if consent is not None else ""
    scope = str(consent["scope"] or "") if consent is not None else ""
    back = bool(consent["revocable"]) if consent is not None else False
    facts = Fields((
        (Field("授权人", holder), Field("证件号码")),
        (Field("与材料的关系"), Field("联系电话")),
        (Field("通信地址"), Field("被授权单位", unit)),
    ))  # fmt: skip
    terms = Fields((
        (Field("许可类型", ticks(_GRANTS, [grant])),),
        (Field("权利种类", ticks(_RIGHTS)),),
        (Field("使用范围", scope, lines=2),),
        (Field("署名", f"{naming}　　署名为：{credit}"),),
        (Field("公开范围", ticks(tuple(_LEVELS.values()), level)),),
        (Field("开放日期", opens or "□即日起　□自　　　　年　　月　　日起"),),
        (Field("有效期", f"至{until}" if until else "□著作权保护期内　□至　　　　年　　月　　日"),),
        (Field("原件", ticks(("捐赠", "复制后退还", "代管"))),),
        (Field("附加条件"),),
    ))  # fmt: skip
    parts: list[Part] = [
        facts,
        Gap(6),
        Words("授权材料", "head"),
        Listing(_MATERIALS, rows, blank=0 if rows else 2),
        Gap(6),
        Words("授权内容", "head"),
        terms,
        Gap(6),
        Words(
            "一、授权人保证对上述材料有权作出本授权，材料内容真实，没有侵犯他人的著作权、名誉权、隐私权等权利。\n"
            "二、被授权单位在上述范围内使用，保持作品的完整，按约定署名；超出范围的，另行征得授权人同意。\n"
            + _revoking(back)
            + "四、授权人已故的，由继承人逐一签署。本授权书一式两份，双方各执一份。",
            "small",
        ),
        Gap(8),
        Signing(("授权人（签字）", "见证人（签字）", "被授权单位经手人（签字）"), print_box=True),
    ]
    named = [(str(one.get("name") or ""), str(one.get("relation") or ""), "", "") for one in heirs if one.get("name")]
    room = max(0, (2 if rows else 1) - len(named))
    parts += [Gap(8), Words("授权人已故的，由继承人签署", "head"), Listing(_HEIRS, named, blank=room)]
    return Form("授权书", tuple(parts), subtitle="（文史资料征集使用）")


def _revoking(revocable: bool) -> str:
    can, cannot = ticks((_CAN, "不撤回"), [_CAN] if revocable else []).split("　")
    return f"三、{can}。　{cannot}。\n"
