import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[2] / "tools" / "check_system.py"


@pytest.fixture
def check_system(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_system", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "can_install", lambda: False)
    return module


def test_nothing_is_said_where_nothing_is_missing(check_system: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_system.main() == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("has_dnf", "command"), [(False, "sudo apt-get install libnowhere1"), (True, "sudo dnf install nowhere")]
)
def test_what_is_missing_is_named_with_one_command(
    check_system: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    has_dnf: bool,
    command: str,
) -> None:
    monkeypatch.setattr(check_system.sys, "platform", "linux")
    monkeypatch.setattr(check_system, "NEEDED_LIBRARIES", [("libnowhere.so.1", "libnowhere1", "nowhere")])
    monkeypatch.setattr(check_system.shutil, "which", lambda name: "/usr/bin/dnf" if has_dnf else None)
    assert check_system.main() == 1
    assert capsys.readouterr().out == f"missing: libnowhere.so.1; install with\n    {command}\n"


def test_root_on_debian_has_it_installed(check_system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(check_system, "can_install", lambda: True)
    monkeypatch.setattr(check_system, "install", installed.extend)
    monkeypatch.setattr(check_system, "loads", lambda library: "libgles2" in installed or library != "libGLESv2.so.2")
    monkeypatch.setattr(check_system.sys, "platform", "linux")
    assert check_system.main() == 0
    assert installed == ["libgles2"]
