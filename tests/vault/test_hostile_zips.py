"""Zips: names in any encoding come out right, and whatever was made to do harm is refused by name."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.vault.hostile.limits import Limits
from archive_app.vault.hostile.zips import SafeZip

UTF8_FLAG = 0x800


def raw_zip(
    members: Iterable[tuple[bytes, bytes]], *, flags: int = 0, extra: Callable[[bytes], bytes] = lambda name: b""
) -> bytes:
    """A zip of stored members under these very bytes as names."""
    out, directory, count = bytearray(), bytearray(), 0
    for name, data in members:
        field = extra(name)
        sizes = (zlib.crc32(data), len(data), len(data), len(name), len(field))
        fixed = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 33, *sizes)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fixed
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name + field
        out += b"PK\x03\x04" + fixed + name + field + data
        count += 1
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + end)


def names_in(tmp_path: Path, data: bytes) -> list[str]:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with SafeZip(path) as archive:
        return [entry.name for entry in archive.entries]


def written(tmp_path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def gbk_ending_in_backslash() -> list[str]:
    found = []
    for lead in range(0x81, 0xFF):
        try:
            char = bytes([lead, 0x5C]).decode("gbk")
        except UnicodeDecodeError:
            continue
        if "\u4e00" <= char <= "\u9fff":
            found.append(char)
    return found


def test_there_are_116_gbk_characters_that_end_in_a_backslash() -> None:
    assert len(gbk_ending_in_backslash()) == 116


@pytest.mark.parametrize("pattern", ["{}.txt", "第{}村的照片.jpg", "资料/{}/说明.docx", "{}"])
def test_every_gbk_name_with_a_backslash_byte_is_read_right(tmp_path: Path, pattern: str) -> None:
    for char in gbk_ending_in_backslash():
        name = pattern.format(char)
        assert names_in(tmp_path, raw_zip([(name.encode("gbk"), b"x")])) == [name]


def test_all_gbk_names_with_a_backslash_byte_in_one_archive_are_read_right(tmp_path: Path) -> None:
    names = [f"{char}{number}.txt" for number, char in enumerate(gbk_ending_in_backslash())]
    assert names_in(tmp_path, raw_zip([(name.encode("gbk"), b"x") for name in names])) == names


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ["供销社的柜台.docx", "马䶮口述.txt", "𠮷.jpg"]),
        ("gbk", ["湟水筏子客/封面.jpg", "湟水筏子客/说明.txt", "readme.txt"]),
        ("big5", ["回憶錄/第一章.docx", "功許蓋.jpg", "說明.txt"]),
        ("cp950", ["碁銹裏粧.txt", "老照片.jpg"]),
        ("utf-8", ["供销社/柜台.docx", "Привет.txt", "été.txt"]),
        ("cp437", ["café.txt", "plain.txt"]),
        ("ascii", ["IMG_0001.jpg"]),
    ],
)
def test_names_without_a_flag_are_guessed_for_the_whole_archive(
    tmp_path: Path, encoding: str, names: list[str]
) -> None:
    assert names_in(tmp_path, raw_zip([(name.encode(encoding), b"x") for name in names])) == names


def test_a_utf8_flag_is_believed(tmp_path: Path) -> None:
    assert names_in(tmp_path, raw_zip([("朶.txt".encode(), b"x")], flags=UTF8_FLAG)) == ["朶.txt"]


def unicode_path(name: str, crc_of: bytes) -> bytes:
    value = b"\x01" + struct.pack("<I", zlib.crc32(crc_of)) + name.encode()
    return struct.pack("<HH", 0x7075, len(value)) + value


def test_the_unicode_path_field_wins_over_the_bytes_beside_it(tmp_path: Path) -> None:
    data = raw_zip([(b"????.txt", b"x")], extra=lambda name: unicode_path("供销社.txt", name))
    assert names_in(tmp_path, data) == ["供销社.txt"]


def test_a_unicode_path_field_of_another_name_is_not_believed(tmp_path: Path) -> None:
    data = raw_zip([("柜台.txt".encode("gbk"), b"x")], extra=lambda name: unicode_path("旧名.txt", b"renamed since"))
    assert names_in(tmp_path, data) == ["柜台.txt"]


def test_names_of_two_encodings_in_one_archive_are_read_each_by_itself(tmp_path: Path) -> None:
    data = raw_zip([("供销社的柜台.txt".encode("gbk"), b"x"), ("湟水两岸的照片说明.txt".encode(), b"y")])
    assert names_in(tmp_path, data) == ["供销社的柜台.txt", "湟水两岸的照片说明.txt"]


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "a/../../evil.txt", "..\\evil.txt", "/etc/passwd", "\\\\?\\C:\\x.txt", "C:\\x.txt", "c:x.txt"],
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, {name: b"x", "good.txt": b"good"})
    with SafeZip(path) as archive:
        bad, good = archive.entries
        assert bad.name == name
        assert "压缩包外面" in bad.refusal
        with pytest.raises(Refused):
            archive.read(bad, 100)
        assert archive.read(good, 100) == b"good"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("CON.txt", "保留名"),
        ("com1", "保留名"),
        ("说明.txt.", "末尾有点"),
        ("图 /说明.txt", "末尾有点"),
        ("长" * 201 + ".txt", "超过 200 个字"),
        ("照片\u202egpj.exe", "U+202E"),
        ("零\u200b宽.txt", "U+200B"),
        ("造\ue000字.txt", "U+E000"),
    ],
)
def test_an_odd_name_is_kept_and_remarked_on(tmp_path: Path, name: str, word: str) -> None:
    with SafeZip(written(tmp_path, {name: b"x"})) as archive:
        (entry,) = archive.entries
        assert entry.name == name
        assert entry.refusal == ""
        assert word in "".join(entry.remarks)


def test_names_that_differ_in_case_or_not_at_all_are_all_kept(tmp_path: Path) -> None:
    data = raw_zip([(b"a.txt", b"1"), (b"A.TXT", b"2"), (b"b.txt", b"3"), (b"b.txt", b"4")])
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with SafeZip(path) as archive:
        assert [archive.read(entry, 10) for entry in archive.entries] == [b"1", b"2", b"3", b"4"]
        assert "大小写" in archive.entries[0].remarks[0]
        assert "2 个条目都叫这个名字" in archive.entries[2].remarks[0]


def test_an_encrypted_member_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw_zip([(b"a.txt", b"secret")], flags=1))
    with SafeZip(path) as archive:
        assert "去掉密码" in archive.entries[0].refusal


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("链接")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with SafeZip(path) as safe:
        assert "符号链接" in safe.entries[0].refusal


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = written(tmp_path, {"bomb.txt": b"\0" * (40 << 20)})
    with SafeZip(path) as archive, pytest.raises(Refused, match="压缩炸弹"):
        archive.read(archive.entries[0], 1 << 30)


def test_a_member_that_lies_about_its_size_never_gives_more_than_was_allowed(tmp_path: Path) -> None:
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b"A" * 5_000_000) + body.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"A" * 5_000_000)
    honest = out.getvalue()
    assert packed in honest
    lying = honest.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    path = tmp_path / "a.zip"
    path.write_bytes(lying)
    with SafeZip(path) as archive, pytest.raises(Refused):
        archive.read(archive.entries[0], 1000)


def test_what_is_larger_than_allowed_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with SafeZip(written(tmp_path, {"a.bin": bytes(1000)})) as archive, pytest.raises(Refused, match="超过上限"):
        archive.read(archive.entries[0], 999)


def test_overlapping_members_are_refused_as_a_whole(tmp_path: Path) -> None:
    good = raw_zip([(b"a.txt", b"x" * 100), (b"b.txt", b"y" * 100)])
    second = good.index(b"PK\x03\x04", 4)
    directory = good.rindex(b"PK\x01\x02")
    offset = directory + 42
    assert struct.unpack_from("<I", good, offset)[0] == second
    path = tmp_path / "a.zip"
    path.write_bytes(good[:offset] + struct.pack("<I", 10) + good[offset + 4 :])
    with pytest.raises(Refused, match="重叠"):
        SafeZip(path)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, {f"{n}.txt": b"" for n in range(30)}, zipfile.ZIP_STORED)
    with pytest.raises(Refused, match="30 个条目"):
        SafeZip(path, Limits(entries=20))


def test_an_unknown_compression_is_named(tmp_path: Path) -> None:
    with SafeZip(written(tmp_path, {"a.txt": b"x" * 100}, zipfile.ZIP_LZMA)) as archive:
        assert "LZMA" in archive.entries[0].refusal


@pytest.mark.parametrize("cut", [10, 40, -10])
def test_a_truncated_archive_is_refused_in_words(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, {"a.txt": b"hello" * 50})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Refused, match=r"损坏|不完整"):
        SafeZip(path)


def test_a_flipped_byte_in_a_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(raw_zip([(b"a.txt", b"hello world")]))
    data[data.index(b"hello")] ^= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with SafeZip(path) as archive, pytest.raises(Refused, match="损坏"):
        archive.read(archive.entries[0], 100)


@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n" * 40])
def test_a_utf8_flag_on_bytes_that_are_none_is_not_believed(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "a.zip"
    names = [
        ("供销社的柜台.txt".encode("gbk"), b"x"),
        ("油坊.txt".encode(), b"y"),
        ("照片\\说明.txt".encode("gbk"), b"z"),
    ]
    path.write_bytes(before + raw_zip(names, flags=UTF8_FLAG))
    with SafeZip(path) as archive:
        read = {entry.name: archive.read(entry, 10) for entry in archive.entries}
    assert read == {"供销社的柜台.txt": b"x", "油坊.txt": b"y", "照片\\说明.txt": b"z"}


def test_names_of_three_encodings_in_one_archive(tmp_path: Path) -> None:
    names = ["照片目录.txt", "供销社的柜台.txt"]
    members = [(name.encode("gbk"), b"x") for name in names]
    members += [("文史资料目录.txt".encode(), b"y"), ("臺灣同胞回憶錄.txt".encode("big5"), b"z")]
    assert names_in(tmp_path, raw_zip(members)) == [*names, "文史资料目录.txt", "臺灣同胞回憶錄.txt"]
