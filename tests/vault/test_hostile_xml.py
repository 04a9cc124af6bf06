"""XML: no document type, no entity, no file, no network; bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.vault.hostile.limits import Limits
from archive_app.vault.hostile.xml import parse_xml


def test_plain_xml_is_read() -> None:
    assert parse_xml("<a><b>字</b></a>".encode(), "x.xml").findtext("b") == "字"


def test_utf16_is_read() -> None:
    assert parse_xml('<?xml version="1.0" encoding="UTF-16"?><a>字</a>'.encode("utf-16"), "x.xml").text == "字"


def test_an_external_entity_is_refused_and_the_file_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    with pytest.raises(Refused, match="DOCTYPE") as refusal:
        parse_xml(text.encode(), "x.xml")
    assert "机密" not in str(refusal.value)


def test_a_billion_laughs_are_refused_at_once() -> None:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10)}">' for n in range(1, 12))
    with pytest.raises(Refused, match="DOCTYPE"):
        parse_xml(f"<!DOCTYPE a [{entities}]><a b='&l11;'>&l11;</a>".encode(), "x.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_encoding_is_refused(encoding: str) -> None:
    text = '<?xml version="1.0"?><!-- a comment first --><!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'
    with pytest.raises(Refused, match="DOCTYPE"):
        parse_xml(text.encode(encoding), "x.xml")


def test_elements_too_deep_are_refused() -> None:
    with pytest.raises(Refused, match="太深"):
        parse_xml(b"<a>" * 300 + b"</a>" * 300, "x.xml")


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(Refused, match="太多"):
        parse_xml(b"<a>" + b"<b/>" * 60 + b"</a>", "x.xml", Limits(xml_elements=50))


def test_a_part_too_large_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"word/document\.xml"):
        parse_xml(b"<a>" + b" " * 200 + b"</a>", "word/document.xml", Limits(part=100))


@pytest.mark.parametrize("data", [b"", b"<a>", b"not xml", b"<a>\xff\xfe</a>", b"\x00" * 50])
def test_what_is_no_xml_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused, match="已损坏"):
        parse_xml(data, "x.xml")
