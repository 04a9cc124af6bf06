"""What each character may do at the edge of a line, and what may be taken from it or given to it.

One letter a class; a paragraph's classes are one string, got by ``str.translate``, and every rule below is a regular
expression on that string. The rules are those of GB/T 15834—2011 §5.1 and of the W3C's *Requirements for Chinese Text
Layout* (CLREQ §3.1 and §3.2), in the strict form used in books: dashes and ellipses do not start a line either.

======  ==========================================  ==========  ==========  =================================
class   characters                                  starts a    ends a      takes
                                                    line        line
======  ==========================================  ==========  ==========  =================================
``(``   “ ‘ （ 《 〈 【 〔 「 『 〖 ［ ｛ 〝           yes         never       1 em, half of it at a line's start
``)``   ” ’ ） 》 〉 】 〕 」 』 〗 ］ ｝ 〞           never       yes         1 em, half of it at a line's end
``,``   ， 、 ； ： ．                               never       yes         1 em, half of it at a line's end
``!``   。 ？ ！                                    never       yes         the same; ？！ together one em
``-``   — … ⸺                                       never       yes         2 em together, never parted
``·``   间隔号 · and 连接号 – ～ －, - between Han    never       yes         ½ em (· -), else their own width
``/``   分隔号 ／ /                                  never       never       their own width
``p``   ％ ‰ ℃ ° ′ ″ and squared units              never       yes         their own width
``k``   々 ー and small kana, tones of Bopomofo     never       yes         1 em
``%``   % (Latin)                                   never       yes         its own width
``+``   ¥ $ £ € № § # + − ± ~                       yes         never       their own width
``a``   Latin, Greek, Cyrillic letters              (words hold together)
``0``   digits                                      (numbers hold together)
``.``   Latin . , : ; ! ? ) ] }                     never       yes         their own width
``<``   Latin ( [ {                                 yes         never       their own width
``⎵``   space                                       never       hangs       ¼ em beside Chinese, else its own
``n``   the mark of a note                          never       yes         a small em
``v``   what belongs to the character before it     never       yes         nothing
``t``   a shaped syllable                           yes         yes         its own width
``r``   a shaped right-to-left word                 yes         yes         its own width
``u``   full-width digits and letters, digits that stand upright in a column (hold together)
``c``   everything else: Han                        yes         yes         1 em
======  ==========================================  ==========  ==========  =================================
"""

from __future__ import annotations

import re

from archive_app.typeset.fonts.faces import APOSTROPHE, CLOSING, DASH, OBJECT, OPENING, VOID

OPEN, CLOSE, PAUSE, STOP = "(", ")", ",", "!"
DASHES, LINK, SOLIDUS = "-", "·", "/"
UNIT, PERCENT, PREFIX = "p", "%", "+"
LATIN, DIGIT, POINT, LATIN_OPEN, SPACE = "a", "0", ".", "<", " "
NOTE, JOINED, SYLLABLE, RTL_WORD, HAN = "n", "v", "t", "r", "c"
UPRIGHT_DIGIT, ITERATION = "u", "k"

_TABLE: tuple[tuple[str, str], ...] = (
    (OPEN, OPENING + "〝"),
    (CLOSE, CLOSING + "〞〟"),
    (PAUSE, "，、；：．"),
    (STOP, "。？！"),
    (DASHES, "—―…⋯⸺⸻" + DASH),
    (LINK, "·‧•・･–‐‑‒－～〜∼"),
    (SOLIDUS, "／/"),
    (UNIT, "％‰‱℃℉°′″‴￠¢" + "".join(map(chr, range(0x3371, 0x33E0)))),
    (ITERATION, "々〻ゝゞヽヾー" + "ぁぃぅぇぉっゃゅょゎゕゖ" + "ァィゥェォッャュョヮヵヶ" + "ˊˇˋ˙ˉ"),
    (PERCENT, "%"),
    (PREFIX, "¥￥$＄£￡€№§#＃+−±~"),
    (DIGIT, "0123456789"),
    (UPRIGHT_DIGIT, "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))),
    (POINT, ".,:;!?)]}"),
    (LATIN_OPEN, "([{"),
    (SPACE, " \u00a0"),
    (JOINED, VOID + "\u200d\u2060"),
    (LATIN, APOSTROPHE),
)

_FIRST_NOTE = OBJECT + 0x4000
NOTES = chr(_FIRST_NOTE)
"""The mark at the head of a note's text; the characters after it are the marks of the paragraph's notes."""

_LATIN_RANGES = (
    (0x21, 0x24F),  # ASCII, Latin-1, Latin Extended-A and -B
    (0x250, 0x2AF),  # phonetic letters
    (0x370, 0x52F),  # Greek, Cyrillic
    (0x1E00, 0x1FFF),  # Latin Extended Additional (Vietnamese, tone letters), Greek Extended
)


class _Classes(dict[int, str]):
    """Code point → class, for ``str.translate``."""

    def __init__(self) -> None:
        super().__init__()
        for start, end in _LATIN_RANGES:
            for code in range(start, end + 1):
                self[code] = LATIN
        for letter, characters in _TABLE:
            for character in characters:
                self[ord(character)] = letter

    def __missing__(self, code: int) -> str:
        kind = NOTE if _FIRST_NOTE < code < _FIRST_NOTE + 0x4000 else HAN
        self[code] = kind
        return kind


CLASSES = _Classes()


def classes_of(text: str) -> str:
    """The class of every character, as one string."""
    kinds = text.translate(CLASSES)
    if '"' not in text and "-" not in text:
        return kinds
    found = list(kinds)
    if text.count('"') % 2 == 0:  # straight quotes, opening and closing by turns
        for turn, match in enumerate(_STRAIGHT_QUOTE.finditer(text)):
            found[match.start()] = POINT if turn % 2 else LATIN_OPEN
    position = text.find("-", 1)
    while 0 < position < len(text) - 1:
        if _is_wide(text[position - 1]) and _is_wide(text[position + 1]):  # the short 连接号
            found[position] = LINK
        position = text.find("-", position + 1)
    return "".join(found)


def _is_wide(character: str) -> bool:
    """Whether this is a character of Chinese writing: between two of them a hyphen is a 连接号."""
    code = ord(character)
    return any(code in block for block in _WIDE) or character in "“”‘’"


_STRAIGHT_QUOTE = re.compile('"')
_WIDE = (range(0x2E80, 0xA000), range(0xF900, 0xFFEF), range(0x20000, 0x40000))

# - behind Han connects, too, or makes a number negative; either way it stays with what stands before it
HYPHEN_BEHIND_HAN = re.compile("(?<=[^\x00-\x7f])(?=-)")

# A position is the index of the character after it. No line may break at:
NO_BREAK = re.compile(
    r"(?=[),!\-·/%pk.nv ])"  # before what never starts a line
    r"|(?<=[(</+])"  # after what never ends one
    r"|(?<=[(<] )|(?<=[(<]  )"  # nor behind the blanks that follow it (UAX #14, LB14)
    r"|(?<=[a0.%])(?=[a0<+])"  # inside words and numbers, and between a number and its letters (12kg)
    r"|(?<=[a0]·)(?=[a0])"  # 12·9, 1931–1945, kW·h
    r"|(?<=u)(?=u)"  # ２０２６
    r"|(?<=p)(?=[0ua])"  # 36°37′, 12°C
)

CODE = re.compile(r"(?:[a-z]+://|www\.)[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[!-~]{24,}", re.ASCII)
"""What is copied sign for sign (an address, a long code): it takes no hyphen, and breaks where it has joints."""
CODE_JOINT = re.compile(r"(?<=[.?&=_@#])(?=[0-9A-Za-z])")
CODE_INSIDE = re.compile(r"(?<=[0-9A-Za-z])(?=[0-9A-Za-z])")

HYPHEN_JOINT = re.compile(r"(?<=[0-9A-Za-z]{2}-)(?=[0-9A-Za-z]{2})")
"""Behind the hyphen of a compound or of a long number (Jean-Pierre, ISBN 978-7-...)."""

# a number, a space and its unit
NUMBER_UNIT = re.compile(
    r"(?<=\d )(?=(?:[kcmμd]?[mgLl]|ha|hm|[kMG]?Hz|[kM]?W|kWh|[kM]?Pa|[kM]?V|[mk]?A|dB|°C|℃)[²³2]?(?![A-Za-z]))"
)

# a break between a number and its Chinese unit (1958|年) is allowed but not liked
COUNTERS = "年月日时分秒号岁元角户口人名个亩斤里尺米吨次届辑"
NUMBER_COUNTER = re.compile(f"(?<=[0-9])(?=[{COUNTERS}])")

# ¼ em stands between Han and Latin; none beside punctuation, for it has its own blank
GAP = re.compile(r"(?<=[ck])(?=[a0<+tr])|(?<=[a0.%tr])(?=c)")

# a space typed between Han and Latin is that gap
TYPED_GAP = re.compile(r"(?<=[ck]) (?=[a0<+tr])|(?<=[a0.%tr]) (?=c)")

# adjacent marks share: the first of them gives up its trailing half, an opening behind another or behind 间隔号 its
# leading half
PAIR = re.compile(r"[),!](?=[(),!n·])|[(·](?=\()")

# ？！ in one em, three in two (§5.1.2); on the text itself
QUERY_PAIR = re.compile("[？！]{2,}")

# nothing is let in between these when a line is stretched; a position as above
RIGID = re.compile(
    r"(?<=[a0.%<+/])(?=[a0.%p<+/])|(?<=p)(?=a)"  # words, numbers, signs
    r"|(?<=[a0])(?=·[a0])|(?<=[a0]·)(?=[a0])"  # kW·h, 12·9
    r"|(?<=-)(?=[\-])"  # —— ……
    r"|(?<=!)(?=!)"  # ？！
    r"|(?=[nv ])"  # what hangs on the character before
)

HANGING = frozenset("，、。．")
"""点号 that may hang outside the measure at a line's end (标点悬挂), where a book wants it."""

PLAIN = re.compile(r"[ck(),!]*")
"""A paragraph of Han and full-width marks alone: most of them."""

COUNTED = re.compile("[cka0tru]")
"""What counts as a character when a last line is weighed (单字不成行)."""
