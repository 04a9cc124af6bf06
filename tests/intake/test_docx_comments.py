"""Comments of Word files: ``comments.docx`` is LibreOffice Writer's; Word's answers come into a file of python-docx."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from archive_app.domain.comments import Comment, of_rows, texts_of
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.docx import read
from archive_app.intake.proposal import Proposal

GOLDEN = Path(__file__).parent / "files" / "comments.docx"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def taken(path: Path, tmp_path: Path) -> Proposal:
    staging = tmp_path / "staging"
    staging.mkdir(exist_ok=True)
    return read(Source(path, path.name), Workspace(staging))


@pytest.fixture
def writer(tmp_path: Path) -> Proposal:
    return taken(GOLDEN, tmp_path)


def comments(proposal: Proposal) -> tuple[Comment, ...]:
    return of_rows(proposal.fields["comments"])


def told(proposal: Proposal) -> list[tuple[str, str]]:
    """(what is said, the words it is said of), the latter as they stand in the text."""
    assert proposal.manuscript is not None
    texts = texts_of(proposal.manuscript)
    return [(one.text, texts[one.block, one.part][one.start : one.end]) for one in comments(proposal)]


def test_each_stands_at_its_words(writer: Proposal) -> None:
    assert told(writer) == [
        ("题目要改", ""),
        ("是韵家口村还是韵家口街？\n请问口述者。", "韵家口"),
        ("问过了，是街。", ""),
        ("𠮷字对不对", "𠮷甫叔"),
        ("跨段的批注", "胳膊”。"),
        ("核", "二"),
    ]


def test_who_and_when_and_whether_it_is_done(writer: Proposal) -> None:
    found = comments(writer)
    assert [one.by for one in found] == ["主编", "责编", "李晓棠", "责编", "责编", "责编"]
    assert found[1].at == "2024-05-02T01:30:00+00:00"
    assert [one.done for one in found] == [False, False, False, True, False, False]


def test_the_text_bears_no_trace_of_them(writer: Proposal) -> None:
    assert writer.manuscript is not None
    assert writer.title == "油坊"
    assert [note for block in writer.manuscript for note in block.notes] == []
    assert next(block.text for block in writer.manuscript).startswith("我家的油坊在韵家口河沿上")


def test_what_was_said_of_the_title_is_at_the_first_paragraph_and_that_is_said(writer: Proposal) -> None:
    assert writer.manuscript is not None
    assert comments(writer)[0].block == writer.manuscript.blocks[0].id
    assert "文稿带批注 6 条，收在正文旁边。" in writer.warnings
    assert "批注“题目要改”所批的文字没有收进正文，放在第一段。" in writer.warnings


def answered(tmp_path: Path) -> Path:
    """A file as Word writes it: a comment, an answer, an answer to that, done; one at a byline; one without words."""
    made = docx.Document()
    made.add_heading("供销社的柜台", 1)
    who = made.add_paragraph("作者：马文山")
    text = made.add_paragraph("一九五八年春，")
    middle = text.add_run("供销社")
    text.add_run("搬到了十字路口，柜台是松木的，刷了三遍清漆，一直用到包产到户那年。")
    for words in ("哪个社？", "东关社。", "好。"):
        made.add_comment(middle, words, author="责编")
    made.add_comment(who.runs[0], "笔名？", author="责编")
    made.add_comment(text.runs[-1], "", author="责编")
    out = io.BytesIO()
    made.save(out)
    path = tmp_path / "柜台.docx"
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            data = before.read(name).decode() if name.endswith((".xml", ".rels")) else before.read(name)
            if name == "word/comments.xml":
                root = etree.fromstring(data.encode())
                for number, paragraph in enumerate(root.iter("{*}p")):
                    paragraph.set(f"{{{W14}}}paraId", f"0000000{number}")
                data = etree.tostring(root)
            elif name == "word/_rels/document.xml.rels":
                kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
                one = f'<Relationship Id="rIdX" Type="{kind}" Target="commentsExtended.xml"/>'
                data = data.replace("</Relationships>", one + "</Relationships>")
            after.writestr(name, data)
        each = (
            '<w15:commentEx w15:paraId="00000000" w15:done="1"/>'
            '<w15:commentEx w15:paraId="00000001" w15:paraIdParent="00000000" w15:done="1"/>'
            '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="1"/>'
        )
        after.writestr("word/commentsExtended.xml", f'<w15:commentsEx xmlns:w15="{W15}">{each}</w15:commentsEx>')
    return path


def test_answers_of_word_stand_under_what_they_answer(tmp_path: Path) -> None:
    proposal = taken(answered(tmp_path), tmp_path)
    first, second, third, byline = comments(proposal)
    assert [one.text for one in (first, second, third)] == ["哪个社？", "东关社。", "好。"]
    assert (second.answers, third.answers) == (first.id, first.id)
    assert (first.done, second.done) == (True, False)
    assert (first.words, byline.text) == ("供销社", "笔名？")
    assert "文稿带批注 2 条，答复 2 条，收在正文旁边。" in proposal.warnings


def test_a_comment_does_not_keep_a_byline_in_the_text(tmp_path: Path) -> None:
    proposal = taken(answered(tmp_path), tmp_path)
    assert proposal.manuscript is not None
    assert proposal.fields["responsibility"] == [{"role": "作者", "name": "马文山"}]
    assert [block.text[:6] for block in proposal.manuscript] == ["一九五八年春"]


def test_they_come_into_the_archive_with_the_text(tmp_path: Path) -> None:
    from archive_app.services.archive import Archive
    from archive_app.services.importing import import_paths
    from archive_app.services.texts.commenting import comments_of

    with Archive.create(tmp_path / "馆藏", name="测试", actor="王文史") as archive:
        import_paths(archive, [GOLDEN])
        [item] = archive.catalogue.records("item")
        assert [one.text for one in comments_of(item)][-1] == "核"
