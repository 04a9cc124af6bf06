"""What stands cannot be changed by any command, and everything else can."""

from __future__ import annotations

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create, SetFields, SetMany, Trash
from archive_app.domain.manuscript import paragraphs
from archive_app.domain.workflow import FROZEN, OPEN_TO_COMMISSIONERS, Locked, State

COMMISSIONER, EDITOR = Author("李晓棠", "dev"), Author("编辑甲", "dev")


def item(catalogue: Catalogue, state: State) -> str:
    made = Create(
        "item",
        {
            "kind": "contribution",
            "title": "供销社的柜台",
            "state": state.value,
            "manuscript": paragraphs(["一九五八年春，供销社搬到了十字路口。"]).to_json(),
            "responsibility": [{"role": "作者", "name": "王昪"}],
        },
    )
    catalogue.execute(made, EDITOR)
    return made.id


TEXTS = (
    {"title": "供销社的老柜台"},
    {"manuscript": paragraphs(["一九五九年。"]).to_json()},
    {"responsibility": [{"role": "作者", "name": "王弁"}]},
    {"author_note": "作者系退休教师"},
)


@pytest.mark.parametrize("values", TEXTS, ids=lambda values: next(iter(values)))
@pytest.mark.parametrize("state", list(State))
def test_a_frozen_text_stands(catalogue: Catalogue, state: State, values: dict[str, object]) -> None:
    key = item(catalogue, state)
    changes = (SetFields(key, values), SetMany([key], values), Batch("一起", (SetFields(key, values),)))
    for command in changes:
        if state in FROZEN:
            with pytest.raises(Locked, match="已经定稿") as refused:
                catalogue.execute(command, EDITOR)
            assert refused.value.exit_status == 1
        else:
            catalogue.execute(command, EDITOR)
            catalogue.undo(EDITOR)


def test_beside_the_text_everything_can_be_described(catalogue: Catalogue) -> None:
    key = item(catalogue, State.PROOF2)
    person = Create("person", {"name": "王昪"})
    catalogue.execute(person, EDITOR)

    linked = [{"role": "作者", "name": "王昪", "person": person.id}]
    catalogue.execute(SetFields(key, {"notes": "第二校", "keywords": ["供销社"], "responsibility": linked}), EDITOR)
    catalogue.execute(SetFields(key, {"title": "供销社的老柜台"}, type="correction"), EDITOR)

    assert catalogue.record(key)["responsibility"] == linked
    assert catalogue.record(key).title == "供销社的老柜台"


@pytest.mark.parametrize("state", list(State))
def test_a_commissioner_changes_what_is_still_his(catalogue: Catalogue, state: State) -> None:
    catalogue.execute(Create("commissioner", {"name": "李晓棠"}), EDITOR)
    key = item(catalogue, state)

    for command in (SetFields(key, {"notes": "补一句"}), Trash([key])):
        if state in OPEN_TO_COMMISSIONERS:
            catalogue.execute(command, COMMISSIONER)
        else:
            with pytest.raises(Locked, match="文史专员不能再改"):
                catalogue.execute(command, COMMISSIONER)
            if state not in FROZEN or isinstance(command, SetFields):
                catalogue.execute(command, EDITOR)
                catalogue.undo(EDITOR)


def test_a_commissioner_who_sits_in_the_office_is_an_editor(catalogue: Catalogue) -> None:
    catalogue.execute(Create("commissioner", {"name": "李晓棠"}), EDITOR)
    catalogue.execute(Create("staff", {"name": "李晓棠", "roles": ["编辑"]}), EDITOR)
    key = item(catalogue, State.APPROVED)

    catalogue.execute(SetFields(key, {"notes": "补一句"}), COMMISSIONER)

    assert catalogue.record(key)["notes"] == "补一句"


def test_a_commissioner_changes_no_files_of_what_was_handed_in(catalogue: Catalogue) -> None:
    catalogue.execute(Create("commissioner", {"name": "李晓棠"}), EDITOR)
    key, own = item(catalogue, State.FIRST_REVIEW), item(catalogue, State.DRAFT)
    file = Create("file", {"item": key, "name": "柜台.jpg"})
    catalogue.execute(file, EDITOR)

    moved = SetFields(file.id, {"item": own})
    for command in (
        SetFields(file.id, {"role": "利用"}),
        Trash([file.id]),
        Create("file", {"item": key, "name": "乙"}),
        moved,
    ):
        with pytest.raises(Locked, match="文史专员不能再改"):
            catalogue.execute(command, COMMISSIONER)
    catalogue.execute(Create("file", {"item": own, "name": "丙.jpg"}), COMMISSIONER)


def test_what_is_printed_of_a_photograph_stands(catalogue: Catalogue) -> None:
    made = Create("item", {"kind": "photograph", "title": "合影", "caption": "前排左起：王昪", "state": "included"})
    catalogue.execute(made, EDITOR)

    for values in ({"caption": "后排"}, {"credit_line": "王昪供图"}, {"title": "全体合影"}):
        with pytest.raises(Locked, match="已经定稿"):
            catalogue.execute(SetFields(made.id, values), EDITOR)
    catalogue.execute(SetFields(made.id, {"background": "供销社门前"}), EDITOR)


@pytest.mark.parametrize("state", list(State))
def test_a_frozen_item_is_not_thrown_away(catalogue: Catalogue, state: State) -> None:
    key = item(catalogue, state)
    if state not in FROZEN:
        catalogue.execute(Trash([key]), EDITOR)
        return
    for command in (Trash([key]), Batch("一起", (Trash([key]),))):
        with pytest.raises(Locked, match="不能移入回收站") as refused:
            catalogue.execute(command, EDITOR)
        assert "移出这一篇" in refused.value.remedy
    assert not catalogue.record(key).trashed


def test_the_files_of_a_frozen_item_stand(catalogue: Catalogue) -> None:
    key, other = item(catalogue, State.APPROVED), item(catalogue, State.DRAFT)
    file = Create("file", {"item": key, "name": "柜台.jpg", "mime": "image/jpeg", "sha256": "a" * 64, "position": 1})
    catalogue.execute(file, EDITOR)
    catalogue.execute(SetFields(key, {"state": "included"}, by_program=True, type="state"), EDITOR)

    for command in (
        Trash([file.id]),
        SetFields(file.id, {"sha256": "b" * 64}, by_program=True),
        SetFields(file.id, {"item": other}),
        SetFields(file.id, {"position": 0}),
    ):
        with pytest.raises(Locked, match=r"柜台\.jpg”已经定稿"):
            catalogue.execute(command, EDITOR)
    catalogue.execute(SetFields(file.id, {"role": "利用", "access": "public"}), EDITOR)
    catalogue.execute(Create("file", {"item": key, "name": "采访.mp3"}), EDITOR)


def test_what_a_volume_prints_over_a_frozen_article_stands(catalogue: Catalogue) -> None:
    volume = Create("volume", {"title": "城东文史"})
    catalogue.execute(volume, EDITOR)
    section = Create("section", {"volume": volume.id, "title": "回忆"})
    catalogue.execute(section, EDITOR)
    key = item(catalogue, State.PROOF1)
    article = Create("article", {"section": section.id, "item": key, "position": 1})
    foreword = Create("article", {"section": section.id, "role": "preface", "title": "序"})
    catalogue.execute(Batch("编", (article, foreword)), EDITOR)

    for values in ({"title": "老柜台"}, {"author": "王弁"}, {"subtitle": "一"}, {"note": "题注"}, {"item": None}):
        with pytest.raises(Locked, match="书卷里这一篇"):
            catalogue.execute(SetFields(article.id, values), EDITOR)
    catalogue.execute(SetFields(article.id, {"position": 2}), EDITOR)
    catalogue.execute(SetFields(foreword.id, {"title": "代序"}), EDITOR)
    catalogue.execute(Trash([article.id]), EDITOR)


def test_the_kind_of_a_frozen_item_stands_as_it_says_what_is_printed(catalogue: Catalogue) -> None:
    key = item(catalogue, State.INCLUDED)
    with pytest.raises(Locked, match="已经定稿"):
        catalogue.execute(SetFields(key, {"kind": "photograph"}), EDITOR)


def test_an_edit_from_before_the_text_stood_is_not_undone(catalogue: Catalogue) -> None:
    key = item(catalogue, State.APPROVED)
    catalogue.execute(SetFields(key, {"title": "供销社的老柜台"}), EDITOR)
    frozen = SetFields(key, {"state": "included"}, by_program=True, type="state", undoable=False)
    catalogue.execute(frozen, EDITOR)

    with pytest.raises(Locked, match="“题名”"):
        catalogue.undo(EDITOR)
    assert catalogue.record(key).title == "供销社的老柜台"


def test_the_step_that_froze_it_is_undone_and_the_edit_before_it_then(catalogue: Catalogue) -> None:
    key = item(catalogue, State.APPROVED)
    catalogue.execute(SetFields(key, {"title": "供销社的老柜台"}), EDITOR)
    catalogue.execute(SetFields(key, {"state": "included"}, by_program=True, type="state"), EDITOR)

    catalogue.undo(EDITOR)
    catalogue.undo(EDITOR)

    assert catalogue.record(key).title == "供销社的柜台"
    assert catalogue.record(key)["state"] == "approved"
