"""Papers on sheets: what belongs together stays together, nothing is lost, every sheet says which of how many it is."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.reports.form_pages import set_forms, write_forms
from archive_app.reports.forms import (
    Closing,
    Field,
    Fields,
    Form,
    Forms,
    Gap,
    Listing,
    Numbered,
    Part,
    Signing,
    Words,
    ticks,
)  # fmt: skip
from archive_app.reports.table import Column
from archive_app.typeset.layout import Layout, Page

LONG = "".join(chr(0x4E00 + n % 3000) for n in range(4000))


def paper(*parts: Part, **more: str) -> Layout:
    return set_forms(Forms("通知", [Form("通知", parts, **more)]))


def said(page: Page) -> str:
    return "".join(line.text for line in page.lines)


def whole(layout: Layout) -> str:
    return "".join(said(page) for page in layout.pages)


def inside(layout: Layout) -> bool:
    for page in layout.pages:
        foot = page.folio.y if page.folio else page.height
        assert all(0 < line.x < page.width and 0 < line.y < foot for line in page.lines)
        assert all(0 < one.x0 <= one.x1 < page.width and 0 < one.y0 <= one.y1 < page.height for one in page.rules)
    return True


def test_each_paper_has_pages_of_its_own() -> None:
    forms = [Form("通知", (Words(LONG[:n]),), number=str(n)) for n in (10, 900, 1800)]
    folios = [page.folio.text for page in set_forms(Forms("通知", forms)).pages if page.folio]
    assert folios == [
        "第 1 页　共 1 页", "第 1 页　共 1 页", "第 1 页　共 2 页", "第 2 页　共 2 页",
    ]  # fmt: skip


@pytest.mark.parametrize("count", range(300, 1700, 70))
def test_who_signs_never_stands_on_a_sheet_without_words(count: int) -> None:
    layout = paper(Words(LONG[:count]), Closing("政协某区委员会", "2026年5月3日"))
    last = said(layout.pages[-1])
    assert last.endswith("政协某区委员会（盖章）2026年5月3日")
    assert len(last.replace("政协某区委员会（盖章）2026年5月3日", "").replace("通知", "")) > 20
    assert LONG[:count] in whole(layout).replace("通知（续）", "")
    assert inside(layout)


def test_a_field_higher_than_a_sheet_goes_on_and_its_box_is_closed_on_each() -> None:
    layout = paper(Fields(((Field("意见", LONG),), (Field("日期", "明天"),))))
    assert len(layout.pages) > 2 and LONG in whole(layout) and whole(layout).endswith("日期明天")
    for page in layout.pages:
        lines = [rule for rule in page.rules if rule.y0 == rule.y1]
        ends = [rule for rule in page.rules if rule.x0 == rule.x1]
        assert min(rule.y0 for rule in lines) == pytest.approx(min(rule.y0 for rule in ends))
        assert max(rule.y0 for rule in lines) == pytest.approx(max(rule.y1 for rule in ends))
    assert inside(layout)


def test_a_list_in_a_form_has_its_head_on_every_sheet_and_a_total() -> None:
    columns = (Column("序号", 3), Column("题名", 20), Column("金额", 5, "right"))
    rows = [(n, f"第{n}件", float(n)) for n in range(1, 121)]
    layout = paper(Listing(columns, rows, ("合计", "", 7260.0), blank=3))
    assert len(layout.pages) > 2
    for page in layout.pages:
        assert sum(line.text == "题名" for line in page.lines) == 1
    assert whole(layout).replace("通知", "").replace("序号题名金额", "").startswith("1第1件1.00")
    assert "7260.00" in said(layout.pages[-1])


def test_lines_are_counted_through_the_whole_text() -> None:
    layout = paper(Numbered((("head", "小标题"), ("letter", LONG[:2000]), ("verse", "唱词"))))
    counts = [int(line.text) for page in layout.pages for line in page.lines if line.role == "line-number"]
    assert counts == list(range(1, len(counts) + 1)) and len(counts) > 60
    text = "".join(line.text for page in layout.pages for line in page.lines if line.role != "line-number")
    assert LONG[:2000] in text and text.endswith("唱词")


def test_a_place_to_sign_has_a_line_for_each_and_a_box_for_the_finger() -> None:
    (page,) = paper(Words("请签。"), Gap(5), Signing(("口述者（签字）", "见证人（签字）"), print_box=True)).pages
    assert "口述者（签字）：" in said(page) and "按手印处" in said(page)
    level = [rule for rule in page.rules if rule.y0 == rule.y1]
    assert len(level) == 4  # two lines, the upper and lower edge of the box
    assert sum(rule.x0 == rule.x1 for rule in page.rules) == 2


def test_a_certificate_lies_across_in_a_border_without_a_folio() -> None:
    (page,) = paper(Words("张三 同志：", "plain"), Words("谢忱。"), Closing("某单位"), look="certificate").pages
    assert page.width > page.height and page.folio is None
    assert sum(rule.weight > 2 for rule in page.rules) == 4


def test_no_paper_at_all_says_so() -> None:
    (page,) = set_forms(Forms("退改通知", [])).pages
    assert "没有可列的。" in said(page)


def test_what_is_ticked_is_filled() -> None:
    assert ticks(("采用", "退改"), ["退改"]) == "□采用　■退改"


def test_rare_characters_are_read_back_and_missing_ones_named(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    form = Form("通知", (Words("祁𠮷庆、吴𬱟、马䶮、索南才让：=1+1"), Words("私\ue000")))
    written, pages = write_forms(Forms("通知", [form]), out)
    assert pages == 1 and ["U+E000" in str(one) for one in written.problems] == [True]
    with pdfplumber.open(out) as pdf:
        text = (pdf.pages[0].extract_text() or "").replace(" ", "")
    assert "祁𠮷庆、吴𬱟、马䶮、索南才让：=1+1" in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(Words, st.text("湟水谣磨坊，。abc 0123", max_size=400)),
            st.builds(lambda w, n: Fields(((Field("项", w, lines=n), Field("另一项", "值")),)),
                      st.text("湟水谣\nabc", max_size=500), st.integers(1, 8)),
            st.builds(Gap, st.floats(0, 200)),
            st.just(Signing(("甲", "乙"))),
            st.just(Closing("单位")),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_the_parts_nothing_leaves_the_sheet(parts: list[Part]) -> None:
    layout = paper(*parts)
    assert inside(layout)
    assert layout.pages[-1].lines


@pytest.mark.parametrize("lines", range(20, 44))
def test_what_is_signed_for_stands_on_the_sheet_of_the_signature(lines: int) -> None:
    """However much stands above: an opinion is not on one sheet and its signature on the next."""
    above = Words("\n".join(["湟水。"] * lines), "plain")
    fields = Fields(((Field("核稿意见", "同意", lines=2),), (Field("补充说明", lines=3),)))
    last = said(paper(above, fields, Gap(6), Signing(("口述者（签字）",), print_box=True)).pages[-1])
    assert "核稿意见" in last and "补充说明" in last and "口述者（签字）" in last
