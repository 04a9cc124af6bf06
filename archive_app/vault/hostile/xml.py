"""XML from outside: no document type, no entity, no network, bounded in size, number and depth.

A document type declaration is what both XXE and the "billion laughs" need; OOXML forbids it (ECMA-376-2 §8.1.4), so
a part that has one is refused before its first element is built.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml import etree

from archive_app.domain.errors import Refused
from archive_app.vault.hostile.limits import DEFAULT, Limits, readable


def parse_xml(data: bytes, name: str, limits: Limits = DEFAULT) -> Any:
    """The root element of one XML part; comments and processing instructions are left out.

    ``name`` is what the part is called in the reason. Raises ``Refused`` for anything that is not plain, bounded XML
    in UTF-8 or UTF-16.
    """
    if len(data) > limits.part:
        raise Refused(f"里面的 {name} 有 {readable(len(data))}，超过上限 {readable(limits.part)}", code="too-large")
    if data.count(b"<") > 2 * limits.xml_elements:
        raise Refused(f"里面的 {name} 元素太多，超过 {limits.xml_elements} 个", code="too-large")
    _check(data, name, limits)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(name, error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name)
    return root


def _check(data: bytes, name: str, limits: Limits) -> None:
    """Look for a document type, and how many elements there are and how deep, without building anything."""
    depth = 0
    count = 0

    def declared(*_: object) -> None:
        raise _doctype(name)

    def opened(*_: object) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > limits.xml_depth:
            raise Refused(f"里面的 {name} 套得太深，超过 {limits.xml_depth} 层", code="too-deep")
        if count > limits.xml_elements:
            raise Refused(f"里面的 {name} 元素太多，超过 {limits.xml_elements} 个", code="too-large")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _broken(name, error) from error


def _doctype(name: str) -> Refused:
    return Refused(
        f"里面的 {name} 带有文档类型声明（DOCTYPE），可能用来读取别的文件或耗尽内存",
        "请用 Word 或 WPS 打开原稿，另存为 docx 后再导入。",
        code="doctype",
    )


def _broken(name: str, error: Exception) -> Refused:
    return Refused(f"里面的 {name} 已损坏，读不出来", "请用 Word 或 WPS 打开修复后另存。", code="broken-xml")
