"""四性检测 before an item goes to the shelf: 真实, 完整, 可用, 安全, after DA/T 70-2018."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import Damaged, Refused
from archive_app.domain.system_errors import in_words
from archive_app.domain.workflow import Unmet
from archive_app.services.workflow.auditing import road_faults_of
from archive_app.services.workflow.case import Case
from archive_app.vault.originals import hash_of

_FOUR = "four_checks"


def four_checks(case: Case) -> list[Unmet]:
    """What fails of the four; each sentence begins with which of them."""
    return [*_authentic(case), *_complete(case), *_usable(case), *_safe(case)]


def altered_originals(case: Case) -> Iterator[tuple[Record, str]]:
    """(file, what is wrong) of the originals that are missing or are not what came in."""
    for file in case.files:
        sha256 = str(file["sha256"])
        if not sha256:
            yield file, "没有记下 SHA-256"
            continue
        try:
            path = case.archive.vault.path_of(sha256)
            if case.thorough and hash_of(path)[0] != sha256:
                yield file, "内容变了（SHA-256 不符）"
        except Damaged:
            yield file, "不在馆藏里"
        except OSError as error:
            yield file, f"读不出来（{in_words(error)}）"


def _authentic(case: Case) -> Iterator[Unmet]:
    for file, what in altered_originals(case):
        yield Unmet(
            _FOUR, f"真实性：原件“{file['name']}”{what}", "请从备份取回原件，或做一次体检查看（cunshi verify）。"
        )
    for fault in road_faults_of(case.item):
        yield Unmet(_FOUR, f"真实性：{fault}", "请核对这件资料的历史。")


def _complete(case: Case) -> Iterator[Unmet]:
    wanted = ["title", "retention", "open_status", *case.kind.submit_needs]
    missing = [ITEM.field(name).label for name in wanted if not case.item[name]]
    if not case.item["created"] and not case.item["dates"] and not case.item["received"]:
        missing.append("日期")
    if missing:
        yield Unmet(_FOUR, f"完整性：著录缺{'、'.join(missing)}", "请补上（DA/T 18-2022 文件级必著项）。")
    if not case.files and not case.item["manuscript"]:
        yield Unmet(_FOUR, "完整性：没有原件，也没有正文", "请加入原件。")


def _usable(case: Case) -> Iterator[Unmet]:
    # every format there is: the window, whose bar asks for the table of moves, would load them when it opens
    from archive_app.intake.formats.base import Source
    from archive_app.intake.formats.identify import identify

    for file in case.files:
        try:
            path = case.archive.vault.path_of(str(file["sha256"]))
            identify(Source(path, str(file["name"]), staged=True))
        except Refused as refusal:
            yield Unmet(_FOUR, f"可用性：“{file['name']}”打不开：{refusal.message}", "请另存为认得的格式，再加入。")
        except (Damaged, OSError):
            continue  # said under 真实性


def _safe(case: Case) -> Iterator[Unmet]:
    if case.item["secrecy"] not in ("", "非密"):
        yield Unmet(_FOUR, f"安全性：密级是“{case.item['secrecy']}”", "涉密的材料不能存在这里。")
    for file in case.files:
        name = str(file["name"])
        if any(unicodedata.category(char) in ("Cc", "Cf") for char in name):
            shown = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf"))
            yield Unmet(_FOUR, f"安全性：文件名“{shown}”里有看不见的控制字符", "请核对这个文件的来历，改名后重新加入。")
