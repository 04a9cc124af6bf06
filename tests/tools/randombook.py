"""Books by chance, as folders: what an editor of a district's 文史资料 may write, and much that none would.

    python tests/tools/randombook.py DIR [--seed 7] [--articles 6] [--paragraphs 40] [--template 16k]

The same seed writes the same book. Every kind of text the engine sets is among it: Han of all blocks that the bundled
fonts hold, kana, Latin with diacritics, Tibetan, Arabic, Uyghur and Mongolian, mixed directions, runs of marks, quotes
in quotes, digits with units, readings, raised and lowered figures, verse, tables, notes, pictures, headings.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把"
    "还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明"
)
RARE = "䶮𬱟𠮷焜垚㐂㤘䲣𪚥鿍〇囍犇淼喆赟翀翾祎珺頔玥昇堃甡𬭎𬬻𬍛"
KANA = ["ひらがな", "カタカナ", "東京の町", "さようなら"]
LATIN = [
    "Nguyễn Văn Ngọc",
    "Đặng Thị Hồng",
    "nǐ hǎo",
    "lǜ chá",
    "Zürich",
    "café",
    "naïve",
    "Łódź",
    "Xining",
    "international",
    "responsibilities",
    "don’t",
    "O’Connor",
    "GB/T 15834—2011",
    "3.5kg",
    "12°C",
    "50%",
    "https://www.example.org/a/b?c=d&e=f",
    "A.D. 1949",
    "Mc-Donald",
    "PM2.5",
    "rock-and-roll",
]
TIBETAN = ["བོད་ཀྱི་", "སྒྲོལ་མ་མཚོ", "བཀྲ་ཤིས་བདེ་ལེགས།", "ཟི་ལིང་གྲོང་ཁྱེར་", "ༀ་མ་ཎི་པདྨེ་ཧཱུྃ།"]
ARABIC = [
    "السلام عليكم",
    "بسم الله الرحمن الرحيم",
    "مسجد دونغقوان الكبير سنة ١٣٨٠",
    "سلام",
    "محمد 1949 علي",
    "لا إله إلا الله",
]
UYGHUR = ["ئۇيغۇر", "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى", "خوش كەپسىز", "ۋاڭ خېلىل"]
MONGOLIAN = ["ᠮᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "ᠬᠥᠬᠡ ᠨᠠᠭᠤᠷ", "ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ"]
MARKS = ["……", "——", "？！", "！！！", "、", "；", "：", "·", "～", "—", "、、", "。”", "，“"]
UNITS = [
    "1958年3月5日",
    "３０００斤",
    "12.5公里",
    "第108号",
    "2,400元",
    "1949—1958年",
    "90%",
    "8:30",
    "№12",
    "①",
    "㎡",
    "５０％",
]
DECORATIONS = ("dots", "name", "book", "small", "underline", "superscript", "subscript")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~$^-])")


def escaped(text: str) -> str:
    """``text`` so that Markdown takes none of it for a form."""
    return _SPECIAL.sub(r"\\\1", text)


class Writer:
    """Writes by chance. ``plain`` leaves out what is rare in a real book, so that figures can be compared."""

    def __init__(self, seed: int, *, plain: bool = False, scripts: bool = True, rare: str = RARE) -> None:
        self.chance = random.Random(seed)
        self.plain, self.scripts, self.rare = plain, scripts, rare
        self.notes: list[str] = []
        self.pictures: list[str] = []

    def han(self, least: int, most: int) -> str:
        """Common characters."""
        return "".join(self.chance.choices(COMMON, k=self.chance.randint(least, most)))

    def sentence(self) -> str:
        """A sentence of plain words (not yet escaped)."""
        clauses = [self.clause() for _ in range(self.chance.randint(1, 5))]
        text = "，".join(clauses) + self.chance.choice("。。。。。！？")
        kind = self.chance.random()
        if kind < 0.12:
            return f"{self.han(1, 3)}说：“{text}”"
        if kind < 0.16:
            return f"《{self.han(2, 6)}》里写道：“{self.han(2, 8)}‘{self.han(2, 5)}’，{text}”"
        return f"（{text}）" if kind < 0.19 else text

    def clause(self) -> str:
        """A clause, sometimes with something in it that is not common Han."""
        text = self.han(3, 13)
        if self.chance.random() > (0.12 if self.plain else 0.3):
            return text
        kinds: list[Sequence[str]] = [LATIN, UNITS, MARKS, list(self.rare)]
        if self.scripts and not self.plain:
            kinds += [KANA, TIBETAN, ARABIC, UYGHUR, MONGOLIAN]
        thing = self.chance.choice(self.chance.choice(kinds))
        return f"{text}{thing}{self.han(1, 6)}"

    def words(self, sentences: int) -> str:
        """Some sentences, as Markdown with marks within."""
        parts = []
        for _ in range(sentences):
            text = escaped(self.sentence())
            kind = self.chance.random()
            if kind < 0.05:
                text = f"[{escaped(self.han(1, 5))}]{{.{self.chance.choice(DECORATIONS)}}}{text}"
            elif kind < 0.08:
                text = f"{{{self.han(1, 2)}|{self.chance.choice(['mén', 'xǐ dōng', 'ㄇㄚ'])}}}{text}"
            elif kind < 0.11:
                mark = self.chance.choice(["**", "*"])
                text = f"{mark}{self.han(2, 6)}{mark}{text}"
            parts.append(text)
        return "".join(parts)

    def note(self) -> str:
        """A note's call; its body waits at the article's end."""
        number = len(self.notes) + 1
        body = "".join(escaped(self.sentence()) for _ in range(self.chance.randint(1, 4)))
        self.notes.append(f"[^{number}]: {body}")
        return f"[^{number}]"

    def block(self) -> str:
        """A block of any kind."""
        kind = self.chance.random()
        if kind < 0.72:
            text = self.words(self.chance.randint(1, 8))
            if self.chance.random() < 0.2:
                cut = max((m.end() for m in re.finditer("[。！？]", text)), default=len(text))
                text = f"{text[:cut]}{self.note()}{text[cut:]}"
            return text
        makers: list[Callable[[], str]] = [
            lambda: f"## {escaped(self.han(3, 14))}",
            lambda: f"### {escaped(self.han(3, 20))}",
            lambda: f"> {self.words(2)}",
            lambda: "\n".join(f"> {escaped(self.han(5, 24))}" for _ in range(self.chance.randint(2, 6))),
            lambda: f"问：{self.words(1)}\n\n答：{self.words(3)}",
            lambda: "\n".join(f"- {self.words(1)}" for _ in range(self.chance.randint(1, 4))),
            self.table,
            self.picture,
        ]
        return self.chance.choice(makers)()

    def table(self) -> str:
        """A table, mostly small."""
        columns, rows = self.chance.randint(2, 4), self.chance.randint(2, 6 if self.plain else 20)
        lines = ["| " + " | ".join(self.han(2, 4) for _ in range(columns)) + " |", "|" + "---|" * columns]
        lines += ["| " + " | ".join(self.cell() for _ in range(columns)) + " |" for _ in range(rows)]
        return "\n".join([*lines, "", f": 表　{self.han(3, 8)}"])

    def cell(self) -> str:
        """A cell's words."""
        return escaped(self.chance.choice([self.han(1, 5), str(self.chance.randint(1, 5000)), self.han(8, 20)]))

    def picture(self) -> str:
        """A picture with its caption."""
        name = f"img/{len(self.pictures) % 5}.jpg"
        self.pictures.append(name)
        width, place = self.chance.choice([30, 50, 60, 80]), self.chance.choice(["here", "head", "foot"])
        credit = f' credit="{self.han(2, 3)}供图"' if self.chance.random() < 0.5 else ""
        return f"![{escaped(self.han(4, 26))}]({name}){{width={width}% place={place}{credit}}}"

    def article(self, paragraphs: int) -> str:
        """An article's file."""
        self.notes = []
        head = ["---", f"title: {self.han(3, 16)}"]
        if self.chance.random() < 0.3:
            head.append(f"subtitle: {self.han(4, 12)}")
        head.append(f"author: {self.han(2, 3)}")
        if self.chance.random() < 0.4:
            head.append(f"note: {self.han(10, 40)}。")
        if self.chance.random() < 0.4:
            head.append("written: 2026年5月")
        body = [self.block() for _ in range(paragraphs)]
        return "\n".join([*head, "---", "", "\n\n".join([*body, *self.notes]), ""])


def write_book(
    folder: Path,
    seed: int,
    *,
    articles: int = 6,
    paragraphs: int = 40,
    template: str = "16k",
    plain: bool = False,
    scripts: bool = True,
) -> None:
    """A book's folder, made new."""
    writer = Writer(seed, plain=plain, scripts=scripts)
    (folder / "img").mkdir(parents=True, exist_ok=True)
    for number in range(5):
        size = [(1200, 800), (800, 1200), (900, 900), (1600, 500), (700, 520)][number]
        Image.effect_noise(size, 50).convert("RGB").save(folder / f"img/{number}.jpg", quality=70)
    names = [f"{number:02}.md" for number in range(1, articles + 1)]
    for name in names:
        (folder / name).write_text(writer.article(paragraphs), encoding="utf-8")
    (folder / "序.md").write_text(writer.article(max(1, paragraphs // 8)), encoding="utf-8")
    (folder / "后记.md").write_text(writer.article(max(1, paragraphs // 8)), encoding="utf-8")
    half = (len(names) + 1) // 2
    listed = ", ".join(f'"{name}"' for name in names[:half])
    others = ", ".join(f'"{name}"' for name in names[half:])
    second = f'[[section]]\ntitle = "{writer.han(2, 6)}"\narticles = [{others}]\n' if others else ""
    (folder / "book.toml").write_text(
        f"""[volume]
title = "城东政协文史资料"
number = 24
compiler = "政协西宁市城东区委员会"
template = "{template}"
[[front]]
kind = "preface"
file = "序.md"
[[section]]
title = "{writer.han(2, 6)}"
articles = [{listed}]
{second}[[back]]
kind = "names"
[[back]]
kind = "afterword"
file = "后记.md"
""",
        encoding="utf-8",
    )
    (folder / "names.toml").write_text(f'persons = ["{COMMON[:2]}", "{COMMON[9:11]}"]\nplaces = []\n', encoding="utf-8")


def main() -> None:
    """Write one book."""
    parser = argparse.ArgumentParser(prog="randombook", description="Write a book by chance.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--articles", type=int, default=6)
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--template", default="16k")
    parser.add_argument("--plain", action="store_true", help="what a real book holds")
    options = parser.parse_args()
    write_book(
        options.folder,
        options.seed,
        articles=options.articles,
        paragraphs=options.paragraphs,
        template=options.template,
        plain=options.plain,
    )


if __name__ == "__main__":
    main()
