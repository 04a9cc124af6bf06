"""A book from a folder: ``book.toml``, articles in Markdown, pictures. The form is told in ``docs/book-folder.md``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from archive_app.domain.manuscript import Manuscript, Picture
from archive_app.domain.markdown import MarkdownArticle
from archive_app.frozen import dataclass
from archive_app.typeset import templates
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.fonts.own import FOLDER, own_fonts
from archive_app.typeset.imprint import ImprintTable, imprint_of
from archive_app.typeset.matter.kinds import FORMS, FROM_TABLES, MATTER_NAMES
from archive_app.typeset.name_marks import Marker, NameList, read_names
from archive_app.typeset.reading import BOOK, Read, read_file
from archive_app.typeset.toml_source import Between, OneOf, Source, SourceError, build, merged, parse, read_text

FRONT_KINDS = ("board", "plates", "inscription", "preface", "note")
BACK_KINDS = ("chronicle", "names", "places", "interviews", "call", "afterword", "errata")
WITHOUT_FILE = frozenset({"names", "places"})
"""Made by the program from the text itself."""

MATTER_OPTIONS = ("kind", "file", "title", "order", "columns", "direction")
ORDERS = ("pinyin", "strokes")
COLUMNS = range(1, 5)
"""Columns of an index."""
DIRECTIONS = ("horizontal", "vertical")
_TABLED = "、".join(sorted(FROM_TABLES))

_DEEPEST = 8
"""Parts within parts."""


@dataclass(frozen=True, slots=True)
class _VolumeTable:
    title: str
    number: Annotated[int, Between(1, 9999)] | None = None
    subtitle: str = ""
    series: str = ""
    compiler: str = ""
    template: str = "16k"


@dataclass(frozen=True, slots=True)
class _PartTable:
    title: str
    articles: tuple[str, ...] = ()
    part: tuple[_PartTable, ...] = ()
    columns: Annotated[int, Between(1, 3, "栏")] | None = None


@dataclass(frozen=True, slots=True)
class _SectionTable(_PartTable):
    direction: Annotated[str, OneOf(("horizontal", "vertical"))] | None = None


@dataclass(frozen=True, slots=True)
class _BookTable:
    volume: _VolumeTable
    section: tuple[_SectionTable, ...]
    imprint: ImprintTable = field(default_factory=ImprintTable)
    layout: Mapping[str, Any] = field(default_factory=dict)
    front: tuple[Mapping[str, Any], ...] = ()
    back: tuple[Mapping[str, Any], ...] = ()


def load_book(folder: Path, read: Read = read_file) -> tuple[Book, tuple[str, ...]]:
    """The book in ``folder``, and what an editor should know of it (Chinese sentences, each naming its file).

    ``read`` is asked for the articles (`archive_app.typeset.reading`).

    Raises `SourceError` where ``book.toml`` or a file it names is missing, cannot be read, is not UTF-8, lies outside
    the folder, or says what cannot be done.
    """
    return _Loader(_folder(folder), read).load()


def _folder(folder: Path) -> Path:
    try:
        root = folder.resolve(strict=True)
    except FileNotFoundError:
        raise SourceError(f"找不到文件夹 {folder}", "请检查路径。", code="missing-file") from None
    except (OSError, RuntimeError, ValueError):
        raise SourceError(f"打不开文件夹 {folder}", "请检查路径，链接不能绕圈。") from None
    if not root.is_dir():
        raise SourceError(f"{folder} 不是文件夹", f"请给出放着 {BOOK} 的文件夹。")
    return root


@dataclass(slots=True)
class _Loader:
    root: Path
    read: Read
    warnings: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    marker: Marker = field(default_factory=Marker)
    names: NameList = field(default_factory=NameList)
    source: Source = field(default_factory=lambda: Source(BOOK))
    places: dict[str, str] = field(default_factory=dict)

    def load(self) -> tuple[Book, tuple[str, ...]]:
        remedy = f"请在这个文件夹里放一个 {BOOK}，写明书名、版式和篇目。"
        text = read_text(self.root / BOOK, missing=remedy)
        self.source = Source(BOOK, text)
        data = parse(text, BOOK)
        if _depth(data.get("section")) > _DEEPEST:
            raise self.source.fail("section", f"分部套得太深，最多 {_DEEPEST} 层", "请把各层 [[section.part]] 归并。")
        table = build(_BookTable, data, self.source)
        if not table.section:
            raise self.source.fail("section", "至少要有一个 [[section]]（栏目）")
        name, layout, template = self._template(table)
        self._names()
        volume = table.volume
        imprint, doubts = imprint_of(
            table.imprint, template, full_title(volume.title, volume.number), volume.compiler, self._under("imprint")
        )
        self.warnings += doubts
        book = Book(
            title=volume.title,
            number=volume.number,
            subtitle=volume.subtitle,
            series=volume.series,
            compiler=volume.compiler,
            template=name,
            layout=layout,
            imprint=imprint,
            front=self._matter("front", table.front, FRONT_KINDS),
            sections=self._sections(table.section),
            back=self._matter("back", table.back, BACK_KINDS),
            images=self.root,
            names=self.names.index_names(),
            places=self.places,
        )
        return book, tuple(self.warnings)

    def _under(self, key: str) -> Source:
        return replace(self.source, under=key)

    def _template(self, table: _BookTable) -> tuple[str, dict[str, Any], templates.Template]:
        """The template's name, the overrides, and both together, checked."""
        found, doubts = own_fonts(self.root / FOLDER)
        self.warnings += doubts
        name, layout = table.volume.template, merged(found, table.layout)
        if name.endswith(".toml"):
            # a template of the book's own: what it says lies over its base, and [layout] over both
            path = self._file(name, "volume.template")
            own = templates.read(path)
            data = parse(read_text(path), path.name)
            name = data.pop("base", "16k")
            own.with_layout(layout, self._under("layout"))
            layout = merged(data, layout)
        elif name not in templates.names():
            known = "、".join(templates.names())
            remedy = f"可用的有：{known}；或者这个文件夹里的 .toml 文件。"
            raise self.source.fail("volume.template", f"没有名为「{name}」的版式", remedy)
        template = templates.load(name).with_layout(layout, self._under("layout"))
        if template.cover.design == "image" and template.cover.image:
            self._file(template.cover.image, "layout.cover.image")
        return name, layout, template

    # paths and files --------------------------------------------------------------------------------------------

    def _file(self, name: str, key: str) -> Path:
        """The file that ``name`` says, inside the folder."""
        path = self._inside(name, lambda what, remedy="": self.source.fail(key, what, remedy))
        if path is None:
            raise SourceError(
                self.source.fail(key, f"找不到文件「{name}」").message,
                "请检查文件名（大小写、空格、扩展名），路径从放 book.toml 的文件夹算起。",
                code="missing-file",
            )
        return path

    def _inside(self, name: str, fail: Any) -> Path | None:
        """The path of ``name`` if there is such a file; an error where it leads out of the folder."""
        relative = PurePosixPath(name.replace("\\", "/"))
        if not name.strip() or relative.is_absolute() or ".." in relative.parts or ":" in relative.parts[0]:
            raise fail(f"路径「{name}」不在书的文件夹里", "请写成相对路径，如 img/3.jpg，不用 .. 和盘符。")
        for form in dict.fromkeys((str(relative), *(unicodedata.normalize(f, str(relative)) for f in ("NFC", "NFD")))):
            try:
                real = (self.root / form).resolve(strict=True)
            except FileNotFoundError:
                continue
            except (OSError, RuntimeError, ValueError):
                raise fail(f"打不开「{name}」", "链接绕了圈，或者文件名不合规则。") from None
            if not real.is_relative_to(self.root):
                raise fail(f"「{name}」是一个通到文件夹外面的链接", "请把文件本身放进来。")
            return real
        return None

    def _names(self) -> None:
        path = self.root / "names.toml"
        if path.exists():
            self.names, self.marker = read_names(read_text(path), path.name)

    # sections and articles --------------------------------------------------------------------------------------

    def _sections(self, tables: tuple[_SectionTable, ...]) -> tuple[Section, ...]:
        return tuple(self._section(table, f"section[{i}]") for i, table in enumerate(tables))

    def _section(self, table: _PartTable, key: str, columns: int = 0) -> Section:
        columns = table.columns or columns
        if not table.articles and not table.part:
            self.warnings.append(f"{BOOK}：栏目「{table.title}」里没有文章。")
        return Section(
            table.title,
            tuple(replace(self._article(name, f"{key}.articles"), columns=columns) for name in table.articles),
            tuple(self._section(part, f"{key}.part[{i}]", columns) for i, part in enumerate(table.part)),
            (table.direction or "") if isinstance(table, _SectionTable) else "",
        )

    def _article(self, name: str, key: str, title: str = "", unnamed: str = "", kind: str = "") -> Article:
        """The article in a file: ``title`` stands over what its head says, ``unnamed`` where that says nothing;
        ``kind`` is the matter's, for a list written a line each."""
        path = self._file(name, key)
        identity = self._identity(name)
        read = read_file(path, name, identity, kind) if kind else self.read(path, name, identity)
        self.warnings += (f"{name} {warning}" for warning in read.warnings)
        self.places[identity] = name
        self.places.update((block, f"{name} 第{line}行") for block, line in read.lines.items())
        return self._made(read, identity, name, title or line_of(read.head.get("title")) or unnamed)

    def _identity(self, name: str) -> str:
        """The article's key: its file's name, with a number where the file is printed twice."""
        times = self.seen[name] = self.seen.get(name, 0) + 1
        if times == 2:
            self.warnings.append(f"{BOOK}：文章「{name}」列了不止一次，每次都排。")
        return name if times == 1 else f"{name}#{times}"

    def _made(self, read: MarkdownArticle, identity: str, name: str, title: str) -> Article:
        head = read.head
        found = title
        if not found:
            found = PurePosixPath(name).stem
            self.warnings.append(f"{name} 文件头里没有标题（title），暂用文件名「{found}」。")
        if not read.manuscript.blocks:
            self.warnings.append(f"{name} 没有正文。")
        return Article(
            key=identity,
            title=found,
            manuscript=self._pictures(self.marker.mark(read.manuscript), name),
            subtitle=line_of(head.get("subtitle")),
            byline=byline(head),
            note="\n".join(listed(head.get("note"))),
            written=line_of(head.get("written")),
        )

    def _pictures(self, manuscript: Manuscript, name: str) -> Manuscript:
        """The manuscript, its pictures' paths made sure of: none leads outside, a missing one is named."""
        blocks = [
            replace(block, picture=self._picture(block.picture, name)) if block.picture else block
            for block in manuscript.blocks
        ]
        return Manuscript(tuple(blocks))

    def _picture(self, picture: Picture, name: str) -> Picture:
        if "://" in picture.source:
            self.warnings.append(f"{name} 图片「{picture.source}」是网址，不会去取；请存成文件放进文件夹。")
            return picture
        if not picture.source.strip() and picture.group:
            return picture  # a group's caption
        if not picture.source.strip():
            self.warnings.append(f"{name} 有一张图片没有写文件名。")
            return picture

        def fail(what: str, remedy: str = "") -> SourceError:
            return SourceError(f"{name} 的图片：{what}", remedy)

        for source in dict.fromkeys((picture.source, _unquoted(picture.source))):
            path = self._inside(source, fail)
            if path is not None:
                return replace(picture, source=path.relative_to(self.root).as_posix())
        self.warnings.append(f"{name} 找不到图片「{picture.source}」。")
        return picture

    # front and back matter --------------------------------------------------------------------------------------

    def _matter(self, place: str, tables: tuple[Mapping[str, Any], ...], kinds: tuple[str, ...]) -> tuple[Matter, ...]:
        found = (self._piece(table, f"{place}[{i}]", kinds) for i, table in enumerate(tables))
        return tuple(piece for piece in found if piece is not None)

    def _piece(self, table: Mapping[str, Any], key: str, kinds: tuple[str, ...]) -> Matter | None:
        kind, file, title = (self._word(table, key, name) for name in ("kind", "file", "title"))
        if not kind:
            raise self.source.fail(key, "缺少「kind」", f"可用的有：{'、'.join(kinds)}。")
        if kind not in kinds:
            outcome = "当作一般辅文排" if file else "跳过"
            self.warnings.append(f"{BOOK}：{key} 的 kind「{kind}」不认识，{outcome}（可用 {'、'.join(kinds)}）。")
            if not file:
                return None
        elif not file and kind not in WITHOUT_FILE:
            raise self.source.fail(key, f"「{kind}」缺少「file」（正文所在的 .md 文件）")
        strange = [name for name in table if name not in MATTER_OPTIONS]
        if strange:
            known = "、".join(MATTER_OPTIONS)
            self.warnings.append(f"{BOOK}：{key}（{kind}）不认识 {'、'.join(strange)}，不起作用（可用 {known}）。")
        if table.get("direction", DIRECTIONS[0]) not in DIRECTIONS:
            raise self.source.fail(
                f"{key}.direction", f"不能是「{table['direction']}」", f"可用 {'、'.join(DIRECTIONS)}。"
            )
        columns = table.get("columns", 1)
        if type(columns) is not int or columns not in COLUMNS:
            raise self.source.fail(f"{key}.columns", f"不能是「{columns}」", f"可用 {COLUMNS[0]} 到 {COLUMNS[-1]}。")
        if table.get("order", ORDERS[0]) not in ORDERS:
            raise self.source.fail(f"{key}.order", f"不能是「{table['order']}」", f"可用 {'、'.join(ORDERS)}。")
        options = {name: value for name, value in table.items() if name not in ("kind", "file", *strange)}
        article = self._text_of(kind, file, f"{key}.file", title, options.get("order", "")) if file else None
        return Matter(kind if kind in kinds else "note", article, options)

    def _text_of(self, kind: str, name: str, key: str, title: str, order: str) -> Article:
        """The article of a piece of matter: from Markdown, or from a table where its kind can be one."""
        from archive_app.typeset.matter.files import arranged_matter, read_matter

        if not name.lower().endswith(".toml") or kind not in FROM_TABLES:
            if name.lower().endswith(".toml"):
                raise self.source.fail(key, f"「{kind}」要写成 .md 文件", f"可以用 .toml 的有：{_TABLED}。")
            article = self._article(name, key, title, MATTER_NAMES.get(kind, ""), kind)
            text, doubts = arranged_matter(kind, article.manuscript, order)
        else:
            read = read_matter(kind, read_text(self._file(name, key), name), name)
            text, doubts = arranged_matter(kind, self.marker.mark(read.text), order)
            doubts = [*read.doubts, *doubts]
            article = Article(self._identity(name), title or read.title or MATTER_NAMES.get(kind, ""), text)
        self.warnings += [f"{name}：{doubt}" for doubt in doubts]
        return replace(article, manuscript=text, form=kind if kind in FORMS else "")

    def _word(self, table: Mapping[str, Any], key: str, name: str) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            raise self.source.fail(f"{key}.{name}", "要文字，写在半角引号里")
        return value


def _unquoted(source: str) -> str:
    """A path that may be written as in an address: ``a%20b.jpg``."""
    if "%" not in source:
        return source
    from urllib.parse import unquote

    return unquote(source)


def _depth(parts: Any) -> int:
    """How deep parts lie within parts."""
    deep, level = 0, parts if isinstance(parts, list) else []
    while level:
        deep += 1
        inner = [part["part"] for part in level if isinstance(part, dict) and isinstance(part.get("part"), list)]
        level = [part for several in inner for part in several]
    return deep


# heads ------------------------------------------------------------------------------------------------------------

_DUTIES = (("author", ""), ("narrator", "　口述"), ("interviewer", "　采访"), ("editor", "　整理"))
_DIGITS = "〇一二三四五六七八九"


def listed(value: Any) -> list[str]:
    """A head's value as a list of texts."""
    values = value if isinstance(value, list | tuple) else [value]
    return [text for text in (str(item).strip() for item in values if item is not None) if text]


def line_of(value: Any) -> str:
    """A head's value as one line."""
    return "　".join(re.sub(r"\s*\n\s*", " ", text) for text in listed(value))


def byline(head: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines under a title: the author, then 口述, 采访, 整理."""
    found = ((line_of(head.get(key)), duty) for key, duty in _DUTIES)
    return tuple(f"{names}{'' if names.endswith(duty.strip()) else duty}" for names, duty in found if names)


def full_title(title: str, number: int | None) -> str:
    """城东政协文史资料（第二十四辑）."""
    return f"{title}（第{chinese_number(number)}辑）" if number else title


def chinese_number(number: int) -> str:
    """1–99 as they are counted (二十四), others digit by digit (一〇八)."""
    tens, ones = divmod(number, 10)
    if not 1 <= number <= 99:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones else "")
