"""From a record to its texts: every field that is declared searchable, each with its place."""

from __future__ import annotations

from typing import Any

from archive_app.domain.entities import ITEM
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.search.answering import Asked, scan
from archive_app.search.feed import document_of

LOOKUPS = {"p1": ("马䶮", "马师傅"), "p2": ("祁垚",), "l1": ("韵家口", "韵家庄")}


def record(**values: Any) -> dict[str, Any]:
    return {"kind": "oral_history", "title": "渡口旧事", "access": "internal", **values}


def texts_of(**values: Any) -> dict[tuple[str, str], dict[str, Any]]:
    document = document_of("i1", record(**values), LOOKUPS)
    return {(text.field, text.text): dict(text.place) for text in document.texts}


def test_the_title_comes_first_and_weighs() -> None:
    first = document_of("i1", record(abstract="渡口"), {}).texts[0]

    assert (first.field, first.label, first.text) == ("title", "题名", "渡口旧事")


def test_a_manuscript_is_searched_by_blocks_notes_and_cells() -> None:
    paragraph = Block(BlockKind.PARAGRAPH, "水磨转了", notes=(Note(2, "磨即石磨"),))
    table = Block(BlockKind.TABLE, rows=((Cell("年份"), Cell("石数")),))
    found = texts_of(manuscript=Manuscript((paragraph, table)).to_json())

    assert found["manuscript", "水磨转了"] == {"block": paragraph.id, "part": "text"}
    assert found["manuscript", "磨即石磨"] == {"block": paragraph.id, "part": f"note:{paragraph.notes[0].id}"}
    assert found["manuscript", "石数"] == {"block": table.id, "part": "cell:0,1"}


def test_a_transcript_says_the_second() -> None:
    rows = [{"id": "s1", "start": 12.5, "end": 20.0, "speaker": "马师傅", "text": "那年通了火车"}]
    found = texts_of(transcript=rows)

    assert found["transcript", "那年通了火车"] == {"row": 0, "seconds": 12.5, "segment": "s1"}
    assert ("transcript", "s1") not in found


def test_an_item_is_found_by_every_name_of_whom_it_links_to() -> None:
    rows = [{"role": "口述者", "name": "马䶮", "person": "p1"}]
    points = [{"at": 3, "title": "摆渡", "persons": ["p2"], "places": ["l1"]}]
    found = texts_of(persons=["p1"], places=["l1"], responsibility=rows, index_points=points)

    assert found["persons", "马师傅"] == {"record": "p1"}
    assert found["places", "韵家庄"] == {"record": "l1"}
    assert found["responsibility", "马师傅"] == {"row": 0, "role": "口述者", "record": "p1"}
    assert found["index_points", "祁垚"] == {"row": 0, "seconds": 3, "record": "p2"}
    document = document_of("i1", record(responsibility=rows), LOOKUPS)
    assert [text.text for text in document.texts].count("马䶮") == 1, "the name in the row stands once"


def test_dates_are_searched_by_their_words_and_lists_one_by_one() -> None:
    found = texts_of(created={"display": "约1958年春", "edtf": "1958-21~"}, keywords=["水磨", "渡口"])

    assert ("created", "约1958年春") in found
    assert {("keywords", "水磨"), ("keywords", "渡口")} <= found.keys()


def test_every_searchable_field_of_every_kind_reaches_the_index() -> None:
    """A field that is declared searchable tomorrow is found tomorrow."""
    samples = {
        FieldType.TEXT: "祥云",
        FieldType.LONG_TEXT: "祥云",
        FieldType.TAGS: ["祥云"],
        FieldType.DATE: {"display": "祥云"},
        FieldType.DATES: [{"display": "祥云"}],
        FieldType.MANUSCRIPT: Manuscript((Block(BlockKind.PARAGRAPH, "祥云"),)).to_json(),
    }
    kinds = next(field for field in ITEM.fields if field.name == "kind").terms
    for field in ITEM.fields:
        if not field.searchable:
            continue
        asked = "祥云"
        if field.type is FieldType.ROWS:
            written = (FieldType.TEXT, FieldType.LONG_TEXT)
            words = [c.name for c in field.columns if c.type in written and not c.by_program]
            value: Any = [{words[-1]: asked}]
        elif field.type is FieldType.CHOICE:
            value, asked = field.terms[0].value, field.terms[0].label
        else:
            value = samples[field.type]
        records = [{"title": "题", "access": "public", "kind": kind.value, field.name: value} for kind in kinds]
        found = [scan([document_of("i1", values, {})], Asked(asked)).total for values in records]
        assert any(found), field.name


def test_a_speaker_is_called_as_his_card_is_called_now() -> None:
    rows = [{"id": "s1", "speaker": "马師傅", "text": "甲"}, {"id": "s2", "speaker": "问", "text": "乙"}]
    speakers = [{"label": "马師傅", "person": "p1"}, {"label": "问", "person": "p2"}]
    document = document_of("i1", record(transcript=rows, speakers=speakers), LOOKUPS)
    said = [text.text for text in document.texts if text.field == "transcript"]

    assert said == ["马䶮", "甲", "问", "乙"]
    assert ("speakers", "马师傅") in {(text.field, text.text) for text in document.texts}  # his other names find it too


def test_dialect_mandarin_and_notes_are_searched_at_their_segment() -> None:
    rows = [{"id": "s1", "start": 3.0, "text": "阿达到磨上去了", "mandarin": "父亲到磨坊去了", "note": "阿达：父亲"}]
    found = texts_of(transcript=rows)

    for words in ("阿达到磨上去了", "父亲到磨坊去了", "阿达：父亲"):
        assert found["transcript", words] == {"row": 0, "seconds": 3.0, "segment": "s1"}
