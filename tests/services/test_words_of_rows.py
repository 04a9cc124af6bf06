"""What a list says of a row that is already there is in words a person knows."""

from __future__ import annotations

from archive_app.domain.kinds import fields_of
from archive_app.services.lists.filling import shown

CARD = "01a22d1e-3217-7402-9140-000000000001"


def test_a_card_is_called_by_its_name_once_and_never_by_its_id():
    creators = fields_of("photograph")["responsibility"]
    rows = [{"role": "摄影者", "name": "卓玛措", "person": CARD}, {"role": "翻拍者", "name": "吴颜"}]

    assert shown(creators, rows, {}) == "摄影者 卓玛措、翻拍者 吴颜"
    assert shown(creators, rows, {CARD: "卓玛措"}) == "摄影者 卓玛措、翻拍者 吴颜"
    assert shown(creators, rows[:1], {CARD: "卓玛"}) == "摄影者 卓玛措 卓玛"


def test_what_the_program_numbers_rows_by_is_not_said():
    points = fields_of("oral_history")["index_points"]

    assert shown(points, [{"id": "p1", "title": "水磨"}], {}) == "水磨"
