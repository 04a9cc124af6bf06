"""Pictures of the real window for the README and the handbook.

    python packaging/shots/shoot.py [--out docs/pictures] [--archive FOLDER] [--size 1366x768] [--only NAME …]

Starts Xvfb, opens the real program on the example archive (built in a temporary folder unless one is named), walks
through it and writes one PNG for each stop. Every stop waits until the window has nothing left to do, so that a slow
machine takes the same pictures. Needs Xvfb and Qt's xcb libraries; see docs for the apt line.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--archive", type=Path, help="an archive to copy instead of building the example")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", nargs="*", default=[], help="these pictures instead of those the documents show")
    parser.add_argument("--all", action="store_true", help="every stop of the walk")
    parser.add_argument("--text", type=float, default=1.0, help="text size of every picture, 1.0–2.0")
    parser.add_argument("--theme", default="light", choices=("light", "dark"))
    parser.add_argument("--walk", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def start_screen(size: str) -> tuple[subprocess.Popen[bytes], str]:
    """An X server of this size; returns it and its display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    if not number:
        raise SystemExit("Xvfb did not start")
    return server, f":{number}"


def main() -> int:
    """Start the screen, then the walk on it as a process of its own."""
    wanted = arguments()
    if wanted.walk:
        sys.path.insert(0, str(ROOT))
        sys.path.insert(0, str(Path(__file__).parent))
        from walk import walk

        return walk(wanted)
    if shutil.which("Xvfb") is None:
        raise SystemExit("Xvfb is missing: apt install xvfb")
    server, display = start_screen(wanted.size)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": "1",
            "CUNSHI_CONFIG": str(Path(folder) / "settings"),
        }
        environment.pop("WAYLAND_DISPLAY", None)
        began = time.monotonic()
        try:
            done = subprocess.run(
                [sys.executable, __file__, *sys.argv[1:], "--walk", folder], env=environment, check=False
            )
        finally:
            server.terminate()
            server.wait()
        print(f"{time.monotonic() - began:.0f} s")
        return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
