"""References after GB/T 7714—2015 信息与文献 参考文献著录规则: how each kind of document is written down.

The forms, with the clause of each:

- kept material (appendix B, 档案 [A]; after the example 关于转发…的通知：京政办发〔2005〕37号[A/OL] of §4.6):
  who. title：number[A]. who beside. place：keeper，year.
- a volume (§4.1): who. title：which volume[M]. edition. place：publisher，year：pages. A published book is 普通图书
  [M]; an 内部资料, which is no book that was published, is 汇编 [G].
- what stands in a volume (§4.2): who. title[M]//who. volume. edition. place：publisher，year：pages.

Before and between them stand the marks of §7.2, in the width of the standard's own examples: of a Chinese text ，：（）
full, of another all half. Square brackets hold what was not on the document: a title that was made up, a year that is
guessed, what is not known (§7.2, §8.4.1.3, §8.4.2.3, §8.4.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive_app.hanzi.folding import fold

Values = Mapping[str, Any]
"""Fields of an item or a volume."""


class Marks(NamedTuple):
    """The marks and words of one language (§7.2, §8.1.2, §8.4.1.3, §8.4.2.3)."""

    comma: str
    colon: str
    brackets: tuple[str, str]
    others: str
    no_place: str
    no_publisher: str
    no_year: str


CHINESE = Marks("，", "：", ("（", "）"), "等", "[出版地不详]", "[出版者不详]", "[年代不详]")
WESTERN = Marks(", ", ": ", ("(", ")"), "et al.", "[S.l.]", "[s.n.]", "[n.d.]")

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_MAIN = ("口述者", "作者", "摄影者", "责任者", "录文者")
"""Who is named first: the first of these roles that somebody has."""
_OTHERS = {"采访者": "采访", "整理者": "整理", "录文者": "录文", "翻拍者": "翻拍", "代笔": "代笔"}
"""Other roles → how they stand behind the title (哈里森，沃尔德伦. 经济数学与金融数学[M]. 谢远涛，译)."""
_NAMES = 3
_NOBODY = ("不详", "佚名", "无名氏", "未署名", "作者不详")
_UNSURE = re.compile(r"[（(][^（()）]*(?:待考|不详|不明|推测|存疑)[^（()）]*[）)]$")
"""照相馆摄影师（姓名待考）."""
_BETWEEN_NAMES = re.compile(r"[、，,；;]")
_CARRIERS = (
    ("CD", re.compile("光盘|CD|DVD", re.IGNORECASE)),
    ("MT", re.compile("磁带|录音带|录像带|卡带|盒带")),
    ("DK", re.compile("电子|数字|磁盘|硬盘|[uU]盘|软盘|存储卡")),
)
"""What the carrier of an item may be → its mark (appendix B, table B.2)."""
_ANOTHER_CALENDAR = re.compile(
    r"(民国|宣统|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])[^，,。；（(]*?年"
)
_OF_A_LIFETIME, _ALWAYS = 80, 9999
"""Years: a date that may be any of more is no guess at a year; the end of one that has none."""
_YEAR = re.compile(r"[12][0-9]{3}")
_EDITION = re.compile(r"第?\s*([0-9]+|[一二三四五六七八九十]+)\s*版|((?:修订|增订|增补|新|重排|校注)[^\s，,第]{0,4}版)")
_CITY = re.compile(r"^(?:中国人民政治协商会议|政协)?(?:[^省市区州县]{2,4}(?:省|自治区))?([^省市区州县\W]{2,4})市")


def marks_of(words: str) -> Marks:
    """Chinese ones where a Chinese character stands in the words."""
    return CHINESE if _HAN.search(words) else WESTERN


def item_reference(values: Values, title: str, keeper: str) -> tuple[str, str]:
    """(the reference, its mark) of an item; ``keeper`` is who keeps it."""
    marks = marks_of(title)
    main, others = responsible(values, marks)
    number = str(values.get("ref_code") or values.get("accession_no") or "")
    number = "" if number.startswith("T-") else number  # a temporary one, which nobody will find it by
    named = f"[{plain(title)}]" if values.get("title_source") == "自拟" else plain(title)
    kind = f"A{_carrier(str(values.get('carrier') or ''))}"
    place = _city(keeper)
    where = f"{place}{marks.colon}{plain(keeper)}" if place else plain(keeper)
    kept = marks.comma.join(filter(None, [where, year_of(values.get("created") or values.get("written"), marks)]))
    return _sentences(main, f"{_titled(named, number, marks)}[{kind}]", *others, kept), kind


def volume_reference(volume: Values, title: str, pages: str = "") -> tuple[str, str]:
    """(the reference, its mark) of a volume, or of pages in it."""
    marks, kind = marks_of(title), _book_kind(volume)
    book = f"{_book(volume, title, marks)}[{kind}]"
    return _sentences(_compiler(volume), book, _edition(volume), _published(volume, marks, pages)), kind


def article_reference(main: str, article: str, volume: Values, title: str, pages: str = "") -> tuple[str, str]:
    """(the reference, its mark) of what stands in a volume; ``main`` is who wrote it."""
    marks, kind = marks_of(title), _book_kind(volume)
    inside = f"{plain(article)}[{kind}]//"
    compiler = _compiler(volume)
    book = _book(volume, title, marks)
    inside += f"{compiler}. {book}" if compiler else book
    return _sentences(main, inside, _edition(volume), _published(volume, marks, pages)), kind


def page_span(pages: Sequence[str]) -> str:
    """Pages by their printed numbers, from the first to the last (§8.5.1)."""
    return pages[0] if len(set(pages)) == 1 else f"{pages[0]}-{pages[-1]}" if pages else ""


def responsible(values: Values, marks: Marks = CHINESE) -> tuple[str, list[str]]:
    """(who is responsible in the first place, who beside: one a role)."""
    if values.get("anonymous"):
        return "", []
    by_role: dict[str, list[str]] = {}
    for row in values.get("responsibility") or ():
        by_role.setdefault(str(row.get("role", "")), []).extend(_BETWEEN_NAMES.split(str(row.get("name") or "")))
    by_role.setdefault("摄影者", []).extend(_BETWEEN_NAMES.split(str(values.get("photographer") or "")))
    known = {role: _known(names) for role, names in by_role.items()}
    first = next((role for role in _MAIN if known.get(role)), "")
    beside: dict[tuple[str, ...], list[str]] = {}
    for role, verb in _OTHERS.items():
        if role != first and known.get(role):
            beside.setdefault(tuple(known[role]), []).append(verb)
    return _names(known.get(first, []), marks), [_did(names, "".join(verbs), marks) for names, verbs in beside.items()]


def names_of(words: str, marks: Marks = CHINESE) -> str:
    """Who is named in words as they stand under a title (张三、李四)."""
    return _names(_known(_BETWEEN_NAMES.split(words)), marks)


def _known(names: Iterable[str]) -> list[str]:
    """Whoever has a name, each once; 等 behind the last of them stays with it."""
    stripped = (_UNSURE.sub("", plain(name)) for name in names)
    return list(dict.fromkeys(name for name in stripped if name and name.removesuffix("等") not in _NOBODY))


def _names(names: Sequence[str], marks: Marks, *, more: str = "") -> str:
    """Up to three, of more the first three and 等 (§8.1.2); ``more`` stands behind 等."""
    further = len(names) > _NAMES or (bool(names) and len(names[-1]) > 2 and names[-1].endswith("等"))
    shown = [name.removesuffix("等").rstrip() if further else name for name in names[:_NAMES]]
    return marks.comma.join([*filter(None, shown), *([marks.others + more] if further else [])])


def _did(names: Sequence[str], verb: str, marks: Marks) -> str:
    """陈生铮，译; 潘惠霞，魏婧，杨艳，等译 (§8.5.1, example)."""
    said = _names(names, marks, more=verb)
    return said if said.endswith(f"{marks.others}{verb}") else f"{said}{marks.comma}{verb}"


def year_of(date: Mapping[str, str] | None, marks: Marks = CHINESE) -> str:
    """A year for sure stands plainly, one that is not in square brackets; that of another calendar behind (§8.4.3)."""
    if not date or not date.get("earliest") or not date.get("latest"):
        return marks.no_year
    first, last = int(date["earliest"][:4]), int(date["latest"][:4])
    year = f"{first}" if first == last else f"{first}—{last}"
    if last - first > _OF_A_LIFETIME:
        if (first <= 1) == (last == _ALWAYS):
            return marks.no_year  # either both ends are open, or neither tells anything: no guess at a year
        year = f"{last}以前" if first <= 1 else f"{first}以后"
    doubtful = first != last or bool(date.get("qualifier"))
    display = date.get("display", "")
    other = _ANOTHER_CALENDAR.search(fold(display))  # folding keeps every character in its place
    begin, end = marks.brackets
    written = f"{begin}{display[other.start() : other.end()]}{end}" if other else ""
    return f"{f'[{year}]' if doubtful else year}{written}"


def _carrier(words: str) -> str:
    """The mark of what an item itself is on: 录音带；电子：wav 1件 is a tape."""
    first = re.split("[；;]", words)[0]
    found = [(match.start(), mark) for mark, pattern in _CARRIERS if (match := pattern.search(first))]
    return f"/{min(found)[1]}" if found else ""


def _titled(title: str, further: str, marks: Marks) -> str:
    return f"{title}{marks.colon}{further}" if further else title


def _book(volume: Values, title: str, marks: Marks) -> str:
    """城东政协文史资料：第二十四辑 乡村记忆 (§8.2.3)."""
    from archive_app.typeset.folder import chinese_number

    number = f"第{chinese_number(volume['number'])}辑" if volume.get("number") else ""
    return _titled(plain(title), " ".join(filter(None, [number, plain(volume.get("subtitle") or "")])), marks)


def _imprint(volume: Values) -> dict[str, str]:
    return {str(row.get("key", "")): str(row.get("value", "")).strip() for row in volume.get("imprint") or ()}


def _compiler(volume: Values) -> str:
    return plain(volume.get("compiler") or "")


def _book_kind(volume: Values) -> str:
    return "M" if _imprint(volume).get("variant") == "public" else "G"


def _edition(volume: Values) -> str:
    """2版; the first one is not told (§8.3)."""
    found = _EDITION.search(_imprint(volume).get("edition", ""))
    if not found:
        return ""
    if found[2]:
        return found[2]
    from archive_app.hanzi.dating.numerals import number as read_number

    number = read_number(found[1]) or 1
    return f"{number}版" if number > 1 else ""


def _published(volume: Values, marks: Marks, pages: str) -> str:
    """西宁：青海人民出版社，2025：12-15. The city is that of the publisher (§8.4.1.1), of an 内部资料 that of who
    compiled and printed it; where the year of publication is not known, that of printing (§8.4.3.3)."""
    said = _imprint(volume)
    public = said.get("variant") == "public"
    publisher = said.get("publisher") or ("" if public else volume.get("compiler") or "")
    place = said.get("place") or said.get("出版地") or _city(said.get("address") or ("" if public else publisher))
    year, printed = (_YEAR.search(said.get(key, "")) for key in ("edition", "print_date"))
    when = year[0] if year else f"{printed[0]}{'印刷' if public else ''}" if printed else marks.no_year
    where = f"{plain(place) or marks.no_place}{marks.colon}{plain(publisher) or marks.no_publisher}"
    return f"{where}{marks.comma}{when}{f'{marks.colon}{pages}' if pages else ''}"


def _city(words: str) -> str:
    """青海省西宁市同仁路10号 and 政协西宁市城东区委员会 are in 西宁."""
    found = _CITY.search(words.strip())
    return found[1] if found else ""


def plain(words: str) -> str:
    """On one line, without the star of a note on who wrote it."""
    return " ".join(words.split()).rstrip("*＊")


def _sentences(*parts: str) -> str:
    """The parts, each closed by a full stop (§7.2)."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
