"""六要素 of a photograph (事由, 时间, 地点, 人物, 背景, 摄影者; GB/T 11821—2002, DA/T 50—2014): which nobody has given.

A remark, never a bar: what is not known of an old photograph stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SIX: Mapping[str, str] = {
    "occasion": "事由",
    "created": "时间",
    "place_taken": "地点",
    "people": "人物",
    "background": "背景",
    "photographer": "摄影者",
}
"""The field of each, and its name."""
INSTEAD: Mapping[str, str] = {"people": "persons", "place_taken": "places"}
"""Cards that say the same: a person or a place that is linked is named."""


def missing_of_six(values: Mapping[str, Any]) -> list[str]:
    """The names of the elements that are missing, in their order; ``values`` are a photograph's fields."""
    return [
        words
        for name, words in SIX.items()
        if not values.get(name) and not (name in INSTEAD and values.get(INSTEAD[name]))
    ]
