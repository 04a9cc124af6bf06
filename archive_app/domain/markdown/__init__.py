"""An article as Markdown text: the form an editor types, and what a manuscript is exchanged in.

The form is CommonMark with a YAML head and the few additions Chinese books need (notes, ruby, 着重号, 专名线, names
for the index, 问/答, pictures with a place). It is written down for editors in ``docs/book-folder.md``. Nothing that
is read is lost in silence: a form that is not supported keeps its words and is named, with its line, in ``warnings``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive_app.domain.markdown.article import MarkdownArticle
from archive_app.domain.markdown.head import HEAD_KEYS

if TYPE_CHECKING:
    from archive_app.domain.markdown.reader import counted_ids, read_article
    from archive_app.domain.markdown.writer import write_article

__all__ = ["HEAD_KEYS", "MarkdownArticle", "counted_ids", "read_article", "write_article"]

_MODULES = {"counted_ids": "reader", "read_article": "reader", "write_article": "writer"}


def __getattr__(name: str) -> Any:
    """The parser, loaded when it is asked for: who only takes what another process has read does not wait for it."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
