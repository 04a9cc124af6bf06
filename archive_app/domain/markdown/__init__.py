"""An article as Markdown text: the form an editor types, and what a manuscript is exchanged in.

The form is CommonMark with a YAML head and the few additions Chinese books need (notes, ruby, 着重号, 专名线, names
for the index, 问/答, pictures with a place). It is written down for editors in ``docs/book-folder.md``. Nothing that
is read is lost in silence: a form that is not supported keeps its words and is named, with its line, in ``warnings``.
"""

from __future__ import annotations

from archive_app.domain.markdown.head import HEAD_KEYS
from archive_app.domain.markdown.reader import MarkdownArticle, counted_ids, read_article
from archive_app.domain.markdown.writer import write_article

__all__ = ["HEAD_KEYS", "MarkdownArticle", "counted_ids", "read_article", "write_article"]
