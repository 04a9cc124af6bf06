"""A zip from outside: its names read right, and nothing of it believed before it is seen.

Sizes are counted while a member streams out; the header's word on them is only ever a reason to refuse sooner.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.vault.hostile.charsets import decode_names
from archive_app.vault.hostile.limits import DEFAULT, Limits, readable
from archive_app.vault.hostile.names import remarks_on, why_refused
from archive_app.vault.hostile.zip_flags import with_true_flags

_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_UNICODE_PATH = 0x7075  # Info-ZIP: the name once more, in UTF-8 (APPNOTE 4.6.9)
_LOCAL_HEADER = 30  # bytes of a member's own header before its name
_CHUNK = 1 << 18
_MADE_ON_UNIX = 3
_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip. ``refusal`` is why it is not to be read (empty where it is); ``remarks`` are warnings."""

    index: int
    name: str
    packed: int
    size: int
    refusal: str = ""
    remarks: tuple[str, ...] = ()


class SafeZip:
    """An open zip; close it, or use it as a context.

    Raises ``Refused`` on opening where it is no zip, is damaged, has too many entries, or entries that overlap.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._file: BinaryIO | None = None
        try:
            self._zip = self._opened(path)
        except UnicodeDecodeError:
            raise Refused("压缩包里的文件名标着 UTF-8，其实不是", "请解压后直接导入文件夹。", code="bad-zip") from None
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise _broken(error) from error
        try:
            infos = self._zip.infolist()
            if len(infos) > limits.entries:
                raise Refused(f"压缩包里有 {len(infos)} 个条目，超过上限 {limits.entries} 个", "请分成几包。")
            _refuse_overlaps(infos, self._zip.start_dir)
            self.entries = _entries(infos, limits)
        except BaseException:
            self.close()
            raise

    def _opened(self, path: Path) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(path)
        except UnicodeDecodeError:
            self._file = with_true_flags(path)
            if self._file is None:
                raise
            try:
                return zipfile.ZipFile(self._file)
            except BaseException:
                self._file.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def chunks(self, entry: Entry, most: int) -> Iterator[bytes]:
        """The member's bytes, a piece at a time, never more than ``most`` in all.

        Raises ``Refused`` where it is encrypted, damaged, of an unknown method, or grows beyond ``most`` or beyond
        the ratio.
        """
        if entry.refusal:
            raise Refused(entry.refusal.removesuffix("。"))
        if entry.size > most:
            raise _too_large(entry.size, most)
        produced = 0
        with _plain_errors(), self._zip.open(self._zip.infolist()[entry.index]) as member:
            while chunk := member.read(_CHUNK):
                produced += len(chunk)
                if produced > most:
                    raise _too_large(produced, most)
                if produced > self._limits.ratio_from and produced > self._limits.ratio * max(1, entry.packed):
                    raise Refused(
                        f"展开到原来的 {produced // max(1, entry.packed)} 倍还没有完，像是“压缩炸弹”",
                        "请核对来源。",
                        code="bomb",
                    )
                yield chunk

    def copy(self, entry: Entry, out: BinaryIO, most: int) -> int:
        """Write the member to ``out``; its size. Raises as ``chunks`` does."""
        size = 0
        for chunk in self.chunks(entry, most):
            out.write(chunk)
            size += len(chunk)
        return size

    def read(self, entry: Entry, most: int) -> bytes:
        """The member as bytes. Raises as ``chunks`` does."""
        return b"".join(self.chunks(entry, most))


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What ``zipfile`` raises for damage, as a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise _broken(error) from error
    except RuntimeError as error:  # zipfile's word for "password required"
        raise Refused("加了密码，打不开", "请先去掉密码。", code="encrypted") from error


def _broken(error: Exception) -> Refused:
    return Refused("压缩包已损坏或不完整", "请重新打包，或解压后直接导入文件夹。", code="bad-zip")


def _too_large(size: int, most: int) -> Refused:
    return Refused(f"展开有 {readable(size)}，超过上限 {readable(most)}", "请分开导入。", code="too-large")


def _refuse_overlaps(infos: Sequence[zipfile.ZipInfo], directory: int) -> None:
    """Members that share bytes make a small file unpack to any size (Fifield 2019)."""
    spans = sorted((i.header_offset, i.header_offset + _LOCAL_HEADER + i.compress_size) for i in infos)
    for (_, end), (start, _) in pairwise([*spans, (directory, directory)]):
        if end > start:
            raise Refused("压缩包里的条目互相重叠，像是“压缩炸弹”", "请核对来源，重新打包。", code="overlap")


def _entries(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> tuple[Entry, ...]:
    names = _names(infos)
    entries = [
        _entry(index, info, name, limits)
        for index, (info, name) in enumerate(zip(infos, names, strict=True))
        if not _is_folder(info, name)
    ]
    exact = Counter(entry.name for entry in entries)
    folded = Counter(entry.name.casefold() for entry in entries)
    return tuple(_with_clashes(entry, exact[entry.name], folded[entry.name.casefold()]) for entry in entries)


def _with_clashes(entry: Entry, same: int, alike: int) -> Entry:
    if same > 1:
        return replace(entry, remarks=(*entry.remarks, f"压缩包里有 {same} 个条目都叫这个名字，都收下了，请核对。"))
    if alike > 1:
        return replace(entry, remarks=(*entry.remarks, "压缩包里另有一个文件只是大小写不同，都收下了，请核对。"))
    return entry


def _is_folder(info: zipfile.ZipInfo, name: str) -> bool:
    return name.endswith(("/", "\\")) and info.file_size == 0


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Every name: by its UTF-8 flag or Unicode Path field, else guessed for the archive as a whole."""
    raw = {i: info.orig_filename.encode("cp437") for i, info in enumerate(infos) if not info.flag_bits & _UTF8}
    said = {i: _unicode_path(infos[i].extra, name) for i, name in raw.items()}
    unknown = [i for i in raw if said[i] is None]
    guessed = dict(zip(unknown, decode_names([raw[i] for i in unknown]), strict=True))
    return [said.get(i) or guessed.get(i) or info.orig_filename for i, info in enumerate(infos)]


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's Unicode Path field, where it still belongs to the name beside it."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(value) > 5 and value[0] == 1:
            if struct.unpack_from("<I", value, 1)[0] != zlib.crc32(raw):
                return None
            try:
                return value[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _entry(index: int, info: zipfile.ZipInfo, name: str, limits: Limits) -> Entry:
    entry = Entry(index, name, info.compress_size, info.file_size, remarks=remarks_on(name))
    refusal = why_refused(name) or _why_not_read(info, limits)
    return replace(entry, refusal=refusal) if refusal else entry


def _why_not_read(info: zipfile.ZipInfo, limits: Limits) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _MADE_ON_UNIX else 0
    if kind == stat.S_IFLNK:
        return "是符号链接，不跟着它走。"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "不是普通文件（设备或管道）。"
    if info.flag_bits & _ENCRYPTED:
        return "加了密码，打不开。请先去掉密码。"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        method = _METHODS.get(info.compress_type, str(info.compress_type))
        return f"压缩方式（{method}）不支持。请解压后直接导入文件夹。"
    if info.file_size > limits.member:
        return f"展开有 {readable(info.file_size)}，超过上限 {readable(limits.member)}。"
    return ""
