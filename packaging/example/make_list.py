"""Make the list of photographs that came with them: `python packaging/example/make_list.py`.

An Excel sheet as a commissioner keeps it: a title over merged cells, a line of remarks, a head of two rows, the album's
name merged down its rows, dates as people write them, one row struck by hand into "同上".
"""

from __future__ import annotations

import json
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

HOME = Path(__file__).resolve().parents[2] / "resources" / "example"
NAME = "照片目录.xlsx"
HEADS = ("相册", "序号", "照片题名", "时间", "地点", "人物", "摄影者", "供图", "底片/文件名", "备注")
_WIDTHS = (14, 6, 26, 18, 18, 30, 14, 16, 26, 20)

Row = tuple[str, str, str, str, str, str, str, str]

NOT_YET = (
    ("学校开学第一天", "1974年9月", "杏花湾小学", "学生若干", "不详", "折志明", "", "待扫"),
    ("教室里的火炉", "七几年冬", "杏花湾小学", "", "不详", "折志明", "", "待扫"),
    ("井台换绳", "1979年春", "杏花湾村", "查家众人", "不详", "查玉兰", "", "待扫，底角缺"),
    ("换下的旧绳", "同上", "同上", "", "不详", "查玉兰", "", ""),
    ("洋芋出窖", "约1985年4月", "石坡村", "马进财之子", "不详", "马进财", "", "人像模糊"),
    ("老窖口", "2026年5月10日", "石坡村", "无", "李𠮷庆", "李𠮷庆", "IMG_0510.jpg", "手机"),
    ("墙基断面", "2026-6-12", "石坡村", "无", "李𠮷庆", "李𠮷庆", "IMG_0612.jpg", "手机"),
    ("麻坑旧址", "2026.6.20", "下滩村", "祁玉莲（右）", "李𠮷庆", "李𠮷庆", "IMG_0620.jpg", "手机"),
    ("绳瓜子", "2026.6.20", "下滩村", "无", "李𠮷庆", "李𠮷庆", "IMG_0621.jpg", "已捐区上"),
    ("渡船", "六几年", "下滩村渡口", "撑船者待考", "不详", "祁玉莲", "", "已还"),
    ("豆腐挑子", "约1972年", "水磨村", "王有德", "吴𬱟", "王有德", "", "待扫"),
    ("电磨安装", "七九年", "水磨村", "王有德、李老汉", "不详", "王有德", "", "待扫"),
    ("涵洞合龙", "1984年11月", "柳树台村", "石坡村老匠人（左二）", "吴𬱟", "李成林", "", "底片在吴家"),
    ("路通那天的汽车", "1984年12月25日", "柳树台村口", "众人", "不详", "李成林", "", "待扫"),
    ("路生百日", "1984年冬", "柳树台村", "王家三代", "照相馆", "王家", "", "只供看，不印"),
    ("老梨树开花", "2026年4月28日", "梨园庄", "无", "李晓棠", "李晓棠", "DSC_0428.jpg", ""),
    ("树下分股", "八一年", "梨园庄", "七位老人，待考", "不详", "种占元", "", "待扫"),
    ("红线账页", "2026年4月28日", "梨园庄", "无", "李晓棠", "李晓棠", "DSC_0431.jpg", "缝线十四结"),
    ("炒大豆的锅", "2026年二月二", "梨园庄", "员桂花与孙女", "李晓棠", "李晓棠", "DSC_0320.jpg", "农历"),
    ("洗毡", "约1968年秋", "上崖村河滩", "韩六十三", "吴𬱟", "韩六十三", "", "待扫"),
)
"""Photographs of the list that have not come in: title, time, place, persons, by whom, from whom, file, remark."""


def listed(items: list[dict[str, Any]]) -> list[Row]:
    """The rows: what the archive has of the village volume and of the first, then what is still to come."""
    found: list[Row] = []
    for item in items:
        if item["kind"] != "photograph":
            continue
        names = "、".join(person["name"] for person in item.get("people", ()))
        by = item.get("photographer") or item["responsibility"][0]["name"]
        from_whom = item["credit_line"].split("，")[-1].removesuffix("供图")
        title = item["title"].removesuffix("（示例）")
        place = item.get("place_taken", "")
        found.append((title, item["created"]["display"], place, names, by, from_whom, item["pictures"][0]["name"], ""))
    return [*found[-20:], *NOT_YET]


def fill(sheet: Worksheet, rows: list[Row]) -> None:
    """Write the sheet."""
    line = Side(style="thin", color="808080")
    sheet.merge_cells("A1:J1")
    sheet["A1"] = "乡村记忆篇征集照片目录（示例）"
    sheet["A1"].font = Font(name="黑体", size=16)
    sheet.merge_cells("A2:J2")
    sheet["A2"] = "整理：李𠮷庆、李晓棠、王昪　　2026年8月15日　　人物自左至右，不清楚的写“待考”"
    sheet.merge_cells("F3:G3")
    sheet["F3"] = "谁"
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(4, column, head).font = Font(name="黑体", size=11)
        sheet.column_dimensions["ABCDEFGHIJ"[column - 1]].width = _WIDTHS[column - 1]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(("", number, *row), start=1):
            cell = sheet.cell(4 + number, column, value)
            cell.font, cell.alignment = Font(name="宋体", size=10.5), Alignment(wrap_text=True, vertical="center")
            cell.border = Border(line, line, line, line)
    albums = (("已扫描入库", 20), ("李𠮷庆手上", 10), ("李晓棠手上", 9), ("王昪手上", 1))
    first = 5
    for album, count in albums:
        sheet.cell(first, 1, album)
        if count > 1:
            sheet.merge_cells(start_row=first, end_row=first + count - 1, start_column=1, end_column=1)
        first += count
    sheet.cell(first + 1, 3, f"共{len(rows)}张")
    for address in ("A1", "A2", "F3"):
        sheet[address].alignment = Alignment(horizontal="center")
    sheet.freeze_panes = "A5"


def packed(book: Workbook) -> bytes:
    """The workbook's bytes with every time in it set fast, so that the same rows give the same file."""
    store, kept = BytesIO(), BytesIO()
    book.save(store)
    with zipfile.ZipFile(store) as made, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _settled(data)
            entry = zipfile.ZipInfo(name, (2026, 8, 15, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return kept.getvalue()


def _settled(core: bytes) -> bytes:
    text = core.decode("utf-8")
    for tag in ("dcterms:created", "dcterms:modified"):
        head, _, rest = text.partition(f"<{tag}")
        opening, _, rest = rest.partition(">")
        _, _, tail = rest.partition(f"</{tag}>")
        text = f"{head}<{tag}{opening}>2026-08-15T09:00:00Z</{tag}>{tail}"
    return text.encode("utf-8")


def main() -> int:
    """The command."""
    items = json.loads((HOME / "items.json").read_text(encoding="utf-8"))
    book = Workbook()
    book.properties.creator = "李晓棠"
    sheet = book.active
    sheet.title = "照片"
    fill(sheet, listed(items))
    (HOME / "incoming" / NAME).write_bytes(packed(book))
    print(f"{NAME} {(HOME / 'incoming' / NAME).stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
