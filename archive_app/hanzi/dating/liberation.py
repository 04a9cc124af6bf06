"""解放前, 刚解放, 旧社会, 新中国成立后: counted from the local day of 解放, or from the first of October 1949."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from archive_app.hanzi.dating.reading import Context, LocalEvent, Sense
from archive_app.hanzi.dating.text import Pattern

LIBERATION = date(1949, 9, 5)
FOUNDING = date(1949, 10, 1)
_PLACE = "西宁解放1949年9月5日；各地不同，须用地方事件表"
_HABIT = "起止为编辑约定"
_LIBERATION = Pattern(
    r"(?:(?:西宁|青海|全国|咱们?这里|当地|本地)?(?:(?P<just>刚刚?|才|一)|(?P<near>临|快|将|眼看))?(?P<l>解放)|(?P<f>新中国成立|建国|中华人民共和国成立|共和国成立))"
    r"(?:(?P<before>以前|之前|前)|(?P<eve>前夕|前不久)|(?P<ago>前的?(?P<m>头?(?:[二两三四五]|一两|两三|三四|几))年)|(?P<years>后?(?:以后)?的?头(?P<n>[一二两三四五]|一两|两三|三四|几)年)"
    r"|(?P<early>初期|初年|初|之初|后不久|不久)|(?P<after>以后|之后|后|以来|后来)"
    r"|(?P<year>那年|那一年|的那年|当年)|(?P<day>那天|那日|的那天)|(?P<time>时|的时候|那时|那会儿?|那阵子?|那时候|前后)|(?P<bare>))\Z"
)
_OLD = Pattern(r"(?:旧社会|旧中国)(?:里|时|的?时候|那会儿?|那阵子?)?\Z")


_SPANS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "一两": 2, "两三": 3, "三四": 4, "几": 3}


def liberation(text: str, context: Context) -> Sense | None:
    """解放前, 解放初期, 新中国成立后 …; the day of 解放 is the local one where the events know it."""
    match = _LIBERATION.match("解放前" if _OLD.match(text) else text)
    if match is None or (match["bare"] is not None and not (match["just"] or match["near"])):
        return None
    day, notes = (FOUNDING, ()) if match["f"] else _liberation_day(context.events)
    calendar, basis = "公历", "事件"
    local = bool(match["l"])

    def made(edtf: str, first: date, last: date, precision: str, qualifier: str = "", extra: str = "") -> Sense:
        return Sense(
            edtf, first, last, calendar, precision, qualifier, basis,
            tuple(note for note in (*notes, extra) if note), local and bool(notes),
        )  # fmt: skip

    before = day - timedelta(days=1)
    if match["near"]:
        return made(f"{day.year - 1}~/{before.isoformat()}", date(day.year - 1, 1, 1), before, "时期", "约", _HABIT)
    if match["just"]:
        return made(f"{day.isoformat()}/1952~", day, date(1952, 12, 31), "时期", "约", "止点为编辑约定")
    if match["ago"]:
        width = _SPANS[match["m"].lstrip("头")]
        return made(
            f"{day.year - width}~/{before.isoformat()}", date(day.year - width, 1, 1), before, "时期", "约", _HABIT
        )
    if match["before"]:
        return made(f"../{before.isoformat()}", date.min, before, "上限", "不晚于")
    if match["eve"]:
        return made(f"{day.year - 1}~/{before.isoformat()}", date(day.year - 1, 1, 1), before, "时期", "约", _HABIT)
    if match["years"]:
        last = day.year + _SPANS[match["n"]]
        return made(f"{day.isoformat()}/{last}~", day, date(last, 12, 31), "年", "约")
    if match["early"]:
        return made(f"{day.isoformat()}/1952~", day, date(1952, 12, 31), "时期", "约", "止点为编辑约定")
    if match["after"]:
        return made(f"{day.isoformat()}/..", day, date.max, "下限", "不早于")
    if match["day"]:
        return made(day.isoformat(), day, day, "日")
    if match["time"]:
        return made(f"{day.year}~", date(day.year - 1, 1, 1), date(day.year + 1, 12, 31), "年", "约")
    return made(f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31), "年")


def _liberation_day(events: Sequence[LocalEvent]) -> tuple[date, tuple[str, ...]]:
    for event in events:
        if event.earliest and event.name.endswith("解放") and event.earliest == event.latest:
            return date.fromisoformat(event.earliest), ()
    return LIBERATION, (_PLACE,)
