"""Draw the pictures of the example archive: `python packaging/example/draw_pictures.py [ph-31 …]`.

Without names it draws all of them and writes `pictures.json`. `--draft 1200` draws small and quick into the folder
given with `--into`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

from album import PICTURES
from PIL import Image
from studio import Picture, drawn, saved

HOME = Path(__file__).resolve().parents[2] / "resources" / "example" / "pictures"


def entry(picture: Picture, folder: Path) -> dict[str, object]:
    """What `pictures.json` says of a picture."""
    path = folder / picture.file
    with Image.open(path) as opened:
        width, height = opened.size
    return {
        "id": picture.code,
        "file": picture.file,
        "original_name": picture.original,
        "title": picture.title,
        "era": picture.era,
        "scanned": picture.scanned,
        "device": f"{picture.device.make} {picture.device.model}",
        "width": width,
        "height": height,
        "dpi": picture.dpi,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which pictures; all when none is named")
    parser.add_argument("--draft", type=int, help="long edge of a quick small drawing")
    parser.add_argument("--sampling", type=int, choices=(1, 2), help="pixels drawn for one pixel, each way")
    parser.add_argument("--into", type=Path, default=HOME, help="folder to write to")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - {p.code for p in PICTURES}
    if unknown:
        parser.error("no such picture: " + ", ".join(sorted(unknown)))
    options.into.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        if options.names and picture.code not in options.names:
            continue
        begun = time.perf_counter()
        made = drawn(picture, options.draft, options.sampling or (1 if options.draft else 2))
        if options.draft:
            made.convert("RGB").save(options.into / f"{picture.code}.png")
        else:
            saved(picture, made, options.into)
        print(
            f"{picture.code} {picture.title} {made.size[0]}×{made.size[1]} {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
    if not options.draft:
        listed = [entry(p, options.into) for p in PICTURES if (options.into / p.file).exists()]
        text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        (options.into / "pictures.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
