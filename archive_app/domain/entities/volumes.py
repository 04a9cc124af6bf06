"""Volumes, their sections and articles."""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, Term, terms
from archive_app.domain.workflow import VolumeState

_T = FieldType

VOLUME = Entity(
    "volume",
    "书卷",
    (
        Field("title", "书名", required=True, searchable=True),
        Field("series", "丛书"),
        Field("number", "辑次", _T.INTEGER),
        Field("subtitle", "副题", searchable=True),
        Field("compiler", "编者"),
        Field(
            "state",
            "状态",
            _T.CHOICE,
            terms=tuple(Term(state.value, state.label) for state in VolumeState),
            by_program=True,
        ),
        Field(
            "template",
            "版式",
            _T.CHOICE,
            terms=terms(
                **{
                    "vertical": "竖排大32开 140×203",
                    "large-print": "大字本 170×240",
                    "a4-large": "大16开 210×285",
                    "16k-185": "正16开 185×260",
                    "a5": "A5 148×210",
                    "32k": "大32开 140×203",
                    "16k": "小16开 170×240",
                }
            ),
            open_vocabulary=True,
        ),
        Field("imprint", "版权页", _T.ROWS, columns=(Field("key", "项"), Field("value", "内容"))),
        Field("fees_listed_on", "稿费表造册日期", _T.DAY, help="付印签字以前要有"),
        Field("copies_listed_on", "样书分送表造册日期", _T.DAY, help="付印签字以前要有"),
        Field("board", "编委会", _T.ROWS, columns=(Field("role", "职务"), Field("names", "姓名", _T.TAGS))),
        Field(
            "layout",
            "版式改动",
            _T.ROWS,
            columns=(Field("key", "项"), Field("value", "值")),
            help="与所选版式不同的地方，项的写法同 book.toml 的 [layout]",
        ),
        Field(
            "proofs",
            "校样",
            _T.ROWS,
            columns=(
                Field("round", "校次", _T.INTEGER),
                Field("made", "出样日期", _T.DAY),
                Field("file", "校样文件"),
                Field("pages", "面数", _T.INTEGER),
                Field("changes", "与上一次相比", _T.LONG_TEXT),
            ),
            by_program=True,
        ),
        Field(
            "scans",
            "扫描件",
            _T.ROWS,
            columns=(
                Field("file", "文件", _T.LINK, target="file", required=True),
                Field("first", "从文件的第几页", _T.INTEGER, help="空着：整个文件"),
                Field("last", "到第几页", _T.INTEGER),
            ),
            help="往辑的书页，依次是哪些文件；有了它就是往辑，不再排版",
            by_program=True,
        ),
        Field(
            "turns",
            "转正的书页",
            _T.ROWS,
            columns=(
                Field("file", "文件", _T.LINK, target="file", required=True),
                Field("page", "文件里的第几页", _T.INTEGER, required=True),
                Field("turn", "顺时针转多少度", _T.INTEGER, required=True),
            ),
            help="往辑：手工转正的书页，连同扫描时已转的在内",
            by_program=True,
        ),
        Field(
            "folios",
            "页码规则",
            _T.ROWS,
            columns=(
                Field("scan", "从扫描的第几页起", _T.INTEGER, required=True),
                Field("printed", "印的是第几页", _T.INTEGER),
                Field(
                    "style",
                    "页码写法",
                    _T.CHOICE,
                    terms=terms(arabic="1、2、3", roman="i、ii、iii", none="没有页码"),
                ),
            ),
            help="每一条管到下一条为止",
        ),
        Field(
            "access",
            "级别",
            _T.CHOICE,
            terms=terms(public="公开", internal="内部", restricted="控制"),
            help="往辑：空着照版权页，公开出版的公开，别的内部",
        ),
        Field(
            "read",
            "文字识别",
            _T.ROWS,
            columns=(
                Field("engine", "识别程序"),
                Field("on", "日期", _T.DAY),
                Field("by", "何人"),
                Field("pages", "识别了几页", _T.INTEGER),
            ),
            help="往辑的书页哪天用什么识别过",
            by_program=True,
        ),
        Field("frozen_on", "定稿日期", _T.DAY, by_program=True, help="定稿以后篇目和文字不随资料改"),
        Field("frozen_round", "第几校以后定稿", _T.INTEGER, by_program=True),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="title",
)

SECTION = Entity(
    "section",
    "栏目",
    (
        Field("volume", "书卷", _T.LINK, target="volume", required=True),
        Field("parent", "上级栏目", _T.LINK, target="section"),
        Field("position", "次序", _T.INTEGER),
        Field("title", "栏目名", required=True),
        Field("matter", "部位", _T.CHOICE, terms=terms(front="前辅文", body="正文", back="后辅文")),
        Field("direction", "排向", _T.CHOICE, terms=terms(horizontal="横排", vertical="竖排"), help="不填就照全书"),
        Field(
            "columns",
            "分栏",
            _T.CHOICE,
            terms=terms(**{"1": "不分栏", "2": "两栏", "3": "三栏"}),
            help="不填就照上级栏目、全书",
        ),
    ),
    title="title",
)

ARTICLE = Entity(
    "article",
    "文章",
    (
        Field("section", "栏目", _T.LINK, target="section", required=True),
        Field("position", "次序", _T.INTEGER),
        Field("item", "资料", _T.LINK, target="item"),
        Field(
            "role",
            "辅文种类",
            _T.CHOICE,
            terms=terms(
                preface="序",
                note="编辑说明",
                afterword="后记",
                call="征稿启事",
                board="编委会",
                plates="图版",
                inscription="题词",
                chronicle="大事记",
                names="人名索引",
                places="地名索引",
                interviews="采访名录",
                errata="上一辑勘误",
            ),
            open_vocabulary=True,
        ),
        Field("title", "印出的题名"),
        Field("subtitle", "副题"),
        Field("author", "署名"),
        Field("note", "题注", _T.LONG_TEXT),
        Field("manuscript", "辅文", _T.MANUSCRIPT, help="不属于任何资料的文字，如序、后记"),
        Field(
            "adjustments",
            "手工调整",
            _T.ROWS,
            columns=(
                Field("kind", "调整"),
                Field("block", "段"),
                Field("at", "字", _T.INTEGER),
                Field("near", "原文"),
                Field("value", "取值"),
            ),
            help="只改这一卷里的排法，不改资料",
        ),
        Field("first_page", "起页", help="往辑：印出的页码"),
        Field("last_page", "止页", help="往辑：印出的页码，空着就到下一篇为止"),
        Field(
            "access",
            "级别",
            _T.CHOICE,
            terms=terms(public="公开", internal="内部", restricted="控制"),
            help="往辑：空着照全书",
        ),
        Field("fee_grade", "稿费等级"),
        Field("fee_rate", "稿费单价（元/千字）", _T.INTEGER, help="空着照等级，没有等级照馆藏的单价"),
        Field(
            "fee_shares",
            "稿费分配",
            _T.ROWS,
            help="空着照馆藏的设置分",
            columns=(Field("name", "领款人"), Field("part", "身份"), Field("share", "百分比", _T.INTEGER)),
        ),
        Field("frozen", "定稿文本", _T.MANUSCRIPT, by_program=True),
        Field(
            "frozen_over",
            "定稿时的题名、署名",
            _T.ROWS,
            columns=(Field("key", "项"), Field("value", "内容", _T.LONG_TEXT)),
            by_program=True,
        ),
    ),
    title="title",
)

LEAF = Entity(
    "leaf",
    "书页",
    (
        Field("volume", "书卷", _T.LINK, target="volume", required=True),
        Field("file", "文件", _T.LINK, target="file", required=True),
        Field("page", "文件的第几页", _T.INTEGER, required=True),
        Field("name", "名称", by_program=True),
        Field("lines", "各行", _T.LONG_TEXT, help="人核对过的字和它们在扫描件上的位置（JSON）", by_program=True),
        Field("source", "文字来源", by_program=True, help="文字层，或识别程序和模型"),
        Field("by", "何人", by_program=True),
        Field("on", "日期", _T.DAY, by_program=True),
    ),
)
"""A page of an earlier volume whose text a person has looked through."""
