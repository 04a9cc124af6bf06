"""What the machine itself must have, and how it gets it.

A library is looked for by loading it, a program on the path, so that any distribution will do; only the remedy
speaks of Debian's packages. As root the missing ones are installed, otherwise the command to run is printed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap.progress import CannotGoOn, say, step

# Variables by which a person names the certificates to trust, for pip, OpenSSL, requests and curl.
CERTIFICATE_VARIABLES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_END_OF_CERTIFICATE = b"-----END CERTIFICATE-----"


@dataclass(frozen=True)
class Need:
    """One Debian package, and what of it tells that it is there."""

    package: str
    libraries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    certificates: bool = False


# What `import PySide6.QtWidgets` loads, even without a screen. (On Debian 13 and Ubuntu 24.04 libglib2.0-0t64
# provides libglib2.0-0, so the one name serves.)
QT = (
    Need("libglib2.0-0", libraries=("libglib-2.0.so.0", "libgthread-2.0.so.0")),
    Need("libgl1", libraries=("libGL.so.1",)),
    Need("libegl1", libraries=("libEGL.so.1",)),
    Need("libxkbcommon0", libraries=("libxkbcommon.so.0",)),
    Need("libdbus-1-3", libraries=("libdbus-1.so.3",)),
    Need("libfontconfig1", libraries=("libfontconfig.so.1",)),
)
# What Qt's xcb platform loads for a real window.
WINDOW = (
    Need("libxcb-cursor0", libraries=("libxcb-cursor.so.0",)),
    Need("libxkbcommon-x11-0", libraries=("libxkbcommon-x11.so.0",)),
    Need("libxcb-icccm4", libraries=("libxcb-icccm.so.4",)),
    Need("libxcb-keysyms1", libraries=("libxcb-keysyms.so.1",)),
    Need("libxcb-shape0", libraries=("libxcb-shape.so.0",)),
    Need("libxcb-xkb1", libraries=("libxcb-xkb.so.1",)),
    Need("libxcb-image0", libraries=("libxcb-image.so.0",)),
    Need("libxcb-render-util0", libraries=("libxcb-render-util.so.0",)),
    Need("libxcb-randr0", libraries=("libxcb-randr.so.0",)),
)
# What Qt's decoder of m4a, aac, amr and wma loads (QtMultimedia), though it plays nothing itself.
SOUND = (
    Need("libpulse0", libraries=("libpulse.so.0",)),
    Need("libxrandr2", libraries=("libXrandr.so.2",)),
)
# What the tests start beside the program.
TESTING = (
    Need("xvfb", programs=("Xvfb", "xvfb-run")),
    Need("xauth", programs=("xauth",)),
    Need("poppler-utils", programs=("pdftotext", "pdftoppm")),
)


def python_needs() -> tuple[Need, ...]:
    """What this Python needs to make an environment and to fetch packages into it."""
    debian = Path("/usr/bin/python3").resolve()
    own = Path(sys.executable).resolve()
    version = "3" if own == debian else f"{sys.version_info[0]}.{sys.version_info[1]}"
    return (
        Need(f"python{version}-venv", modules=("venv", "ensurepip")),
        Need("ca-certificates", certificates=True),
    )


def needs_of(profile: str, window: bool) -> tuple[Need, ...]:
    """What a profile of the environment needs: `run` (with a window or without) or `dev`, which tests everything."""
    if not sys.platform.startswith("linux"):
        return ()
    return (
        *python_needs(),
        *QT,
        *((*WINDOW, *SOUND) if window or profile == "dev" else ()),
        *(TESTING if profile == "dev" else ()),
    )


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether a window could be shown."""
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _certificates_present() -> bool:
    """Whether some set of certificates to trust is there, named by the person or the system's own.

    Debian's pip trusts the system's; any other carries its own and needs nothing.
    """
    if not Path("/etc/debian_version").exists():
        return True
    named = (os.environ.get(name) for name in CERTIFICATE_VARIABLES)
    places = (*named, DEBIAN_CERTIFICATES, ssl.get_default_verify_paths().cafile)
    return any(place and Path(place).is_file() for place in places)


def present(need: Need) -> bool:
    """Whether the machine has it."""
    return (
        all(_loads(library) for library in need.libraries)
        and all(shutil.which(program) for program in need.programs)
        and all(importlib.util.find_spec(module) for module in need.modules)
        and (not need.certificates or _certificates_present())
    )


def missing(needs: Iterable[Need], is_present: Callable[[Need], bool] = present) -> list[str]:
    """The packages of those needs that the machine lacks, in the order of the needs."""
    return [need.package for need in needs if not is_present(need)]


def install_line(packages: Sequence[str]) -> str:
    """The command a person runs to install them."""
    return " ".join(["sudo", *_install_arguments(packages)])


def _install_arguments(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def remedy(packages: Sequence[str], with_apt: bool) -> str:
    """What to tell the person who has to install them."""
    if with_apt:
        return (
            f"本机缺少 {len(packages)} 个系统软件包。请运行下面这一行，再重新运行本命令：\n"
            f"  {install_line(packages)}\n"
            "（若提示找不到软件包，先运行 sudo apt-get update。）"
        )
    return (
        "本机缺少下列系统软件包（Debian 的名字），这里没有 apt-get，请用本系统的软件管理器装上相应的包，"
        "再重新运行本命令：\n  " + " ".join(packages)
    )


def provide(needs: Sequence[Need]) -> None:
    """See to it that the machine has all of them; as root by installing what it lacks.

    Raises `CannotGoOn` with the remedy when it cannot.
    """
    lacking = missing(needs)
    if not lacking:
        return
    with_apt = shutil.which("apt-get") is not None
    if not with_apt or os.geteuid() != 0:
        raise CannotGoOn(remedy(lacking, with_apt))
    say(f"缺少 {len(lacking)} 个系统软件包：{' '.join(lacking)}")
    with named_certificates_kept(os.environ):
        with step("更新软件源目录（apt-get update）"):
            _apt(["apt-get", "update", "-q"])
        with step("安装系统软件包（apt-get install）"):
            status, output = _apt(_install_arguments(lacking))
    if status != 0:
        tail = "\n".join(output.splitlines()[-8:])
        raise CannotGoOn(f"{tail}\napt-get 没有装成。请检查网络与软件源，再运行：\n  {install_line(lacking)}")
    still = missing(needs)
    if still:
        raise CannotGoOn(f"装过之后仍然找不到：{' '.join(still)}。请检查这些软件包是否完好。")


def _apt(arguments: Sequence[str]) -> tuple[int, str]:
    """Run apt-get without questions; an interruption waits until it has left the system whole.

    Returns its exit status and what it printed.
    """
    process = subprocess.Popen(
        [*arguments, "-o", "DPkg::Lock::Timeout=300"],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # Ctrl+C at the terminal does not reach it
    )
    try:
        output = process.communicate()[0]
    except KeyboardInterrupt:
        say("等 apt-get 收尾，免得系统留在半途 ……")
        process.communicate()
        raise
    return process.returncode, output


@contextmanager
def named_certificates_kept(environ: Mapping[str, str]) -> Iterator[None]:
    """Certificates in a file that the person named are still in it afterwards.

    Installing ca-certificates rewrites `/etc/ssl/certs/ca-certificates.crt`. Where PIP_CERT or the like names
    that very file, with a certificate of one's own network added by hand, pip would lose its way out.
    """
    paths = {Path(environ[name]) for name in CERTIFICATE_VARIABLES if environ.get(name)}
    before = {path: path.read_bytes() for path in sorted(paths) if path.is_file()}
    try:
        yield
    finally:
        for path, content in before.items():
            lost = certificates_lost(content, path.read_bytes() if path.is_file() else b"")
            if lost:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as bundle:
                    bundle.write(lost)
                say(f"安装时改写了环境变量所指的证书文件，已把其中原有的证书补回：{path}")


def certificates_lost(before: bytes, after: bytes) -> bytes:
    """The PEM certificates of `before` that `after` no longer holds, each on lines of its own."""
    kept = {_pem(chunk) for chunk in after.split(_END_OF_CERTIFICATE)}
    lost = [pem for pem in map(_pem, before.split(_END_OF_CERTIFICATE)) if pem and pem not in kept]
    return b"".join(b"\n" + pem + b"\n" for pem in dict.fromkeys(lost))


def _pem(chunk: bytes) -> bytes:
    """One certificate without the comment before it; empty when there is none."""
    start = chunk.find(b"-----BEGIN CERTIFICATE-----")
    if start < 0:
        return b""
    return b"\n".join(line.strip() for line in (chunk[start:] + _END_OF_CERTIFICATE).splitlines() if line.strip())
