"""``figures`` as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from archive_app.services.archive import Archive
from tests.end2end.program import Cunshi, document

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "figures.json"


def test_figures_are_those_of_the_list(cunshi: Cunshi, tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    assert cunshi("init", root).returncode == 0
    cunshi("new", root, "commissioner", "name=李专员", "number=01", "areas=城东")
    with Archive.open(root) as archive:
        (who,) = archive.catalogue.records("commissioner")
    for title, kind in (("水磨", "photograph"), ("磨坊", "photograph"), ("契", "document")):
        cunshi("new", root, "item", f"kind={kind}", f"title={title}", "received=2025-03-04", f"commissioner={who.id}")
    value = document(cunshi("figures", root, "--json"))
    jsonschema.validate(value, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert value["total"]["items"] == 3 and value["total"]["pictures"] == 2
    assert [(one["label"], one["items"]) for one in value["kinds"]] == [("照片", 2), ("文献", 1)]
    assert [(one["year"], one["items"]) for one in value["years"]] == [(2025, 3)]
    assert [(one["label"], one["items"]) for one in value["areas"]] == [("城东", 3)]
    only = document(cunshi("figures", root, "--json", "--kind", "照片", "--year", "2024"))
    assert only["total"]["items"] == 0 and only["commissioners"][0]["items"] == 0
    said = cunshi("figures", root).stdout
    assert "共 3 件" in said and "2025 年" in said and "没有停了 30 天以上的" in said
    assert cunshi("figures", root, "--kind", "飞机").returncode == 2
