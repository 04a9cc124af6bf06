"""``demo``: the main job from beginning to end, on the example archive."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.screen import has_screen
from archive_app.cli.terminal import ProgressLine, own_name, say
from archive_app.services.demo import Step, default_folder, run_demo


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("demo", parents=[common], help="看示例：建馆、检索、排版，再打开窗口")
    parser.add_argument("folder", metavar="文件夹", type=Path, nargs="?", default=None)
    parser.add_argument("--no-window", action="store_true", help="不打开窗口")
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()

    def tell(step: Step) -> None:
        progress.done()
        say(f"{step.words}（{step.seconds:.2f} 秒）")

    demo = run_demo(arguments.folder or default_folder(), progress, tell)
    progress.done()
    say(f"馆藏：{demo.root}")
    for book in demo.books:
        say(f"书稿 PDF：{book}")
    if arguments.no_window or not has_screen():
        say(f"打开窗口：{own_name()} {shlex.quote(str(demo.root))}")
        return 0
    from archive_app.gui.app import run

    return run(demo.root)
