"""What is met and not taken: known by its contents or its suffix, named, with what to do instead."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from archive_app.frozen import dataclass

_SAVE_AS_DOCX = "请用 Word 或 WPS 另存为 docx 后再导入。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。"
_SAVE_AS_PNG = "请另存为 JPEG、PNG 或 TIFF 后再导入。"
_NOT_YET = "这一版还不收，请先妥善保存原件。"
_AS_MP3 = "请用录音软件或格式转换软件转成 mp3 或 wav 后再导入，原件请妥善保存。"
_SAVE_SOUND = "请用手机或剪辑软件把声音另存为 m4a 或 mp3 后再导入，视频原件请妥善保存。"
_NO_SOUND = "里面找不到声音，可能已损坏，请找来源补一份完好的。"
_UNPACK = "请先解压，再导入文件夹；或改压成 zip。"
_PROGRAM = "程序文件不收。"
_VOLUME = re.compile(r"\.(?:z\d{2}|r\d{2}|\d{3})\Z")
_TAIL = (1 << 16) + 22  # bytes at whose beginning a zip's end may stand
_SCAN = 32 << 20  # bytes of an OLE file searched for the names of its streams


@dataclass(frozen=True, slots=True)
class Other:
    """A format by name, and what a person can do."""

    label: str
    remedy: str

    @property
    def reason(self) -> str:
        """The sentence of a refusal."""
        return f"这是{self.label}，没有收。{self.remedy}"


_DOC = Other("旧版 Word 文档（.doc）", _SAVE_AS_DOCX)
_EXE = Other("Windows 程序", _PROGRAM)
_PART = Other("分卷压缩包的一卷", "请把各卷放在一起解压，再导入文件夹。")
_RAW = Other("相机原始文件", _SAVE_AS_PNG)
RAW_SUFFIXES = (".cr2", ".cr3", ".nef", ".nrw", ".arw", ".sr2", ".dng", ".orf", ".rw2", ".pef", ".srw", ".raf", ".3fr")
_CANON = b"CR"  # behind the head of a TIFF: a CR2, whatever its name

_SIGNATURES: tuple[tuple[bytes, Other], ...] = (
    (b"PK\x07\x08", _PART),
    (b"\x7fELF", Other("Linux 程序", _PROGRAM)),
    (b"Rar!\x1a\x07", Other("RAR 压缩包", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Other("7z 压缩包", _UNPACK)),
    (b"\x1f\x8b", Other("gzip 压缩包", _UNPACK)),
    (b"BZh", Other("bzip2 压缩包", _UNPACK)),
    (b"\xfd7zXZ\0", Other("xz 压缩包", _UNPACK)),
    (b"MSCF", Other("CAB 压缩包", _UNPACK)),
    (b"GIF8", Other("GIF 图片", _SAVE_AS_PNG)),
    (b"8BPS", Other("Photoshop 文件", _SAVE_AS_PNG)),
    (b"\x00\x00\x01\x00", Other("图标文件", _SAVE_AS_PNG)),
    (b"%!PS", Other("PostScript 文件", _SAVE_AS_PNG)),
    (b"\xc5\xd0\xd3\xc6", Other("EPS 文件", _SAVE_AS_PNG)),
    (b"\xff\x0a", Other("JPEG XL 图片", _SAVE_AS_PNG)),
    (b"\x00\x00\x00\x0cJXL ", Other("JPEG XL 图片", _SAVE_AS_PNG)),
    (b"\x00\x00\x00\x0cjP  ", Other("JPEG 2000 图片", _SAVE_AS_PNG)),
    (b"ID3", Other("损坏的 MP3 录音", _NO_SOUND)),
    (b"#!SILK", Other("微信语音（SILK）", _AS_MP3)),
    (b"\x02#!SILK", Other("微信语音（SILK）", _AS_MP3)),
    (b"\x1aE\xdf\xa3", Other("MKV、WebM 视频", _SAVE_SOUND)),
    (b"SQLite format 3\0", Other("SQLite 数据库", "不是资料文件。")),
    (b"L\0\0\0\x01\x14\x02\0", Other("Windows 快捷方式", "请复制它指向的原文件。")),
    (b"CAJ", Other("CAJ 文献", "请用 CAJViewer 打开，另存或打印成别的格式；" + _NOT_YET)),
)

_WEAK: tuple[tuple[bytes, Other], ...] = (
    (b"MZ", _EXE),
    *(
        (two, Other("Word 2.0 或更早的文档", _SAVE_AS_DOCX))
        for two in (b"\xdb\xa5", b"\x9b\xa5", b"\x37\xfe", b"\x31\xbe")
    ),
    (b"BM", Other("BMP 图片", _SAVE_AS_PNG)),
    (b"\xff\xfb", Other("损坏的 MP3 录音", _NO_SOUND)),
    (b"\xff\xf3", Other("损坏的 MP3 录音", _NO_SOUND)),
    (b"\xff\xf1", Other("损坏的 AAC 录音", _NO_SOUND)),
)
"""Two bytes are little evidence: not asked of a file that is text."""

_RIFF = {
    b"AVI ": Other("AVI 视频", _SAVE_SOUND),
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, Other], ...] = (
    ("EncryptedPackage", Other("加了密码的 Word（或 Excel）文件", "请先去掉密码，再另存后导入。")),
    ("WPS Office", Other("WPS 文档", _SAVE_AS_DOCX)),
    ("Workbook", Other("旧版 Excel 表格（.xls）", _SAVE_AS_XLSX)),
    ("PowerPoint Document", Other("旧版幻灯片（.ppt）", _SAVE_AS_DOCX)),
    ("__substg1.0_", Other("Outlook 邮件", "请把附件另存后导入。")),
)

_PACKAGES: tuple[tuple[str, Other], ...] = (
    ("xl/workbook.bin", Other("二进制的 Excel 表格（.xlsb）", _SAVE_AS_XLSX)),
    ("xl/workbook", Other("Excel 表格", _SAVE_AS_XLSX)),
    ("ppt/presentation.xml", Other("幻灯片", "请把文字另存为 docx、图片另存为 JPEG 后再导入。")),
    ("META-INF/container.xml", Other("EPUB 电子书", _SAVE_AS_DOCX)),
    ("OFD.xml", Other("OFD 版式文件", _NOT_YET)),
    ("AndroidManifest.xml", Other("安卓安装包", _PROGRAM)),
    ("META-INF/MANIFEST.MF", Other("Java 程序包", _PROGRAM)),
    ("word/vbaProject.bin", Other("带宏的 Word 文档", "宏可能有害；请用 Word 或 WPS 另存为不带宏的 docx 后再导入。")),
    ("content.xml", Other("别的 OpenDocument 文档（.odg、.odp 等）", "请用 LibreOffice 或 WPS 另存为 docx 后再导入。")),
)

_SOUNDS = (
    ".silk",
    ".slk",
    ".aud",
    ".ape",
    ".aif",
    ".aiff",
    ".dss",
    ".ds2",
    ".m4p",
    ".au",
    ".snd",
    ".caf",
    ".w64",
    ".ac3",
    ".dts",
    ".tta",
    ".wv",
    ".mka",
    ".ra",
    ".mpc",
    ".act",
    ".dvf",
    ".msv",
    ".voc",
    ".mid",
    ".mp1",
)
_FILMS = (
    ".avi",
    ".mkv",
    ".mpg",
    ".mpeg",
    ".flv",
    ".webm",
    ".ts",
    ".mts",
    ".m2ts",
    ".vob",
    ".rm",
    ".rmvb",
    ".dat",
    ".f4v",
)

_SUFFIXES: dict[str, Other] = {
    **dict.fromkeys((".doc", ".dot"), _DOC),
    ".docm": Other("带宏的 Word 文档", "请用 Word 或 WPS 另存为不带宏的 docx 后再导入。"),
    **dict.fromkeys((".wps", ".wpt"), Other("WPS 文档", _SAVE_AS_DOCX)),
    **dict.fromkeys((".pages", ".sxw", ".uot", ".wri", ".wpd", ".hwp"), Other("别的文字处理软件的文档", _SAVE_AS_DOCX)),
    **dict.fromkeys((".htm", ".html", ".mht", ".mhtml"), Other("网页", _SAVE_AS_DOCX)),
    **dict.fromkeys((".xlsb", ".numbers", ".ett", ".fods", ".uos"), Other("别的格式的表格", _SAVE_AS_XLSX)),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), Other("幻灯片", _SAVE_AS_DOCX)),
    **dict.fromkeys((".sub", ".idx", ".smi", ".sami", ".stl", ".sup"), Other("字幕", "请另存为 srt 或 vtt 后再导入。")),
    **dict.fromkeys(_SOUNDS, Other("录音", _AS_MP3)),
    **dict.fromkeys(_FILMS, Other("视频", _SAVE_SOUND)),
    **dict.fromkeys((".gif", ".bmp", ".psd", ".svg", ".emf", ".wmf"), Other("别的格式的图片", _SAVE_AS_PNG)),
    **dict.fromkeys(RAW_SUFFIXES, _RAW),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".iso"), Other("压缩包或光盘映像", _UNPACK)),
    **dict.fromkeys((".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".vbs", ".js", ".ps1", ".sh"),
                    Other("程序或脚本", _PROGRAM)),
    **dict.fromkeys((".lnk", ".url", ".webloc"), Other("快捷方式", "请复制它指向的原文件。")),
    **dict.fromkeys((".db", ".sqlite", ".mdb", ".accdb"), Other("数据库", "不是资料文件。")),
    **dict.fromkeys((".tmp", ".bak", ".part", ".crdownload"), Other("临时文件或没有下载完的文件", "不用导入。")),
}  # fmt: skip


def by_content(head: bytes, path: Path, suffix: str) -> Other | None:
    """What a file is by bytes that leave no doubt; ``None`` where they say nothing."""
    if head.startswith(_OLE):
        return _ole(path, suffix)
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _RAW if head[8:12] == b"crx " else Other("别的格式的图片", _SAVE_AS_PNG)
    if suffix == ".zip" and _is_last_volume(path):
        return _PART
    if head[257:262] == b"ustar":
        return Other("tar 压缩包", _UNPACK)
    return next((other for signature, other in _SIGNATURES if head.startswith(signature)), None)


def _is_last_volume(path: Path) -> bool:
    """Whether a zip's end says that it is the end of several files (APPNOTE 4.4.19: this disk is not the first)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    place = tail.rfind(b"PK\5\6")
    return place >= 0 and int.from_bytes(tail[place + 4 : place + 6], "little") not in (0, 0xFFFF)


def by_weak_content(head: bytes) -> Other | None:
    """What a file that is no text may be, by two bytes."""
    return next((other for signature, other in _WEAK if head.startswith(signature)), None)


def part_of_several(suffix: str) -> Other | None:
    """What a suffix like ``.001`` or ``.z01`` says: one of the pieces of an archive."""
    return _PART if _VOLUME.match(suffix) else None


def by_suffix(suffix: str) -> Other | None:
    """What a suffix says, where nothing else does."""
    return _SUFFIXES.get(suffix)


def package(path: Path) -> Other | None:
    """Which other program's file a zip is; ``None`` for a plain zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None  # the zip's own reader says what is wrong with it
    top = [name for name in names if any(name.startswith(mark) for mark, _ in _PACKAGES)]
    for mark, other in _PACKAGES:
        if any(name.startswith(mark) for name in top) and (mark != "content.xml" or "mimetype" in names):
            return other
    return None


def _ole(path: Path, suffix: str) -> Other:
    """A compound file by the names of its streams, which stand in it as UTF-16."""
    with path.open("rb") as file:
        data = file.read(_SCAN)
    for name, other in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return other
    return _SUFFIXES.get(suffix) or Other("旧版 Office 文件", _SAVE_AS_DOCX)


def camera_raw(head: bytes, suffix: str) -> Other | None:
    """A camera's own file, of what opens as a TIFF: most begin as one and hold a picture for its screen, a hundred
    pixels wide, that must not come in for the photograph."""
    tiff = head[:4] in (b"II*\0", b"MM\0*")
    return _RAW if tiff and (suffix in RAW_SUFFIXES or head[8:10] == _CANON) else None
