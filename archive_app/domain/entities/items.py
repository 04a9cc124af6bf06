"""Items and their files."""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, Term, terms
from archive_app.domain.kinds import COMMON_FIELDS, KINDS

_T = FieldType


def _item_fields() -> tuple[Field, ...]:
    """Every field an item of any kind may have; a kind's form shows its own part."""
    seen: dict[str, Field] = {field.name: field for field in COMMON_FIELDS}
    for kind in KINDS:
        for field in kind.fields:
            seen.setdefault(field.name, field)
    kinds = tuple(Term(kind.name, kind.label) for kind in KINDS)
    return (Field("kind", "种类", _T.CHOICE, required=True, terms=kinds), *seen.values())


ITEM = Entity("item", "资料", _item_fields(), title="title")


FILE = Entity(
    "file",
    "文件",
    (
        Field("item", "资料", _T.LINK, target="item"),
        Field("name", "来时的名字", required=True, searchable=True, by_program=True),
        Field(
            "role",
            "用途",
            _T.CHOICE,
            terms=terms("原始", "利用", "转写", "插图", "授权", "扫描件", "整理稿", "录音"),
            open_vocabulary=True,
        ),
        Field("position", "次序", _T.INTEGER),
        Field("mime", "格式", by_program=True),
        Field("bytes", "字节", _T.INTEGER, by_program=True),
        Field("sha256", "SHA-256", by_program=True),
        Field("width", "宽（像素）", _T.INTEGER, by_program=True),
        Field("height", "高（像素）", _T.INTEGER, by_program=True),
        Field("dpi", "分辨率", _T.INTEGER, by_program=True),
        Field("colours", "色彩", by_program=True, help="黑白、灰度、彩色、CMYK，每色多于 8 位的写明"),
        Field("duration", "时长", _T.SECONDS, by_program=True),
        Field("pages", "页数", _T.INTEGER, by_program=True),
        Field("received_at", "收到时间", by_program=True),
        Field("source", "从哪里来", by_program=True),
        Field("access", "级别", _T.CHOICE, terms=terms(public="公开", internal="内部", restricted="控制")),
        Field("side", "哪一面", _T.CHOICE, terms=terms("正面", "背面")),
        Field("made_from", "由哪一张翻拍、修复", _T.LINK, target="file"),
        Field(
            "unlike",
            "不是同一张的",
            _T.TAGS,
            help="看着像、人看过说不是同一张的那些图片（SHA-256），以后不再问",
            by_program=True,
        ),
        Field(
            "reading",
            "识别稿",
            _T.ROWS,
            help="文字识别以后，人改过、看过的各页",
            by_program=True,
            columns=(
                Field("page", "第几页", _T.INTEGER, required=True),
                Field("lines", "各行", _T.LONG_TEXT, help="各行的字和位置（JSON）"),
                Field("by", "何人"),
                Field("on", "日期", _T.DAY),
            ),
        ),
        Field(
            "not_faces",
            "不是要写名字的人脸",
            _T.ROWS,
            help="找人脸时人看过、说不要的那些地方，以后不再提",
            by_program=True,
            columns=(Field("region", "位置", _T.NUMBERS, required=True, help="中心左右、上下，宽，高，按画面的比例"),),
        ),
        Field("printed", "印书用", _T.FLAG, help="同一件有几张的，书里印这一张"),
        Field("turn", "转了多少度", _T.INTEGER, help="顺时针；只管怎么看、怎么印，原件不动"),
        Field("crop", "裁切", _T.NUMBERS, help="左、上、宽、高，按原件画面的比例"),
        Field(
            "tone",
            "调色",
            _T.ROWS,
            columns=(
                Field(
                    "key",
                    "项",
                    _T.CHOICE,
                    terms=terms(
                        brightness="亮度",
                        contrast="对比",
                        gamma="中间调",
                        black="黑场",
                        white="白场",
                        grey="灰度",
                        negative="负片",
                    ),
                ),
                Field("value", "值", _T.INTEGER),
            ),
        ),
    ),
)
