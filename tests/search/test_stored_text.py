"""What is kept of a text: short, countable as it lies, and the original to the last character."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.hanzi.folding import fold
from archive_app.search.coding import BETWEEN_SECTIONS, BETWEEN_TEXTS, PLAIN, Code, joined, length, utf8
from archive_app.search.document import SearchDocument, SearchText, section
from archive_app.search.snippets import AFTER, BEFORE, joined_spans, merged, occurrences, pieces, places
from archive_app.search.spelling import Spelling

ALPHABET = "东关西宁里裏裡水磨1１aA。，,“𠮷䶮〇々 \0\x7f\x80߿ࠀ\ud800"
TEXT = st.text(alphabet=ALPHABET, max_size=200) | st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@given(sample=st.lists(TEXT, max_size=4), texts=st.lists(TEXT, min_size=1, max_size=4), needle=TEXT)
def test_any_code_gives_back_any_text_and_counts_as_the_text_does(
    sample: list[str], texts: list[str], needle: str
) -> None:
    code = Code.of(sample)
    for text in texts:
        data = code.encode(text)
        assert code.decode(data) == text
        assert length(data) == len(text)
        assert BETWEEN_TEXTS not in data
        if needle:
            assert data.count(code.encode(needle)) == text.count(needle)
    assert Code(code.frequent).encode("".join(texts)) == code.encode("".join(texts))


def test_frequent_characters_are_short() -> None:
    code = Code.of(["的水磨" * 50, "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))])

    assert len(code.encode("的水磨")) == 3
    assert len(code.encode("abc")) == 9, "what is not written has what is left"
    assert len(PLAIN.encode("的")) == 3


@given(TEXT, st.integers(0, 200), st.integers(0, 200))
def test_the_original_comes_back_whole_and_in_pieces(text: str, start: int, size: int) -> None:
    folded = fold(text)
    spelling = Spelling.from_json(Spelling.of(text, folded).to_json())

    assert spelling.restored(folded, 0) == text
    assert spelling.restored(folded[start : start + size], start) == text[start : start + size]


def test_a_text_written_in_one_way_needs_no_places() -> None:
    simplified, traditional = "水磨，油坊；他说：“好！”１９５８年", "裏外都是裏，長長的車"

    assert Spelling.of(simplified, fold(simplified)).places == ()
    assert Spelling.of(traditional, fold(traditional)).places == ()
    mixed = "里里里裏里，"
    assert Spelling.of(mixed, fold(mixed)) == Spelling({",": "，"}, (3,), "裏")


def shown(texts: Sequence[str], terms: Sequence[str]) -> list[tuple[int, int, str, tuple[tuple[int, int], ...]]]:
    """The pieces of texts as a plain walk over the characters finds them."""
    found = []
    for number, text in enumerate(texts):
        spans = merged(occurrences(text, terms))
        while spans:
            begin, end = max(0, spans[0][0] - BEFORE), min(len(text), spans[0][1] + AFTER)
            inside = [span for span in spans if span[1] <= end]
            spans = spans[len(inside) :]
            found.append((number, begin, text[begin:end], tuple((a - begin, b - begin) for a, b in inside)))
    return found


@settings(max_examples=200)
@given(
    texts=st.lists(st.text(alphabet="东关水𠮷a。", max_size=150), min_size=1, max_size=4),
    terms=st.lists(st.text(alphabet="东关水𠮷a。", min_size=1, max_size=3), min_size=1, max_size=3, unique=True),
    code=st.sampled_from([PLAIN, Code("东关a"), Code("𠮷。水")]),
)
def test_pieces_found_in_bytes_are_those_of_the_characters(texts: list[str], terms: list[str], code: Code) -> None:
    data = BETWEEN_TEXTS.join(map(code.encode, texts))
    found = list(pieces(data, joined_spans([places(data, code.encode(term)) for term in terms]), 1000))

    assert [(p.text, p.offset, code.read(p.words), p.spans) for p in found] == shown(texts, terms)
    assert all(length(data[: p.begin]) == sum(len(t) + 1 for t in texts[: p.text]) + p.offset for p in found)


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_pieces_than_are_wanted(limit: int) -> None:
    data = BETWEEN_TEXTS.join([b"ab" + b" " * 100] * 4)
    assert len(list(pieces(data, places(data, b"ab"), limit))) == limit


def test_sections_are_told_by_field_role_and_level() -> None:
    texts = (
        SearchText("title", "题名", "水磨"),
        SearchText("responsibility", "责任者", "口述者", {"row": 0}),
        SearchText("responsibility", "责任者", "马师傅", {"row": 0, "role": "口述者"}),
        SearchText("responsibility", "责任者", "老马", {"row": 0, "role": "口述者"}),
        SearchText("transcript", "转写稿", "不外传", {"row": 0}, "restricted"),
    )
    document = SearchDocument("a", "oral_history", "水磨", "public", texts)

    assert document.sections == ("title", "responsibility", "responsibility/口述者", "transcript@restricted")
    data = joined([utf8(text.text) for text in texts], list(map(section, texts)))
    assert [part.count(BETWEEN_TEXTS) for part in data.split(BETWEEN_SECTIONS)] == [0, 0, 1, 0]
    assert data.replace(BETWEEN_SECTIONS, BETWEEN_TEXTS) == BETWEEN_TEXTS.join(utf8(text.text) for text in texts)
