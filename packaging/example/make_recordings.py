"""Makes the example's recordings and their transcripts: ``python packaging/example/make_recordings.py [key …]``.

Needs espeak-ng and ffmpeg (``apt-get install espeak-ng ffmpeg``) and pypinyin. What is said stands in ``spoken.txt``,
taken from the manuscripts: ``#`` begins an interview and names its voices, ``=`` gives the next segment to a point of
the interview's index. Each segment is spoken by itself and joined with pauses, so that its times are counted, not
guessed; times and ids go into ``resources/example/items.json``, the sound into ``resources/example/recordings``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voices import RATE, Voice, silence

from archive_app.domain.identity import new_id

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "resources" / "example"
FOLDER = EXAMPLE / "recordings"
LEAD, TURN, BREATH, TAIL = 0.6, 0.7, 0.4, 0.8
"""Seconds of silence: before the first word, where another begins to speak, within one's turn, after the last word."""

_VOICES = {
    "m2": Voice("m2", 38, 148), "m3": Voice("m3", 30, 146), "m4": Voice("m4", 34, 150), "m5": Voice("m5", 52, 172),
    "m6": Voice("m6", 48, 170), "m7": Voice("m7", 26, 146), "f1": Voice("f1", 46, 150), "f2": Voice("f2", 42, 148),
    "f3": Voice("f3", 62, 172), "f4": Voice("f4", 58, 170), "f5": Voice("f5", 40, 152),
}  # fmt: skip
_NOTE = "录音为示例：合成语音，节录采访的一部分"


@dataclass(slots=True)
class Line:
    """What one person says; ``point`` is the title of the index point it begins, if it begins one."""

    asks: bool
    text: str
    point: str = ""


@dataclass(slots=True)
class Interview:
    """An item's key, the voices of question and answer, the narrator's name where the item's is not to be used."""

    key: str
    question: Voice
    answer: Voice
    narrator: str = ""
    lines: list[Line] = field(default_factory=list)


def interviews() -> list[Interview]:
    """What ``spoken.txt`` holds. Raises ``ValueError`` for a line that is none of its kinds."""
    found: list[Interview] = []
    point = ""
    for number, line in enumerate((HERE / "spoken.txt").read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("# "):
            key, question, answer, *narrator = line[2:].split()
            voices = [_VOICES[word.partition("=")[2]] for word in (question, answer)]
            found.append(Interview(key, voices[0], voices[1], *narrator))
        elif line.startswith("= "):
            point = line[2:]
        elif line[:2] in ("问：", "答："):
            found[-1].lines.append(Line(line[0] == "问", line[2:], point))
            point = ""
        else:
            raise ValueError(f"spoken.txt, line {number}: {line}")
    return found


def speak(interview: Interview) -> tuple[array[int], list[tuple[float, float]]]:
    """The whole recording, and where each line begins and ends in it, in seconds."""
    samples = silence(LEAD)
    times = []
    before: Line | None = None
    for line in interview.lines:
        if before is not None:
            samples += silence(BREATH if before.asks == line.asks else TURN)
        start = len(samples)
        samples += (interview.question if line.asks else interview.answer).say(line.text)
        times.append((round(start / RATE, 3), round(len(samples) / RATE, 3)))
        before = line
    return samples + silence(TAIL), times


def write(samples: array[int], out: Path) -> None:
    """As Vorbis in Ogg, which the program plays itself; one channel, about 24 kbit/s."""
    staged = out.with_suffix(".wav")
    with wave.open(str(staged), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(staged), "-map_metadata", "-1", "-fflags", "+bitexact"]
    subprocess.run(
        [*command, "-flags", "+bitexact", "-c:a", "libvorbis", "-ar", "16000", "-q:a", "0", str(out)], check=True
    )
    staged.unlink()


def describe(item: dict[str, Any], interview: Interview, times: list[tuple[float, float]]) -> None:
    """Transcript, index points and the file's entry of an item; segments keep the ids they have."""
    names = {row["role"]: row["name"] for row in item["responsibility"]}
    asking, telling = names.get("采访者", "采访者"), interview.narrator or names["口述者"]
    kept = {row["text"]: row["id"] for row in item.get("transcript", ())}
    item["transcript"] = [
        {
            "id": kept.get(line.text) or new_id(),
            "start": start,
            "end": end,
            "speaker": asking if line.asks else telling,
            "text": line.text,
        }
        for line, (start, end) in zip(interview.lines, times, strict=True)
    ]
    at = {line.point: start for line, (start, _) in zip(interview.lines, times, strict=True) if line.point}
    points = item.get("index_points", [])
    if {point["title"] for point in points} != set(at):
        raise ValueError(f"{item['key']}: index points {[p['title'] for p in points]} are not those spoken {list(at)}")
    for point in points:
        point["at"] = at[point["title"]]
    if _NOTE not in item.get("notes", ""):
        item["notes"] = "；".join(part for part in (item.get("notes", ""), _NOTE) if part)
    item["recordings"] = [{"path": f"recordings/{item['key']}.ogg", "name": f"{item['key'].upper()}_录音（节录）.ogg"}]


def main() -> None:
    """Make all recordings, or those of the keys that are named."""
    FOLDER.mkdir(exist_ok=True)
    path = EXAMPLE / "items.json"
    for interview in interviews():
        if sys.argv[1:] and interview.key not in sys.argv[1:]:
            continue
        samples, times = speak(interview)
        write(samples, FOLDER / f"{interview.key}.ogg")
        items = json.loads(path.read_text(encoding="utf-8"))  # read anew: others may have written meanwhile
        describe(next(item for item in items if item["key"] == interview.key), interview, times)
        path.write_text(json.dumps(items, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        size = (FOLDER / f"{interview.key}.ogg").stat().st_size
        print(f"{interview.key}: {len(samples) / RATE:.1f} s, {len(times)} segments, {size // 1000} kB")


if __name__ == "__main__":
    main()
