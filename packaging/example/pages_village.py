"""Papers of the villages: a co-operative's cash book (doc-50), a page of 工分 (doc-51), a mimeographed notice
(doc-52), a copybook of the evening school (doc-53). Every word on them stands in the transcription of its item."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from darkroom import DIGITAL
from numpy.typing import NDArray
from PIL import ImageDraw
from sheets import (
    BLUE_BLACK,
    PENCIL,
    RULED,
    STENCIL,
    VERMILION,
    Sheet,
    creased,
    paper,
    printed,
    round_stamp,
    scanned,
    thumb_print,
)
from studio import FLATBED, Picture

Array = NDArray[Any]
Row = tuple[str, str, str, str, str]

CASH_BOOK: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "第七页",
        (
            ("三", "1", "上页结转", "", ""),
            ("三", "3", "买犁铧二个", "", "4.60"),
            ("三", "5", "卖豆草三百斤", "6.00", ""),
            ("三", "9", "付井绳麻款二十斤", "", "9.20"),
            ("三", "14", "社员入股三户", "15.00", ""),
            ("三", "17", "买毛笔账本", "", "1.35"),
            ("三", "21", "付铁匠补锹五把", "", "2.50"),
            ("三", "28", "代收公粮脚力费", "11.70", ""),
        ),
    ),
    (
        "第八页",
        (
            ("四", "2", "承前页", "", ""),
            ("四", "4", "买杏树苗六十棵", "", "7.20"),
            ("四", "8", "卖羊毛十四斤", "16.80", ""),
            ("四", "13", "付种子款", "", "18.00"),
            ("四", "20", "付民校灯油三斤", "", "1.86"),
            ("四", "26", "社员查有福还借款", "5.00", ""),
            ("四", "30", "本月合计", "21.80", "27.06"),
        ),
    ),
)
"""The cash book of 1956: month, day, entry, received, paid out (yuan); the balance is worked out."""
CARRIED = 86.40

WORK_DAYS: tuple[tuple[str, str], ...] = (
    ("祁长寿", "○" * 31),
    ("李秀英", "○" * 9 + "×" + "○" * 21),
    ("张玉福", "○" * 17 + "××" + "○" * 12),
    ("祁玉莲", "○" * 10 + "××××" + "◐" + "○" * 16),
    ("马成林", "○" * 24 + "×" + "○" * 6),
    ("王桂芳", "○" * 5 + "×" + "○" * 13 + "×" + "○" * 11),
    ("祁满仓", "○" * 31),
    ("李存德", "○" * 28 + "×××"),
    ("张阿奶", "◐" * 31),
)
"""A month's marks: ○ a whole day, × none, ◐ half."""

NOTICE = (
    "各户：",
    "　　我大队线路业已架设完竣，经公社电管人员查验合格，",
    "定于十月二十一日（星期日）中午十二时送电。望各户于",
    "是日午前将灯口装妥，并注意下列各项：",
    "　　一、每户先装灯一盏，灯泡二十五瓦，自备。",
    "　　二、湿手不得摸灯口；衣物不得搭在电线上。",
    "　　三、线下不得拴牲口、堆柴草。",
    "　　四、遇有断线，勿近前，速告电工索南才让。",
    "　　五、电费按表计算，每度一角三分，月底收取。",
)

COPYBOOK: tuple[tuple[str, ...], ...] = (
    ("农民识字本", "上崖村民校", "一九五六年冬", "王翠莲"),
    ("第一天", "锅碗瓢盆刀", "第二天", "水火土石灶", "第三天", "麦豆洋芋菜"),
    ("娘：", "　我会写了。", "　鸡下的蛋，七个，", "　给你留着。", "　　　　翠莲"),
)


def balances() -> list[list[float]]:
    """The balance after every line of the cash book, page by page."""
    now, found = CARRIED, []
    for _, rows in CASH_BOOK:
        column = []
        for row in rows:
            if row[2] != "本月合计":
                now += float(row[3] or 0) - float(row[4] or 0)
            column.append(round(now, 2))
        found.append(column)
    return found


def _ruled(sheet: Sheet, xs: Sequence[float], ys: Sequence[float], colour: tuple[float, float, float] = RULED) -> None:
    wide = max(1, round(3 * sheet.width / 3000))

    def lines(pen: ImageDraw.ImageDraw) -> None:
        for x in xs:
            pen.line((x, ys[0], x, ys[-1]), fill=190, width=wide)
        for y in ys:
            pen.line((xs[0], y, xs[-1], y), fill=190, width=wide)

    sheet.draw(sheet.layer(colour), lines)


def _ledger_sheet(number: int, width: int, height: int) -> Sheet:
    label, rows = CASH_BOOK[number]
    sheet = Sheet(width, height, 500 + number)
    unit = width / 3000
    xs = [unit * v for v in (190, 330, 470, 1480, 1900, 2320, 2800)]
    ys = [unit * (430 + 150 * k) for k in range(len(rows) + 2)]
    _ruled(sheet, xs, ys)
    ink = sheet.layer(BLUE_BLACK)
    sheet.write(ink, "现金日记账", (width / 2, 200 * unit), 130 * unit, pitch=1.35, weight=0.006, anchor="middle")
    sheet.write(ink, "杏花湾初级社　一九五六年", (200 * unit, 340 * unit), 72 * unit)
    sheet.write(ink, label, (2790 * unit, 340 * unit), 66 * unit, anchor="right")
    heads = ("月", "日", "摘　要", "收　入", "付　出", "结　存")
    middle = [(a + b) / 2 for a, b in pairwise(xs)]
    for head, x in zip(heads, middle, strict=True):
        sheet.write(ink, head, (x, ys[0] + 75 * unit), 68 * unit, anchor="middle", weight=0.004)
    for k, (row, left) in enumerate(zip(rows, balances()[number], strict=True)):
        y = ys[k + 1] + 80 * unit
        shown = (
            row[0] if k == 0 else "〃",
            row[1],
            row[2],
            row[3],
            row[4],
            "" if row[2] == "本月合计" else f"{left:.2f}",
        )
        for column, text in enumerate(shown):
            if column == 2:
                sheet.write(ink, text, (xs[2] + 26 * unit, y), 78 * unit)
            elif column < 2:
                sheet.write(ink, text, (middle[column], y), 74 * unit, anchor="middle")
            else:
                sheet.write(ink, text, (xs[column + 1] - 24 * unit, y), 80 * unit, anchor="right")
    sheet.write(ink, "会计　查有禄", (2200 * unit, ys[-1] + 150 * unit), 78 * unit)
    return sheet


def ledger_page(number: int, width: int, height: int) -> Array:
    """A page of doc-50; the other page's ink shows through from the back."""
    sheet, back = _ledger_sheet(number, width, height), _ledger_sheet(1 - number, width, height)
    page = printed(sheet, paper(width, height, (0.86, 0.82, 0.70), 510 + number), back.inks[1][0], 0.10)
    return scanned(creased(page, (("v", 0.5),), 520), (0.7, -0.5)[number], 530 + number)


def work_points(width: int, height: int) -> Array:
    """doc-51: July 1972, circles and crosses, a thumb print at the foot."""
    sheet = Sheet(width, height, 551)
    unit = width / 3000
    step = 78 * unit
    xs = [140 * unit, 440 * unit, *(440 * unit + step * (k + 1) for k in range(31))]
    ys = [unit * (440 + 140 * k) for k in range(len(WORK_DAYS) + 2)]
    _ruled(sheet, xs, ys, (0.40, 0.46, 0.50))
    ink = sheet.layer(BLUE_BLACK)
    sheet.write(
        ink, "下滩生产队工分登记表", (width / 2, 190 * unit), 128 * unit, pitch=1.2, weight=0.006, anchor="middle"
    )
    sheet.write(ink, "一九七二年七月", (150 * unit, 350 * unit), 76 * unit)
    sheet.write(ink, "○满工　半圈半工　×误工", (2860 * unit, 350 * unit), 62 * unit, anchor="right")
    sheet.write(ink, "姓名", (290 * unit, ys[0] + 72 * unit), 66 * unit, anchor="middle")
    for day in range(31):
        sheet.write(ink, str(day + 1), ((xs[day + 1] + xs[day + 2]) / 2, ys[0] + 72 * unit), 48 * unit, anchor="middle")
    for k, (name, marks) in enumerate(WORK_DAYS):
        y = ys[k + 1] + 72 * unit
        sheet.write(ink, name, (290 * unit, y), 72 * unit, anchor="middle")
        for day, mark in enumerate(marks):
            _mark(sheet, ink, mark, (xs[day + 1] + xs[day + 2]) / 2, y, 24 * unit)
    foot = ys[-1] + 140 * unit
    sheet.write(ink, "记工员　祁守礼", (160 * unit, foot), 74 * unit)
    sheet.write(ink, "保管　张玉福", (1200 * unit, foot), 74 * unit)
    sheet.write(ink, "以上无误，家长按印：", (1880 * unit, foot), 66 * unit)
    size = round(190 * unit)
    red = sheet.layer(VERMILION)
    top, left = round(foot - size * 0.55), round(2590 * unit)
    red[top : top + size, left : left + size] = thumb_print(size, 56)
    page = printed(sheet, paper(width, height, (0.83, 0.77, 0.63), 561), dry=0.14)
    return scanned(creased(page, (("v", 0.34), ("v", 0.67), ("h", 0.52)), 571), -0.8, 581)


def _mark(sheet: Sheet, ink: Array, mark: str, x: float, y: float, r: float) -> None:
    dx, dy = sheet.rng.normal(0, r * 0.12, 2)
    x, y, wide = x + dx, y + dy, max(2, round(r * 0.16))

    def pen_stroke(pen: ImageDraw.ImageDraw) -> None:
        if mark == "×":
            pen.line((x - r, y - r, x + r, y + r), fill=225, width=wide)
            pen.line((x + r, y - r, x - r, y + r), fill=225, width=wide)
        elif mark == "○":
            pen.ellipse((x - r, y - r * 0.94, x + r, y + r), outline=220, width=wide)
        else:
            pen.arc((x - r, y - r, x + r, y + r), 90, 275, fill=225, width=wide)

    box = (int(x - 3 * r), int(y - 3 * r), int(x + 3 * r), int(y + 3 * r))
    part = Sheet(box[2] - box[0], box[3] - box[1], 1)
    x, y = x - box[0], y - box[1]
    small = part.layer(BLUE_BLACK)
    part.draw(small, pen_stroke)
    view = ink[box[1] : box[3], box[0] : box[2]]
    np.maximum(view, small, out=view)


def notice(width: int, height: int) -> Array:
    """doc-52: stencilled, the ink uneven, 妥 mended with a pen, paste marks in the corners."""
    sheet = Sheet(width, height, 552)
    unit = height / 3000
    ink = sheet.layer(STENCIL)
    sheet.write(
        ink, "通知", (width / 2, 420 * unit), 170 * unit, pitch=2.0, weight=0.012, anchor="middle", unsteady=0.01
    )
    y = 740 * unit
    for line in NOTICE:
        sheet.write(ink, line, (180 * unit, y), 70 * unit, pitch=1.02, weight=0.008, unsteady=0.008)
        if "装妥" in line:
            mended = sheet.layer(BLUE_BLACK)
            at = 180 * unit + line.index("妥") * 70 * unit * 1.02
            sheet.write(mended, "妥", (at, y + 2 * unit), 72 * unit, weight=0.012)
        y += 152 * unit
    for text, down in (("泉儿头大队", 130), ("一九七三年十月十六日", 290)):
        sheet.write(ink, text, (1800 * unit, y + down * unit), 72 * unit, weight=0.008, anchor="right", unsteady=0.008)
    size = round(430 * unit)
    stamp = sheet.layer(VERMILION)
    top, left = round(y), round(1330 * unit)
    stamp[top : top + size, left : left + size] = round_stamp("泉儿头大队（示例）", size, 57)
    ground = paper(width, height, (0.87, 0.815, 0.66), 562)
    for cx, cy in ((0.07, 0.05), (0.93, 0.05), (0.07, 0.95), (0.93, 0.95)):
        yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
        away = np.hypot(xx - cx * width, (yy - cy * height) * 0.8) / (95 * unit)
        ground = ground * (1 - 0.17 * np.exp(-(away**4))[..., None] * np.array([0.6, 1.0, 1.4], np.float32))
    page = printed(sheet, ground, dry=0.42)
    return scanned(creased(page, (("h", 0.335), ("h", 0.665), ("v", 0.5)), 572), 1.1, 582)


def copybook_page(number: int, width: int, height: int) -> Array:
    """A page of doc-53: squared paper, pencil of somebody who learns; the teacher's mark in red."""
    sheet = Sheet(width, height, 553 + number)
    unit = height / 3000
    if number:
        side = 208 * unit
        xs = [width / 2 + side * (k - 4.5) for k in range(10)]
        ys = [(330 + 208 * k) * unit for k in range(12)]
        _ruled(sheet, xs, ys, (0.55, 0.66, 0.55))
    ink = sheet.layer(PENCIL)
    lines = COPYBOOK[number]
    if number == 0:
        for text, y, size in zip(lines, (900, 1320, 1560, 2050), (230, 120, 110, 150), strict=True):
            sheet.write(
                ink, text, (width / 2, y * unit), size * unit, pitch=1.2, weight=0.007, anchor="middle", unsteady=0.05
            )
    else:
        for k, text in enumerate(lines):
            y = ys[2 * k if number == 2 else k + k // 2] + side / 2
            for column, character in enumerate(text):
                at = (xs[column] + side * 0.12, y)
                sheet.write(ink, character, at, 158 * unit, weight=0.007, unsteady=0.06)
    if number == 2:
        red = sheet.layer(VERMILION)
        sheet.write(red, "优", (width * 0.72, 2700 * unit), 330 * unit, weight=0.012)
    back = None if number == 0 else Sheet(width, height, 5)
    through = None
    if back is not None:
        through = back.layer(PENCIL)
        for k, text in enumerate(COPYBOOK[number - 1][:4]):
            back.write(through, text, (width * 0.2, (700 + 420 * k) * unit), 190 * unit, weight=0.007)
    page = printed(sheet, paper(width, height, (0.84, 0.79, 0.66), 565 + number), through, 0.22)
    return scanned(creased(page, (("h", 0.5),), 575 + number), (0.4, -1.0, 0.8)[number], 585 + number)


PICTURES = [
    Picture(
        "doc-51",
        "doc-51.jpg",
        "下滩工分登记页.jpg",
        "下滩生产队工分登记页",
        "1972年7月",
        "2026:06:24 16:20:18",
        FLATBED,
        51,
        DIGITAL,
        ratio=1.44,
        page=work_points,
    ),
    Picture(
        "doc-52",
        "doc-52.jpg",
        "通电通知.jpg",
        "泉儿头大队通电通知",
        "1973年10月16日",
        "2026:07:09 09:44:50",
        FLATBED,
        52,
        DIGITAL,
        ratio=0.70,
        page=notice,
    ),
]
