"""PDF: the words of its pages as paragraphs, what a form holds; damage and tricks named, nothing run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive_app.derived.thumbnails import make_thumbnail
from archive_app.domain.errors import Refused
from archive_app.domain.kinds import fields_of
from archive_app.intake.proposal import Proposal
from archive_app.resources import resource

ReadFile = Callable[..., Proposal]
FONT = "NotoSerifSC-Regular"
STORY = (
    "韵家口的水磨坊在湟水北岸，冬天河面结冰，磨轮就停了。一九五八年春天，队里派人上冰凿口，引水开磨，面粉一袋一袋运到城里。"
    "我那时十六七岁，跟着父亲守夜，听得见冰下的水声。"
)


@pytest.fixture(scope="module", autouse=True)
def font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(resource("fonts", "NotoSerifSC-Regular.ttf"))))


def set_lines(paragraph: str, first: int = 26, rest: int = 28) -> list[tuple[bool, str]]:
    """The lines of a paragraph, the first one indented."""
    lines = [(True, paragraph[:first])]
    lines += [(False, paragraph[at : at + rest]) for at in range(first, len(paragraph), rest)]
    return lines


def book(path: Path, pages: Sequence[Sequence[str]], *, title: str = "", head: str = "", folio: bool = True) -> Path:
    """A PDF of these paragraphs, page by page, as a typesetting program sets them."""
    canvas = Canvas(str(path), pagesize=(400, 560))
    canvas.setTitle(title or "untitled")
    for number, paragraphs in enumerate(pages, start=1):
        canvas.setFont(FONT, 9)
        if head:
            canvas.drawString(300, 545, head)
        if folio:
            canvas.drawCentredString(200, 20, f"— {number} —")
        canvas.setFont(FONT, 12)
        y = 520
        for paragraph in paragraphs:
            for indented, line in set_lines(paragraph):
                canvas.drawString(54 if indented else 30, y, line)
                y -= 18
        canvas.showPage()
    canvas.save()
    return path


def texts(proposal: Proposal) -> list[str]:
    return [block.text for block in proposal.manuscript or ()]


def test_lines_become_paragraphs_and_one_that_turns_the_page_stays_one(read_file: ReadFile, tmp_path: Path) -> None:
    cut = STORY + STORY[: 26 + 28 * 2 - len(STORY) + 28]  # ends inside a full line
    cut = cut[: 26 + 28 * ((len(cut) - 26) // 28)]
    path = book(tmp_path / "水磨.pdf", [[STORY * 2, STORY, cut], [STORY]], title="水磨坊的冬天")
    with pikepdf.open(path) as document:
        assert len(document.pages) == 2
    proposal = read_file(path)
    assert texts(proposal) == [STORY * 2, STORY, cut, STORY]  # the next page begins with an indent
    assert (proposal.kind, proposal.title, proposal.fields["title_source"]) == ("document", "水磨坊的冬天", "原题")
    assert dict(proposal.facts) == {"mime": "application/pdf", "pages": 2}
    (warning,) = proposal.warnings
    assert "2 页" in warning and "版面没有保留" in warning


def test_a_paragraph_that_goes_on_over_the_page_is_joined(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(400, 560))
    lines = set_lines(STORY * 3)
    for chunk in (lines[:5], lines[5:]):
        canvas.setFont(FONT, 12)
        for row, (indented, line) in enumerate(chunk):
            canvas.drawString(54 if indented else 30, 520 - 18 * row, line)
        canvas.showPage()
    canvas.save()
    assert texts(read_file(path)) == [STORY * 3]


def test_a_page_of_two_columns_is_read_column_by_column_in_paragraphs(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(400, 560))
    canvas.setFont(FONT, 10)
    lines = [*set_lines(STORY, 13, 15), *set_lines(STORY[::-1].strip("。") + "。", 13, 15)]
    half = len(lines) // 2 - 1  # within the first paragraph
    for column, chunk in enumerate((lines[:half], lines[half:])):
        for row, (indented, line) in enumerate(chunk):
            canvas.drawString(30 + 180 * column + 20 * indented, 520 - 18 * row, line)
    canvas.save()
    assert texts(read_file(path)) == [STORY, STORY[::-1].strip("。") + "。"]


def test_page_numbers_and_running_heads_are_no_text(read_file: ReadFile, tmp_path: Path) -> None:
    path = book(tmp_path / "a.pdf", [[STORY, STORY]] * 4, head="城东文史资料")
    assert texts(read_file(path)) == [STORY] * 8


@pytest.mark.parametrize("stated", ["Microsoft Word - 稿子.doc", "untitled", "未命名", "稿子.docx", "12345", "Scan001"])
def test_a_title_that_a_program_made_up_is_not_believed(read_file: ReadFile, tmp_path: Path, stated: str) -> None:
    proposal = read_file(book(tmp_path / "磨坊旧事.pdf", [[STORY]], title=stated))
    assert (proposal.title, proposal.fields["title_source"]) == ("磨坊旧事", "自拟")


def test_a_scan_without_text_is_taken_and_said_to_be_one(read_file: ReadFile, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "扫描.pdf"), pagesize=(400, 560))
    for _ in range(3):
        canvas.rect(50, 50, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    proposal = read_file(tmp_path / "扫描.pdf")
    assert proposal.manuscript is None
    (warning,) = proposal.warnings
    assert "3 页" in warning and "没有文字层" in warning


def test_pages_without_text_are_named(read_file: ReadFile, tmp_path: Path) -> None:
    path = book(tmp_path / "a.pdf", [[STORY], [], [], [], [STORY], []], folio=False)
    assert any("第 2–4、6 页没有文字" in warning for warning in read_file(path).warnings)


def test_what_a_form_holds_can_be_found(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "授权书.pdf"
    canvas = Canvas(str(path), pagesize=(400, 560))
    canvas.setFont(FONT, 16)
    canvas.drawCentredString(200, 520, "文史资料使用授权书")
    form = canvas.acroForm
    form.textfield(name="holder", tooltip="权利人", x=100, y=475, value="x", width=200, height=20)
    form.textfield(name="empty", tooltip="备注", x=100, y=400, value="", width=200, height=20)
    form.checkbox(name="public", tooltip="同意公开", x=100, y=440, checked=True)
    form.checkbox(name="paid", tooltip="要稿酬", x=100, y=420, checked=False)
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "holder":
                field.V = "马䶮 示例"
        document.save(path)
    proposal = read_file(path)
    assert proposal.title == "文史资料使用授权书"
    assert texts(proposal)[-2:] == ["权利人：马䶮 示例", "同意公开：是"]
    assert any("2 项" in warning for warning in proposal.warnings)


def test_a_password_is_asked_for_in_words_and_an_owners_lock_is_none(read_file: ReadFile, tmp_path: Path) -> None:
    path = book(tmp_path / "a.pdf", [[STORY]])
    for name, user in (("locked.pdf", "secret"), ("open.pdf", "")):
        with pikepdf.open(path) as document:
            document.save(tmp_path / name, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
    with pytest.raises(Refused, match="加了密码"):
        read_file(tmp_path / "locked.pdf")
    assert texts(read_file(tmp_path / "open.pdf")) == [STORY]


def test_scripts_and_files_inside_are_said_and_left(read_file: ReadFile, tmp_path: Path) -> None:
    path = book(tmp_path / "a.pdf", [[STORY]])
    with pikepdf.open(path) as document:
        document.attachments["附表.xlsx"] = b"PK"
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        names = pikepdf.Dictionary(Names=pikepdf.Array(["go", document.make_indirect(script)]))
        document.Root.Names.JavaScript = document.make_indirect(names)
        document.save(tmp_path / "b.pdf")
    said = "".join(read_file(tmp_path / "b.pdf").warnings)
    assert "附表.xlsx" in said and "没有运行" in said


def test_private_characters_are_named_by_their_code_points(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(400, 560))
    canvas.setFont(FONT, 12)
    canvas.drawString(30, 500, STORY[:20])
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for font in document.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                map_ = font.ToUnicode.read_bytes()
                font.ToUnicode.write(map_.replace(b"<6C34>", b"<E815>"))  # 水
        document.save(path)
    assert any("U+E815" in warning for warning in read_file(path).warnings)


def test_a_secret_is_refused(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(400, 560))
    canvas.setFont(FONT, 12)
    canvas.drawString(30, 500, "机密★十年")
    canvas.drawString(30, 460, STORY[:20])
    canvas.save()
    with pytest.raises(Refused, match="国家秘密"):
        read_file(path)


def test_a_file_cut_or_spoilt_anywhere_is_refused_or_read(read_file: ReadFile, tmp_path: Path) -> None:
    data = book(tmp_path / "a.pdf", [[STORY, STORY]] * 2).read_bytes()
    dice = random.Random(3)
    path = tmp_path / "b.pdf"
    for number in range(60):
        spoilt = bytearray(data[: dice.randrange(10, len(data))] if number % 2 else data)
        for _ in range(dice.randrange(0, 40)):
            spoilt[dice.randrange(8, len(spoilt))] = dice.randrange(256)
        path.write_bytes(spoilt)
        try:
            proposal = read_file(path)
        except Refused as refusal:
            assert "PDF" in str(refusal)
        else:
            declared = fields_of(proposal.kind)
            assert all(declared[name].check(value) == value for name, value in proposal.fields.items())


def test_a_page_of_any_size_gives_a_picture_within_bounds_or_none(tmp_path: Path) -> None:
    from PIL import Image

    for number, (width, height) in enumerate([(1e7, 1e7), (3.0, 2.0), (14_400, 14_400), (1e7, 1.0), (1e-9, 1e-9)]):
        with pikepdf.new() as document:
            page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, width, height])
            document.pages.append(pikepdf.Page(document.make_indirect(page)))
            document.save(tmp_path / f"{number}.pdf")
        out = tmp_path / f"{number}.jpg"
        try:
            make_thumbnail(tmp_path / f"{number}.pdf", out, 256)
        except Refused as refusal:
            assert "第 1 页" in str(refusal)
            continue
        with Image.open(out) as picture:
            assert max(picture.size) <= 256


def test_a_hundred_thousand_pages_are_bounded(read_file: ReadFile, tmp_path: Path) -> None:
    """One page said a hundred thousand times over, in a tree."""
    with pikepdf.new() as document:
        leaf = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 200, 200]))
        middle = [
            document.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array([leaf] * 1000), Count=1000)
            )
            for _ in range(100)
        ]
        document.Root.Pages = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(middle), Count=100_000)
        )
        document.save(tmp_path / "a.pdf")
    proposal = read_file(tmp_path / "a.pdf")
    assert any("太长" in warning for warning in proposal.warnings)


def test_the_pictures_of_pages_show_what_a_form_holds(tmp_path: Path) -> None:
    from PIL import Image, ImageStat

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    canvas.showPage()
    canvas.acroForm.checkbox(name="x", x=100, y=100, size=200, checked=True, fillColor=None)
    canvas.showPage()
    canvas.save()
    means = []
    for page in (0, 1):
        make_thumbnail(tmp_path / "a.pdf", tmp_path / "out.jpg", 200, page)
        with Image.open(tmp_path / "out.jpg") as picture:
            assert picture.size == (200, 200)
            means.append(ImageStat.Stat(picture.convert("L")).mean[0])
    assert means[0] > 254 > means[1]
    with pytest.raises(Refused, match="没有第 3 页"):
        make_thumbnail(tmp_path / "a.pdf", tmp_path / "out.jpg", 200, 2)
