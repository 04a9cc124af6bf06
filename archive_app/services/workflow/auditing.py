"""Whether an item's log is a road of the table: what ``cunshi verify`` and the 四性 check ask."""

from __future__ import annotations

from archive_app.catalogue.store import Record
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import State
from archive_app.domain.workflow.log import returned_times, road_faults


def road_faults_of(record: Record) -> list[str]:
    """What is wrong with the log of an item, in words; empty for what is no item, and where nothing is."""
    if record.entity != "item":
        return []
    log, state = record["workflow_log"], State(record["state"])
    faults = road_faults(log, state, proofed=kind_named(str(record["kind"])).has_text)
    returned, counted = returned_times(log), int(record["returned_count"] or 0)
    if returned != counted:
        faults.append(f"记录里退改 {returned} 次，登记的却是 {counted} 次")
    return [f"流程记录接不上（{fault}）" for fault in faults]
