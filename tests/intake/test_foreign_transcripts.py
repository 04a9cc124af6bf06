"""Transcripts as other programs write them; the files named after a program were written by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.elan import Topic, to_eaf
from archive_app.domain.errors import Refused
from archive_app.domain.identity import new_id
from archive_app.domain.segments import Segment
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.elan import ELAN
from archive_app.intake.formats.identify import identify
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.proposal import TRANSCRIPT, Proposal

ReadFile = Callable[..., Proposal]
FILES = Path(__file__).parent / "files" / "transcripts"


def said(proposal: Proposal) -> list[tuple[float | None, float | None, str, str]]:
    """What matters of the segments."""
    return [(one.start, one.end, one.speaker, one.text) for one in proposal.transcript]


@pytest.fixture
def read_text(read_file: ReadFile, tmp_path: Path) -> Callable[..., Proposal]:
    """Reads a file of this name and content."""

    def read(name: str, text: str, encoding: str = "utf-8") -> Proposal:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_file(path)

    return read


@pytest.mark.parametrize("name", ["ffmpeg.ass", "ffmpeg.ttml", "pysubs2.ssa"])
def test_subtitles_of_other_programs(read_file: ReadFile, name: str) -> None:
    proposal = read_file(FILES / name)
    assert proposal.role == TRANSCRIPT
    assert said(proposal) == [(1.0, 2.0, "", "您好\n马师傅"), (3.0, 4.0, "", "好")]


def test_lrc_of_ffmpeg(read_file: ReadFile) -> None:
    assert said(read_file(FILES / "ffmpeg.lrc")) == [(1.0, 3.0, "", "您好\n马师傅"), (3.0, None, "", "好")]


def test_elan_of_pympi(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "pympi.eaf")
    assert said(proposal) == [
        (0.5, 2.5, "祁垚", "您好 <马师傅> & 𠮷"),
        (2.0, 5.0, "马䶮", "好着呢撒"),
        (5.2, 9.0, "马䶮", "六四年"),
    ]
    assert [one.mandarin for one in proposal.transcript] == ["", "好着呢", ""]
    assert proposal.warnings == ("其余的层（tone、马䶮-词）没有收，原件里有。",)


SCRIPT = """[Script Info]
Title: 油坊访谈

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,注释
Dialogue: 0,0:00:05.00,0:00:06.50,Default,马䶮,0,0,0,,{\\an8}六四年,\\N立了秋
Dialogue: 0,0:00:01.00,0:00:02.50,Default,祁垚,0,0,0,,您好，马师傅
Dialogue: 1,0:00:01.00,0:00:02.50,Default,祁垚,0,0,0,,您好，马师傅
Dialogue: 0,0:00:01.00,0:00:09.50,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_ass_in_the_order_of_time_with_its_speakers(read_text: Callable[..., Proposal], encoding: str) -> None:
    proposal = read_text("采访.ass", SCRIPT, encoding)
    assert said(proposal) == [(1.0, 2.5, "祁垚", "您好，马师傅"), (5.0, 6.5, "马䶮", "六四年,\n立了秋")]
    warnings = " ".join(proposal.warnings)
    assert "注释 1 处、图形 1 处、特效和字形标记 1 处" in warnings and "1 条只收一次" in warnings and "排过" in warnings
    assert proposal.title == "油坊访谈"


def test_lrc_with_an_offset_and_lines_said_twice(read_text: Callable[..., Proposal]) -> None:
    proposal = read_text("a.lrc", "[ti:口述]\n[offset:+500]\n[00:12.00]一\n[00:17.20][01:17.20]二\n[02:00.00]\n")
    assert said(proposal) == [(11.5, 16.7, "", "一"), (16.7, 76.7, "", "二"), (76.7, 119.5, "", "二")]


def test_sbv(read_text: Callable[..., Proposal]) -> None:
    proposal = read_text("a.sbv", "0:00:00.599,0:00:04.160\n您好\n马师傅\n\n0:00:04.160,0:00:06.770\n好\n")
    assert said(proposal) == [(0.599, 4.16, "", "您好\n马师傅"), (4.16, 6.77, "", "好")]


def test_inqscribe_counts_frames(read_text: Callable[..., Proposal]) -> None:
    text = (
        "app=InqScribe\nfont.name=Tahoma\n"
        "text=[00:00:05.12] 祁垚：您好。\\r\\r[00:01:09.00] 马䶮：好好好。\\r"
        "[00:01:10.29] 祁垚：再\\r[00:01:12.00] 马䶮：见\n"
        "timecode.fps=29.97 df\n"
    )
    assert said(read_text("a.inqscr", text))[:2] == [(5.4, 69.0, "祁垚", "您好。"), (69.0, 70.968, "马䶮", "好好好。")]


def test_elan_counts_from_where_its_recording_begins(read_text: Callable[..., Proposal]) -> None:
    text = to_eaf([Segment("您好", 1.0, 2.0, "祁垚")], media="a.wav").replace(
        "MEDIA_URL=", 'TIME_ORIGIN="5000" MEDIA_URL=', 1
    )
    proposal = read_text("a.eaf", text)
    assert said(proposal) == [(6.0, 7.0, "祁垚", "您好")]
    assert "从 5 秒算起" in proposal.warnings[0]


def test_a_table_whose_times_stand_in_one_cell(read_text: Callable[..., Proposal]) -> None:
    proposal = read_text("a.csv", "时间,发言人,内容\n00:00:05-00:00:09,祁垚,您好\n00:01:00,马䶮,好\n")
    assert said(proposal) == [(5.0, 9.0, "祁垚", "您好"), (60.0, None, "马䶮", "好")]


@pytest.mark.parametrize(
    ("head", "times", "expected"),
    [
        ('ttp:frameRate="25"', 'begin="00:00:01:05" end="00:00:02:10"', (1.2, 2.4)),
        ('ttp:tickRate="10000000"', 'begin="50000000t" dur="25000000t"', (5.0, 7.5)),
        ("", 'begin="1.5h" end="5401s"', (5400.0, 5401.0)),
        ("", 'begin="00:01:00.5" end="00:01:02,250"', (60.5, 62.25)),
    ],
)
def test_the_times_of_ttml(
    read_text: Callable[..., Proposal], head: str, times: str, expected: tuple[float, float]
) -> None:
    text = (
        f'<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
        f'xmlns:ttm="http://www.w3.org/ns/ttml#metadata" {head}><head><metadata><ttm:agent xml:id="a1">'
        f'<ttm:name>马䶮</ttm:name></ttm:agent></metadata></head><body><div><p {times} ttm:agent="a1">'
        f"六四年\n  立<span>了</span>秋<br/>是</p></div></body></tt>"
    )
    proposal = read_text("a.dfxp", text)
    assert said(proposal) == [(*expected, "马䶮", "六四年 立了秋\n是")]


def test_transcriber_with_its_document_type_and_latin_letters(read_text: Callable[..., Proposal]) -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n<Trans><Topics>'
        '<Topic id="to1" desc="café"/></Topics><Speakers><Speaker id="s1" name="Anna"/><Speaker id="s2" name="Bo"/>'
        '</Speakers><Episode><Section type="report" topic="to1" startTime="0" endTime="9"><Turn speaker="s1" '
        'startTime="0" endTime="5.2"><Sync time="0"/>\nhello\n<Sync time="2.1"/>\nworld <Event desc="rire"/> again\n'
        '</Turn><Turn speaker="s1 s2" startTime="5.2" endTime="9"><Sync time="5.2"/><Who nb="1"/>yes<Who nb="2"/>no'
        "</Turn></Section></Episode></Trans>"
    )
    proposal = read_text("a.trs", text, "latin-1")
    assert said(proposal) == [
        (0.0, 2.1, "Anna", "hello"),
        (2.1, 5.2, "Anna", "world again"),
        (5.2, 9.0, "Anna", "yes"),
        (5.2, 9.0, "Bo", "no"),
    ]
    assert proposal.fields["index_points"] == [{"at": 0.0, "title": "café"}]
    assert "声响标记 1 处" in " ".join(proposal.warnings)


def test_a_document_type_with_entities_is_refused(read_text: Callable[..., Proposal]) -> None:
    text = '<!DOCTYPE Trans [<!ENTITY a "aaaa">]>\n<Trans><Episode><Turn startTime="0">&a;</Turn></Episode></Trans>'
    with pytest.raises(Refused, match="DOCTYPE"):
        read_text("a.trs", text)


def test_chat(read_text: Callable[..., Proposal]) -> None:
    text = (
        "@UTF8\n@Begin\n@Languages:\tzho\n@Participants:\tCHI 小明 Target_Child, MOT Mother\n"
        "*MOT:\t你 在 干什么 ? \x151200_3400\x15\n%mor:\tpro|你\n*CHI:\t我 玩\n\t呢 . \x153400_5000\x15\n@End\n"
    )
    proposal = read_text("a.cha", text)
    assert said(proposal) == [(1.2, 3.4, "MOT", "你 在 干什么 ?"), (3.4, 5.0, "小明", "我 玩 呢 .")]
    assert "1 行没有收" in proposal.warnings[0]


SECONDS = {"start": 0.0, "end": 2.5, "text": " 您好"}
JSONS: dict[str, object] = {
    "whisper": {"text": "您好", "segments": [{"id": 0, **SECONDS}], "language": "zh"},
    "whisper.cpp": {"transcription": [{"offsets": {"from": 0, "to": 2500}, "text": " 您好"}]},
    "FunASR": [{"key": "a", "sentence_info": [{"start": 0, "end": 2500, "text": "您好"}]}],
    "B 站": {"body": [{"from": 0, "to": 2.5, "content": "您好"}]},
    "YouTube": {"events": [{"tStartMs": 0, "dDurationMs": 2500, "segs": [{"utf8": "您"}, {"utf8": "好"}]}]},
    "podcast": {"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 2.5, "body": "您好"}]},
    "rows": [SECONDS],
}


@pytest.mark.parametrize("form", JSONS)
def test_each_form_of_json(read_text: Callable[..., Proposal], form: str) -> None:
    assert said(read_text("a.json", json.dumps(JSONS[form]))) == [(0.0, 2.5, "", "您好")]


def test_who_speaks_by_whisperx_and_funasr(read_text: Callable[..., Proposal]) -> None:
    whisperx = read_text("a.json", json.dumps({"segments": [{**SECONDS, "speaker": "SPEAKER_01"}]}))
    funasr = read_text("b.json", json.dumps([{"sentence_info": [{"start": 0, "end": 9, "text": "好", "spk": 1}]}]))
    assert [one.transcript[0].speaker for one in (whisperx, funasr)] == ["SPEAKER_01", "说话人 2"]


def test_sherpa_onnx_is_cut_at_its_full_stops(read_text: Callable[..., Proposal]) -> None:
    told = {"text": "您好。好。", "tokens": ["您", "好", "。", "好", "。"], "timestamps": [0.1, 0.3, 0.5, 2.0, 2.2]}
    assert said(read_text("a.json", json.dumps(told))) == [(0.1, 2.0, "", "您好。"), (2.0, None, "", "好。")]


def test_otranscribe(read_text: Callable[..., Proposal]) -> None:
    page = (
        '<p><span class="timestamp" data-timestamp="12.11">00:12</span>问：您&nbsp;好</p><p><span class="timestamp" '
        'data-timestamp="65">01:05</span><b>答</b>：六四年 &lt;夏&gt;<br />接着</p>'
    )
    proposal = read_text("a.otr", json.dumps({"text": page, "media": "a.mp3", "media-time": 13.1}))
    assert said(proposal) == [(12.11, 65.0, "问", "您 好"), (65.0, None, "答", "六四年 <夏>\n接着")]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", '{"segments": [\n {"start": 1,\n "end": ', "第 3 行读不下去"),
        ("a.json", '{"name": "x"}', "没有认得的转写稿"),
        ("a.eaf", '<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT>\n<TIER>\n', "第 4 行读不下去"),
        ("a.ass", "[Script Info]\nTitle: x\n[Events]\n", "没有一句话"),
    ],
)
def test_what_cannot_be_read_says_where(read_text: Callable[..., Proposal], name: str, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_text(name, text)


def test_a_table_of_times_speakers_and_words(read_text: Callable[..., Proposal]) -> None:
    text = '时间,说话人,内容,普通话,备注\n00:00:05,祁垚,"您好，马师傅",,\n00:01:05,马䶮,好着呢撒,好着呢,笑\n'
    proposal = read_text("访谈.csv", text, "gb18030")
    assert said(proposal) == [(5.0, 65.0, "祁垚", "您好，马师傅"), (65.0, None, "马䶮", "好着呢撒")]
    assert [one.mandarin for one in proposal.transcript] == ["", "好着呢"]
    assert proposal.warnings == ("表里的 备注 栏没有收进转写稿，原件里有。",)


def test_the_tsv_of_whisper_counts_milliseconds(read_text: Callable[..., Proposal]) -> None:
    proposal = read_text("a.tsv", "start\tend\ttext\n0\t2480\t您好\n905000\t907000\t再见\n")
    assert said(proposal) == [(0.0, 2.48, "", "您好"), (905.0, 907.0, "", "再见")]


def test_what_we_wrote_as_a_text_comes_back_with_its_mandarin(read_text: Callable[..., Proposal]) -> None:
    text = "[00:00:05] 马䶮：好着呢撒。\n〔普通话〕好着呢。\n\n[00:00:09] 祁垚：是。\n\n"
    assert [(one.text, one.mandarin) for one in read_text("a.txt", text).transcript] == [
        ("马䶮：好着呢撒。", "好着呢。"),
        ("祁垚：是。", ""),
    ]


def test_a_word_file_of_a_service_and_a_table_in_one(read_file: ReadFile, tmp_path: Path) -> None:
    import docx

    service, table = docx.Document(), docx.Document()
    for words in ("马师傅访谈", "说话人1 00:05", "您好。", "说话人2 01:09", "好好好。"):
        service.add_paragraph(words)
    cells = table.add_table(rows=3, cols=3)
    rows = (("时间", "说话人", "内容"), ("00:05", "祁垚", "您好。"), ("01:09", "马䶮", "好好好。"))
    for row, told in zip(cells.rows, rows, strict=True):
        for cell, words in zip(row.cells, told, strict=True):
            cell.text = words
    found = []
    for name, made in (("服务.docx", service), ("表格.docx", table)):
        made.save(str(tmp_path / name))
        found.append(said(read_file(tmp_path / name)))
    assert found == [
        [(5.0, 69.0, "说话人1", "您好。"), (69.0, None, "说话人2", "好好好。")],
        [(5.0, 69.0, "祁垚", "您好。"), (69.0, None, "马䶮", "好好好。")],
    ]


def test_an_index_as_a_table(read_text: Callable[..., Proposal]) -> None:
    proposal = read_text("a.csv", "Time,Title,Segment Synopsis,Keywords\n00:00:05,油坊,讲学徒,水磨;梁\n")
    assert proposal.fields["index_points"] == [
        {"at": 5.0, "title": "油坊", "synopsis": "讲学徒", "keywords": ["水磨", "梁"]}
    ]


def test_a_list_of_items_stays_a_list(tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    path.write_text("题名,时间,内容\n油坊,1958年,讲油坊的事\n水磨,1964年,讲水磨\n", encoding="utf-8")
    source = Source(path, path.name)
    assert isinstance(identify(source)[0].read(source, Workspace(tmp_path)), Workbook)


WORDS = st.text(st.sampled_from(list('问马䶮𠮷 ："!<>&]\n\r甲\t\0#（普通话）')), max_size=16)
TIMES = st.none() | st.integers(0, 9_000_000).map(lambda milliseconds: milliseconds / 1000)
WHO = st.sampled_from(["", "祁垚", "马䶮", "甲#乙", "内容索引", "甲（普通话）", "a&b"])
SEGMENTS = st.lists(st.builds(Segment, WORDS, TIMES, TIMES, WHO, st.builds(new_id), WORDS), max_size=8)
TOPICS = st.lists(
    st.builds(Topic, st.integers(0, 9_000).map(float), WORDS, WORDS, st.lists(WORDS, max_size=2).map(tuple)), max_size=3
)


@settings(max_examples=120, deadline=None)
@given(SEGMENTS, TOPICS)
def test_what_is_written_for_elan_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, segments: list[Segment], topics: list[Topic]
) -> None:
    path = tmp_path_factory.getbasetemp() / "来回.eaf"
    first = to_eaf(segments, topics, media="OH-03.mp3", noted="2026-05-01")
    path.write_text(first, encoding="utf-8", newline="")
    try:
        proposal = ELAN.read(Source(path, path.name), Workspace(path.parent))
    except Refused as refused:
        assert refused.code == "empty"
        assert "<ALIGNABLE" not in first
        return
    assert isinstance(proposal, Proposal)
    points = proposal.fields.get("index_points", ())
    again = [
        Topic(one["at"], one.get("title", ""), one.get("synopsis", ""), tuple(one.get("keywords", ())))
        for one in points
    ]
    assert to_eaf(proposal.transcript, again, media="OH-03.mp3", noted="2026-05-01") == first
