from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.hanzi.folding import fold
from archive_app.resources import resource

ROOT = Path(__file__).parents[2]


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_offsets_hold_and_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert "".join(fold(c) for c in text) == folded


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("裏裡里", "里里里"),
        ("臺灣麵館", "台湾面馆"),
        ("靑戸淸吿囘峯羣喫", "青户清告回峰群吃"),
        ("乾隆", "干隆"),
        ("ＡＢＣ１２３（）", "abc123()"),
        ("　", " "),
        ("①㎡", "1㎡"),
        ("畢昇", "毕升"),
        ("T恤CHINA", "t恤china"),
        ("\uf9dc", "隆"),  # a compatibility ideograph
        ("\U0002f800", "丽"),
        ("ｶﾅ", "カナ"),
        ("⼀⺟", "一母"),  # radicals
        ("看著甚麽", "看着甚么"),
        ("瞭解憑藉", "了解凭借"),
        ("廻凢靑鄕発図囯", "回凡青乡发图国"),
        ("龑", "䶮"),
    ],
)
def test_what_is_written_differently_compares_equal(written: str, compared: str) -> None:
    assert fold(written) == compared


@pytest.mark.parametrize("character", list("𠮷䶮𬱟〇々甯喆淼𣇋㈠㊿ßİ…—“”《》、。\0\n\ud800\U000e0100"))
def test_what_must_stay_itself_stays(character: str) -> None:
    assert fold(character) == character


def test_a_person_named_with_a_rare_form_is_not_another(tmp_path: Path) -> None:
    assert fold("趙𠮷甫") == "赵𠮷甫" != fold("赵吉甫")


def test_surnames_are_not_merged() -> None:
    assert fold("甯静") != fold("宁静") == fold("寧靜")


def test_every_character_folds_to_one_that_folds_no_further() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold(everything)

    assert len(folded) == len(everything)
    assert fold(folded) == folded


def test_folding_is_ready_at_once() -> None:
    program = (
        "import time\n"
        "from archive_app.hanzi.folding import fold\n"
        "began = time.process_time()\n"
        "fold('水')\n"
        "print(time.process_time() - began)\n"
    )
    took = min(float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(3))

    assert took < 0.03, "6 ms on the machine it was written on"


def test_the_table_says_where_it_comes_from() -> None:
    header = resource("hanzi", "folding.tsv").read_text(encoding="utf-8").partition("\n")[0]

    assert all(word in header for word in ("Unicode", "opencc", "Apache-2.0", "make_folding.py", "variants.tsv"))


def test_every_entry_of_the_variants_list_is_in_the_table() -> None:
    for line in resource("hanzi", "variants.tsv").read_text(encoding="utf-8").splitlines():
        entry, _, source = line.partition("#")
        words = entry.split()
        assert not words or (len(words) > 1 and source.strip()), f"an entry has a usual form and a source: {line}"
        for variant in words[:-1]:
            assert fold(variant) == words[-1], f"{variant} → {words[-1]}"


def test_the_table_is_what_the_kept_script_makes(tmp_path: Path) -> None:
    kept = resource("hanzi", "folding.tsv").read_text(encoding="utf-8")
    script = ROOT / "packaging" / "hanzi" / "make_folding.py"
    copied = tmp_path / "packaging" / "hanzi" / "make_folding.py"
    copied.parent.mkdir(parents=True)
    copied.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "resources" / "hanzi").mkdir(parents=True)
    variants = resource("hanzi", "variants.tsv").read_text(encoding="utf-8")
    (tmp_path / "resources" / "hanzi" / "variants.tsv").write_text(variants, encoding="utf-8")

    subprocess.run([sys.executable, str(copied)], check=True, capture_output=True)
    made = (tmp_path / "resources" / "hanzi" / "folding.tsv").read_text(encoding="utf-8")

    # Another Python knows more characters of Unicode; what the kept table says, it must say, too.
    assert set(kept.splitlines()[1:]) <= set(made.splitlines()[1:])
