"""Letters about one item to whoever made it: 退改通知, 用稿通知, 采用证明. What nobody recorded is left blank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.store import Record
from archive_app.domain.workflow import Action, Stage, State
from archive_app.domain.workflow.log import last_entry
from archive_app.reports.forms import DAY, Closing, Field, Fields, Form, Forms, Gap, Part, Words
from archive_app.reports.held import Held
from archive_app.services.authorities.commissioners import ADOPTED
from archive_app.services.office_note import Office
from archive_app.services.papers.about import (
    Courtesy,
    Progress,
    chosen,
    day_words,
    done_by,
    each,
    iso_words,
    kind_words,
    makers,
    number_of,
    papers,
    titled,
    unit_of,
    volume_words,
    volumes_by_item,
)  # fmt: skip
from archive_app.services.printed import PRINTED, Printed, printed_volume, stored_layout

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_PRINTED = (State.ISSUED, State.PUBLISHED, State.ARCHIVED)
_BLANK = "＿＿＿＿＿＿"


class Letters:
    """What the letters of one office have in common."""

    def __init__(self, archive: Archive, today: date) -> None:
        self.archive, self.today = archive, today
        self.office = Office(archive.root)
        self.courtesy = Courtesy(archive.catalogue)
        self.volumes = volumes_by_item(archive.catalogue)
        self._printed: dict[str, Printed | None] = {}

    def pages(self, volume: Record, item: str) -> str:
        """The printed pages of an item, 12—18; empty where no pages of the printed volume are kept."""
        if volume.id not in self._printed:
            kept = volume["state"] in PRINTED and stored_layout(self.archive.root, volume.id) is not None
            self._printed[volume.id] = printed_volume(self.archive, volume.id) if kept else None
        printed = self._printed[volume.id]
        if printed is None:
            return ""
        labels = [label for article, of in printed.items.items() if of == item for label in printed.pages_of(article)]
        return f"{labels[0]}—{labels[-1]}" if len(labels) > 1 else "".join(labels)

    def addressed(self, item: Held) -> str:
        """Whom a letter goes to, with 先生 or 女士 where a card says so."""
        names = makers(item)
        if not names:
            return f"{_BLANK}："
        return "、".join(f"{name}{self.courtesy.of(item, name)}" for name in names) + "："

    def closing(self, volume: Record | None = None, day: str = "") -> Closing:
        """落款."""
        return Closing(unit_of(self.archive, self.office, volume), day or day_words(self.today))

    def contact(self) -> Words:
        """Whom to ask."""
        said = str(self.office.get("contact"))
        return Words(f"联系方式：{said or _BLANK * 4}", "plain")


def return_notices(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """退改通知 of the items that were sent back and have not come again, with the opinions and until when."""
    letters = Letters(archive, wanted.today or date.today())
    items = [item for item in chosen(archive, wanted, progress) if item.record["state"] == State.RETURNED]
    return papers("退改通知", about, [_returned(letters, item) for item in each(items, progress)])


def _returned(letters: Letters, item: Held) -> Form:
    entry: Mapping[str, Any] = last_entry(item.record["workflow_log"], action=Action.RETURN) or {}
    stage = next((one.label for one in Stage if one.state == entry.get("from")), "审稿")
    number = number_of(item)
    numbered = f"（征集号 {number}）" if number else ""
    times = int(item.record["returned_count"] or 0)
    said = [line for line in (str(entry.get("comment") or ""), *_opinions(item, times - 1)) if line]
    said = said or [_BLANK * 5] * 3  # nobody has written any down
    parts: list[Part] = [
        Words(letters.addressed(item), "plain"),
        Words(
            f"您{done_by(item, makers(item)[0]) if makers(item) else '提供'}的{kind_words(item)}{titled(item)}"
            f"{numbered}，经{stage}，需要修改后再送来。意见如下："
        ),
        *(Words(line, "kai") for line in said),
        Words(_until(letters) + "改好的稿件，请在原稿上改，或另存一份交给征集人；改了哪些地方，请一并说明。"),
        letters.contact(),
        letters.closing(day=iso_words(entry.get("at")) or ""),
    ]
    return Form("退改通知", tuple(parts), number, subtitle=f"第 {times} 次退改" if times > 1 else "")


def _opinions(item: Held, round_: int) -> list[str]:
    """What the reviewers of the round that ended with the return wrote of each aspect, but plain assent."""
    said = []
    for form in item.record["reviews"]:
        if int(form.get("round") or 0) == round_ and form.get("opinion") and form.get("conclusion") != "通过":
            said.append(f"（{form.get('aspect')}）{form['opinion']}")
    return list(dict.fromkeys(said))


def _until(letters: Letters) -> str:
    days = int(letters.office.get("return_days"))
    if not days:
        return f"请于{DAY}前改好送来。"
    return f"请于{day_words(letters.today + timedelta(days))}前改好送来。"


def acceptance_notices(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """用稿通知 of the items that passed the third review, with the volume they are in where they are in one."""
    letters = Letters(archive, wanted.today or date.today())
    items = [item for item in chosen(archive, wanted, progress) if item.record["state"] in ADOPTED]
    return papers("用稿通知", about, [_accepted(letters, item) for item in each(items, progress)])


def _accepted(letters: Letters, item: Held) -> Form:
    volume = letters.volumes.get(item.record.id)
    number = number_of(item)
    names = makers(item)
    where = f"，编入{volume_words(volume)}" if volume is not None else "，列入备用稿，编入哪一辑另行通知"
    numbered = f"（征集号 {number}）" if number else ""
    parts: list[Part] = [
        Words(letters.addressed(item), "plain"),
        Words(
            f"您{done_by(item, names[0]) if names else '提供'}的{kind_words(item)}{titled(item)}{numbered}，"
            f"经初审、复审、终审，决定采用{where}。"
        ),
        Words("排印时文字、体例会作必要的统一，史实不改；付印前有疑问的，另行与您核对。"),
        Words("请核对以下各项，有不对的尽快告诉我们："),
        Fields((
            (Field("署名", "、".join(names) or "　"), Field("匿名", "是" if item.record["anonymous"] else "否")),
            (Field("通信地址", lines=1),),
            (Field("联系电话"), Field("收款人")),
        )),
        Gap(8),
        Words("书印出后，按规定付给稿费，赠送样书。感谢您为文史资料工作所做的贡献。"),
        letters.contact(),
        letters.closing(volume),
    ]  # fmt: skip
    return Form("用稿通知", tuple(parts), number)


def adoption_proofs(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """采用证明, one for each person whose work an adopted item is: what they did and where it is printed."""
    letters = Letters(archive, wanted.today or date.today())
    items = [item for item in chosen(archive, wanted, progress) if item.record["state"] in ADOPTED]
    made = [_proof(letters, item, name) for item in each(items, progress) for name in makers(item)]
    return papers("采用证明", about, made)


def _proof(letters: Letters, item: Held, name: str) -> Form:
    volume = letters.volumes.get(item.record.id)
    printed = item.record["state"] in _PRINTED
    if volume is None:
        where = "已通过终审，列入备用稿"
    elif printed:
        where = f"已收入{volume_words(volume)}{_of_day(volume)}"
    else:
        where = f"已通过终审，编入{volume_words(volume)}"
    pages = letters.pages(volume, item.record.id) if volume is not None else ""
    at = f"，见该书第 {pages} 页" if pages else ""
    who = f"{name}{letters.courtesy.of(item, name)}"
    words = f"兹证明{who}{done_by(item, name)}的{kind_words(item)}{titled(item)}，{where}{at}。"
    parts = (Gap(20), Words(words), Words("特此证明。"), Gap(12), letters.closing(volume))
    return Form("采用证明", parts, number_of(item))


def _of_day(volume: Record) -> str:
    said = {str(row.get("key")): str(row.get("value") or "") for row in volume["imprint"]}
    day = said.get("print_date") or said.get("edition") or ""
    return f"（{day.strip('（）')}）" if day else ""
