"""Which encoding bytes of unknown origin are in: UTF-8, GB18030 or Big5 (and, for names in a zip, code page 437).

Many byte strings are valid in several of them, so every strict reading is weighed by how usual its characters are:
GBK read as Big5 gives characters nobody writes, and the other way round.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from functools import cache

from archive_app.frozen import dataclass

# The five hundred most frequent characters of written Chinese with the surnames and words of local history, then
# the forms in which traditional writing differs.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔照片录述稿图史村镇县省城州湾"
    "桥街巷厂店站李刘陈杨赵黄周吴徐孙胡朱林郭罗宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭"
    "廖邹熊陆郝孔崔康毛邱秦江顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚祁青藏族汉土撒蒙古整访谈采集征编辑春秋冬米油盐菜车船牛羊磨火河"
    "花初终版修改影旧附言忆往故乡亲父母爷奶哥弟姐妹孩读写纸房屋坊粮食供销劳牧农商铁灯布票饭馆寺庙皮筏筒台货"
    "這個們來爲國說時會對於過發後裏種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內給門兒東聲員論處義幾"
    "認條氣題爾别變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運筆錄圖鎮縣灣橋廠"
    "劉陳楊趙黃吳孫羅鄭謝韓馮蕭鄧呂蘇盧蔣賈葉閻餘鍾範譚鄒陸顧龍錢湯喬賀賴龔漢訪談採徵編輯鹽車終舊憶鄉親爺讀寫紙糧銷勞農鐵燈飯"
    "館廟臺貨為著裡"
)

# Characters that GB 18030-2000 kept in the private use area and GB 18030-2022 gives their own places; Python's codec
# follows the older table.
_MOVED = str.maketrans(
    {
        **{0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15},
        **{0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE7C7: 0x1E3F},
        **{0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6},
        **{0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA},
        **{0xE855: 0x241FE, 0xE864: 0x9FBB},
    }
)

ENCODINGS = ("utf-8", "gb18030", "cp950", "big5hkscs")
_LABELS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5", "cp437": "CP437",
}  # fmt: skip
_NO_CHANCE = 2  # characters of three bytes that are UTF-8: in GBK and Big5 that happens once in some hundred names
_NONSENSE = 1.4  # plausibility below which a reading is doubted
_ENOUGH = 4  # characters beyond ASCII that say anything about a reading
_SENSE, _MUCH_BETTER = 1.8, 1.0
_SAMPLE = 40_000  # characters weighed; a whole book says no more than its first forty pages


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the encoding it was read in. ``damaged`` counts the places that could not be decoded (U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0

    @property
    def label(self) -> str:
        """The encoding's usual name."""
        return _LABELS[self.encoding]


@cache
def _weight(char: str) -> float:
    code = ord(char)
    if char in _FREQUENT:
        return 3.0
    if _is_level_one(char) or 0x3000 <= code <= 0x3029 or char in "“”‘’—…·《》①②③④⑤⑥⑦⑧⑨⑩" or 0xFF01 <= code <= 0xFF5E:
        return 1.0
    category = unicodedata.category(char)
    if category == "Co":  # characters an office made for itself are met, but seldom
        return -1.0
    if category in ("Cn", "Cc") or 0xFF61 <= code <= 0xFF9F or char == "\ufffd":
        return -4.0
    if 0x2500 <= code <= 0x259F:  # box drawing: what code page 437 makes of Chinese
        return -2.0
    if 0x3400 <= code <= 0x9FFF or code >= 0x20000:
        return -0.3
    return -0.6


def _is_level_one(char: str) -> bool:
    """In the first, common level of GB 2312 (一级字) or of Big5 (常用字)."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            raw = char.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(raw) == 2 and first <= raw[0] <= last:
            return True
    return False


def plausibility(text: str) -> float:
    """How usual the characters beyond ASCII are, on average: about 2 for Chinese, below 0 for a wrong reading."""
    weights = [_weight(char) for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(weights) / len(weights) if weights else 0.0


def read_in(data: bytes, encoding: str, errors: str = "strict") -> str:
    """Decode; GB18030 by its table of 2022."""
    text = data.decode(encoding, errors)
    return text.translate(_MOVED) if encoding == "gb18030" else text


def weigh(pieces: Sequence[bytes]) -> str | None:
    """The one encoding that reads all pieces, and most plausibly; ``None`` where none reads them all."""
    best: tuple[float, str] | None = None
    for encoding in ENCODINGS:
        try:
            text = "\n".join(read_in(piece, encoding) for piece in pieces)
        except UnicodeDecodeError:
            continue
        score = plausibility(text) + _bonus(text[:_SAMPLE], encoding)
        if best is None or score > best[0]:
            best = (score, encoding)
    return best[1] if best else None


def _bonus(text: str, encoding: str) -> float:
    """What an encoding has in its favour before a character is weighed."""
    count = sum(char > "\x7f" for char in text)
    if not count:
        return 1.0 if encoding == "utf-8" else 0.0
    if encoding == "utf-8":  # two such characters hardly ever come out valid by chance, six never
        return min(3.0, 0.5 + 0.5 * count)
    # one or two characters prove nothing, and nearly all that arrives was written on the mainland
    return 3.4 / count**2 if encoding == "gb18030" else 0.0


def decode(data: bytes) -> Decoded | None:
    """The text of a file; ``None`` where no encoding reads it with less than one fault in two hundred characters."""
    if data.startswith(codecs.BOM_UTF8):
        return _tolerant(data[3:], ("utf-8",))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _tolerant(data, ("utf-16",))
    encoding = weigh([data])
    if encoding is not None:
        return Decoded(read_in(data, encoding), encoding)
    return _tolerant(data, ENCODINGS[:3])


def _tolerant(data: bytes, encodings: Sequence[str]) -> Decoded | None:
    texts = [(name, read_in(data, name, "replace")) for name in encodings]
    readings = [Decoded(text, name, text.count("\ufffd")) for name, text in texts]
    best = min(readings, key=lambda reading: reading.damaged - plausibility(reading.text))
    return best if best.damaged <= max(1, len(best.text) // 200) else None


def decode_names(names: Sequence[bytes]) -> list[str]:
    """The names of one archive, all in the one encoding that suits them best.

    An archive that two programs wrote to has names in two: those that are UTF-8 beyond doubt are read so, and of the
    others one that comes out as characters nobody writes is read by itself.
    """
    read = {name: text for name in dict.fromkeys(names) if (text := _surely_utf8(name)) is not None}
    rest = [name for name in dict.fromkeys(names) if name not in read]
    encoding = weigh(rest)
    for name in rest:
        text = read_in(name, encoding or weigh([name]) or "cp437")
        read[name] = _better(name, text, encoding) if len(rest) > 1 else text
    return [read[name] for name in names]


def _surely_utf8(name: bytes) -> str | None:
    """The name, where it is UTF-8 that no other encoding would come to by chance; ``None`` for ASCII."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if sum(char > "\u07ff" for char in text) >= _NO_CHANCE else None


def _better(name: bytes, text: str, encoding: str | None) -> str:
    """The name read by itself, where the encoding of the others makes nonsense of it and another does not."""
    if plausibility(text) >= _NONSENSE or sum(char > "\x7f" for char in text) < _ENOUGH:
        return text
    for other in ENCODINGS:
        if other == encoding:
            continue
        try:
            reading = read_in(name, other)
        except UnicodeDecodeError:
            continue
        if plausibility(reading) > max(_SENSE, plausibility(text) + _MUCH_BETTER):
            return reading
    return text
