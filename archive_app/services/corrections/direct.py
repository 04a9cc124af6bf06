"""Corrections that were made in the proofs without a proposal (改样…, from Word, by writing): the printer has to change
them, too.

They stand in the log of the item, among the entries of proposals that were accepted; those are told by who accepted
them, when and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.corrections.proposal import Decision, Proposal, What
from archive_app.domain.workflow import IN_PROOF
from archive_app.domain.workflow.log import CORRECTION
from archive_app.services.corrections.proof_pages import ProofLine, ProofText
from archive_app.services.corrections.standing import proposals_of
from archive_app.services.volume_reports.errata import CORRECTED

KIND = "直接改"
"""The 类型 of such a correction."""
_SECONDS = 120
"""Between a decision and its entry in the log; both are written in one step, on one machine."""
_PLAIN = "（{words}）"


def direct_corrections(item: Record, round_name: str = "") -> list[Proposal]:
    """What was corrected directly in the proofs (of one round), as proposals that are carried out: the words of ``old``
    and ``new`` where the log says them, else what was done as ``new``."""
    entries = [
        entry
        for entry in item["workflow_log"] or ()
        if entry.get("action") == CORRECTION and entry.get("from") in set(IN_PROOF)
    ]
    accepted = [one for one in proposals_of(item) if one.state is Decision.ACCEPTED]
    return [
        _as_proposal(entry) for entry in _without(entries, accepted) if round_name in ("", str(entry.get("from") or ""))
    ]


def reason_of(one: Proposal) -> str:
    """Why an accepted proposal was carried out, as its entry in the log ends."""
    return "；".join(part for part in (one.why, one.decided_why) if part) or f"{one.by}提出"


def _without(entries: list[Mapping[str, Any]], accepted: Iterable[Proposal]) -> list[Mapping[str, Any]]:
    """The entries but one for each accepted proposal."""
    left = list(entries)
    for one in accepted:
        fitting = [entry for entry in left if _is_of(entry, one)]
        fitting.sort(key=lambda entry: not _quotes(entry, one))
        if fitting:
            left.remove(fitting[0])
    return left


def _is_of(entry: Mapping[str, Any], one: Proposal) -> bool:
    if entry.get("by") != one.decided_by or not str(entry.get("comment") or "").endswith(f"：{reason_of(one)}"):
        return False
    try:
        apart = datetime.fromisoformat(str(entry.get("at"))) - datetime.fromisoformat(one.decided_at)
    except (ValueError, TypeError):  # a time without its zone, or none: who and why have to tell
        return True
    return abs(apart.total_seconds()) <= _SECONDS


def _quotes(entry: Mapping[str, Any], one: Proposal) -> bool:
    words = str(entry.get("comment") or "")
    return all(part in words for part in (one.old, one.new) if part)


def _as_proposal(entry: Mapping[str, Any]) -> Proposal:
    words = str(entry.get("comment") or "")
    about: dict[str, Any] = {
        "by": str(entry.get("by") or ""), "at": str(entry.get("at") or ""), "round": str(entry.get("from") or ""),
        "kind": KIND, "state": Decision.ACCEPTED,
    }  # fmt: skip
    parsed = CORRECTED.match(words)
    if parsed is not None:
        old = f"（{parsed['where']}）{parsed['old']}" if parsed["where"] else parsed["old"]
        return Proposal(What.WORDS, old=old, new=parsed["new"], why=parsed["why"] or "", **about)
    done, colon, why = words.rpartition("：")
    return Proposal(What.WORDS, new=_PLAIN.format(words=done if colon else words), why=why if colon else "", **about)


def line_of(texts: Sequence[ProofText], one: Proposal) -> ProofLine | None:
    """Where a direct correction stands on the pages: as it was, or as it is now; None where that is not one place."""
    for words in (one.old, one.new):
        places = list(_places(texts, words.rpartition("）")[2] if words.startswith("（") else words))
        if len(places) == 1:
            text, at = places[0]
            return text.line_at(at)
    return None


def _places(texts: Sequence[ProofText], words: str) -> Iterator[tuple[ProofText, int]]:
    for text in texts if words else ():
        at = text.text.find(words)
        while at >= 0:
            yield text, at
            at = text.text.find(words, at + 1)
