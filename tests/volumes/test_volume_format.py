"""A volume's overrides become its book's layout; what cannot be is said of its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create
from archive_app.domain.errors import UsageError
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.typesetting import layout_of, volume_book
from archive_app.typeset.templates import load, names
from archive_app.typeset.toml_source import OneOf
from archive_app.volumes import format as formats
from archive_app.volumes.format_words import WORDS, current, options


def test_keys_with_dots_are_tables_and_values_what_they_say() -> None:
    pairs = [("heads.even", "section"), ("measure", "[34, 30]"), ("hanging", "true"), ("body_pt", "10.5"), ("top", "")]
    assert formats.nested(pairs) == {
        "heads": {"even": "section"},
        "measure": [34, 30],
        "hanging": True,
        "body_pt": 10.5,
    }


@pytest.mark.parametrize("value", [True, 10.5, [36, 32], "section", 3])
def test_a_value_reads_back_as_it_was_written(value: object) -> None:
    assert formats.read(formats.written(value)) == value


def test_what_is_wrong_is_said_of_each_key() -> None:
    wrong = formats.check("16k", {"heads.even": "nobody", "measure": [60, 32], "leading_pt": "abc", "folio.mark": "·"})
    assert set(wrong) == {"heads.even", "measure", "leading_pt"}
    assert "版心放不下" in wrong["measure"].message
    assert formats.check("16k", {"measure": [34, 30], "heads.even": "section"}) == {}


def test_every_option_of_the_form_is_the_templates_and_has_words() -> None:
    found = list(options())
    assert len(found) > 20
    template = load("16k")
    for option in found:
        current(template, option.key)  # it is there
        assert not option.label.isascii()
        if isinstance(option.limit, OneOf):
            assert all(not words.isascii() for _, words in option.choices()), option.key
    assert all(not words.isascii() for words in WORDS.values())


@pytest.mark.parametrize("name", names())
def test_what_a_template_says_of_itself_is_nothing_wrong(name: str) -> None:
    template = load(name)
    said = {option.key: current(template, option.key) for option in options() if option.key not in ("top", "inner")}
    assert formats.check(name, said) == {}


def test_a_volume_is_set_as_it_says_and_a_wrong_value_is_refused(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as archive:
        volume = binding.new_volume(archive, {"title": "城东文史", "template": "16k"})
        text = {"format": 1, "blocks": [{"id": "a", "kind": "paragraph", "text": "水磨在河边。" * 200}]}
        item = Create("item", {"kind": "contribution", "title": "水磨", "manuscript": text})
        archive.execute(item)
        binding.add_items(archive, volume, [item.id])
        assert binding.set_layout(archive, volume, {"measure": "[30, 20]", "direction": "vertical"})
        assert layout_of(volume_book(archive, volume)).right_bound
        binding.set_layout(archive, volume, {"direction": ""})
        book = volume_book(archive, volume)
        assert book.layout == {"measure": [30, 20]}
        assert not layout_of(book).right_bound
        with pytest.raises(UsageError, match="leading_pt"):
            binding.set_layout(archive, volume, {"leading_pt": "4"})
        assert volume_book(archive, volume) == book
