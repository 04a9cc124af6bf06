"""A volume put together: 扉页, 版权页, 辅文, 目录, 栏目 and articles, back matter; in one pass.

The body is set first and counted from 1 on a recto, so the contents know every page number when they are made; the
front matter has a paging of its own, so its length moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive_app.domain.manuscript import Manuscript
from archive_app.typeset import problems
from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.endnotes import with_endnotes
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.layout import Layout, OutlineEntry, Page
from archive_app.typeset.matter.index import index_groups
from archive_app.typeset.matter.kinds import INDEXES, LEVEL, MATTER_NAMES
from archive_app.typeset.pages.columns import EntryMemory, IndexSetter
from archive_app.typeset.pages.contents import ContentsSetter, Entry
from archive_app.typeset.pages.counts import article_counts
from archive_app.typeset.pages.cover import CoverSetter
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.front import FrontSetter, series_name
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.heads import Heads, HeadSetter, roman
from archive_app.typeset.pages.plates import PlateSetter
from archive_app.typeset.pages.platesides import PlateBuilder
from archive_app.typeset.pages.sides import Finisher, Side, Sides
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.pages.steps import section_steps
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

__all__ = ["MATTER_NAMES", "VolumeBuilder", "page_name"]

SetRun = Callable[[Sequence[Article], str, str, bool], list[Draft]]
"""Sets articles that follow on: (articles, what stands over the first one's title, which way its lines run, whether
they begin on a recto) → pages."""


_MOST_TRIES = 4


@dataclass(slots=True)
class _Mark:
    """Something the contents or the bookmarks lead to: its part of the volume and its place there."""

    title: str
    level: int
    part: str
    place: int
    y: float


@dataclass(slots=True)
class VolumeBuilder:
    """Puts one volume together."""

    book: Book
    template: Template
    grid: Grid
    set_lines: SetLines
    set_run: SetRun
    report: Callable[[Problem], None]
    progress: Callable[[float, str], None]
    finisher: Finisher
    entries: list[Entry] = field(default_factory=list)
    targets: list[tuple[str, int]] = field(default_factory=list)
    front_entries: list[Entry] = field(default_factory=list)
    front_targets: list[tuple[str, int]] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    mentions: list[tuple[tuple[str, str, str], int]] = field(default_factory=list)
    link_places: dict[int, int] = field(default_factory=dict)
    later: list[tuple[tuple[str, str, str], int]] = field(default_factory=list)
    first_index: int = -1
    last_kind: str = ""
    last: list[Side] = field(default_factory=list)
    memory: EntryMemory = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    plates: PlateBuilder = field(init=False)
    front: Sides = field(default_factory=lambda: Sides(lambda index: ""))
    body: Sides = field(default_factory=lambda: Sides(lambda index: str(index + 1)))

    def __post_init__(self) -> None:
        self.plates = PlateBuilder(
            self.book,
            self.template,
            PlateSetter(self.template, self.grid, self.set_lines, self.report),
            {"front": self.front, "body": self.body},
            self.report,
            self.titles,
            self._plates_at,
        )

    def build(self) -> Layout:
        """Set everything, in the order in which page numbers become known."""
        total = sum(1 for _ in self.book.articles()) or 1
        done = 0
        for section in self.book.sections:
            done = self._section(section, done, total)
        self._back()
        self._front()
        return self._layout()

    # the body

    def _section(self, section: Section, done: int, total: int) -> int:
        place = -1
        if section.title and self.template.sections == "page":
            self.body.to_recto()
            draft = FrontSetter(self.template, self.grid, self.set_lines).section_page(section.title)
            place = self.body.add(Side("section", draft, opener=True))
            self.body.blank()
            self._mark(section.title, 0, "body", place, draft.titles[0][1])
        elif section.title and self.template.sections == "opening" and self.template.articles != "flow":
            self.body.to_recto()  # 单页起
        if section.title:
            label = self.body.sides[place].label if place >= 0 else ""
            self._entry(Entry("section", section.title, (), label, 0), "body", max(place, len(self.body)))
            if place < 0:
                self._mark(section.title, 0, "body", len(self.body), 0.0)
        level = 1 if section.title else 0
        for step in section_steps(section, self.template):
            if not step.articles:
                self._entry(Entry("part", step.part, (), "", 0), "body", len(self.body))
                continue
            self.progress(done / total * 0.9, step.articles[0].title)
            drafts = self.set_run(
                step.articles, step.opening, step.direction, self.body.next_recto(self.template.articles)
            )
            self._run(drafts, step.articles, section.title, "body", "body", self.template.articles, level)
            done += len(step.articles)
        return done

    def _run(
        self,
        drafts: Sequence[Draft],
        group: Sequence[Article],
        section: str,
        part: str,
        kind: str,
        start: str,
        level: int,
    ) -> None:
        """Add an article's pages (or several articles', run on), with its line in the contents and its bookmarks."""
        self.titles.update({article.key: article.title for article in group})
        by_key = {article.key: article for article in group}
        sides = self.body if part == "body" else self.front
        series = series_name(self.book)

        def title_of(draft: Draft) -> str:
            return self.titles.get(draft.article if draft.article in by_key else group[0].key, "")

        placed = sides.add_run(
            drafts,
            kind,
            start,
            lambda draft: Heads(series, section or title_of(draft), title_of(draft)),
        )
        for place, draft in placed:
            if part == "body":
                self.mentions += [(mention, place) for mention in draft.mentions]
            for key, y, _ in draft.titles:
                article = by_key[key]
                self._mark(article.title, level, part, place, y)
                if article.in_contents:
                    label = sides.sides[place].label
                    apart = kind == "back" and self.last_kind == "body"
                    self._entry(Entry("entry", article.title, article.byline, label, 0, apart), part, place)
                    self.last_kind = kind
            for title, depth, y in draft.anchors:
                self._mark(title, level + depth, part, place, y)
            self.plates.met(draft)
        if part == "body":
            self.plates.behind()

    def _entry(self, entry: Entry, part: str, place: int) -> None:
        if part == "front":
            self.front_entries.append(entry)
            self.front_targets.append((part, place))
        else:
            self.entries.append(entry)
            self.targets.append((part, place))

    def _mark(self, title: str, level: int, part: str, place: int, y: float) -> None:
        self.marks.append(_Mark(title, level, part, place, y))

    def _plates_at(self, title: str, number: int) -> None:
        """Plates at the front in the contents (without a number: they have their own) and in the bookmarks."""
        self.front_entries.append(Entry("entry", title, (), "", 0))
        self.front_targets.append(("front+", number))
        self._mark(title, 0, "front+", number, 0.0)

    # matter

    def _back(self) -> None:
        """What follows the body. An index also lists what stands behind it (a 后记): the pages behind it are known once
        its length is, and its length changes least of all, so they are put together again until both agree."""
        listed = len(self.mentions)
        before = self._place()
        for _ in range(_MOST_TRIES):
            for matter in with_endnotes(self.book.back, self.book, self.template):
                self._matter(matter, self.body, "body", "back")
            found = self.mentions[listed:]
            behind = self.first_index >= 0 and any(place > self.first_index for _, place in found)
            if not behind or found == self.later:
                break
            self.later = found
            self._go_back(before)

    def _place(self) -> tuple[int, ...]:
        """How much there is of everything that matter adds to."""
        return tuple(len(part) for part in self._growing())

    def _growing(self) -> tuple[list[Any], ...]:
        own: tuple[list[Any], ...] = (self.entries, self.targets, self.marks, self.mentions)
        return (self.body.sides, self.body.inserts, self.plates.waiting, *own)

    def _go_back(self, before: tuple[int, ...]) -> None:
        for part, size in zip(self._growing(), before, strict=True):
            del part[size:]
        self.link_places.clear()
        self.first_index, self.last_kind = -1, "body"

    def _matter(self, matter: Matter, sides: Sides, part: str, kind: str) -> None:
        name = MATTER_NAMES.get(matter.kind, matter.kind)
        if matter.kind in INDEXES:
            self._index(matter, name)
            return
        article = matter.article
        if article is None or not article.manuscript.blocks:
            what = f"《{article.title}》" if article is not None and article.title else f"“{name}”"
            self.report(Problem(problems.MATTER_EMPTY, f"{what}没有内容，已略去", "请补上内容，或从书里去掉这一项。"))
            return
        if matter.kind == "plates":
            self.plates.given.append(article)
            return
        article = article if article.title else replace(article, title=name)
        wanted = int(matter.options.get("columns", 0)) or getattr(self.template.columns, matter.kind, 1)
        article = replace(article, columns=wanted)
        way = str(matter.options.get("direction", "")) or ("horizontal" if matter.kind in LEVEL else "")
        drafts = self.set_run((article,), "", way, sides.next_recto(self.template.matter))
        self._run(drafts, (article,), "", part, kind, self.template.matter, 0)

    def _index(self, matter: Matter, name: str) -> None:
        """An index of what stands in the body and in the matter around it."""
        title = str(matter.options.get("title", "")) or (matter.article.title if matter.article else "") or name
        mentions = self.mentions + self.later
        labels = {place: self.body.number(place) for _, place in mentions}
        order = str(matter.options.get("order", "pinyin"))
        groups = index_groups(INDEXES[matter.kind], mentions, self.book.names, order, labels)
        if not groups:
            self.report(
                Problem(
                    problems.MATTER_EMPTY,
                    f"“{title}”里没有一个名字，已略去",
                    "请在正文里标出名字（[祁垚]{.person}、[韵家口]{.place}），或列在 names.toml 里。",
                )
            )
            return
        article = Article(f"#{matter.kind}", title, Manuscript(), self._subtitle(matter), columns=1)
        # its numbers are for looking up: level in every volume
        first = self.set_run((article,), "", "horizontal", True)[0]
        grid = first.grid or self.grid
        template = self.template if grid.vertical is self.grid.vertical else self.template.turned()
        if matter.options.get("columns"):
            template = replace(template, index=replace(template.index, columns=int(matter.options["columns"])))
        setter = IndexSetter(template, grid, self.set_lines, article.key, self.memory)
        drafts = setter.pages(first, groups, self._link)
        self._run(drafts, (article,), "", "body", "back", self.template.matter, 0)
        if self.first_index < 0:
            self.first_index = len(self.body) - 1

    @staticmethod
    def _subtitle(matter: Matter) -> str:
        return matter.article.subtitle if matter.article is not None else ""

    def _link(self, place: int) -> int:
        """The target that leads to a side of the body."""
        found = self.link_places.setdefault(place, len(self.link_places))
        return found

    # the front

    def _front(self) -> None:
        numbering = self.template.front_numbering
        named = _NUMERALS.get(numbering, _no_number)
        # covers, 扉页 and 版权页 are not counted: the paging begins with the first matter
        before = self._cover()
        self.front.number = lambda index: named(index - 1 - before) if index > 1 + before else ""
        setter = FrontSetter(self.template, self.grid, self.set_lines)
        self.front.add(Side("title", setter.title_page(self.book)))
        self.front.add(Side("imprint", Draft()))
        for matter in self.book.front:
            self.plates.before(matter)
            self._matter(matter, self.front, "front", "front")
        self.plates.before(None)
        entries = self.front_entries + self.entries
        if entries:
            self.front.to_recto()
            numbered = [replace(entry, page=number) for number, entry in enumerate(entries, len(self.link_places))]
            drafts = ContentsSetter(self.template, self.grid, self.set_lines).pages(numbered)
            for number, draft in enumerate(drafts):
                place = self.front.add(
                    Side("contents", draft, Heads(series_name(self.book), "目录", "目录"), number == 0)
                )
                if number == 0:
                    self.marks.insert(0, _Mark("目录", 0, "front", place, 0.0))
        self.front.to_recto()
        if len(self.body) % 2:
            self.body.blank()
        self.front.sides[before + 1].draft = self._imprint()

    def _cover(self) -> int:
        """封面 with its blank inner side, and 封底 likewise, where the template has them; how many sides come first."""
        look = self.template.cover
        if look.design == "none":
            return 0
        setter = CoverSetter(self.template, self.grid, self.set_lines)
        front = self._cover_picture(setter) if look.design == "image" else setter.front(self.book)
        self.front.number = lambda index: ""
        self.front.add(Side("cover", front))
        self.front.blank()
        self.last = [Side("blank", Draft()), Side("cover", setter.back(self.book))]
        return len(self.front)

    def _cover_picture(self, setter: CoverSetter) -> Draft:
        name = self.template.cover.image
        path = picture_finder(self.book)(name)
        try:
            if path is None:
                raise OSError("no such file")
            draft, fits = setter.image(path, series_name(self.book))
        except OSError:
            message = f"封面的图片“{name or '（未写文件名）'}”找不到或读不出来，封面改用文字排"
            remedy = "请把图片放回书的文件夹，或改正 [layout.cover] 的 image。"
            self.report(Problem(problems.PICTURE_MISSING, message, remedy, serious=True))
            return setter.front(self.book)
        if not fits:
            message = f"封面的图片“{name}”的长宽比与开本不合，两边留了白"
            wide, high = self.template.trim
            self.report(Problem(problems.COVER_SHAPE, message, f"请裁成 {wide:g}×{high:g} 毫米的比例。"))
        return draft

    def _imprint(self) -> Draft:
        """The 版权页, level in every volume: its numbers and addresses are for looking up."""
        template, grid = self.template, self.grid
        if grid.vertical:
            template = template.turned()
            grid = grid.turned(template)
        draft = FrontSetter(template, grid, self.set_lines).imprint_page(self.book, self._facts())
        draft.grid = grid
        return draft

    def _facts(self) -> list[tuple[str, str]]:
        """What can be reckoned from the pages, for the 版权页."""
        statistics = self._statistics()
        sheets = statistics["sheets"]
        return [
            ("开本", f"{self.template.sheet}" or self.template.format_name),
            ("印张", f"{sheets:g}" if sheets else ""),
            ("插页", f"{statistics['inserts']}" if statistics["inserts"] else ""),
            ("字数", f"{round(statistics['characters_by_area'] / 1000)}千字"),
        ]

    def _statistics(self) -> dict[str, Any]:
        """Page counts and 版面字数: 字数 × 行数 of every side that is counted, blank or not."""
        columns, rows = self.template.measure
        look = self.template.cover
        front = sum(side.kind != "cover" for side in self.front.sides)
        front -= bool(self.last)  # the inner side of a cover
        counted = front - 2 + len(self.body)
        total = front + len(self.body)
        inserts = self.front.inserted + self.body.inserted
        _, _, share = self.template.sheet.rpartition("1/")
        return {
            "pages": total,
            "front_pages": front,
            "body_pages": len(self.body),
            "characters_by_area": columns * rows * counted,
            "characters": sum(a.manuscript.character_count() for a in self.book.articles()),
            "sheets": round(total / int(share), 3) if share.isdecimal() else 0.0,
            "inserts": inserts,
            "spine_mm": round((total + inserts) / 2 * look.leaf + 2 * look.card, 1),
        }

    # the whole

    def _layout(self) -> Layout:
        self.progress(0.95, "拼版")
        linked = [("body", place) for place in self.link_places]
        heads = HeadSetter(self.template, self.grid, self.set_lines)
        sides = [*self.front.merged(), *self.body.merged(), *self.last]
        last = len(sides) - 1  # a 栏目 without articles may begin where nothing follows
        targets = [min(last, self._at(part, place)) for part, place in linked + self.front_targets + self.targets]
        self.plates.number(sides)
        pages = self.finisher.finish(sides, self.grid, heads, targets)
        marks = sorted(self.marks, key=lambda mark: (self._at(mark.part, mark.place), mark.y))
        outline = tuple(
            OutlineEntry(mark.title, mark.level, place, self.grid.top + (0.0 if columns else mark.y))
            for mark in marks
            for place in (min(last, self._at(mark.part, mark.place)),)
            for columns in ((sides[place].draft.grid or self.grid).vertical,)
        )
        self._report_faults(sides, pages)
        where = page_name(pages, next(number for number, side in enumerate(sides) if side.kind == "imprint"))
        for doubt in self.book.imprint.doubts:
            remedy = "请在书卷的“版权页”里补上或改正。"
            self.report(Problem(problems.IMPRINT_WRONG, doubt.rstrip("。"), remedy.rstrip("。"), page=where))
        for doubt in self.book.doubts:
            self.report(
                Problem(problems.FONT_UNUSABLE, doubt.rstrip("。"), "请换一个字体文件，或从 fonts 文件夹里拿走。")
            )
        statistics = self._statistics()
        statistics["lines"] = sum(len(page.lines) for page in pages)
        statistics["articles"] = article_counts(self.book, self.body.sides, self.template)
        self.progress(1.0, "完成")
        return Layout(
            series_name(self.book),
            tuple(pages),
            outline,
            (),
            statistics,
            {
                "top": self.grid.top,
                "leading": self.grid.leading,
                "rows": self.grid.rows,
                "size": self.grid.size,
                "first_baseline": self.grid.top + self.grid.baseline(0),
                "width": self.grid.width,
                **({"vertical": 1.0} if self.grid.vertical else {}),
            },
            self.grid.right_bound,
        )

    def _at(self, part: str, place: int) -> int:
        """The page of the volume that a place of a part is; of an insert where the part is ``front+`` or ``body+``."""
        sides = self.front if part.startswith("front") else self.body
        before = 0 if sides is self.front else len(self.front) + self.front.inserted
        return before + (sides.insert_at(place) if part.endswith("+") else sides.at(place))

    def _report_faults(self, sides: Sequence[Side], pages: Sequence[Page]) -> None:
        for number, side in enumerate(sides):
            where = page_name(pages, number)
            for fault, article, block in side.draft.faults:
                title = self.titles.get(article, "") or series_name(self.book)
                if fault.code == problems.MISSING_GLYPH:
                    found = problems.missing_glyph(fault.character, article=article, title=title, block=block)
                elif fault.code == problems.BAD_CODE:
                    found = problems.bad_code(fault.character, article=article, title=title, block=block)
                else:
                    found = problems.control_dropped(fault.character, article=article, title=title, block=block)
                self.report(found.on(where))


def _no_number(number: int) -> str:
    return ""


_NUMERALS: Mapping[str, Callable[[int], str]] = {"roman": roman, "arabic": str}


def page_name(pages: Sequence[Page], number: int) -> str:
    """How a page is named in a message: its folio, or its place in the file."""
    return pages[number].label or f"文件第{number + 1}"
