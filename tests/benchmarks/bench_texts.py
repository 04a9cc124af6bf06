"""What it costs to write in a long text, and to find and replace a word in many texts.

    python tests/benchmarks/bench_texts.py [texts] [--keys]

CPU time of this process. ``--keys``: milliseconds from a character that an input method gives to the line that is
painted, at three places of texts of 20,000 and 100,000 characters. Without: seconds to plan a replacement over so many
texts (10,000) of 1,000 characters, with the index and without, and to carry it out and take it back.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle, paragraphs

_SENTENCE = "一九五八年春天，供销社的柜台是松木的，三间瓦房，前面是街，后面是河。每逢初一十五，四乡的人都来赶集。"


def _long(characters: int) -> Manuscript:
    """Paragraphs of two hundred characters with a mark each, every tenth with a note."""
    made = []
    for number in range(characters // 200):
        notes = (Note(10, "见县志。"),) if number % 10 == 0 else ()
        made.append(Block(BlockKind.PARAGRAPH, (_SENTENCE * 5)[:200], (Span(5, 9, SpanStyle.BOLD),), notes))
    return Manuscript(tuple(made))


def keys() -> None:
    """Print what a character costs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.manuscript.editor import ManuscriptEditor
    from archive_app.services.settings import Settings

    application = QApplication([])
    prepare(application, Settings())
    for characters in (20_000, 100_000):
        editor = ManuscriptEditor()
        editor.resize(900, 700)
        editor.show()
        editor.show_manuscript(_long(characters))
        application.processEvents()
        whole = editor.page.document().characterCount()
        for where, place in (("start", 5), ("middle", whole // 2), ("end", whole - 2)):
            cursor = editor.page.textCursor()
            cursor.setPosition(place)
            editor.page.setTextCursor(cursor)
            application.processEvents()
            taken = []
            for _number in range(60):
                event = QInputMethodEvent()
                event.setCommitString("水")
                began = time.process_time()
                QCoreApplication.sendEvent(editor.page, event)
                application.processEvents()
                taken.append((time.process_time() - began) * 1000)
            print(
                f"{characters:,} {where}: median {statistics.median(taken):.1f} ms, most {max(taken):.1f}", flush=True
            )
    sys.stdout.flush()
    os._exit(0)


def many(texts: int) -> None:
    """Print what it costs to replace a word that stands in every hundredth text."""
    from archive_app.catalogue.commands import Batch, Create
    from archive_app.services.archive import Archive
    from archive_app.services.searching import Search
    from archive_app.services.texts.everywhere import Wish, plan

    dice = random.Random(7)
    letters = [chr(n) for n in range(0x4E00, 0x4E00 + 2500)]
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "馆藏", actor="王文史") as archive:
        made = []
        for number in range(texts):
            words = ["".join(dice.choices(letters, k=200)) for _block in range(5)]
            words[2] += "解放前" if number % 100 == 0 else ""
            made.append(
                Create(
                    "item",
                    {"kind": "contribution", "title": f"第{number}篇", "manuscript": paragraphs(words).to_json()},
                )
            )
        for start in range(0, texts, 500):
            archive.execute(Batch("加入", made[start : start + 500]))
        ids = archive.catalogue.item_ids()
        search = Search(archive)
        search.follow()
        for name, index in (("with the index", search), ("again", search), ("without", None)):
            began = time.process_time()
            found = plan(archive, ids, Wish("解放前", "新中国成立前"), search=index)
            print(f"{name}: {time.process_time() - began:.2f} s, {len(found.texts)} texts", flush=True)
        for name, act in (
            ("replaced", lambda: archive.execute(found.command(found.usual()))),
            ("undone", archive.undo),
        ):
            began = time.process_time()
            act()
            print(f"{name}: {time.process_time() - began:.2f} s", flush=True)
        search.close()


if __name__ == "__main__":
    if "--keys" in sys.argv:
        keys()
    else:
        many(next((int(word) for word in sys.argv[1:] if word.isdecimal()), 10_000))
