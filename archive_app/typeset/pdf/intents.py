"""Output intents, and what a file says about itself in XMP (ISO 16684-1), as PDF/X and PDF/A ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive_app.resources import resource
from archive_app.typeset.pdf.file import MAKER, Metadata, PdfFile, dictionary, reference, text

if TYPE_CHECKING:
    from archive_app.typeset.pdf.profiles import Press

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}


def press_intent(file: PdfFile, press: Press) -> None:
    """The printing condition of a PDF/X (ISO 15930-7 §6.2.2): its profile goes in with it."""
    profile = file.put_stream(press.data, b"/N 4")
    entries = {
        "Type": b"/OutputIntent",
        "S": b"/GTS_PDFX",
        "OutputConditionIdentifier": _ascii(press.identifier or "Custom"),
        **({"RegistryName": b"(http://www.color.org)"} if press.identifier else {}),
        "OutputCondition": text(press.label),
        "Info": text(press.label),
        "DestOutputProfile": reference(profile),
    }
    _intend(file, entries)


def screen_profile() -> bytes:
    """sRGB (IEC 61966-2-1)."""
    return resource("icc", "sRGB.icc").read_bytes()


def screen_intent(file: PdfFile) -> None:
    """sRGB, as the intent of a PDF/A (ISO 19005-2 §6.2.3)."""
    profile = file.put_stream(screen_profile(), b"/N 3")
    entries = {
        "Type": b"/OutputIntent",
        "S": b"/GTS_PDFA1",
        "OutputConditionIdentifier": b"(sRGB IEC61966-2.1)",
        "RegistryName": b"(http://www.color.org)",
        "Info": b"(sRGB IEC61966-2.1)",
        "DestOutputProfile": reference(profile),
    }
    _intend(file, entries)


def _intend(file: PdfFile, entries: Mapping[str, bytes]) -> None:
    file.catalog["OutputIntents"] = b"[%s]" % reference(file.put(dictionary(entries)))


def describe(file: PdfFile, more: Mapping[str, str]) -> None:
    """Put the XMP packet into ``file``; ``more`` are properties with their prefix (``pdfaid:part``)."""
    packet = xmp(file.metadata, file.known, more).encode()
    file.catalog["Metadata"] = reference(file.put_stream(packet, b"/Type/Metadata/Subtype/XML", packed=False))


def xmp(metadata: Metadata, digest: str, more: Mapping[str, str]) -> str:
    """The packet. It says the same as the information dictionary, as PDF/A wants it (ISO 19005-2 §6.6.3)."""
    known = f"uuid:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
    when = xmp_date(metadata.created)
    plain = {
        "xmp:CreateDate": when,
        "xmp:ModifyDate": when,
        "xmp:MetadataDate": when,
        "xmp:CreatorTool": MAKER,
        "pdf:Producer": MAKER,
        **({"pdf:Keywords": metadata.keywords} if metadata.keywords else {}),
        "xmpMM:DocumentID": known,
        "xmpMM:InstanceID": known,
        **more,
    }
    body = [f"<dc:title>{_alternatives(metadata.title)}</dc:title>"]
    if metadata.author:
        body.append(f"<dc:creator><rdf:Seq><rdf:li>{_said(metadata.author)}</rdf:li></rdf:Seq></dc:creator>")
    if metadata.subject:
        body.append(f"<dc:description>{_alternatives(metadata.subject)}</dc:description>")
    body.append("<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>")
    body.append("<dc:format>application/pdf</dc:format>")
    body += [f"<{name}>{_said(value)}</{name}>" for name, value in plain.items()]
    used = {"dc", *(name.partition(":")[0] for name in plain)}
    spaces = " ".join(f'xmlns:{prefix}="{_NAMES[prefix]}"' for prefix in _NAMES if prefix in used)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about="" {spaces}>\n' + "\n".join(body) + "\n</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )


def xmp_date(when: datetime) -> str:
    """A date as XMP has it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _alternatives(words: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_said(words)}</rdf:li></rdf:Alt>'


def _said(words: str) -> str:
    """Words as XML takes them."""
    plain = "".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ascii(words: str) -> bytes:
    return b"(%s)" % words.encode("ascii", "replace")
