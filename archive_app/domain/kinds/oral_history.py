"""口述史料: a recorded interview, its transcript and its edited text (DA/T 59-2017)."""

from __future__ import annotations

from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.kinds.kind import Kind

_T = FieldType
_INTERVIEW = "采访"
_SECONDS = Field("at", "时间", _T.SECONDS)

ORAL_HISTORY = Kind(
    name="oral_history",
    label="口述史料",
    category="LY",
    signed=True,
    submit_needs=("responsibility",),
    icon="microphone",
    fields=(
        Field("interview_place", "采访地点", group=_INTERVIEW, searchable=True),
        Field("recording_device", "设备", group=_INTERVIEW),
        Field("duration", "时长", _T.SECONDS, _INTERVIEW),
        Field("sessions", "场次", _T.INTEGER, _INTERVIEW),
        Field("present", "在场人", _T.TAGS, _INTERVIEW),
        Field(
            "transcript_level",
            "转写级别",
            _T.CHOICE,
            _INTERVIEW,
            terms=terms("逐字", "整理", "节录"),
            open_vocabulary=True,
        ),
        Field("narrator_reviewed", "口述者已审阅", _T.FLAG, _INTERVIEW),
        Field(
            "index_points",
            "内容索引",
            _T.ROWS,
            _INTERVIEW,
            searchable=True,
            columns=(
                Field("id", "编号", by_program=True),
                _SECONDS,
                Field("title", "标题"),
                Field("synopsis", "提要", _T.LONG_TEXT),
                Field("keywords", "关键词", _T.TAGS),
                Field("persons", "人物", _T.LINKS, target="person"),
                Field("places", "地点", _T.LINKS, target="place"),
                Field("file", "录音", by_program=True),
            ),
        ),
        Field(
            "speakers",
            "说话人",
            _T.ROWS,
            _INTERVIEW,
            searchable=True,
            help="转写稿里谁是谁：连上人物卡，卡片改了名，转写稿跟着改",
            columns=(Field("label", "转写稿里写的"), Field("person", "人物卡", _T.LINK, target="person")),
        ),
        Field(
            "transcript",
            "转写稿",
            _T.ROWS,
            _INTERVIEW,
            searchable=True,
            columns=(
                Field("id", "编号"),
                Field("start", "起", _T.SECONDS),
                Field("end", "止", _T.SECONDS),
                Field("speaker", "说话人"),
                Field("text", "文字", _T.LONG_TEXT),
                Field("mandarin", "普通话", _T.LONG_TEXT),
                Field("note", "附注", _T.LONG_TEXT),
                Field("access", "级别", _T.CHOICE, terms=terms(public="公开", internal="内部", restricted="控制")),
                Field("file", "录音", by_program=True),
            ),
        ),
    ),
)
