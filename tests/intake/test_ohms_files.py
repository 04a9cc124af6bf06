"""OHMS XML as archives have it: of 5.4 and 6.0, on one line or on many, with and without marks of the minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.domain.ohms.interview import Interview, Point, to_ohms
from archive_app.domain.segments import Segment
from archive_app.intake.proposal import TRANSCRIPT, Proposal

Read = Callable[..., Proposal]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = (
    '<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="https://www.weareavp.com/nunncenter/ohms/ohms.xsd">'
)
LINES = (
    "SMITH: Where did you learn to bake? I have been\nasking everybody on this street, all the\nold shops.\n\n"
    "RODRÍGUEZ: In my father's shop[[footnote]]1[[/footnote]], from\nnine years on. {00:01:10} He never\nslept.\n\n"
    "[[footnotes]]\n[[note]]On the corner, see [[link]]http://example.org/shop[[/link]][[/note]]\n[[/footnotes]]"
)


@pytest.fixture
def read(tmp_path: Path, read_file: Read) -> Read:
    def from_text(*parts: str, name: str = "采访.xml", encoding: str = "utf-8", eol: str = "\n") -> Proposal:
        path = tmp_path / name
        text = f"{HEAD}{ROOT}<record id='7' dt='2020-02-18'>{''.join(parts)}</record></ROOT>"
        path.write_bytes(text.replace("\n", eol).encode(encoding))
        return read_file(path)

    return from_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_paragraphs_speakers_and_reckoned_times(read: Read, encoding: str, eol: str) -> None:
    proposal = read(
        "<version>5.4</version><date value='2006-06-13' format='yyyy-mm-dd'/><title>Baking</title>",
        "<accession>OH 12</accession><duration>0:02:00</duration><repository>某某档案馆</repository>",
        "<subject>bread</subject><keyword>ovens</keyword><interviewee>Ana Rodríguez</interviewee>",
        "<interviewer>J. Smith</interviewer><sync>1:|3(2)|7(1)</sync><language>English</language>",
        f"<description>一家面包店。</description><transcript>{LINES}</transcript><rights>© 某某</rights>",
        encoding=encoding,
        eol=eol,
    )  # fmt: skip
    assert (proposal.kind, proposal.role, proposal.title) == ("oral_history", TRANSCRIPT, "Baking")
    one, two = proposal.transcript
    assert (one.speaker, two.speaker) == ("SMITH", "RODRÍGUEZ")
    assert one.text == "Where did you learn to bake? I have been asking everybody on this street, all the old shops."
    assert two.text == (
        "In my father's shop〔注：On the corner, see http://example.org/shop〕, from nine years on. He never slept."
    )
    assert one.start == 0.0 and one.end == two.start == pytest.approx(60.0, abs=0.2)
    assert two.end == 120.0
    assert "照字数推算" in proposal.warnings[0] and "1 条脚注" in proposal.warnings[1]
    assert proposal.fields == {
        "title_source": "原题",
        "responsibility": [{"role": "口述者", "name": "Ana Rodríguez"}, {"role": "采访者", "name": "J. Smith"}],
        "created": {"display": "2006-06-13"},
        "duration": 120.0,
        "abstract": "一家面包店。",
        "keywords": ["ovens", "bread"],
        "language": ["English"],
        "received_no": "OH 12",
        "provenance": "OHMS 著录，来自 某某档案馆",
        "open_note": "© 某某",
    }


def test_the_index_with_what_has_no_place_here(read: Read) -> None:
    proposal = read(
        "<title>T</title><sync></sync><index><point><time>212</time><title>学手艺 &amp; 出师</title><title_alt/>"
        "<partial_transcript>原话</partial_transcript><synopsis>七道水。</synopsis>"
        "<keywords>学徒;七道水; ;学徒</keywords><subjects>马䶮</subjects><gpspoints><gps>36.6, 101.8</gps></gpspoints>"
        "<hyperlinks><hyperlink>http://example.org</hyperlink></hyperlinks></point>"
        "<point><time>0</time><title>开头</title></point><point><time>01:02:03</time><title_alt>译名</title_alt></point>"
        "<point><time>？</time><title>没有时间</title></point></index><transcript>问：哪年？\n\n答：五八年。</transcript>"
    )
    assert proposal.fields["index_points"] == [
        {"at": 212.0, "title": "学手艺 & 出师", "synopsis": "七道水。", "keywords": ["学徒", "七道水", "马䶮"]},
        {"at": 0.0, "title": "开头"},
        {"at": 3723.0, "title": "译名"},
        {"title": "没有时间"},
    ]
    assert [(s.speaker, s.text, s.start) for s in proposal.transcript] == [
        ("问", "哪年？", None),
        ("答", "五八年。", None),
    ]
    said = "".join(proposal.warnings)
    assert "没有对时点" in said and "网址" in said and "坐标" in said and "原话" in said and "第 4 点（？）" in said


def test_the_webvtt_of_version_6(read: Read) -> None:
    proposal = read(
        "<version>6.0</version><title>T</title><vtt_transcript><![CDATA[WEBVTT\n\nNOTE\nTRANSCRIPTION BEGIN\n\n"
        "00:00:04.000 --> 00:00:29.000\n<v 采访者>  您好。<br><br>请坐。\n\n00:00:29.000 --> 00:00:00.000\n"
        "<v 马䶮>  好。\n\nNOTE\nTRANSCRIPTION END\n\n]]></vtt_transcript>"
    )
    assert [(s.start, s.end, s.speaker, s.text) for s in proposal.transcript] == [
        (4.0, 29.0, "采访者", "您好。\n请坐。"),
        (29.0, None, "马䶮", "好。"),
    ]
    assert proposal.warnings == ()


def test_times_that_stand_in_the_text(read: Read) -> None:
    text = "SMITH: {00:00:05} Where?\n\nROSS: {00:01:10} Here, on this very street, always. {00:01:30} Yes."
    text += "\n\nSMITH: So."
    proposal = read(f"<title>T</title><duration>0:01:40</duration><sync/><transcript>{text}</transcript>")
    assert [one.text for one in proposal.transcript] == [
        "Where?",
        "Here, on this very street, always. Yes.",
        "So.",
    ]
    assert (proposal.transcript[0].start, proposal.transcript[1].start) == (5.0, 70.0)
    assert 90 <= (proposal.transcript[2].start or 0) <= 100
    assert "文中的时间码" in proposal.warnings[0]


def test_another_language_beside_it(read: Read) -> None:
    two = "<sync/><transcript>阿大：嫑急。\n\n阿大：坐。</transcript><transcript_alt_lang>{}</transcript_alt_lang>"
    two += "<transcript_alt>阿大：不要急。\n\n阿大：坐下。</transcript_alt>"
    assert [s.mandarin for s in read(two.format("普通话")).transcript] == ["阿大：不要急。", "阿大：坐下。"]
    english = read(two.format("English"))
    assert [s.mandarin for s in english.transcript] == ["", ""]
    assert "English的转写稿" in "".join(english.warnings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEAD}{ROOT}</ROOT>", "没有一条 OHMS 著录"),
        (f"{HEAD}{ROOT}<record><title>空</title><transcript>\n</transcript></record></ROOT>", "没有转写稿，也没有索引"),
        (f"{HEAD}{ROOT}<record><title>坏", "已损坏"),
        (f"{HEAD}<!DOCTYPE a [<!ENTITY b 'c'>]>{ROOT}<record><title>&b;</title></record></ROOT>", "文档类型声明"),
        (f"{HEAD}<html><body>不是</body></html>", "没有收"),
    ],
)
def test_what_cannot_be_taken_is_said(tmp_path: Path, read_file: Read, text: str, words: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=words):
        read_file(path)


def test_what_we_wrote_comes_back_to_the_millisecond(tmp_path: Path, read_file: Read) -> None:
    segments = (
        Segment("您是哪一年到店里学手艺的？", 0.6, 4.351, "祁垚", "01a20bf6-43af-7341-afd8-27e6ccaa83c5"),
        Segment("哪一年记不得了，" * 30, 5.051, 75.2, "马䶮", mandarin="哪一年不记得了，" * 30),
        Segment("It was GB/T 15834 & <more> " * 20, 75.5, None, "", mandarin=""),
        Segment("没有时间的一段：照样在。", speaker="冶师傅"),
    )
    interview = Interview(
        "x", "早点铺（示例）", day="2026-03-18", duration=130.0, interviewees=("马䶮",), segments=segments,
        points=(Point(5.0, "学徒", "七道水", ("学徒", "七道水"), ("马䶮",)),),
    )  # fmt: skip
    path = tmp_path / "出去.xml"
    path.write_text(to_ohms(interview), encoding="utf-8", newline="")
    proposal = read_file(path)
    assert proposal.warnings == ()
    kept = [
        (s.start, s.end, s.speaker, s.id, " ".join(s.text.split()), " ".join(s.mandarin.split()))
        for s in proposal.transcript
    ]
    assert kept == [
        (s.start, s.end, s.speaker, s.id, " ".join(s.text.split()), " ".join(s.mandarin.split())) for s in segments
    ]
    assert proposal.fields["index_points"][0]["keywords"] == ["学徒", "七道水", "马䶮"]


def test_edited_elsewhere_its_own_times_are_reckoned_anew(tmp_path: Path, read_file: Read) -> None:
    said = tuple(Segment(f"第{n}段，" * 9, n * 20.0, n * 20.0 + 19, "甲") for n in range(9))
    made = to_ohms(Interview("x", "T", duration=180.0, segments=said)).replace(
        "甲：第4段", "有人加了一段。\n\n甲：第4段"
    )
    path = tmp_path / "改过.xml"
    path.write_text(made, encoding="utf-8")
    proposal = read_file(path)
    assert len(proposal.transcript) == 10
    for segment in proposal.transcript:
        if segment.text.startswith("第8段"):
            assert segment.start == pytest.approx(160.0, abs=10)
    assert "照字数推算" in proposal.warnings[0]
