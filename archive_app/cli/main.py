"""``cunshi``: finds the command, runs it, and turns expected errors into one sentence and an exit status."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import complain
from archive_app.domain.errors import ArchiveError
from archive_app.resources import ResourceMissing

GROUPS: Mapping[str, tuple[str, ...]] = {
    "demonstration": ("demo",),
    "imports": ("import", "mappings"),
    "proposals": ("proposals",),
    "batches": ("batch",),
    "replacing": ("replace",),
    "vocabulary": ("vocabulary",),
    "own_fields": ("own-fields",),
    "units": ("units",),
    "item_files": ("files", "join"),
    "photo_copies": ("copies",),
    "alike": ("alike",),
    "materials": ("init", "list", "show", "set", "history", "undo", "redo"),
    "versions": ("versions",),
    "corrections": ("corrections",),
    "word": ("word",),
    "workflow": ("state", "review", "correct", "queue", "numbers"),
    "finding": ("search", "suggest", "cite"),
    "searches": ("searches",),
    "transcripts": ("transcript",),
    "cutting": ("cut",),
    "scans": ("ocr",),
    "faces": ("faces",),
    "edited": ("edited", "trace"),
    "words": ("fold",),
    "names": ("names", "pinyin"),
    "book": ("typeset",),
    "templates": ("templates",),
    "volume": ("volume",),
    "earlier": ("earlier",),
    "chronicle": ("chronicle",),
    "reports": ("report",),
    "lacking": ("lacks",),
    "figures": ("figures",),
    "registers": ("loans", "uses"),
    "authorities": ("new", "records", "where", "merge", "split", "consents", "leads", "commissioners"),
    "dates": ("date",),
    "checking": ("check", "house-style"),
    "care": ("verify", "backup", "restore", "diagnose", "rebuild"),
}
"""The commands, in the order of the help: the module of this package, and what its ``register`` adds. A new group is
one module and one line here. Only the module of the command that is run is imported: ``cunshi fold`` needs no database.
"""

_SELDOM = 100_000  # objects made between two searches for garbage


def build_parser(word: str = "") -> Parser:
    """The command line: whole, or as much of it as the command ``word`` needs."""
    common = Parser(add_help=False)
    common.add_argument("--as", dest="actor", metavar="姓名", default=None, help="以谁的名义")
    parser = Parser(
        prog="cunshi",
        description="存史：文史资料的采集、编辑、检索与成书。不带命令时打开窗口；cunshi 馆藏 打开那个馆藏。",
    )
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=Parser)
    known = _is_command(word)
    for module, names in GROUPS.items():
        if not known or word in names:
            import_module(f"archive_app.cli.{module}").register(commands, common)
    return parser


def console() -> int:
    """The program itself: runs its command line and ends.

    A command's values live as long as it does, so Python looks for garbage seldom; and once the command has said what
    it has to say, the process ends without giving back its memory piece by piece: both together are a quarter of a
    second after a book. A window, and whatever still runs on a thread, ends in the usual way.
    """
    if getattr(sys, "frozen", False):  # the packaged program is also its own worker processes
        from multiprocessing import freeze_support

        freeze_support()
    gc.set_threshold(_SELDOM, 20, 20)
    status = main()
    if threading.active_count() == 1 and "archive_app.gui.app" not in sys.modules:
        atexit._run_exitfuncs()
        with suppress(OSError, ValueError):  # a stream whose reader has gone
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status (see ``docs/cli.md``)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() in ("ascii", "ansi_x3.4-1968"):
            stream.reconfigure(encoding="utf-8")
    try:
        status = _dispatch(arguments)
        sys.stdout.flush()
        return status
    except ArchiveError as error:
        complain(str(error))
        return error.exit_status
    except ResourceMissing as error:
        complain(str(error))
        return 3
    except KeyboardInterrupt:
        complain("已停止；已经保存的都在。")
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (head, less): nothing more to say, and no trace.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(arguments: list[str]) -> int:
    if not arguments or _opens_window(arguments):
        return open_window(Path(arguments[0]) if arguments else None)
    parsed = build_parser(arguments[0]).parse_args(arguments)
    if parsed.version:
        from archive_app.cli import about

        return about.version()
    run: Callable[[argparse.Namespace], int] = parsed.run
    return run(parsed)


def _opens_window(arguments: list[str]) -> bool:
    """``cunshi ARCHIVE``: one word that is no option, no command, and looks like a path."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return False
    word = arguments[0]
    return not _is_command(word) and (os.sep in word or "/" in word or Path(word).exists())


def _is_command(word: str) -> bool:
    return any(word in names for names in GROUPS.values())


def open_window(archive: Path | None) -> int:
    """Open the window; without one to open, say so (status 2)."""
    from archive_app.cli.screen import has_screen

    if not has_screen():
        complain("这里没有屏幕，打不开窗口。命令行的用法见 cunshi --help。")
        return 2
    from archive_app.gui.app import run

    return run(archive)


if __name__ == "__main__":
    raise SystemExit(console())
