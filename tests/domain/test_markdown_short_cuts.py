"""The short cuts that most texts take lead where the long way does."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from archive_app.domain.markdown import grammar, source
from archive_app.domain.markdown.head import _plain_head
from archive_app.domain.markdown.yaml_head import Unreadable, read_yaml

_MARKS = st.sampled_from(list("甲乙“”：，。1a \n\n\n>-*#[]{}!|_`:=\u3000é\\"))
_HEAD = st.sampled_from(
    ["title: ", "note: ", "author: ", "甲", "1958", "《", "》", '"', "'", ":", " #", "#", " ", "\\"]
)
_ENDS = st.sampled_from(["\n", "\n\n", "　", "-", "[", "，", "\x85", "\t", "~", "null", "…"])


@given(st.lists(_HEAD | _ENDS, max_size=12).map("".join))
def test_a_plain_head_says_what_yaml_reads_in_it(lines: str) -> None:
    found = _plain_head(lines)
    if found is not None:
        assert found == (read_yaml(lines) or {})


def test_the_heads_that_people_write_need_no_yaml() -> None:
    assert _plain_head('title: 我的父亲\nauthor: 王　明\nwritten: 1998年\nnote: "原载：《文史》"\n') == {
        "title": "我的父亲",
        "author": "王　明",
        "written": "1998年",
        "note": "原载：《文史》",
    }
    assert _plain_head("author: [甲, 乙]\n") is None
    assert _plain_head("title: 甲\ntitle: 乙\n") is None


def test_a_head_that_yaml_refuses_says_where() -> None:
    try:
        read_yaml("title: 甲\ntitle: 乙\n")
    except Unreadable as error:
        assert (error.line, error.problem) == (1, "「title」写了两次")
    else:
        raise AssertionError("no error")


@given(st.lists(_MARKS, max_size=60).map("".join))
def test_a_plain_paragraph_is_the_paragraph_markdown_finds(text: str) -> None:
    short = grammar.parser()
    tokens = short.parse(text, {})
    grammar.parser.cache_clear()
    long = grammar.parser()
    long.disable("plain")
    expected = long.parse(text, {})
    grammar.parser.cache_clear()
    found = []
    for token in tokens:
        if token.type != "plain_paragraph":
            found.append((token.type, token.map, token.content, _words(token)))
            continue
        found += [("paragraph_open", token.map, "", [])]
        found += [("inline", token.map, token.content, _words(token)), ("paragraph_close", None, "", [])]
    assert found == [(token.type, token.map, token.content, _words(token)) for token in expected]


def _words(token: Token) -> list[tuple[str, str]]:
    """The inline tokens; texts that follow each other, escaped or not, are one."""
    children = [(child.type.removesuffix("_special"), child.content) for child in token.children or ()]
    joined = groupby(children, key=lambda child: child[0])
    return [
        piece
        for kind, same in joined
        for piece in ([(kind, "".join(words for _, words in same))] if kind == "text" else list(same))
    ]


_TEXT = st.text(alphabet="甲乙丙a，\n", max_size=40)


@given(_TEXT, st.lists(_TEXT, max_size=6))
def test_what_is_lost_is_counted_however_much_stands_as_it_was_kept(text: str, kept: list[str]) -> None:
    lost = Counter(text)
    lost.subtract("".join(kept))
    expected = "".join(
        sorted(character * count for character, count in lost.items() if count > 0 and character in "甲乙丙")
    )
    warning = source.missing(text, kept)
    assert bool(warning) == bool(expected)
    if warning:
        assert sorted(warning.split("：")[1].split("。")[0]) == sorted(expected)
