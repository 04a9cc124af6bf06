"""Speakers in what goes out: called as their cards are called now, and not at all where the narrator wants no name."""

from __future__ import annotations

from pathlib import Path

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.withholding import Audience
from archive_app.services.archive import Archive
from archive_app.services.oral.forms import Words, form_named
from archive_app.services.oral.written_out import write_transcript


def _written(archive: Archive, item: str, out: Path) -> str:
    form = form_named(out.suffix)
    assert form is not None
    write_transcript(archive, item, out, form, Words.SPOKEN, Audience.OWN)
    return out.read_text(encoding="utf-8")


def test_a_card_that_is_renamed_is_renamed_in_every_transcript(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆", name="馆", actor="王文史") as archive:
        card = Create("person", {"name": "马文山"})
        archive.execute(card)
        rows = [
            {"id": "a", "start": 0.0, "end": 2.0, "speaker": "问", "text": "水磨是谁家的？"},
            {"id": "b", "start": 2.0, "end": 5.0, "speaker": "马文山", "text": "合股的。"},
        ]
        made = Create(
            "item",
            {
                "kind": "oral_history",
                "title": "水磨",
                "transcript": rows,
                "speakers": [{"label": "马文山", "person": card.id}, {"label": "问", "person": card.id}],
                "responsibility": [{"role": "口述者", "name": "马德山", "person": card.id}],
            },
        )
        archive.execute(made)
        assert "<v 马文山>" in _written(archive, made.id, tmp_path / "1.vtt")
        archive.execute(SetFields(card.id, {"name": "马德山"}))
        after = _written(archive, made.id, tmp_path / "2.vtt")
        assert "<v 马德山>合股的。" in after and "<v 问>" in after and "马文山" not in after
        archive.execute(SetFields(made.id, {"anonymous": True}))
        unnamed = _written(archive, made.id, tmp_path / "3.vtt")
        assert "马" not in unnamed and "<v 口述者>合股的。" in unnamed
