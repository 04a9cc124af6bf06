"""登记表: what the office writes into its books when something comes in."""

from __future__ import annotations

from archive_app.domain.kinds import kind_named
from archive_app.reports.held import Held, length_words
from archive_app.reports.lists import ItemList, said


def _credited(item: Held) -> str:
    """Who wrote it, told it, put it down."""
    parts = {
        "": item.named("作者", "责任者"),
        "口述：": item.named("口述者"),
        "整理：": item.named("整理者", "代笔"),
    }
    return "；".join(f"{label}{names}" for label, names in parts.items() if names)


def _how_much(item: Held) -> str:
    """数量/页/幅/时长, as far as they are known."""
    kind = str(item.record["kind"])
    pictures = sum(str(file["mime"] or "").startswith("image/") for file in item.files)
    told = [item.words("quantity")]
    if kind == "photograph":
        told.append(f"{pictures} 幅" if pictures else "")
    elif kind != "artefact" and item.pages:
        told.append(f"{item.pages} 页")
    if item.characters:
        told.append(f"{item.characters} 字")
    if item.seconds:
        told.append(length_words(item.seconds))
    return "，".join(filter(None, told))


def _provider(item: Held) -> str:
    return item.named("提供者", "捐赠者") or item.named("口述者", "作者")


def _happened(item: Held) -> str:
    return item.words("dates") or item.words("created")


MANUSCRIPTS = ItemList(
    "manuscripts",
    "稿件登记表",
    "来稿和口述史料一件一行，按征集号：作者、专员、字数、图数、收稿日期、状态、退改次数、拟用辑",
    (
        said("征集号", 9, "accession_no"),
        said("题名", 18, "title"),
        said("作者/口述/整理", 12, _credited),
        said("专员", 5, lambda item: item.commissioner),
        said("字数", 5, lambda item: item.characters, "right", summed=True),
        said("图数", 4, lambda item: item.number("picture_count"), "center", summed=True),
        said("收稿日期", 7, "received", "center"),
        said("状态", 6, "state", "center"),
        said("退改", 3, lambda item: item.number("returned_count"), "center"),
        said("拟用辑", 5, lambda item: "、".join(item.volumes), "center"),
        said("备注", 8, "notes"),
    ),
    lambda item: kind_named(str(item.record["kind"])).signed,
    order="accession_no",
)

ACCESSIONS = ItemList(
    "accessions",
    "征集登记表",
    "收进来的都在，按征集号：类别、数量、载体、提供者、征集人、来源方式、原件存放、三亲、级别",
    (
        said("征集号", 8, "accession_no"),
        said("登记日期", 6, "received", "center"),
        said("类别", 5, lambda item: item.kind, "center"),
        said("题名", 15, "title"),
        said("数量", 7, _how_much),
        said("载体", 4, "carrier"),
        said("提供者", 6, _provider),
        said("征集人", 5, lambda item: item.commissioner),
        said("来源方式", 5, lambda item: item.words("source_channel") or item.words("acquisition")),
        said("原件存放", 6, "original_location"),
        said("三亲", 4, "sanqin", "center"),
        said("所涉时间", 7, _happened),
        said("级别", 4, lambda item: item.record.level.label, "center"),
        said("备注", 6, "notes"),
    ),
    order="accession_no",
    notes=("提供者的电话、住址只在编辑部的联系方式里，不上表。",),
    signed=("经手人", "审核人", "日期"),
)
