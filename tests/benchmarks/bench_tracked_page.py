"""What the window waits for in a text of a hundred thousand characters with a thousand proposals.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_tracked_page.py [characters] [proposals]

CPU time of the painting thread's own work: the page filled, the next proposal shown, one accepted (its block set anew).
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_corrections import text
from PySide6.QtWidgets import QApplication

from archive_app.domain.corrections.placing import Texts
from archive_app.domain.corrections.proposal import Decision, Proposal
from archive_app.gui.app import prepare
from archive_app.gui.manuscript.tracking.page import TrackedPage
from archive_app.gui.manuscript.tracking.pane import ProposalsPane
from archive_app.services.corrections.applying import applied
from archive_app.services.corrections.found import word_proposal
from archive_app.services.corrections.shown import shown_text
from archive_app.services.corrections.standing import stood
from archive_app.services.settings import Settings


def timed(runs: int, act: Callable[[int], object]) -> str:
    """The median and the worst, in milliseconds."""
    taken = []
    for number in range(runs):
        began = time.process_time()
        act(number)
        QApplication.processEvents()
        taken.append((time.process_time() - began) * 1000)
    return f"{statistics.median(taken):.1f} ms（最长 {max(taken):.0f}）"


def main() -> None:
    """Print the figures."""
    given = sys.argv[1:]
    characters, number = int(given[0]) if given else 100_000, int(given[1]) if len(given) > 1 else 1000
    app = QApplication([])
    prepare(app, Settings())
    manuscript = text(characters)
    dice = random.Random(3)
    proposals: list[Proposal] = []
    for n in range(number):
        block = manuscript.blocks[n % len(manuscript)]
        at = (n // len(manuscript)) * 60 + dice.randrange(50)
        proposals.append(word_proposal(block.id, "", block.text, at, at + 1, dice.choice("甲乙丙丁")))
    page = TrackedPage()
    pane = ProposalsPane(page.hues)
    page.resize(700, 600)
    pane.resize(280, 600)
    page.show()
    pane.show()
    QApplication.processEvents()
    by = {one.id: "校对乙" for one in proposals}

    def see(now: list[Proposal], texts: Texts) -> None:
        found = stood(texts, now)
        page.show_blocks(shown_text(texts, found), by)
        pane.show_proposals(found, closed=False)

    texts = Texts(manuscript)
    print(f"打开：{timed(1, lambda _n: see(proposals, texts))}")

    def step(_n: int) -> None:
        pane.step(1)
        span = page.span(pane.current.proposal.id) if pane.current is not None else None
        if span is not None:
            cursor = page.textCursor()
            cursor.setPosition(span[0])
            page.setTextCursor(cursor)

    print(f"下一处：{timed(40, step)}")

    def accept(_n: int) -> None:
        nonlocal texts, proposals
        one = next(one for one in proposals if one.open)
        texts = Texts(applied(texts, [one]).manuscript)
        proposals = [each.decided(Decision.ACCEPTED, "编辑") if each is one else each for each in proposals]
        see(proposals, texts)

    print(f"采纳一条以后重画：{timed(15, accept)}")


if __name__ == "__main__":
    main()
