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
    ],
)
def test_what_is_written_differently_compares_equal(written: str, compared: str) -> None:
    assert fold(written) == compared


@pytest.mark.parametrize("character", list("𠮷䶮𬱟〇々甯喆𣇋㈠…—“”《》、。"))
def test_what_must_stay_itself_stays(character: str) -> None:
    assert fold(character) == character


def test_a_person_named_with_a_rare_form_is_not_another(tmp_path: Path) -> None:
    assert fold("趙𠮷甫") == "赵𠮷甫" != fold("赵吉甫")


def test_every_entry_of_the_variants_list_is_in_the_table() -> None:
    for line in resource("hanzi", "variants.tsv").read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        for variant in words[:-1]:
            assert fold(variant) == fold(words[-1]), f"{variant} → {words[-1]}"


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
