"""Whose a photograph is, in the line beside it."""

from __future__ import annotations

from typing import Any

import pytest

from archive_app.domain.rights import credit_of


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, ""),
        ({"photographer": "李晓棠"}, "李晓棠 摄"),
        ({"photographer": "李晓棠", "supplied_by": "马文山"}, "李晓棠 摄　马文山 供图"),
        ({"photographer": "李晓棠", "supplied_by": "李晓棠"}, "李晓棠 摄"),
        ({"photographer": "佚名", "owner_of_print": "韵家口村委会"}, "韵家口村委会 供图"),
        ({"supplied_by": "马文山", "owner_of_print": "赵吉甫"}, "马文山 供图"),
        ({"photographer": "李晓棠摄", "supplied_by": "马文山供图"}, "李晓棠摄　马文山供图"),
        ({"photographer": "李晓棠", "credit_line": "城东区文化馆供稿"}, "城东区文化馆供稿"),
        ({"photographer": "李晓棠", "anonymous": True}, ""),
    ],
)
def test_who_took_it_and_who_brought_it_are_named_apart(values: dict[str, Any], line: str) -> None:
    assert credit_of(values) == line
