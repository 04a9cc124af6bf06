"""A batch: every file met stands in exactly one outcome, and nothing one file does hurts the next."""

from __future__ import annotations

import multiprocessing
import struct
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from intake_making import FILES, png

from archive_app import intake
from archive_app.intake import Outcome, Refusal, Taken
from archive_app.vault.hostile.limits import Limits


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def run(paths: Sequence[Path], staging: Path, limits: Limits | None = None) -> dict[str, Outcome]:
    outcomes = list(intake.read(paths, staging=staging, limits=limits or Limits()))
    by_source = {outcome.source: outcome for outcome in outcomes}
    assert len(by_source) == len(outcomes), "a source stands in two outcomes"
    return by_source


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


TEXT = "题目\n\n　　正文。\n".encode()


def test_a_mixed_folder_is_read_and_the_bad_files_cost_themselves(tmp_path: Path, staging: Path) -> None:
    folder = tmp_path / "来料"
    (folder / "照片").mkdir(parents=True)
    (folder / "稿.txt").write_bytes(TEXT)
    (folder / "空.txt").write_bytes(b"")
    (folder / "程序.docx").write_bytes(b"MZ\x90\0" + bytes(200))
    (folder / "旧稿.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    (folder / "照片" / "一.png").write_bytes(png())
    (folder / "照片" / "坏.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(50))
    (folder / "照片" / "Thumbs.db").write_bytes(b"x")
    outcomes = {Path(source).name: outcome for source, outcome in run([folder], staging).items()}
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, Taken)} == {"稿.txt", "一.png"}
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, Refusal)} == {
        "空.txt", "程序.docx", "旧稿.doc", "坏.jpg", "Thumbs.db",
    }  # fmt: skip
    assert "空文件" in outcomes["空.txt"].reason
    assert "Windows 程序" in outcomes["程序.docx"].reason
    assert "另存为 docx" in outcomes["旧稿.doc"].reason
    assert "损坏" in outcomes["坏.jpg"].reason


def test_the_original_of_a_plain_file_is_the_file_itself(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_bytes(TEXT)
    outcome = run([path], staging)[str(path)]
    assert isinstance(outcome, Taken) and outcome.path == path
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("name", ["infozip-utf8.zip", "infozip-gbk.zip", "7z-utf8.zip"])
def test_archives_of_real_programs_give_their_names_and_their_bytes(name: str, staging: Path) -> None:
    outcomes = run([FILES / name], staging)
    assert set(outcomes) == {f"{FILES / name}!资料/朶村口述.txt", f"{FILES / name}!资料/湟水两岸.txt"}
    taken = outcomes[f"{FILES / name}!资料/朶村口述.txt"]
    assert isinstance(taken, Taken)
    assert taken.path.parent == staging.resolve()
    assert taken.path.read_text(encoding="utf-8") == "供销社的柜台\n\n　　柜台一丈二长。\n"
    assert taken.proposal.kind == "oral_history"


def test_an_encrypted_archive_of_a_real_program_is_refused_member_by_member(staging: Path) -> None:
    outcomes = run([FILES / "7z-encrypted.zip"], staging)
    assert len(outcomes) == 2
    assert all(isinstance(outcome, Refusal) and "去掉密码" in outcome.reason for outcome in outcomes.values())


def test_members_are_read_like_files_and_droppings_are_named(tmp_path: Path, staging: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        {
            "稿/一.txt": TEXT,
            "稿/图.jpg": png(),
            "__MACOSX/稿/._一.txt": b"x",
            "稿/.DS_Store": b"x",
            "../外.txt": TEXT,
            "说明.xyz": b"\0\1\2",
        },
    )
    outcomes = {source.partition("!")[2]: outcome for source, outcome in run([path], staging).items()}
    assert isinstance(outcomes["稿/一.txt"], Taken)
    picture = outcomes["稿/图.jpg"]
    assert isinstance(picture, Taken) and "PNG" in picture.proposal.warnings[0]
    assert {name: type(outcome) for name, outcome in outcomes.items() if isinstance(outcome, Refusal)}.keys() == {
        "__MACOSX/稿/._一.txt", "稿/.DS_Store", "../外.txt", "说明.xyz",
    }  # fmt: skip
    assert not (tmp_path / "外.txt").exists()


def test_an_archive_in_an_archive_is_opened_and_a_third_is_not(tmp_path: Path, staging: Path) -> None:
    third = zipped(tmp_path / "3.zip", {"深.txt": TEXT}).read_bytes()
    second = zipped(tmp_path / "2.zip", {"三.zip": third, "中.txt": TEXT}).read_bytes()
    first = zipped(tmp_path / "1.zip", {"二.zip": second, "浅.txt": TEXT})
    outcomes = {source.partition("!")[2]: outcome for source, outcome in run([first], staging).items()}
    assert set(outcomes) == {"二.zip!三.zip", "二.zip!中.txt", "浅.txt"}
    assert isinstance(outcomes["二.zip!中.txt"], Taken)
    refusal = outcomes["二.zip!三.zip"]
    assert isinstance(refusal, Refusal) and "2 层" in refusal.reason


def test_only_what_was_taken_stays_in_staging(tmp_path: Path, staging: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.txt": TEXT, "b.xyz": b"\0\0"}).read_bytes()
    outcomes = run([zipped(tmp_path / "a.zip", {"内.zip": inner, "坏.docx": b"PK\x03\x04junk"})], staging)
    kept = {outcome.path for outcome in outcomes.values() if isinstance(outcome, Taken)}
    assert set(staging.resolve().iterdir()) == kept
    assert len(kept) == 1


def test_a_bomb_costs_itself(tmp_path: Path, staging: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"一.txt": TEXT, "炸.txt": bytes(20 << 20), "二.txt": TEXT})
    outcomes = {source.partition("!")[2]: outcome for source, outcome in run([path], staging).items()}
    assert isinstance(outcomes["一.txt"], Taken) and isinstance(outcomes["二.txt"], Taken)
    refusal = outcomes["炸.txt"]
    assert isinstance(refusal, Refusal) and "压缩炸弹" in refusal.reason


def test_an_archive_that_unpacks_to_more_than_the_limit_stops_there(tmp_path: Path, staging: Path) -> None:
    members = {f"{n}.txt": TEXT + bytes(str(n), "ascii") * 500 for n in range(6)}
    outcomes = run([zipped(tmp_path / "a.zip", members)], staging, Limits(unpacked=1800))
    refused = [outcome for outcome in outcomes.values() if isinstance(outcome, Refusal)]
    assert len(refused) == 3
    assert all("总共展开" in refusal.reason for refusal in refused)


def test_an_empty_archive_is_named(tmp_path: Path, staging: Path) -> None:
    path = zipped(tmp_path / "a.zip", {})
    refusal = run([path], staging)[str(path)]
    assert isinstance(refusal, Refusal) and "空" in refusal.reason


def test_two_members_of_one_name_are_both_taken(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("稿.txt", TEXT)
        archive.writestr("稿.txt", TEXT + b"2")
    outcomes = list(intake.read([path], staging=staging))
    assert [type(outcome) for outcome in outcomes] == [Taken, Taken]
    assert all("都叫这个名字" in outcome.proposal.warnings[0] for outcome in outcomes if isinstance(outcome, Taken))


def test_progress_goes_from_nothing_to_all(tmp_path: Path, staging: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_bytes(TEXT)
    zipped(tmp_path / "z.zip", {"a.txt": TEXT, "b.txt": TEXT})
    told: list[tuple[float, str]] = []
    paths = sorted(path for path in tmp_path.iterdir() if path.is_file())
    list(intake.read(paths, staging=staging, progress=lambda share, source: told.append((share, source))))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] == 1
    assert any(source.endswith("z.zip!b.txt") for _, source in told)


def test_cancelling_ends_the_outcomes_at_once(tmp_path: Path, staging: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n}.txt").write_bytes(TEXT)
    stop = [False]
    outcomes = []
    for outcome in intake.read([tmp_path], staging=staging, cancelled=lambda: stop[0]):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            stop[0] = True
            began = time.monotonic()
    assert len(outcomes) == 3
    assert time.monotonic() - began < 1


def test_leaving_early_ends_the_reading_processes(tmp_path: Path, staging: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.txt").write_bytes(TEXT)
    before = {process.pid for process in multiprocessing.active_children()}
    outcomes = intake.read([tmp_path], staging=staging)
    assert isinstance(next(outcomes), Taken)
    assert {process.pid for process in multiprocessing.active_children()} > before
    outcomes.close()  # type: ignore[attr-defined]
    assert {process.pid for process in multiprocessing.active_children()} <= before


def test_many_files_keep_their_order_beside_each_other(tmp_path: Path, staging: Path) -> None:
    folder = tmp_path / "来料"
    folder.mkdir()
    for n in range(24):
        (folder / f"{n}.png").write_bytes(png(300 if n % 2 else 8, 200 if n % 2 else 6))
    (folder / "5a.zip").write_bytes(zipped(tmp_path / "z", {"内.png": png(), "内.txt": TEXT}).read_bytes())
    (tmp_path / "z").unlink()
    outcomes = list(intake.read([folder], staging=staging, thumbnails=64))
    names = [Path(outcome.source).name for outcome in outcomes]
    assert names == [
        *(f"{n}.png" for n in range(6)),
        "5a.zip!内.png",
        "5a.zip!内.txt",
        *(f"{n}.png" for n in range(6, 24)),
    ]
    for outcome in outcomes:
        assert isinstance(outcome, Taken)
        made = outcome.thumbnail
        assert (made is not None and made.parent == staging) == outcome.source.endswith(".png")


def test_a_picture_that_cannot_be_made_small_is_taken_with_the_reason(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "地图.webp"
    path.write_bytes((FILES / "lossless.webp").read_bytes())
    data = bytearray(path.read_bytes())
    data[21:25] = struct.pack("<I", (9999) | (9999 << 14))  # a lossless picture of 10,000 × 10,000
    path.write_bytes(data)
    outcome = run([path], staging)[str(path)]
    if isinstance(outcome, Taken):  # the codec may already refuse it on opening
        (taken,) = intake.read([path], staging=staging, thumbnails=64)
        assert isinstance(taken, Taken) and taken.thumbnail is None
        assert any("做不出缩略图" in warning for warning in taken.proposal.warnings)
    else:
        assert isinstance(outcome, Refusal) and "图片" in outcome.reason


def test_what_folders_and_names_say_is_suggested_beside_the_fields(tmp_path: Path, staging: Path) -> None:
    folder = tmp_path / "来料" / "乐家湾镇" / "2024-05-01_王家庄"
    folder.mkdir(parents=True)
    (folder / "IMG_0001.png").write_bytes(png())
    zipped(tmp_path / "来料" / "1958年春 韵家口水磨.zip", {"扫描0001.png": png(), "1963年 大佛寺/一.txt": TEXT})
    found: dict[str, set[tuple[str, str]]] = {}
    for source, outcome in run([tmp_path / "来料"], staging).items():
        assert isinstance(outcome, Taken)
        assert not {"created", "places"} & set(outcome.proposal.fields)
        found[source.rpartition("/")[2]] = {(one.field, one.value) for one in outcome.proposal.suggestions}
    assert found == {
        "IMG_0001.png": {("created", "2024-05-01"), ("places", "王家庄"), ("places", "乐家湾镇")},
        "1958年春 韵家口水磨.zip!扫描0001.png": {("created", "1958年春"), ("places", "韵家口水磨")},
        "一.txt": {("created", "1963年"), ("places", "大佛寺"), ("places", "韵家口水磨")},
    }


def test_a_name_on_the_disk_that_hides_something_is_remarked_on(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "照片\u202etxt.txt"
    path.write_bytes(TEXT)
    (outcome,) = intake.read([path], staging=staging)
    assert isinstance(outcome, Taken) and "U+202E" in "".join(outcome.proposal.warnings)


def test_names_that_hide_something_are_kept_and_remarked_on(tmp_path: Path, staging: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"照片\u202egpj.txt": TEXT, "长" * 220 + ".txt": TEXT, "CON.txt": TEXT})
    outcomes = list(run([path], staging).values())
    warnings = [" ".join(outcome.proposal.warnings) for outcome in outcomes if isinstance(outcome, Taken)]
    assert ["U+202E" in warnings[0], "超过 200 个字" in warnings[1], "保留名" in warnings[2]] == [True] * 3
    assert outcomes[0].source.endswith("!照片\u202egpj.txt")


def test_a_name_with_an_exclamation_mark_stays_whole(tmp_path: Path, staging: Path) -> None:
    (tmp_path / "重要!.png").write_bytes(png())
    archive = zipped(tmp_path / "包!一.zip", {"资料/急!.txt": TEXT, "!.png": png()})
    outcomes = run([tmp_path / "重要!.png", archive], staging)
    names = {outcome.name for outcome in outcomes.values() if isinstance(outcome, Taken)}
    assert names == {"重要!.png", "急!.txt", "!.png"}
    warnings = [w for outcome in outcomes.values() if isinstance(outcome, Taken) for w in outcome.proposal.warnings]
    assert not [warning for warning in warnings if "后缀" in warning]
