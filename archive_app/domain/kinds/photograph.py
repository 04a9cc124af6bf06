"""照片: image, 六要素 and who stands where (GB/T 11821-2002, DA/T 50-2014; regions as MWG)."""

from __future__ import annotations

from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.kinds.common import RIGHTS
from archive_app.domain.kinds.kind import Kind
from archive_app.domain.protection import OPEN, OVER, RUNNING

_T = FieldType
_SIX = "六要素"

PHOTOGRAPH = Kind(
    name="photograph",
    label="照片",
    category="ZP",
    icon="photo",
    has_text=False,
    fields=(
        Field(
            "caption",
            "文字说明",
            _T.LONG_TEXT,
            _SIX,
            searchable=True,
            help="事由、时间、地点、人物、背景、摄影者六样齐全最好。",
        ),
        Field("occasion", "事由", group=_SIX, searchable=True),
        Field("place_taken", "拍摄地点", group=_SIX, searchable=True),
        Field("background", "背景", _T.LONG_TEXT, _SIX, searchable=True),
        Field("photographer", "摄影者", group=_SIX, searchable=True),
        Field(
            "owner_of_print",
            "持有人",
            group=_SIX,
            searchable=True,
            help="原照、底片现在谁手里；不一定是摄影者，也不一定是著作权人。",
        ),
        Field("supplied_by", "供图", group=_SIX, searchable=True, help="拿出这张照片的人或单位，不一定是摄影者。"),
        Field(
            "people",
            "人物位置",
            _T.ROWS,
            _SIX,
            searchable=True,
            help="一排一排地写，每排从左数起。",
            columns=(
                Field("row", "排", help="前排、后排……"),
                Field("order", "左起第几", _T.INTEGER),
                Field("name", "姓名"),
                Field("person", "人物卡", _T.LINK, target="person"),
                Field("certainty", "把握", _T.CHOICE, terms=terms("确认", "推测", "待考", "不详")),
                Field("region", "位置", _T.NUMBERS, help="中心 x、y、宽、高，按画面的比例", by_program=True),
                Field("file", "在哪一张上", _T.LINK, target="file", by_program=True),
            ),
        ),
        Field(
            "first_published",
            "首次发表",
            _T.DATE,
            RIGHTS,
            help="最早在书报、展览上公开的时间，照原话写；从没有发表过的写“未发表”。算保护期要用。",
        ),
        Field(
            "protection",
            "保护期",
            _T.CHOICE,
            RIGHTS,
            searchable=True,
            terms=terms(OVER, RUNNING, OPEN),
            help="算得出已满的，会在上面建议，由人定；已满的不再要授权，摄影者的名字仍要署。",
        ),
        Field("negative_no", "底片号", group=_SIX, searchable=True),
        Field("cross_reference", "参见号", group=_SIX),
        Field(
            "exif", "拍摄参数", _T.ROWS, "拍摄参数", by_program=True, columns=(Field("tag", "项"), Field("value", "值"))
        ),
    ),
)
