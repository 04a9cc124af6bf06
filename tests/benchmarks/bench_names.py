"""How long a name is looked for among 20,000, beside pypinyin asked for each name at each query.

python tests/benchmarks/bench_names.py [NAMES]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from archive_app.hanzi.collation import pinyin_key, stroke_key
from archive_app.hanzi.names import Name, NameIndex
from archive_app.hanzi.pinyin import Kind

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "祁冶单仇解区朴查"
)
GIVEN = (
    "德秀玉桂英华文志国建长河山海兰芳花梅春秋生才贵福寿财有存守明亮永成立新民卫东红军平安顺全兴旺发祥庆云龙虎"
    "凤娥莲香珍琴"
)
PLACES = ("家庄", "家湾", "家口", "家沟", "家台", "家寨", "家泉", "家村")
QUERIES = (
    "wjz", "w", "zh", "wangjiazhuang", "wang jia zhuang", "wángjiāzhuāng", "王jz", "王家", "家庄", "单", "shan", "dan",

    "qjg", "ldh", "lidehua", "李dh", "jg", "guo", "yexiu", "xqq", "zzz", "不存在",
    "ma", "lu", "lv", "chen cun s", "hua",
)  # fmt: skip


def names(count: int) -> list[Name]:
    """Fictional names, four in five of persons."""
    chance = random.Random(24)
    found = []
    for number in range(count):
        surname = chance.choice(SURNAMES)
        if number % 5:
            text, kind = surname + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))), Kind.PERSON
        else:
            text, kind = surname + chance.choice(PLACES), Kind.PLACE
        found.append(Name(str(number), text, (), kind))
    return found


def timed(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds: the best of some runs."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent) * 1000


def main(count: int) -> None:
    """Print the figures."""
    begun = time.perf_counter()
    pinyin_key("单德胜")
    print(f"tables opened, first key: {(time.perf_counter() - begun) * 1000:.1f} ms")
    everyone = names(count)
    begun = time.perf_counter()
    index = NameIndex(everyone)
    print(f"index of {count} names built: {(time.perf_counter() - begun) * 1000:.0f} ms")
    spent = {query: timed(lambda query=query: index.find(query)) for query in QUERIES}
    ordered = sorted(spent.values())
    slowest = max(spent, key=lambda query: spent[query])
    print(
        f"a look-up: p50 {statistics.median(ordered):.2f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.2f} ms, "
        f"max {ordered[-1]:.2f} ms ({slowest})"
    )
    texts = [name.text for name in everyone]
    print(f"sorted by pinyin: {timed(lambda: sorted(texts, key=pinyin_key), 2):.0f} ms")
    print(f"sorted by strokes: {timed(lambda: sorted(texts, key=stroke_key), 2):.0f} ms")
    rival(texts)


def rival(texts: list[str]) -> None:
    """pypinyin's initials of every name, at each query."""
    begun = time.perf_counter()
    from pypinyin import Style, lazy_pinyin

    lazy_pinyin("单德胜")
    print(f"pypinyin imported, first name: {(time.perf_counter() - begun) * 1000:.0f} ms")

    def ask() -> list[str]:
        return [text for text in texts if "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).startswith("wjz")]

    print(f"pypinyin, one look-up by initials: {timed(ask, 2):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
