"""Notes: which body belongs to which mark, and what a body becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.token import Token

from archive_app.domain.manuscript import BlockKind, Span
from archive_app.domain.markdown.blocks import Draft, Warn
from archive_app.domain.markdown.runs import Run, joined

_WHOSE = "编者注|编者按|整理者注|整理者按|作者注|采访者注|口述者注|译者注|校者注|原注"
_SIGNED = re.compile(rf"(?:——\s*({_WHOSE})。?|（({_WHOSE})）)\Z")
"""A body that ends so says whose note it is."""

_OPEN = "footnote_reference_open"
_CLOSE = "footnote_reference_close"

ReadBody = Callable[[Sequence[Token], int], Run]


@dataclass(slots=True)
class _Body:
    tokens: Sequence[Token]
    line: int
    used: int = 0


@dataclass(slots=True)
class NoteBook:
    """The bodies of the notes of one text, by label."""

    bodies: dict[str, _Body] = field(default_factory=dict)
    spare: list[tuple[str, _Body]] = field(default_factory=list)
    inline: dict[int, Any] = field(default_factory=dict)
    inside: bool = False

    def collect(self, tokens: Sequence[Token], env: dict[str, Any], offset: int, warn: Warn) -> None:
        """Find every body in the token stream; a label given twice keeps the first."""
        self.inline = env.get("footnotes", {}).get("list", {})
        opened: list[tuple[str, int, int]] = []
        for index, token in enumerate(tokens):
            if token.type == _OPEN:
                opened.append((token.meta["label"], index, offset + (token.map[0] if token.map else 0) + 1))
            elif token.type == _CLOSE:
                label, start, line = opened.pop()
                body = _Body(self.without_bodies(tokens[start + 1 : index]), line)
                if label in self.bodies:
                    warn(line, f"注「{label}」的正文写了两次，只用第一次的")
                    self.spare.append((label, body))
                else:
                    self.bodies[label] = body

    @staticmethod
    def without_bodies(tokens: Sequence[Token]) -> list[Token]:
        """The stream without the bodies of notes."""
        kept: list[Token] = []
        depth = 0
        for token in tokens:
            depth += token.type == _OPEN
            if not depth:
                kept.append(token)
            depth -= token.type == _CLOSE
        return kept

    def take(self, token: Token, line: int, warn: Warn, read: ReadBody) -> Run | None:
        """The body that a mark calls; ``None`` (and a warning) where there is none to print."""
        label = token.meta.get("label")
        if self.inside:
            warn(line, f"注里不能再有注：{_name(label)}按文字原样印出")
            return None
        if label is None:
            run = self._read(_Body(_inline_tokens(self.inline[token.meta["id"]]), line), read)
            if run.blank:
                warn(line, "「^[]」里没有注文")
            return None if run.blank else run
        body = self.bodies.get(label)
        if body is None:
            warn(line, f"注号「{label}」没有对应的注文（缺「[^{label}]: 注文」一行）")
            return None
        body.used += 1
        if body.used == 2:
            warn(line, f"注「{label}」标了不止一处，每处各印一条")
        run = self._read(body, read)
        if run.blank:
            warn(body.line, f"注「{label}」的注文是空的")
            return None
        if not label.isascii():
            warn(line, f"注号「{label}」印成按页编的号（注文一行的「{label}」也不印）")
        return run

    def _read(self, body: _Body, read: ReadBody) -> Run:
        self.inside = True
        try:
            return read(body.tokens, body.line)
        finally:
            self.inside = False

    def unused(self, read: ReadBody) -> Iterator[tuple[int, str, Run]]:
        """The bodies that no mark called: line, label, words."""
        for label, body in (*self.bodies.items(), *self.spare):
            if not body.used:
                yield body.line, label, self._read(body, read)


def _name(label: str | None) -> str:
    return f"「[^{label}]」" if label is not None else ""


def _inline_tokens(data: Any) -> list[Token]:
    """An inline note (``^[…]``) as the tokens of a paragraph."""
    inline = Token("inline", "", 0, children=data["tokens"], content=data["content"])
    return [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]


def flattened(drafts: Sequence[Draft], line: int, warn: Warn) -> Run:
    """The blocks of a body as one run; what is no paragraph is said to become one."""
    runs: list[Run] = []
    for draft in drafts:
        if draft.kind is not BlockKind.PARAGRAPH:
            warn(line, f"注里的{draft.kind.label}按普通文字处理")
        if draft.picture:
            warn(line, f"注里的图片「{draft.picture.source}」没有印；{draft.picture.credit}{draft.picture.people}")
        between = " " if draft.kind is BlockKind.LIST_ITEM else "："
        label = f"{draft.label}{between}" if draft.label else ""
        rows = tuple(Run("　".join(cell.text for cell in row)) for row in draft.rows)
        parts = [replace(draft.run, notes=()), *rows]
        runs += (joined((Run(label), part), "") if label else part for part in parts if part.text)
    return joined(runs)


def signed(run: Run) -> tuple[Run, str]:
    """The body and whose note it is: 「……——编者注」."""
    found = _SIGNED.search(run.text)
    if not found:
        return run, ""
    end = len(run.text[: found.start()].rstrip())
    spans: list[Span] = [replace(span, end=min(span.end, end)) for span in run.spans if span.start < end]
    return Run(run.text[:end], tuple(spans)), found[1] or found[2]
