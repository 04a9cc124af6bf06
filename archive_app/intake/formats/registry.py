"""Every format that is taken, in the order they are tried. A new one is a module here and a line below."""

from __future__ import annotations

from archive_app.intake.formats.ass import ASS
from archive_app.intake.formats.audio import AUDIO
from archive_app.intake.formats.base import Format
from archive_app.intake.formats.chat import CHAT
from archive_app.intake.formats.docx import DOCX
from archive_app.intake.formats.elan import ELAN
from archive_app.intake.formats.image import AVIF, HEIC, JPEG, PNG, TIFF, WEBP
from archive_app.intake.formats.markdown import MARKDOWN
from archive_app.intake.formats.ohms import OHMS
from archive_app.intake.formats.pdf import PDF
from archive_app.intake.formats.spoken_json import JSON
from archive_app.intake.formats.subtitles import SUBTITLES
from archive_app.intake.formats.tables import TABLES
from archive_app.intake.formats.textgrid import TEXTGRID
from archive_app.intake.formats.timed_lines import TIMED_LINES
from archive_app.intake.formats.transcriber import TRS
from archive_app.intake.formats.ttml import TTML
from archive_app.intake.formats.writers import WRITERS
from archive_app.intake.formats.zip import ZIP

FORMATS: tuple[Format, ...] = (
    DOCX, *WRITERS, JPEG, PNG, TIFF, HEIC, WEBP, AVIF, PDF, *AUDIO, *TABLES, ZIP, OHMS, ELAN, TRS, TTML, TEXTGRID, ASS,
    CHAT, JSON, *TIMED_LINES, *SUBTITLES, MARKDOWN,
)  # fmt: skip
