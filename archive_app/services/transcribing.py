"""A draft transcript by a recogniser of the person's own: made piece by piece, resumed where it was stopped.

What was heard is kept among what can be made again (``derived/speech/``). It goes into no record by itself: a person
takes it, or does not.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from archive_app.derived.waveforms import Waveform
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass
from archive_app.intake.sandbox import Cancelled
from archive_app.intake.sound.speech.models import Model, find, library_there, load
from archive_app.intake.sound.speech.pieces import pieces
from archive_app.intake.sound.speech.transcribing import Loader, Piece, main
from archive_app.services.archive import Archive
from archive_app.services.jobs import Reporter
from archive_app.services.settings import Settings
from archive_app.services.sounds import Waveforms
from archive_app.services.told_by_process import Drafter, told_by
from archive_app.vault.durable import storage_failed

_STOPPED = ("听写程序意外停止", "可能内存不够；听过的都留着，可以接着来。")
_HEARER = Drafter("cunshi-speech", "听写程序", _STOPPED, "transcribing", longest=1 << 20)


def model_of(settings: Settings) -> Model | None:
    """The model the person named; ``None`` where none is named or it went. Raises nothing."""
    folder = str(settings.get("speech_model"))
    if not folder or not library_there():
        return None
    try:
        return find(Path(folder))
    except UsageError:
        return None


def draft_path(sha256: str, model: Model) -> PurePosixPath:
    """Where what was heard of an original by a model is kept, relative to the archive's folder."""
    by = hashlib.sha256(model.id.encode()).hexdigest()[:12]
    return PurePosixPath("derived", "speech", sha256[:2], f"{sha256}-{by}.jsonl")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was heard so far: segments in order. ``whole``: nothing is left to be heard."""

    segments: tuple[Segment, ...]
    whole: bool


class Transcriber:
    """Makes drafts of one archive's recordings, one at a time. ``loader`` is what loads the model, in the process."""

    def __init__(self, archive: Archive, model: Model, loader: Loader = load) -> None:
        self._archive = archive
        self._model = model
        self._loader = loader

    def transcribe(self, reporter: Reporter, sha256: str) -> Draft:
        """The draft of an original; what was heard before is not heard again.

        A cancelled one returns what there is, and goes on the next time. Raises ``Refused`` where there is no sound to
        hear, ``ArchiveError`` where the model or the recording cannot be read.
        """
        reporter.progress(0.0, "看哪里有人说话")
        waveforms = Waveforms(self._archive)
        try:
            wave, copy = self._ready(waveforms, sha256, reporter)
        except Cancelled:
            return Draft((), whole=False)
        finally:
            waveforms.close()
        wanted = pieces(wave)
        if not wanted:
            raise Refused("录音里听不到有人说话", "请听一听录音是不是空的。", code="no-speech")
        out = self._archive.root / draft_path(sha256, self._model)
        known = _known(out)
        todo = [piece for piece in wanted if piece not in known]
        if todo:
            self._hear(reporter, sha256, copy, todo, known, out, len(wanted))
        said = [Segment(text=known[piece], start=piece[0], end=piece[1]) for piece in wanted if known.get(piece)]
        return Draft(tuple(said), whole=all(piece in known for piece in wanted))

    def _ready(self, waveforms: Waveforms, sha256: str, reporter: Reporter) -> tuple[Waveform, Any]:
        def stop() -> bool:
            return reporter.cancelled()

        wave = waveforms.waveform(sha256, stop=stop)
        with (self._archive.vault.path_of(sha256)).open("rb") as file:
            foreign = _foreign(file.read(12)) or waveforms.copy_kept(sha256) is not None
        return wave, waveforms.copy(sha256, stop=stop) if foreign else None

    def _hear(
        self,
        reporter: Reporter,
        sha256: str,
        copy: Any,
        todo: list[Piece],
        known: dict[Piece, str],
        out: Path,
        count: int,
    ) -> None:
        reporter.progress(len(known) / count, "读入模型")
        original = self._archive.vault.path_of(sha256)
        arguments = (original, copy, todo, self._model, self._loader)
        with told_by(_HEARER, main, arguments, reporter.cancelled) as messages:
            try:
                out.parent.mkdir(parents=True, exist_ok=True)
                with out.open("ab") as kept:
                    kept.write(b"\n")  # what stands there may have been cut off
                    for message in messages:
                        if "text" not in message:
                            continue
                        piece = (float(message["begin"]), float(message["end"]))
                        known[piece] = str(message["text"])
                        kept.write(json.dumps([*piece, known[piece]], ensure_ascii=False).encode() + b"\n")
                        kept.flush()
                        reporter.progress(len(known) / count, known[piece] or "……")
            except OSError as error:
                raise storage_failed(out, error) from error


def _foreign(first: bytes) -> bool:
    from archive_app.intake.sound.decoders import is_foreign

    return is_foreign(first)


def _known(path: Path) -> dict[Piece, str]:
    """The pieces that were heard before; a line that was cut off is heard again."""
    known: dict[Piece, str] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return known
    for line in lines:
        try:
            begin, end, text = json.loads(line)
            known[(float(begin), float(end))] = str(text)
        except (ValueError, TypeError):
            continue
    return known
