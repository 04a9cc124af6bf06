"""Units of description above the item: 全宗, 类, 案卷 (组, 册), after DA/T 18—2022 著录层级 and DA/T 13—2022.

The English names in brackets are ISAD(G)'s elements and EAD 3's: a unit is a ``<c level="…">``, its 著录层级 is 3.1.4.
"""

from __future__ import annotations

from archive_app.domain.entities.entity import Entity
from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.units import TIERS

_T = FieldType

UNIT = Entity(
    "unit",
    "案卷",
    (
        Field(
            "tier",
            "层级",
            _T.CHOICE,
            required=True,
            terms=terms(**{name: tier.label for name, tier in TIERS.items()}),
            help="全宗、类、案卷；照片用组，图书用册",
        ),
        Field("parent", "上级", _T.LINK, target="unit"),
        Field("position", "次序", _T.INTEGER, by_program=True),
        Field("number", "编号", searchable=True, help="全宗号、类别号、案卷号（组号、册号），编进档号"),
        Field("title", "题名", required=True, searchable=True),
        Field("created", "起止日期", _T.DATE, help="空着的，照卷内各件的时间"),
        Field("creator", "形成者", help="全宗构成者、立卷单位"),
        Field("history", "沿革", _T.LONG_TEXT, help="机构沿革、人物生平，这些材料怎么来的"),
        Field("scope", "范围和提要", _T.LONG_TEXT),
        Field("retention", "保管期限", _T.CHOICE, terms=terms(Y="永久", D30="30年", D10="10年")),
        Field(
            "access",
            "级别",
            _T.CHOICE,
            terms=terms(public="公开", internal="内部", restricted="控制"),
            help="以下各级、各件至少按这一级；空着的不加限制",
        ),
        Field("access_until", "级别至", _T.DAY, help="到这一天以后，编辑可以放宽级别"),
        Field(
            "defaults",
            "新件照填",
            _T.ROWS,
            help="新放进来的件，这几项空着的照这里填；填了以后各件自己改，这里再改不影响已有的",
            columns=(Field("field", "字段"), Field("value", "值", _T.LONG_TEXT, help="JSON")),
        ),
        Field("location", "存放位置", help="几号柜几层几盒"),
        Field("pages", "页数", _T.INTEGER, help="空着的，照卷内文件的页数"),
        Field("situation", "本卷情况说明", _T.LONG_TEXT, help="缺损、修改、补充、移出、销毁等，印在备考表上"),
        Field("arranged_by", "整理人"),
        Field("arranged_on", "整理日期", _T.DAY),
        Field("inspected_by", "检查人"),
        Field("inspected_on", "检查日期", _T.DAY),
        Field("note", "备注", _T.LONG_TEXT),
    ),
    title="title",
)
"""A unit above items. Elements (ISAD(G) 2nd ed. / EAD 3): ``tier`` 3.1.4 ``@level``; ``number`` 3.1.1 ``<unitid>``;
``title`` 3.1.2 ``<unittitle>``; ``created`` 3.1.3 ``<unitdate>``; ``pages`` 3.1.5 ``<physdesc>``; ``creator`` 3.2.1
``<origination>``; ``history`` 3.2.2–3.2.3 ``<bioghist>``, ``<custodhist>``; ``scope`` 3.3.1 ``<scopecontent>``;
``retention`` 3.3.2 ``<appraisal>``; ``access`` 3.4.1 ``<accessrestrict>``; ``location`` ``<physloc>``; ``note`` 3.6.1
``<odd>``; ``arranged_by`` … ``inspected_on`` 3.7.1, 3.7.3 ``<processinfo>``.
"""
