"""Plain texts: their paragraphs, their questions and answers, what is said of their characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.plain import read
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.paragraphs import paragraphs
from archive_app.vault.hostile.limits import Limits

ReadText = Callable[..., Proposal]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    def take(text: str | bytes, name: str = "稿.txt", limits: Limits | None = None) -> Proposal:
        path = tmp_path / "file.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read(Source(path, name), Workspace(tmp_path, limits or Limits()))

    return take


def words(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text)[0]]


def test_indented_lines_are_paragraphs() -> None:
    assert words("　　第一段。\n　　第二段。\n") == ["第一段。", "第二段。"]


def test_lines_without_indentation_are_paragraphs_of_their_own() -> None:
    assert words("短的一行。\n另一行，要长一些，可是并没有到头。\n第三行") == [
        "短的一行。",
        "另一行，要长一些，可是并没有到头。",
        "第三行",
    ]


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


PROSE = (
    "供销社的柜台有一丈二长外头这半边站人里头那半边也站人只有我们站里头的几个人是有凳"
    "子的那凳子是三条腿的坐上去要会坐不会坐的人往后一仰就到了货架子上头。"
)


def test_lines_cut_to_one_width_are_joined_again() -> None:
    text = "　　" + wrapped(PROSE * 3, 30) + "\n　　" + wrapped(PROSE * 2, 30)
    found, joined = paragraphs(text)
    assert [p.text for p in found] == [PROSE * 3, PROSE * 2]
    assert joined > 8


def test_verse_and_lists_are_never_joined() -> None:
    lines = ["六月六来朝山哩", "山上的花儿开哩", "阿哥是牡丹妹是水", "浇着浇着就爱哩"]
    assert words("\n".join(lines)) == lines


def test_cut_latin_words_get_their_space_back() -> None:
    line = "The counter of the cooperative was twelve feet long and we"
    found, _ = paragraphs("\n".join([line] * 6 + ["end."]))
    assert found[0].text.startswith("The counter of the cooperative was twelve feet long and we The")


def test_every_sort_of_line_end_is_one() -> None:
    assert words("一。\r\n二。\r三。\u2028四。") == ["一。", "二。", "三。", "四。"]


def test_a_text_gives_title_people_kind_and_paragraphs(read_text: ReadText) -> None:
    proposal = read_text(
        "　　　　　供销社的柜台\n　　　　　　王　昪\n\n　　柜台一丈二长。\n　　后来拆了。\n写作时间：一九九八年秋\n"
    )
    assert (proposal.kind, proposal.title) == ("contribution", "供销社的柜台")
    assert proposal.fields["responsibility"] == [{"role": "作者", "name": "王昪"}]
    assert proposal.fields["written"] == {"display": "一九九八年秋"}
    assert proposal.manuscript is not None
    assert proposal.manuscript.plain_text() == "柜台一丈二长。\n后来拆了。"
    assert any("王昪" in warning and "核对" in warning for warning in proposal.warnings)


def test_a_title_and_subtitle_are_joined_by_a_dash(read_text: ReadText) -> None:
    assert read_text("正月里的锣鼓\n——柳树台村社火记\n\n　　正月里。\n").title == "正月里的锣鼓——柳树台村社火记"


def test_a_text_that_begins_at_once_is_called_after_its_file(read_text: ReadText) -> None:
    proposal = read_text("父亲生于民国二十年。\n他十六岁进城。\n", "我的父亲 定稿.txt")
    assert proposal.title == "我的父亲"
    assert proposal.fields["title_source"] == "自拟"
    assert proposal.manuscript is not None and len(proposal.manuscript) == 2


def test_questions_and_answers_make_an_oral_history(read_text: ReadText) -> None:
    proposal = read_text(
        "老车站\n口述：赵铁山　采访：韩犇\n问：您哪年来的？\n答：五九年。\n坐的闷罐车。\n"
        "问：几个人？\n答： 三个。\n韩犇：都是哪里人？\n赵铁山：河南的。"
    )
    assert proposal.kind == "oral_history"
    assert proposal.manuscript is not None
    assert [(b.kind, b.label, b.text) for b in proposal.manuscript] == [
        (BlockKind.QUESTION, "问", "您哪年来的？"),
        (BlockKind.ANSWER, "答", "五九年。"),
        (BlockKind.PARAGRAPH, "", "坐的闷罐车。"),
        (BlockKind.QUESTION, "问", "几个人？"),
        (BlockKind.ANSWER, "答", "三个。"),
        (BlockKind.QUESTION, "韩犇", "都是哪里人？"),
        (BlockKind.ANSWER, "赵铁山", "河南的。"),
    ]


def test_a_name_that_says_oral_history_makes_one(read_text: ReadText) -> None:
    assert read_text("那年我十六。\n上了车站。", "老火车站口述.txt").kind == "oral_history"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_every_encoding_gives_the_same_words(read_text: ReadText, encoding: str) -> None:
    text = "老照片\n\n　　照片是民國三十六年照的，人都不在了。\n"
    proposal = read_text(text.encode(encoding))
    assert proposal.title == "老照片"
    assert proposal.manuscript is not None
    assert proposal.manuscript.plain_text() == "照片是民國三十六年照的，人都不在了。"


def test_rare_characters_come_through_unchanged(read_text: ReadText) -> None:
    text = "𠮷𬱟䶮\U00030000 👨\u200d👩\u200d👧 e\u0301 \u202eabc\u202c ༄༅།"
    proposal = read_text("题目\n\n" + text + "。\n结束了。")
    assert proposal.manuscript is not None
    assert proposal.manuscript.blocks[0].text == text + "。"


def test_private_characters_are_reported_with_code_and_place(read_text: ReadText) -> None:
    (warning,) = read_text("题目\n\n老字号“\ue123记”的招牌。\n没有了。").warnings
    assert "U+E123" in warning and "老字号" in warning


def test_control_characters_are_dropped_and_said(read_text: ReadText) -> None:
    proposal = read_text(
        "题目\n\n正\x00文\x07在此，字数要多一些才看得出是文字而不是别的什么东西，所以这里多写几句话凑数。\n完。"
    )
    assert proposal.manuscript is not None and proposal.manuscript.blocks[0].text.startswith("正文在此")
    assert any("2 个控制字符" in warning for warning in proposal.warnings)


def test_damaged_places_are_counted(read_text: ReadText) -> None:
    proposal = read_text("题目\n\n".encode() + ("正文很长很长。" * 60).encode() + b"\xff\xfe\n")
    assert any("读不出来" in warning for warning in proposal.warnings)


def test_a_text_too_large_is_refused_by_size(read_text: ReadText) -> None:
    with pytest.raises(Refused, match="超过上限 1 KB"):
        read_text("字" * 1000, limits=Limits(text=1024))


def test_a_text_of_blanks_is_refused(read_text: ReadText) -> None:
    with pytest.raises(Refused, match="没有文字"):
        read_text(" \n　\n")


def test_bytes_in_no_encoding_are_refused_with_what_to_do(read_text: ReadText) -> None:
    with pytest.raises(Refused, match="另存为 UTF-8"):
        read_text(bytes(range(128, 256)) * 30)


@pytest.mark.parametrize("mark", ["机密★10年", "绝密 ★", "秘密★"])
def test_a_text_marked_secret_is_refused(read_text: ReadText, mark: str) -> None:
    with pytest.raises(Refused, match="国家秘密"):
        read_text(f"{mark}\n\n某某文件\n\n正文。")


def test_a_text_that_speaks_of_secrets_is_not(read_text: ReadText) -> None:
    assert read_text("机密是什么\n\n那时候什么都叫机密。\n完。").title == "机密是什么"
