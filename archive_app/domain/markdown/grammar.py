"""The parser: markdown-it's CommonMark with tables and notes, and the inline forms of our own.

Every rule here only recognises; what a form means is decided in ``inline.py``. HTML is never recognised as such.
"""

from __future__ import annotations

import re
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace, mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from archive_app.domain.markdown.attributes import Attributes, read_attributes
from archive_app.domain.markdown.source import is_cjk

BLOCK_CLASSES = frozenset({"paragraph", "quote", "verse", "question", "answer"})
BLOCK_WORDS = frozenset({"tight", "loose", "header"})

_FORCED = re.compile(r"<(br|page)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--[^<>]*-->")
_LONGEST_RUBY = 1000
# a full-width colon after the label of a note, the commonest slip of the keyboard
_FULL_WIDTH_COLON = re.compile(r"^( {0,3}\[\^[^\]\s]+\])：", re.MULTILINE)


class _Parser(MarkdownIt):
    """Addresses stay as they were typed: they are shown in a warning, never followed."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


@cache
def parser() -> MarkdownIt:
    """The configured parser; it holds no state between texts."""
    md = _Parser("commonmark", {"html": False, "maxNesting": 40})
    md.enable(["table", "strikethrough"])
    # an indented paragraph is a paragraph in Chinese typescripts, and a link definition is a line of text
    md.disable(["code", "reference", "html_block"])
    md.use(footnote_plugin, inline=True, move_to_end=False, always_match_refs=True)
    md.block.ruler.before("table", "plain", _plain_paragraph)
    md.core.ruler.at("inline", _inlines)
    ruler = md.inline.ruler
    ruler.at("emphasis", _emphasis)
    ruler.at("image", _picture)
    ruler.at("html_inline", _html)
    # before links, or the mark in 甲[^1](见附录) would be one
    ruler.before("link", "note_mark", partial(footnote_ref, always_match=True))
    ruler.before("link", "marked_span", _marked_span)
    ruler.before("autolink", "forced", _forced)
    ruler.before("link", "braces", _braces)
    return md


def parse(text: str) -> tuple[list[Token], dict[str, object]]:
    """The block tokens of ``text`` and markdown-it's environment (inline notes are kept there)."""
    env: dict[str, object] = {}
    return parser().parse(_FULL_WIDTH_COLON.sub(r"\1:", text), env), env


def _plain_paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A paragraph of one line: the same as markdown-it's, but one token (``plain_paragraph``), and found at once.

    What begins with no ASCII character can be nothing else, if an empty line follows. Most of a book is that.
    """
    after = line + 1
    first = state.src[state.bMarks[line] + state.tShift[line]]
    if silent or first < "\x80" or (after < state.lineMax and not state.isEmpty(after)):
        return False
    state.line = after
    token = state.push("plain_paragraph", "p", 0)
    token.content = mdTrim(state.getLines(line, after, state.blkIndent, False))
    token.map = [line, after]
    return True


def _inlines(state: StateCore) -> None:
    """The inline tokens of every block; a text without a character that any rule waits for is one of them."""
    inline = state.md.inline
    for token in state.tokens:
        if token.type == "inline" or token.type == "plain_paragraph":
            token.children = []
            if token.content and not inline.terminator_re.search(token.content):
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                inline.parse(token.content, state.md, state.env, token.children)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """``*`` and ``**`` as CommonMark has them, but a Han character beside a run counts as a word's edge.

    By the letter of CommonMark 他说**“好。”**然后 is not bold: the closing run stands between a mark and a letter.
    """
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(start, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        can_open, can_close = _flanking(state, start, start + scanned.length)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, can_open, can_close))
    state.pos += scanned.length
    return True


def _flanking(state: StateInline, start: int, end: int) -> tuple[bool, bool]:
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    edge_before = space_before or mark_before or is_cjk(before)
    edge_after = space_after or mark_after or is_cjk(after)
    can_open = not space_after and (not mark_after or edge_before)
    can_close = not space_before and (not mark_before or edge_after)
    return can_open, can_close


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _marked_span(state: StateInline, silent: bool) -> bool:
    """``[文字]{.dots}``."""
    if state.src[state.pos] != "[" or state.src.startswith("[^", state.pos):
        return False
    if state.src.find("]{", state.pos, state.posMax) < 0:
        return False
    start, maximum = state.pos, state.posMax
    label_end = state.md.helpers.parseLinkLabel(state, start)
    if label_end < 0:
        return False
    found = read_attributes(state.src, label_end + 1, maximum)
    if not found or not found[1].marked:
        return False
    if not silent:
        _nested(state, "span", start + 1, label_end, {"attributes": found[1]})
    state.pos, state.posMax = found[0], maximum
    return True


def _nested(state: StateInline, name: str, start: int, end: int, meta: dict[str, object]) -> None:
    """Push ``name``_open, the tokens of ``src[start:end]`` and ``name``_close."""
    state.pos, state.posMax = start, end
    state.push(f"{name}_open", "", 1).meta = meta
    state.md.inline.tokenize(state)
    state.push(f"{name}_close", "", -1)


def _braces(state: StateInline, silent: bool) -> bool:
    """``{tight}`` and the other marks of a block, ``{名|míng}``, and attributes that belong to nothing."""
    if state.src[state.pos] != "{":
        return False
    found = read_attributes(state.src, state.pos, state.posMax)
    if found and (found[1].marked or set(found[1].words) <= BLOCK_WORDS):
        if not silent:
            token = state.push("block_marks" if is_block_marks(found[1]) else "stray", "", 0)
            token.content = found[1].source
            token.meta = {"attributes": found[1]}
        state.pos = found[0]
        return True
    return _ruby(state, silent)


def is_block_marks(attributes: Attributes) -> bool:
    """Whether every item of the list is one that speaks of a whole block (or of a table's cell)."""
    return (
        set(attributes.classes) <= BLOCK_CLASSES
        and set(attributes.words) <= BLOCK_WORDS
        and set(attributes.pairs) <= {"label", "columns", "rows", "segments"}
    )


def _separate(state: StateInline, text: str, flag: str) -> list[Token]:
    """The tokens of a text parsed by itself; ``flag`` keeps the form from nesting in itself."""
    tokens: list[Token] = []
    state.env[flag] = True
    state.md.inline.parse(text, state.md, state.env, tokens)
    state.env[flag] = False
    return tokens


def _ruby(state: StateInline, silent: bool) -> bool:
    if state.env.get("in_ruby"):
        return False
    start, maximum = state.pos, state.posMax
    bar = depth = 0
    position = start + 1
    limit = min(maximum, start + _LONGEST_RUBY)
    while position < limit:
        character = state.src[position]
        if character == "\\":
            position += 1
        elif character == "\n":
            return False
        elif character == "{":
            depth += 1
        elif character == "}":
            if depth == 0:
                break
            depth -= 1
        elif character in "|｜" and depth == 0 and not bar:
            bar = position
        position += 1
    if position >= limit or bar <= start + 1 or not state.src[bar + 1 : position].strip():
        return False
    if not silent:
        # a separate parse: the text rule would run on over the bar, which ends no text for markdown-it
        children = _separate(state, state.src[start + 1 : bar], "in_ruby")
        token = state.push("ruby", "", 0)
        token.children = children
        token.meta = {"reading": re.sub(r"\\(.)", r"\1", state.src[bar + 1 : position]).strip()}
    state.pos = position + 1
    return True


def _picture(state: StateInline, silent: bool) -> bool:
    """``![caption](path){…}``. Unlike a link's, a path may hold spaces and Han characters as they are."""
    if not state.src.startswith("![", state.pos) or state.env.get("in_caption"):
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if label_end < 0 or not state.src.startswith("(", label_end + 1):
        return False
    target = _target(state.src, label_end + 1, state.posMax)
    if target is None:
        return False
    end, path = target
    attributes = read_attributes(state.src, end, state.posMax)
    if not silent:
        children = _separate(state, state.src[state.pos + 2 : label_end], "in_caption")
        token = state.push("picture", "", 0)
        token.children = children
        token.meta = {"source": path, "attributes": attributes[1] if attributes else Attributes()}
    state.pos = attributes[0] if attributes else end
    return True


def _target(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The path in the parentheses that open at ``start``; parentheses inside it are balanced, or it stands in <…>."""
    position = start + 1
    if text.startswith("<", position):
        close = text.find(">)", position, end)
        if close < 0 or "\n" in text[position:close]:
            return None
        return close + 2, text[position + 1 : close]
    depth = 0
    while position < end and text[position] != "\n":
        if text[position] == "(":
            depth += 1
        elif text[position] == ")":
            if depth == 0:
                path = text[start + 1 : position].strip()
                return (position + 1, path) if path else None
            depth -= 1
        position += 1
    return None


def _forced(state: StateInline, silent: bool) -> bool:
    """``<br>`` and ``<page>``, the only two tags that mean something."""
    found = _FORCED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("forced_line" if found[1].lower() == "br" else "forced_page", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _html(state: StateInline, silent: bool) -> bool:
    """A tag or comment: a token of its own, so that the reader can say that it is printed as text."""
    found = _TAG.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("html_text", "", 0).content = found[0]
    state.pos = found.end()
    return True
