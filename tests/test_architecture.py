"""The rooms and what each of them may know of: data flows one way."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import posecheck

PACKAGE = Path(__file__).parent.parent / "posecheck"
ROOMS = ("media", "pose", "measures", "references", "coach", "feedback", "results", "sessions", "cli")
GROUND = ("errors", "files", "plural", "quiet")
"""Below all rooms."""

DOORS = ("__init__", "__main__")
"""The package itself, which names what is in the rooms, and the program: both load a room only when it is asked for."""

PURE = ("measures", "references", "coach")
OUTSIDE_WORLD = {"cv2", "av", "mediapipe", "time", "datetime", "random", "socket", "subprocess", "threading"}
"""Cameras, codecs, models, clocks and chance: nothing that a pure room may ask."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module imported anywhere in a file, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tops(path: Path) -> set[str]:
    """The top-level packages imported in a file."""
    return {name.split(".")[0] for name in imports(path)}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_folder_is_a_known_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders == set(ROOMS)
    assert {path.stem for path in PACKAGE.glob("*.py")} == {*DOORS, *GROUND}


@pytest.mark.parametrize("here", [*GROUND, *ROOMS])
def test_a_room_imports_only_itself_and_the_rooms_below(here: str) -> None:
    allowed = set(GROUND) | set(ROOMS[: ROOMS.index(here) + 1] if here in ROOMS else ())
    modules = [path for path in MODULES if room(path) == here]
    assert modules
    for path in modules:
        for name in imports(path):
            package, *parts = name.split(".")
            if package == "posecheck" and parts and not parts[0].startswith("__"):  # __version__ is no module
                assert parts[0] in allowed, f"{path.relative_to(PACKAGE)} must not import {name}"


@pytest.mark.parametrize("here", PURE)
def test_the_pure_rooms_ask_no_camera_no_codec_no_model_and_no_clock(here: str) -> None:
    for path in MODULES:
        if room(path) == here:
            assert not tops(path) & OUTSIDE_WORLD, path


def test_what_the_pure_rooms_take_from_other_rooms_is_pure_too() -> None:
    waiting = [path for path in MODULES if room(path) in PURE]
    reached: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        assert not tops(path) & OUTSIDE_WORLD, path
        for name in imports(path):
            module = PACKAGE.parent / Path(*name.split(".")).with_suffix(".py")
            if name.startswith("posecheck.") and module.is_file():
                waiting.append(module)
    assert PACKAGE / "pose" / "smoothing.py" in reached


def test_importing_the_package_loads_no_room() -> None:
    script = "import sys, posecheck; print(sorted(name for name in sys.modules if name.startswith('posecheck.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_name_that_the_package_offers_is_there() -> None:
    assert posecheck.__all__
    for name in posecheck.__all__:
        assert getattr(posecheck, name).__name__ in (name, "find")
        assert name in dir(posecheck)


def test_the_program_never_imports_its_tests_and_tools() -> None:
    for path in MODULES:
        assert not tops(path) & {"tests", "tools", "benchmarks"}, path
