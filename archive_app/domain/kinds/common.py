"""The fields every item has, after DA/T 18-2022, in the order a form shows them."""

from __future__ import annotations

from archive_app.domain.access import Access
from archive_app.domain.fields import Field, FieldType, Term, terms
from archive_app.domain.workflow import ASPECTS, CONCLUSIONS, Action, Stage, State
from archive_app.domain.workflow.log import CORRECTION
from archive_app.domain.workflow.reviews import FURTHER

_T = FieldType

IDENTITY = "题名与编号"
CONTENT = "内容"
BACKGROUND = "来源与保管"
RIGHTS = "权利与开放"
WORKFLOW = "流程"
DESCRIPTION = "著录"

TAKEN, REFUSED = "采用", "不要"
"""What a person answered to a suggestion."""

AGENT_ROLES = terms(
    "口述者", "采访者", "整理者", "作者", "责任者", "摄影者", "翻拍者", "捐赠者", "代笔", "录文者", "提供者", "受赠者"
)

_STATES = tuple(Term(state.value, state.label) for state in State)
_ACTIONS = tuple(Term(action.value, action.label) for action in Action)

COMMON_FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        "题名",
        group=IDENTITY,
        required=True,
        searchable=True,
        help="照原件的题名；没有题名的自拟，并注明“自拟”。",
    ),
    Field("title_source", "题名来源", _T.CHOICE, IDENTITY, terms=terms("原题", "自拟")),
    Field("title_alt", "其他题名", _T.TAGS, IDENTITY, searchable=True),
    Field("accession_no", "征集号", group=IDENTITY, by_program=True, searchable=True),
    Field("ref_code", "档号", group=IDENTITY, by_program=True, searchable=True),
    Field(
        "received_no",
        "原编号",
        group=IDENTITY,
        searchable=True,
        help="来时带着的编号，照原样记；本馆的征集号、档号由程序另编。",
    ),
    Field("fonds_no", "全宗号", group=IDENTITY),
    Field("group_no", "组号", group=IDENTITY, help="照片按组、图书按册、档案按卷编号的，写第几组，如 25；编进档号。"),
    Field("category", "栏目", group=IDENTITY, searchable=True),
    Field("series", "丛书", group=IDENTITY, searchable=True),
    Field(
        "responsibility",
        "责任者",
        _T.ROWS,
        CONTENT,
        searchable=True,
        columns=(
            Field("role", "身份", _T.CHOICE, terms=AGENT_ROLES, open_vocabulary=True, required=True),
            Field("name", "姓名", required=True),
            Field("person", "人物卡", _T.LINK, target="person"),
        ),
        help="谁说的、谁写的、谁拍的、谁整理的。",
    ),
    Field("created", "形成时间", _T.DATE, CONTENT, searchable=True, help="照原话写，如“约1958年春”“民国二十六年”。"),
    Field("dates", "所涉时间", _T.DATES, CONTENT, searchable=True),
    Field("abstract", "提要", _T.LONG_TEXT, CONTENT, searchable=True),
    Field("keywords", "主题词", _T.TAGS, CONTENT, searchable=True),
    Field("persons", "人名", _T.LINKS, CONTENT, target="person"),
    Field("places", "地名", _T.LINKS, CONTENT, target="place"),
    Field("organisations", "单位", _T.LINKS, CONTENT, target="organisation"),
    Field("events", "事件", _T.LINKS, CONTENT, target="event"),
    Field("related", "相关材料", _T.LINKS, CONTENT, target="item"),
    Field("sanqin", "三亲", _T.CHOICES, CONTENT, terms=terms("亲历", "亲见", "亲闻")),
    Field("language", "语言", _T.TAGS, CONTENT),
    Field("script", "文字", _T.CHOICE, CONTENT, terms=terms("简体", "繁体", "其他")),
    Field("manuscript", "正文", _T.MANUSCRIPT, "正文", searchable=True),
    Field("commissioner", "征集人", _T.LINK, BACKGROUND, target="commissioner"),
    Field("received", "收到日期", _T.DAY, BACKGROUND),
    Field("source_channel", "来源方式", group=BACKGROUND),
    Field("provenance", "来源沿革", _T.LONG_TEXT, BACKGROUND, searchable=True),
    Field("carrier", "载体", group=BACKGROUND),
    Field(
        "draft_form",
        "稿本",
        _T.CHOICE,
        BACKGROUND,
        terms=terms("草稿", "定稿", "手稿", "抄本", "复印件"),
        open_vocabulary=True,
    ),
    Field("genesis", "生成方式", _T.CHOICE, BACKGROUND, terms=terms("原生", "数字化", "编辑")),
    Field(
        "recognised",
        "文字识别",
        _T.ROWS,
        BACKGROUND,
        by_program=True,
        help="哪些字是从扫描件上识别来的：用什么识别，谁核对",
        columns=(
            Field("into", "放进哪一栏"),
            Field("file", "扫描件", _T.LINK, target="file"),
            Field("pages", "哪几页"),
            Field("engine", "用什么识别"),
            Field("read_on", "识别日期", _T.DAY),
            Field("checked_by", "核对人"),
            Field("checked_on", "核对日期", _T.DAY),
            Field("doubtful", "存疑字数", _T.INTEGER),
        ),
    ),
    Field("original_location", "原件存放", group=BACKGROUND),
    Field("copy_location", "复制件存放", group=BACKGROUND),
    Field("retention", "保管期限", _T.CHOICE, BACKGROUND, terms=terms(Y="永久", D30="30年", D10="10年")),
    Field(
        "access",
        "级别",
        _T.CHOICE,
        RIGHTS,
        terms=tuple(Term(level.value, level.label) for level in Access),
        help="决定谁能看到：公开、内部或控制。没有定的按内部。",
    ),
    Field("access_until", "级别至", _T.DAY, RIGHTS, help="到这一天以后，编辑可以放宽级别。"),
    Field("copyright_holder", "著作权人", group=RIGHTS),
    Field("credit_line", "署名", group=RIGHTS, help="印在文末或图片旁的名字。"),
    Field("anonymous", "匿名", _T.FLAG, RIGHTS),
    Field("use_levels", "使用范围", _T.CHOICES, RIGHTS, terms=terms("编辑部", "内部读者", "公开")),
    Field("open_status", "开放标识", _T.CHOICE, RIGHTS, terms=terms("开放", "控制", "延期开放", "未审核")),
    Field("open_note", "开放说明", _T.LONG_TEXT, RIGHTS),
    Field("publicity", "公开属性", _T.CHOICE, RIGHTS, terms=terms("主动公开", "依申请公开", "不予公开")),
    Field(
        "sensitivity", "敏感级", _T.CHOICE, RIGHTS, terms=terms("一般", "涉及个人隐私", "须送审"), open_vocabulary=True
    ),
    Field("sensitivity_reason", "敏感原因", _T.LONG_TEXT, RIGHTS),
    Field("secrecy", "密级", _T.CHOICE, RIGHTS, terms=terms("非密")),
    Field("signed_off_by", "核稿人", group=RIGHTS, help="在编定的文稿上签字的口述者或作者；已故的由继承人签。"),
    Field("signed_off_on", "核稿日期", _T.DAY, RIGHTS),
    Field(
        "state",
        "状态",
        _T.CHOICE,
        WORKFLOW,
        terms=_STATES,
        by_program=True,
    ),
    Field(
        "workflow_log",
        "流程记录",
        _T.ROWS,
        WORKFLOW,
        by_program=True,
        columns=(
            Field("at", "日期"),
            Field("by", "何人"),
            Field("action", "动作", _T.CHOICE, terms=(*_ACTIONS, Term(CORRECTION, "改样")), open_vocabulary=True),
            Field("from", "原状态", _T.CHOICE, terms=_STATES),
            Field("to", "新状态", _T.CHOICE, terms=_STATES),
            Field("comment", "意见", _T.LONG_TEXT),
        ),
    ),
    Field("returned_count", "退改次数", _T.INTEGER, WORKFLOW, by_program=True),
    Field(
        "reviews",
        "审稿意见",
        _T.ROWS,
        WORKFLOW,
        by_program=True,
        columns=(
            Field("stage", "审次", _T.CHOICE, terms=tuple(Term(stage.value, stage.label) for stage in Stage)),
            Field("aspect", "方面", _T.CHOICE, terms=terms(*ASPECTS, *FURTHER)),
            Field("conclusion", "结论", _T.CHOICE, terms=terms(*CONCLUSIONS)),
            Field("opinion", "意见", _T.LONG_TEXT),
            Field("reviewer", "审稿人"),
            Field("day", "日期", _T.DAY),
            Field("round", "退改过几次", _T.INTEGER),
        ),
    ),
    Field(
        "referrals",
        "送审记录",
        _T.ROWS,
        WORKFLOW,
        by_program=True,
        columns=(
            Field("to", "送给", help="统战、民宗、党史……"),
            Field("asked_on", "送审日期", _T.DAY),
            Field("question", "送审事由", _T.LONG_TEXT),
            Field("answered_on", "答复日期", _T.DAY),
            Field("answer", "答复", _T.LONG_TEXT),
            Field("file", "答复原件", _T.LINK, target="file"),
        ),
    ),
    Field("own", "自定栏目", _T.OWN, DESCRIPTION, by_program=True, help="馆藏自己加的栏目：栏目名和所填的值"),
    Field("notes", "附注", _T.LONG_TEXT, DESCRIPTION, searchable=True),
    Field("cataloguer", "著录者", group=DESCRIPTION),
    Field("catalogued_on", "著录日期", _T.DAY, DESCRIPTION),
    Field("source_name", "来时的文件名", group=DESCRIPTION, by_program=True, searchable=True),
    Field(
        "suggestions",
        "建议",
        _T.ROWS,
        DESCRIPTION,
        by_program=True,
        columns=(
            Field("field", "字段"),
            Field("value", "建议填"),
            Field("basis", "依据"),
            Field("region", "位置", _T.NUMBERS, help="人在照片上哪里，同“人物位置”"),
            Field("answer", "答复", _T.CHOICE, terms=terms(TAKEN, REFUSED)),
        ),
        help="文件夹名、文件名和相机写下的话；人采用了才算。",
    ),
    Field(
        "passed",
        "不再提的检查",
        _T.ROWS,
        DESCRIPTION,
        by_program=True,
        columns=(
            Field("rule", "规则"),
            Field("words", "文字"),
            Field("near", "上下文", help="空着：这一篇里都不提"),
            Field("by", "谁"),
            Field("on", "哪天", _T.DAY),
            Field("why", "为什么"),
        ),
        help="正文检查里看过、认可的写法；以后不再提。",
    ),
    Field(
        "comments",
        "批注",
        _T.ROWS,
        DESCRIPTION,
        by_program=True,
        columns=(  # what each means: domain/comments.py
            Field("id", "编号"),
            Field("answers", "答复哪一条"),
            Field("block", "段落"),
            Field("part", "段落里的哪一处", help="空着：正文；注、表格的一格"),
            Field("start", "从第几个字", _T.INTEGER),
            Field("end", "到第几个字", _T.INTEGER),
            Field("words", "原话"),
            Field("before", "前面的字"),
            Field("after", "后面的字"),
            Field("text", "批注"),
            Field("by", "谁写的"),
            Field("at", "什么时候"),
            Field("done", "已办", _T.FLAG),
        ),
        help="写在正文旁边的话，不印出来。",
    ),
    Field(
        "corrections",
        "改动建议",
        _T.ROWS,
        DESCRIPTION,
        by_program=True,
        columns=(  # what each means: domain/corrections/proposal.py
            Field("id", "编号"),
            Field("what", "怎样改"),
            Field("block", "段落"),
            Field("part", "段落里的哪一处"),
            Field("start", "从第几个字", _T.INTEGER),
            Field("end", "到第几个字", _T.INTEGER),
            Field("old", "原文"),
            Field("new", "改为"),
            Field("before", "前面的字"),
            Field("after", "后面的字"),
            Field("blocks", "新写的段落", _T.MANUSCRIPT),
            Field("why", "依据"),
            Field("kind", "类型"),
            Field("by", "谁提的"),
            Field("at", "什么时候提的"),
            Field("round", "校次"),
            Field("page", "面"),
            Field("line", "行"),
            Field("state", "处理"),
            Field("decided_by", "谁处理的"),
            Field("decided_at", "什么时候处理的"),
            Field("decided_why", "处理的意见"),
        ),
        help="校对时提出的改动：原文、改为、依据、类型、处理；采纳了才改正文。",
    ),
)
