"""Imports that are put off until something in the module is used."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from posecheck.pose.later import imported_later

PACKAGE, PART = "put_off_for_tests", "put_off_for_tests.part"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a module in it, which nobody has imported yet."""
    (tmp_path / PACKAGE).mkdir()
    (tmp_path / PACKAGE / "__init__.py").write_text("whole = 1\n")
    (tmp_path / PACKAGE / "part.py").write_text("answer = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in (PACKAGE, PART):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.usefixtures("package")
def test_a_module_is_imported_when_it_is_used() -> None:
    with imported_later(PACKAGE, PART):
        import put_off_for_tests.part as part  # type: ignore[import-not-found]  # made by the fixture

        # Whoever looks for it meanwhile finds that it is there, and that it cannot be used yet.
        assert importlib.util.find_spec(PACKAGE) is not None
        with pytest.raises(AttributeError):
            _ = part.answer
    assert PART not in sys.modules
    assert part.answer == 42
    assert sys.modules[PART].answer == 42
    with pytest.raises(AttributeError):
        _ = part.question


@pytest.mark.usefixtures("package")
def test_what_is_imported_already_stays() -> None:
    module = importlib.import_module(PART)
    with imported_later(PACKAGE, PART):
        assert sys.modules[PART] is module
    assert sys.modules[PART] is module


def test_the_pose_model_comes_without_the_library_for_plots() -> None:
    code = (
        "import sys, posecheck.pose.landmarker; sys.exit('matplotlib' in sys.modules or 'sounddevice' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
