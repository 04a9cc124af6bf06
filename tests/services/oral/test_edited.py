"""整理稿 made of a transcript, tied to it, printed, and traced back to the second; and from a second to its page."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import SetFields
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.oral.edited import Wanted, link_text, make_text, proposals, text_of
from archive_app.services.oral.forms import Words
from archive_app.services.oral.tracing import Tracer, moment_in, paragraphs_of
from archive_app.services.typesetting import layout_of, volume_book

SCHEMAS = Path(__file__).parents[3] / "docs" / "schema"
SENTENCES = [
    ("祁垚", "您家的水磨是哪一年修起来的？"),
    ("马䶮", "嗯，听老人讲是民国二十六年，三家合股，磨坊就在沙塘川的河湾里。"),
    ("马䶮", "那个，磨盘是从北山请石匠凿的，下扇有字，刻着年月和三家的姓。"),
    ("祁垚", "一天能磨多少粮食？"),
    ("马䶮", "水大的时候一天一夜磨七八石，水小了就两三石，还要等上游的磨先歇。"),
    ("马䶮", "轮到谁家谁家使，逢年过节要排队，我小时候就睡在磨坊里守着。"),
] * 6


def rows(restricted: int = -1) -> list[dict[str, Any]]:
    made = []
    for number, (speaker, text) in enumerate(SENTENCES):
        key = f"01a20bf6-43af-7341-afd8-27e6ccaa8{number:03d}"
        words = text if number < 6 else f"第{number}回说：{text}"
        made.append({"id": key, "start": number * 10.0, "end": number * 10.0 + 9.0, "speaker": speaker, "text": words})
    if restricted >= 0:
        made[restricted]["access"] = "restricted"
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


@pytest.fixture
def item(archive: Archive, tmp_path: Path) -> str:
    path = tmp_path / "水磨.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000)
    (one,) = import_paths(archive, [path]).imported
    people = [{"role": "口述者", "name": "马䶮"}, {"role": "采访者", "name": "祁垚"}]
    values = {"transcript": rows(), "responsibility": people, "title": "沙塘川的水磨"}
    archive.execute(SetFields(one.id, values))
    return one.id


def manuscript(archive: Archive, item: str) -> Manuscript:
    return Manuscript.from_json(archive.catalogue.record(item)["manuscript"])


def test_a_text_is_made_and_taken_back_in_one_step(archive: Archive, item: str) -> None:
    done = make_text(archive, item, Wanted())
    text = manuscript(archive, item)
    assert (done.paragraphs, done.told, done.held_back) == (24, 24, 0)
    assert [(block.label, len(block.segments)) for block in text][:4] == [("问", 1), ("答", 2), ("问", 1), ("答", 2)]
    assert "嗯，听老人讲" in text.blocks[1].text  # nothing is taken out by itself
    with pytest.raises(UsageError, match="已有正文"):
        make_text(archive, item, Wanted())
    make_text(archive, item, Wanted(rows=(0, 1)), append=True)
    assert len(manuscript(archive, item)) == 26
    archive.undo()
    archive.undo()
    assert not archive.catalogue.record(item)["manuscript"]


def test_only_what_was_agreed_to_is_taken_out(archive: Archive, item: str) -> None:
    record = archive.catalogue.record(item)
    found = proposals(record, Wanted(rows=(0, 1, 2)))
    assert [(one.row, one.filler.word) for one in found] == [(1, "嗯"), (2, "那个")]
    drop = frozenset({(found[0].row, found[0].filler.start)})
    text, _back = text_of(record, Wanted(rows=(0, 1, 2), drop=drop))
    assert text.blocks[1].text.startswith("听老人讲") and "那个，磨盘" in text.blocks[1].text


def test_what_is_stricter_than_the_item_does_not_get_into_its_text(archive: Archive, item: str) -> None:
    archive.execute(SetFields(item, {"transcript": rows(restricted=2)}))
    done = make_text(archive, item, Wanted())
    assert done.held_back == 1
    assert "北山请石匠" not in manuscript(archive, item).blocks[1].text


def test_the_words_in_mandarin(archive: Archive, item: str) -> None:
    said = rows()
    said[1]["mandarin"] = "听老年人说是民国二十六年。"
    archive.execute(SetFields(item, {"transcript": said}))
    text, _back = text_of(archive.catalogue.record(item), Wanted(rows=(1,), words=Words.MANDARIN))
    assert text.blocks[0].text == "听老年人说是民国二十六年。"


def test_a_text_that_was_there_is_tied_to_the_recording(archive: Archive, item: str) -> None:
    words = ["三家合股修的水磨，磨坊就在沙塘川的河湾里，听老人讲是民国二十六年。", "编者补记一段。"]
    blocks = [{"id": f"b{n}", "kind": "paragraph", "text": text} for n, text in enumerate(words)]
    archive.execute(SetFields(item, {"manuscript": {"format": 1, "blocks": blocks}}))
    done = link_text(archive, item)
    assert (done.paragraphs, done.told) == (2, 1)
    text = manuscript(archive, item)
    assert SENTENCES[1][1][:4] and rows()[1]["id"] in text.blocks[0].segments
    record = archive.catalogue.record(item)
    assert [block.id for block in paragraphs_of(record, rows()[1]["id"])] == ["b0"]
    when = moment_in(record, text.blocks[0], 2)
    assert when is not None and when[0] == 1 and 10.0 <= when[1] <= 19.0
    blocks[0]["text"] = "全不相干的一句。"
    archive.execute(SetFields(item, {"manuscript": {"format": 1, "blocks": blocks}}))
    with pytest.raises(UsageError, match="对不上"):
        link_text(archive, item)


@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_from_the_page_to_the_second_and_back(archive: Archive, item: str, template: str) -> None:
    make_text(archive, item, Wanted(longest=60))
    volume = binding.new_volume(archive, {"title": "城东文史", "template": template})
    binding.add_items(archive, volume, [item])
    book = volume_book(archive, volume)
    tracer = Tracer(archive, book, layout_of(book))
    said = rows()
    pages = [page.label for page in layout_of(book).pages if page.label]
    heard = [one for page in pages for one in tracer.heard(page)]
    assert heard and {one.recording for one in heard} == {"水磨.wav"}
    assert len({one.row for one in heard}) > len(said) * 0.8
    for one in heard:
        segment = said[one.row]
        assert one.segment == segment["id"]
        assert segment["start"] <= one.second <= segment["end"]
    assert [one.second for one in heard] == sorted(one.second for one in heard)
    for number in (0, 7, 20, len(said) - 1):
        (place,) = tracer.printed(item, said[number]["start"] + 0.1)
        key = f"第{number}回说" if number >= 6 else said[number]["text"][:3]
        assert key[:3] in place.words
        back = tracer.heard(place.page, place.line)
        assert [one.row for one in back] == [number] or back[0].row in (number, number - 1)
    first = next(one for one in tracer.heard(heard[0].page, words="水磨") if one.row == 0)
    assert first.second <= 9.0
    with pytest.raises(UsageError, match="没有第 999 面"):
        tracer.heard("999")


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], archive: Archive, item: str) -> None:
    root = str(archive.root)
    archive.close()

    def told(*words: str, status: int = 0) -> Any:
        assert main([*words, "--json"]) == status
        value = json.loads(capsys.readouterr().out)
        jsonschema.validate(value, json.loads((SCHEMAS / f"{words[0]}.json").read_text(encoding="utf-8")))
        return value

    found = told("edited", root, item, "--fillers")
    assert found["words"]["嗯"] == 6 and found["places"][0]["row"] == 1
    done = told("edited", root, item, "--rows", "1-6", "--drop", "嗯", "--labels", "named")
    assert done["paragraphs"] == 4
    with Archive.open(Path(root), actor="甲") as again:
        assert manuscript(again, item).blocks[1].text.startswith("听老人讲")
        volume = binding.new_volume(again, {"title": "城东文史", "template": "16k", "number": 7})
        binding.add_items(again, volume, [item])
    assert main(["edited", root, item]) == 2
    assert main(["edited", root, item, "--rows", "三"]) == 2
    (place,) = told("trace", root, "7", "--item", item, "--at", "0:00:12")
    (heard,) = [one for one in told("trace", root, "7", place["page"], str(place["line"]))]
    assert heard["row"] in (0, 1) and heard["recording"] == "水磨.wav"
    assert told("trace", root, "7", place["page"], "--words", "没有这几个字", status=1) == []
    assert main(["trace", root, "7"]) == 2
