"""The office's own lists: who gathers, reviews and allows, whom to visit, what is out, who looked at what."""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, Term, terms
from archive_app.domain.workflow import STAFF_ROLES

_T = FieldType

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
