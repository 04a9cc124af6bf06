"""Words a person sees go through ``_``. The ids are the Chinese sentences; other languages are catalogues."""

from __future__ import annotations

import gettext
import locale

from archive_app.resources import ResourceMissing, resource

DOMAIN = "cunshi"


def _translations() -> gettext.NullTranslations:
    """The catalogue for the person's language, or none: then the Chinese stands."""
    try:
        folder = resource("locale")
    except ResourceMissing:
        return gettext.NullTranslations()
    language = locale.getlocale()[0] or "zh_CN"
    return gettext.translation(DOMAIN, str(folder), languages=[language], fallback=True)


_catalogue = _translations()


def _(text: str) -> str:
    """The sentence in the person's language."""
    return _catalogue.gettext(text) if text else text


def counted(number: int, unit: str) -> str:
    """``1,204 件``: a number with its separator and its measure word."""
    return f"{number:,} {unit}"
