"""What the machine lacks, and what is then done or said."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from bootstrap import machine
from bootstrap.machine import Need
from bootstrap.progress import CannotGoOn

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are Linux's")


def _certificate(name: str) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----\n"


def test_the_line_to_run_names_just_what_is_missing_in_order() -> None:
    needs = (Need("python3-venv"), Need("libgl1"), Need("libegl1"))
    lacking = machine.missing(needs, is_present=lambda need: need.package == "libgl1")
    line = "sudo apt-get install -y --no-install-recommends python3-venv libegl1"
    assert machine.install_line(lacking) == line
    assert line in machine.remedy(lacking, with_apt=True)


def test_without_apt_the_packages_are_named_and_no_command_is_made_up() -> None:
    said = machine.remedy(["libgl1"], with_apt=False)
    assert "libgl1" in said
    assert "sudo" not in said


@pytest.mark.parametrize(
    ("need", "there"),
    [
        (Need("a", libraries=("libno-such-library.so.9",)), False),
        (Need("b", programs=("no-such-program",)), False),
        (Need("c", modules=("no_such_module",)), False),
        (Need("d", programs=("sh",), modules=("json",)), True),
        (Need("e", programs=("sh", "no-such-program")), False),
    ],
)
@linux_only
def test_presence_is_seen_by_loading_and_looking(need: Need, there: bool) -> None:
    assert machine.present(need) is there


@linux_only
def test_a_run_without_a_window_asks_for_nothing_of_x11() -> None:
    plain = {need.package for need in machine.needs_of("run", window=False)}
    window = {need.package for need in machine.needs_of("run", window=True)}
    tests = {need.package for need in machine.needs_of("dev", window=False)}
    assert "libxcb-cursor0" in window - plain
    assert "xvfb" in tests - window
    assert plain < window < tests


def test_a_screen_is_x11_or_wayland() -> None:
    assert machine.has_screen({"DISPLAY": ":0"})
    assert machine.has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not machine.has_screen({"DISPLAY": ""})


class Debian:
    """A pretended Debian: apt-get notes how it was called, and brings the program it was asked for."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, uid: int, status: int = 0) -> None:
        self.log = folder / "log"
        self.bin = folder / "bin"
        self.bin.mkdir()
        apt = self.bin / "apt-get"
        apt.write_text(
            f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> {self.log}\n'
            f'if [ "$1" = install ]; then echo "E: nothing works"; '
            f"[ {status} = 0 ] && : > {self.bin}/brought && chmod +x {self.bin}/brought; exit {status}; fi\n",
            encoding="utf-8",
        )
        apt.chmod(0o755)
        monkeypatch.setenv("PATH", f"{self.bin}{os.pathsep}/bin{os.pathsep}/usr/bin")
        monkeypatch.setattr(os, "geteuid", lambda: uid)

    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


BROUGHT = Need("brings-it", programs=("brought",))


@linux_only
def test_root_installs_what_is_missing_without_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    debian = Debian(tmp_path, monkeypatch, uid=0)
    machine.provide([Need("shell", programs=("sh",)), BROUGHT])
    update, install = debian.calls()
    assert update.startswith("noninteractive update")
    assert install.startswith("noninteractive install -y --no-install-recommends brings-it -o")


@linux_only
def test_a_second_time_apt_is_not_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    debian = Debian(tmp_path, monkeypatch, uid=0)
    machine.provide([BROUGHT])
    machine.provide([BROUGHT])
    assert len(debian.calls()) == 2


@linux_only
def test_anyone_else_is_told_the_line_and_nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    debian = Debian(tmp_path, monkeypatch, uid=1000)
    with pytest.raises(CannotGoOn, match="sudo apt-get install -y --no-install-recommends brings-it"):
        machine.provide([BROUGHT])
    assert debian.calls() == []


@linux_only
def test_when_apt_fails_its_words_and_the_line_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Debian(tmp_path, monkeypatch, uid=0, status=100)
    with pytest.raises(CannotGoOn, match=r"(?s)E: nothing works.*sudo apt-get install -y .*brings-it"):
        machine.provide([BROUGHT])


def test_certificates_the_person_named_survive_a_rewritten_bundle(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.crt"
    bundle.write_text("# 单位自己的\n" + _certificate("own") + _certificate("public"), encoding="utf-8")
    with machine.named_certificates_kept({"PIP_CERT": str(bundle), "SSL_CERT_FILE": str(bundle)}):
        bundle.write_text(_certificate("public") + _certificate("new"), encoding="utf-8")
    now = bundle.read_text(encoding="utf-8")
    assert [now.count(_certificate(name)) for name in ("own", "public", "new")] == [1, 1, 1]


def test_a_bundle_that_was_not_touched_stays_as_it_was(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.crt"
    bundle.write_text(_certificate("own"), encoding="utf-8")
    with machine.named_certificates_kept({"PIP_CERT": str(bundle), "SSL_CERT_FILE": str(tmp_path / "none")}):
        pass
    assert bundle.read_text(encoding="utf-8") == _certificate("own")


def test_line_ends_do_not_make_another_certificate() -> None:
    kept = _certificate("own").encode()
    assert machine.certificates_lost(kept.replace(b"\n", b"\r\n"), kept) == b""
