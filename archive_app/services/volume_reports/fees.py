"""稿费 of a volume: what each piece earns by its 计酬字数 and rate, how it is shared, and what each person is paid.

计酬字数 is counted in the lines of the volume's own pages (`archive_app.typeset.pages.counts`). A piece of a narrator
and whoever put it down is shared by the office's setting, or as the article says. The tax is that withheld from
稿酬所得 (预扣预缴: up to 4,000 yuan 800 off, above that a fifth; of the rest 70 %, of that 20 %), reckoned over all
that one person is paid for one volume. 〔己〕: the office's accountant has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.reports.held import Held
from archive_app.reports.table import Column, Table, Value
from archive_app.services.office_note import Office
from archive_app.services.papers.about import known, names_of, volume_words
from archive_app.services.volume_reports.contents import (
    Contents,
    Piece,
    Progress,
    contents,
    fee_characters,
    laid_out,
    volume_wanted,
)  # fmt: skip
from archive_app.typeset.matter.ordering import order_key

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_CENT = Decimal("0.01")
TOLD, PUT_DOWN, WROTE, PICTURED = "口述", "整理", "撰写", "供图"
NOBODY = "（未定）"
"""The payee of what nobody is known to have made."""
_SHARE = re.compile(r"^(?P<name>.+?)\s*(?P<share>\d{1,3})\s*[%％]?$")


@dataclass(frozen=True, slots=True)
class Due:
    """What one person is due for one piece: for words and for pictures."""

    name: str
    part: str
    words: Decimal = Decimal(0)
    pictures: int = 0
    for_pictures: Decimal = Decimal(0)

    @property
    def whole(self) -> Decimal:
        """Both together."""
        return self.words + self.for_pictures


@dataclass(frozen=True, slots=True)
class PieceFee:
    """A piece with its 计酬字数, its grade and rate (元/千字), what its words earn, and who is due what."""

    piece: Piece
    characters: int
    grade: str
    rate: int
    amount: Decimal
    due: tuple[Due, ...]


def money(value: Decimal) -> Decimal:
    """To the fen, halves up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def withheld(income: Decimal) -> Decimal:
    """The tax that is withheld from 稿酬 of one payment."""
    off = Decimal(800) if income <= 4000 else income * Decimal("0.2")
    return money(max(Decimal(0), income - off) * Decimal("0.7") * Decimal("0.2"))


def piece_fee(piece: Piece, characters: int, office: Office) -> PieceFee:
    """What a piece earns by the office's settings and what its article says."""
    grade = str(piece.article["fee_grade"] or "")
    rate = int(piece.article["fee_rate"] or office.grades.get(grade) or office.get("fee_rate"))
    counted = -(-characters // 1000) * 1000 if office.get("fee_thousands") == "whole" else characters
    amount = money(Decimal(counted) * rate / 1000)
    due = [*_shared(piece, amount, office), *_for_pictures(piece, int(office.get("fee_picture")))]
    return PieceFee(piece, characters, grade, rate, amount, tuple(due))


def _shared(piece: Piece, amount: Decimal, office: Office) -> list[Due]:
    if not amount:
        return []
    shares = [
        (str(row["name"]), str(row.get("part") or WROTE), int(row.get("share") or 0))
        for row in piece.article["fee_shares"] or ()
        if row.get("name")
    ]
    if not shares:
        shares = usual_shares(piece.item, int(office.get("fee_told")))
    whole = sum(share for _name, _part, share in shares)
    if not whole:
        return [Due(NOBODY, WROTE, amount)]
    found: list[Due] = []
    so_far = 0
    paid = Decimal(0)
    for name, part, share in shares:  # by what is due to all up to here: no fen is lost, and nobody owes one
        so_far += share
        up_to = money(amount * so_far / whole)
        found.append(Due(name, part, up_to - paid))
        paid = up_to
    return found


def usual_shares(item: Held | None, told: int) -> list[tuple[str, str, int]]:
    """(who, what they did, percent) where the article says nothing: authors alike; narrators ``told`` per cent and
    whoever put it down (else whoever asked) the rest."""
    if item is None:
        return []
    narrators, authors = names_of(item, "口述者"), names_of(item, "作者", "责任者")
    scribes = names_of(item, "整理者", "代笔", "录文者") or names_of(item, "采访者")
    if narrators:
        scribes = scribes if told < 100 else []
        own = told if scribes else 100
        return [*_even(narrators, TOLD, own), *_even(scribes, PUT_DOWN, 100 - own)]
    return _even(authors, WROTE, 100) or _even(scribes, PUT_DOWN, 100)


def _even(names: Sequence[str], part: str, percent: int) -> list[tuple[str, str, int]]:
    """A share dealt out alike; what does not divide goes to the first ones."""
    if not names:
        return []
    each, more = divmod(percent, len(names))
    return [(name, part, each + (number < more)) for number, name in enumerate(names)]


def supplier(item: Held) -> str:
    """Whose picture it is to be paid for: who supplied it, else who took it; empty where nobody knows."""
    said = [str(item.record.values.get("supplied_by") or ""), str(item.record.values.get("photographer") or "")]
    said += names_of(item, "提供者", "捐赠者", "摄影者")
    return next((name for name in said if known(name)), "")


def _for_pictures(piece: Piece, each: int) -> list[Due]:
    if not each:
        return []
    counted: dict[str, int] = {}
    for item in piece.pictures:
        name = supplier(item) or NOBODY
        counted[name] = counted.get(name, 0) + 1
    return [Due(name, PICTURED, Decimal(0), n, money(Decimal(n * each))) for name, n in counted.items()]


def shares_from(words: str) -> list[dict[str, Any]]:
    """“马䶮 50、祁垚 50” as rows of ``fee_shares``; raises ``UsageError`` where it is not written so.

    What somebody did may stand behind the name in brackets: 马䶮（口述） 50.
    """
    rows: list[dict[str, Any]] = []
    for part in re.split("[、，,；;]", words):
        if not part.strip():
            continue
        found = _SHARE.match(part.strip())
        if not found or not 0 < int(found["share"]) <= 100:
            raise UsageError(f"“{part.strip()}”看不明白", "请写成“姓名 百分比”，如“马䶮（口述） 50、祁垚（整理） 50”。")
        name, _, what = found["name"].strip().rstrip("）)").replace("(", "（").partition("（")
        rows.append({"name": name.strip(), "part": what.strip() or WROTE, "share": int(found["share"])})
    if rows and sum(row["share"] for row in rows) != 100:
        raise UsageError(f"“{words}”加起来不是 100", "各人的百分比合起来要是 100。", code="wrong-shares")
    return rows


def shares_words(rows: Iterable[Mapping[str, Any]]) -> str:
    """The reverse of `shares_from`."""
    return "、".join(f"{row['name']}（{row.get('part') or WROTE}） {row.get('share') or 0}" for row in rows)


def fees(archive: Archive, found: Contents, characters: Mapping[str, int]) -> list[PieceFee]:
    """What every piece of a volume earns, in the order of the book."""
    office = Office(archive.root)
    return [piece_fee(piece, characters.get(piece.article.id, 0), office) for piece in found.pieces]


def _made(archive: Archive, wanted: Wanted, progress: Progress) -> tuple[Contents, list[PieceFee]]:
    volume = volume_wanted(archive, wanted)
    found = contents(archive, volume, lambda share, words: progress(share * 0.2, words))
    layout = laid_out(archive, volume, wanted, lambda share, words: progress(0.2 + share * 0.8, words))
    return found, fees(archive, found, fee_characters(layout))


_FEES = (
    Column("序号", 3, "center"), Column("题名", 16), Column("署名", 10), Column("计酬字数", 5, "right"),
    Column("等级", 4, "center"), Column("单价", 4, "right"), Column("稿费", 6, "right"), Column("领款人", 6),
    Column("身份", 4, "center"), Column("应得稿费", 6, "right"), Column("图幅", 3, "right"),
    Column("图片费", 5, "right"), Column("应付", 6, "right"), Column("备注", 6),
)  # fmt: skip
_SIGNED = ("造表人", "审核人", "批准人", "日期")


def fees_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """稿费计算表: a row for each person of each piece; a piece's own figures stand in its first row."""
    found, made = _made(archive, wanted, progress)
    rows: list[tuple[Value, ...]] = []
    count = 0
    for fee in made:
        if not fee.amount and not fee.due:
            continue
        for number, due in enumerate(fee.due):
            own: tuple[Value, ...] = ("",) * 7
            if not number:
                count += 1
                own = (
                    count, fee.piece.title, fee.piece.byline, fee.characters, fee.grade, fee.rate, float(fee.amount)
                )  # fmt: skip
            rows.append((
                *own, due.name, due.part, float(due.words) if due.words else "", due.pictures or "",
                float(due.for_pictures) if due.for_pictures else "", float(due.whole), "",
            ))  # fmt: skip
    totals: tuple[Value, ...] = ()
    if rows:
        all_due = [due for fee in made for due in fee.due]
        totals = (
            "合计", "", "", sum(fee.characters for fee in made), "", "", float(sum(fee.amount for fee in made)), "", "",
            float(sum(due.words for due in all_due)), sum(due.pictures for due in all_due),
            float(sum(due.for_pictures for due in all_due)), float(sum(due.whole for due in all_due)), "",
        )  # fmt: skip
    return Table(
        "稿费计算表", _FEES, rows, (*about, volume_words(found.volume), *_rates(Office(archive.root))), totals,
        _notes(Office(archive.root)), _SIGNED,
    )  # fmt: skip


def _rates(office: Office) -> list[str]:
    grades = "、".join(f"{name} {rate}" for name, rate in office.grades.items())
    told = [f"单价（元/千字）：{grades + '，未定等级的 ' if grades else ''}{office.get('fee_rate')}"]
    if office.get("fee_picture"):
        told.append(f"图片：{office.get('fee_picture')} 元/幅")
    return told


def _notes(office: Office) -> tuple[str, ...]:
    said = [
        "计酬字数＝每行字数×实有行数，照这一卷现在的版面数，不足一行的算一行，诗词唱词另计；题目、图注、表格不计。",
        f"口述史料口述者得 {office.get('fee_told')}%，其余归整理者；单篇另定的照另定的。",
    ]
    if office.get("fee_thousands") == "whole":
        said.append("不足千字的按千字算。")
    return tuple(said)


_PAID = (
    Column("序号", 3, "center"), Column("领款人", 7), Column("篇名", 20), Column("篇数", 3, "center"),
    Column("稿费", 6, "right"), Column("图片费", 5, "right"), Column("应付", 6, "right"), Column("扣税", 5, "right"),
    Column("实发", 6, "right"), Column("签领", 8, least=8), Column("领取日期", 6, least=5), Column("备注", 5),
)  # fmt: skip


def payments_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """稿费签领表: a row for each person, all their pieces together, with tax and room to sign."""
    found, made = _made(archive, wanted, progress)
    office = Office(archive.root)
    taxed = office.get("fee_tax") == "on"
    due_to: dict[str, list[tuple[Piece, Due]]] = {}
    for fee in made:
        for due in fee.due:
            due_to.setdefault(due.name, []).append((fee.piece, due))
    rows: list[tuple[Value, ...]] = []
    sums = [Decimal(0)] * 5
    for name in sorted(due_to, key=lambda one: (one == NOBODY, order_key(one, "person", "pinyin"))):
        own = due_to[name]
        titles = list(dict.fromkeys(piece.title for piece, _due in own))
        words = sum((due.words for _piece, due in own), Decimal(0))
        pictures = sum((due.for_pictures for _piece, due in own), Decimal(0))
        whole = words + pictures
        tax = withheld(whole) if taxed and name != NOBODY else Decimal(0)
        amounts = [words, pictures, whole, tax, whole - tax]
        sums = [a + b for a, b in zip(sums, amounts, strict=True)]
        rows.append((
            len(rows) + 1, name, "、".join(titles), len(titles), *(float(one) for one in amounts), "", "", "",
        ))  # fmt: skip
    totals: tuple[Value, ...] = ("合计", "", "", "", *(float(one) for one in sums), "", "", "") if rows else ()
    notes = ["银行卡号、身份证号不上表，由编辑部另行登记。"]
    if taxed:
        notes.insert(
            0,
            "扣税按稿酬所得预扣预缴：每人这一卷合并作一次，4000 元以下减 800 元、以上减两成，再按七成计，"
            "税率 20%；以财务核定为准。",
        )
    return Table(
        "稿费签领表", _PAID, rows, (*about, volume_words(found.volume), f"共 {len(rows)} 人"), totals, tuple(notes),
        _SIGNED, lines=2,
    )  # fmt: skip
