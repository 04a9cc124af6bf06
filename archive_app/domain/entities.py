"""The entities beside items: who, where, which office, what happened, who gathered, who allowed, which volume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field as own

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType, Term, terms
from archive_app.domain.kinds import COMMON_FIELDS, KINDS
from archive_app.domain.own_fields import ENTITY, OWN, TYPES, is_own, stray
from archive_app.domain.workflow import STAFF_ROLES, VolumeState
from archive_app.frozen import dataclass

_T = FieldType


@dataclass(frozen=True, slots=True)
class Entity:
    """A type of record: its identifier, its name, its declared fields; ``title`` names the field shown for it."""

    name: str
    label: str
    fields: tuple[Field, ...]
    title: str = "name"
    _by_name: Mapping[str, Field] = own(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {field.name: field for field in self.fields})

    def field(self, name: str) -> Field:
        """The declared field; raises ``UsageError`` that lists those there are."""
        if name in self._by_name:
            return self._by_name[name]
        if is_own(name) and OWN in self._by_name:
            return stray(name)
        known = "、".join(f"{f.name}（{f.label}）" for f in self.fields)
        raise UsageError(f"“{self.label}”没有字段“{name}”", f"可用的字段：{known}。", code="unknown-field")


def _item_fields() -> tuple[Field, ...]:
    """Every field an item of any kind may have; a kind's form shows its own part."""
    seen: dict[str, Field] = {field.name: field for field in COMMON_FIELDS}
    for kind in KINDS:
        for field in kind.fields:
            seen.setdefault(field.name, field)
    kinds = tuple(Term(kind.name, kind.label) for kind in KINDS)
    return (Field("kind", "种类", _T.CHOICE, required=True, terms=kinds), *seen.values())


def _merging(entity: str) -> tuple[Field, ...]:
    """What a card of an authority bears so that a merge keeps what disagrees and can be taken apart again.

    ``variants`` is a person's to edit. The others stand on a card that was merged into another: into which, which
    links were re-pointed, and what the other card was given of it (``catalogue/merging.py`` writes and reads them).
    """
    return (
        Field(
            "variants",
            "异说",
            _T.ROWS,
            searchable=True,
            help="与上面不一致的说法，连同依据，两说并存",
            columns=(Field("field", "项"), Field("value", "说法", _T.LONG_TEXT), Field("source", "依据")),
        ),
        Field("apart", "不是同一个的卡片", _T.TAGS, by_program=True, help="编号：看过了，不再提合并"),
        Field("merged_into", "已并入", _T.LINK, target=entity, by_program=True),
        Field(
            "merged_links",
            "并入时改指的链接",
            _T.ROWS,
            by_program=True,
            columns=(
                Field("record", "记录"),
                Field("field", "项"),
                Field("column", "列"),
                Field("row", "行", _T.LONG_TEXT, help="行里别的列，JSON"),
                Field("at", "次序", _T.INTEGER),
                Field("before", "原来的次序", _T.TAGS),
                Field("own", "保留的卡片原已在内", _T.FLAG),
            ),
        ),
        Field(
            "merged_gains",
            "并入时补给保留卡片的内容",
            _T.ROWS,
            by_program=True,
            columns=(
                Field("field", "项"),
                Field("value", "内容", _T.LONG_TEXT, help="JSON"),
                Field("own", "原已有", _T.FLAG),
            ),
        ),
    )


ITEM = Entity("item", "资料", _item_fields(), title="title")

PERSON = Entity(
    "person",
    "人物",
    (
        Field("name", "姓名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True, help="字、号、小名、曾用名、异体写法"),
        Field("pinyin", "拼音"),
        Field("gender", "性别", _T.CHOICE, terms=terms("男", "女", "不详")),
        Field("ethnicity", "民族"),
        Field("birth", "生年", _T.DATE),
        Field("death", "卒年", _T.DATE),
        Field("native_place", "籍贯"),
        Field("roles", "身份", _T.TAGS),
        Field("biography", "小传", _T.LONG_TEXT, searchable=True),
        *_merging("person"),
    ),
)

CONTACT = Entity(
    "contact",
    "联系方式",
    (
        Field("person", "人物", _T.LINK, target="person", required=True),
        Field("telephone", "电话"),
        Field("address", "住址"),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="person",
)

PLACE = Entity(
    "place",
    "地名",
    (
        Field("name", "标准名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True),
        Field("pinyin", "拼音"),
        Field("type", "类型"),
        Field("parent", "上级"),
        Field("valid", "沿用时间", _T.DATE),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("place"),
    ),
)

ORGANISATION = Entity(
    "organisation",
    "单位",
    (
        Field("name", "标准名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True),
        Field("pinyin", "拼音"),
        Field("type", "类型"),
        Field("parent", "上级"),
        Field("valid", "存续时间", _T.DATE),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("organisation"),
    ),
)

EVENT = Entity(
    "event",
    "事件",
    (
        Field("name", "名称", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS, searchable=True, help="口语里的叫法，如“火车通车那年”"),
        Field("date", "时间", _T.DATE),
        Field("status", "考订", help="史实、待考、虚构"),
        Field("sources", "依据", _T.TAGS),
        Field("note", "备注", _T.LONG_TEXT),
        *_merging("event"),
    ),
)

COMMISSIONER = Entity(
    "commissioner",
    "文史专员",
    (
        Field("name", "姓名", required=True, searchable=True),
        Field("number", "聘号"),
        Field("aliases", "别名", _T.TAGS, searchable=True),
        Field("pinyin", "拼音"),
        Field("term", "聘期"),
        Field("unit", "单位"),
        Field("areas", "片区", _T.TAGS),
        Field("topics", "专题", _T.TAGS),
        Field("device", "设备"),
        Field(
            "targets",
            "年度目标",
            _T.ROWS,
            help="一年一行，不要求的不填",
            columns=(
                Field("year", "年", _T.INTEGER),
                Field("pieces", "篇", _T.INTEGER),
                Field("characters", "字", _T.INTEGER),
                Field("pictures", "图（幅）", _T.INTEGER),
                Field("duration", "录音时长", _T.SECONDS),
                Field("artefacts", "实物（件）", _T.INTEGER),
            ),
        ),
        Field("person", "人物卡", _T.LINK, target="person"),
    ),
)

STAFF = Entity(
    "staff",
    "编辑部人员",
    (
        Field("name", "姓名", required=True, searchable=True),
        Field("aliases", "别名", _T.TAGS),
        Field("roles", "职责", _T.CHOICES, terms=tuple(Term(role.value, role.label) for role in STAFF_ROLES)),
        Field("person", "人物卡", _T.LINK, target="person"),
        Field("left", "已离任", _T.FLAG, help="离任的人不再审稿，名字仍留在流程记录里。"),
        Field("note", "备注", _T.LONG_TEXT),
    ),
)

CONSENT = Entity(
    "consent",
    "授权书",
    (
        Field("holder", "权利人", required=True),
        Field("person", "人物卡", _T.LINK, target="person"),
        Field("items", "材料", _T.LINKS, target="item"),
        Field(
            "grant",
            "许可类型",
            _T.CHOICE,
            terms=terms("捐赠", "专有", "非专有", "附条件", "无"),
            open_vocabulary=True,
        ),
        Field("scope", "范围", _T.LONG_TEXT),
        Field("credit", "署名"),
        Field("anonymous", "匿名", _T.FLAG),
        Field("signed_on", "签署日期", _T.DAY),
        Field("open_from", "开放日期", _T.DAY),
        Field("valid_until", "有效期至", _T.DAY, help="没有写期限的不填"),
        Field(
            "heirs",
            "继承人",
            _T.ROWS,
            help="权利人已故的，由继承人逐一签署",
            columns=(Field("name", "姓名"), Field("relation", "关系"), Field("signed_on", "签署日期", _T.DAY)),
        ),
        Field("witness", "见证人"),
        Field("revocable", "可以撤回", _T.FLAG),
        Field("revoked_on", "撤回日期", _T.DAY),
        Field("scan", "扫描件", _T.LINK, target="file"),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="holder",
)

LEAD = Entity(
    "lead",
    "征集线索",
    (
        Field("witness", "知情人", required=True),
        Field("person", "人物卡", _T.LINK, target="person"),
        Field("age", "年龄", _T.INTEGER, help="登记时的岁数；知道生年的填生年"),
        Field("birth_year", "生年", _T.INTEGER),
        Field("health", "身体", _T.CHOICE, terms=terms("健朗", "一般", "体弱", "病重"), open_vocabulary=True),
        Field("topic", "题目"),
        Field("area", "片区"),
        Field("urgency", "缓急", _T.CHOICE, terms=terms("抢救", "尽快", "一般")),
        Field(
            "state",
            "进展",
            _T.CHOICE,
            terms=terms("待访", "已约", "已访", "成稿", "放弃", "已故"),
        ),
        Field("commissioner", "由谁去", _T.LINK, target="commissioner"),
        Field("planned", "打算哪天去", _T.DAY),
        Field("noted_on", "登记日期", _T.DAY),
        Field(
            "visits",
            "走访",
            _T.ROWS,
            columns=(
                Field("day", "日期", _T.DAY),
                Field("who", "何人"),
                Field("result", "结果"),
                Field("note", "情况", _T.LONG_TEXT),
            ),
        ),
        Field("item", "成了哪件资料", _T.LINK, target="item"),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="witness",
)

LOAN = Entity(
    "loan",
    "借还",
    (
        Field("what", "借的是什么", required=True, help="例如：老照片三张（原件）"),
        Field(
            "direction",
            "借进还是借出",
            _T.CHOICE,
            required=True,
            terms=terms(borrowed="借进", lent="借出"),
            help="借进：向持有人借来翻拍、抄录；借出：馆里的原件给别人",
        ),
        Field("party", "对方", required=True, help="姓名或单位"),
        Field("person", "人物卡", _T.LINK, target="person"),
        Field("items", "哪些资料", _T.LINKS, target="item"),
        Field("out", "哪天借的", _T.DAY),
        Field("due", "该哪天还", _T.DAY),
        Field("back", "哪天还的", _T.DAY, help="还清了才填"),
        Field("condition_out", "借时品相", _T.LONG_TEXT),
        Field("condition_back", "还时品相", _T.LONG_TEXT),
        Field("purpose", "用途"),
        Field("handled_by", "经手人"),
        Field("reminders", "催还", _T.ROWS, columns=(Field("day", "日期", _T.DAY), Field("note", "怎么说的"))),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="what",
)
"""Originals that are not where they belong: borrowed from their holder, or lent. Kept when they are back."""

USE = Entity(
    "use",
    "查阅利用",
    (
        Field("reader", "查阅人", required=True),
        Field("unit", "单位"),
        Field("day", "日期", _T.DAY),
        Field("items", "哪些资料", _T.LINKS, target="item"),
        Field("what", "查阅内容", help="没有对应到件的，写在这里"),
        Field("purpose", "目的"),
        Field(
            "manner",
            "方式",
            _T.CHOICE,
            terms=terms("阅览", "摘抄", "复制", "拍照", "出版引用", "展览"),
            open_vocabulary=True,
        ),
        Field("copies", "复制份数", _T.INTEGER),
        Field("approved_by", "批准人"),
        Field("handled_by", "经办人"),
        Field("result", "利用效果", _T.LONG_TEXT),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="reader",
)
"""A line of the register of use: who looked at what, what for, and what came of it."""

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

SAVED_SEARCH = Entity(
    "saved_search",
    "存下的检索",
    (
        Field("name", "名称", required=True),
        Field("owner", "谁的"),
        Field("query", "检索词", _T.LONG_TEXT),
        Field("exact", "区分繁简和全半角", _T.FLAG),
        Field("order", "次序"),
        Field("within", "在结果中", _T.ROWS, columns=(Field("query", "检索词", _T.LONG_TEXT),)),
        Field("chosen", "选定", _T.ROWS, columns=(Field("facet", "分面"), Field("value", "取值"))),
        Field("without", "不一并找", _T.ROWS, columns=(Field("key", "换词"),)),
        Field("alert", "有新的就提醒", _T.FLAG),
    ),
)

ENTRY_TEMPLATE = Entity(
    "entry_template",
    "著录模板",
    (
        Field("name", "名称", required=True),
        Field("kind", "种类", required=True),
        Field("values", "填好的项", _T.ROWS, columns=(Field("field", "字段"), Field("value", "值", _T.LONG_TEXT))),
    ),
)
"""What a new item of a kind begins with. ``value`` is the field's stored form as JSON."""

OWN_FIELD = Entity(
    ENTITY,
    "自定栏目",
    (
        Field("name", "栏目名", required=True),
        Field("key", "存储名", required=True, help="最初的栏目名；改名以后值还在它下面"),
        Field("type", "填什么", _T.CHOICE, terms=tuple(Term(name, words) for name, (words, _how) in TYPES.items())),
        Field("kinds", "哪些种类", _T.CHOICES, terms=tuple(Term(kind.name, kind.label) for kind in KINDS)),
        Field("terms", "可选的词", _T.TAGS),
        Field("required", "必填", _T.FLAG, help="没有填的，不能提交"),
        Field("help", "提示", help="写在栏目下面的一句话"),
        Field("position", "次序", _T.INTEGER),
        Field("withdrawn", "已停用", _T.FLAG, help="不再填；填过的照旧看得见"),
    ),
)
"""A field that an archive adds to its items. Without ``kinds`` it is of every kind."""

ENTITIES: tuple[Entity, ...] = (
    ITEM, PERSON, CONTACT, PLACE, ORGANISATION, EVENT, COMMISSIONER, STAFF, CONSENT, LEAD, LOAN, USE, FILE, VOLUME,
    SECTION, ARTICLE, SAVED_SEARCH, ENTRY_TEMPLATE, OWN_FIELD,
)  # fmt: skip


def entity_named(name: str) -> Entity:
    """The entity with this identifier; raises ``KeyError`` (a bug, not a person's mistake) where there is none."""
    for entity in ENTITIES:
        if entity.name == name:
            return entity
    raise KeyError(name)
