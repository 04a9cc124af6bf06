"""目录: what a keeper of archives looks things up in."""

from __future__ import annotations

from archive_app.domain.depicted import people_words
from archive_app.reports.held import Held, length_words
from archive_app.reports.lists import ItemList, said


def _dated(item: Held) -> str:
    return item.words("created") or item.words("dates")


def _place(item: Held) -> str:
    return item.words("place_taken") or item.words("interview_place")


def _in_picture(item: Held) -> str:
    return people_words(item.record.values.get("people") or (), item.nameless)


def _photographer(item: Held) -> str:
    return item.words("photographer") or item.named("摄影者")


def _formats(item: Held) -> str:
    """The formats of its recordings, each once: MP3、WAV."""
    suffixes = (str(file["name"]).rpartition(".")[2].upper() for file in item.sound)
    return "、".join(dict.fromkeys(suffixes))


def _transcribed(item: Held) -> str:
    if not item.record.values.get("transcript"):
        return "无"
    return item.words("transcript_level") or "有"


ITEMS = ItemList(
    "items",
    "件目录",
    "一件一行，按档号：文号、责任者、题名、日期、密级、页数（DA/T 22—2015 归档文件目录的各栏）",
    (
        said("档号", 12, "ref_code"),
        said("文号", 8, "received_no"),
        said("责任者", 10, lambda item: item.responsible),
        said("题名", 22, "title"),
        said("日期", 8, _dated),
        said("密级", 4, "secrecy", "center"),
        said("页数", 4, lambda item: item.pages, "center", summed=True),
        said("备注", 10, "notes"),
    ),
    notes=("文号栏是来时带着的原编号；页数照扫描件计，没有扫描件的空着。",),
)

PHOTOGRAPHS = ItemList(
    "photographs",
    "照片目录",
    "照片一件一行，按档号：时间、地点、人物、摄影者、底片号、参见号、开放",
    (
        said("档号", 11, "ref_code"),
        said("题名", 16, "title"),
        said("时间", 7, _dated),
        said("地点", 8, _place),
        said("人物", 16, _in_picture),
        said("摄影者", 5, _photographer),
        said("底片号", 5, "negative_no"),
        said("参见号", 6, "cross_reference"),
        said("开放", 4, lambda item: item.open, "center"),
        said("备注", 7, "notes"),
    ),
    lambda item: item.record["kind"] == "photograph",
    unit="幅",
)

RECORDINGS = ItemList(
    "recordings",
    "录音录像目录",
    "口述史料和有录音录像的资料，按档号：口述者、采集者、时长、格式、转写",
    (
        said("档号", 11, "ref_code"),
        said("题名", 18, "title"),
        said("时间", 7, _dated),
        said("地点", 8, _place),
        said("口述者", 6, lambda item: item.named("口述者")),
        said("采集者", 6, lambda item: item.named("采访者") or item.commissioner),
        said("时长", 5, lambda item: length_words(item.seconds), "center"),
        said("格式", 4, _formats, "center"),
        said("转写", 4, _transcribed, "center"),
        said("备注", 8, "notes"),
    ),
    lambda item: item.record["kind"] == "oral_history" or bool(item.sound),
)
