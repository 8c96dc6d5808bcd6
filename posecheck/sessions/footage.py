"""Clips, pictures and recordings read for learning from them: every moment observed once, whoever looks at it later.

Recorded landmarks are used where they exist, so that a clip that was analysed before is not looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from posecheck.coach.observation import Observation, Observer
from posecheck.errors import InputError
from posecheck.measures.body import Body
from posecheck.media.identity import file_identity
from posecheck.media.inputs import expand_inputs
from posecheck.pose.landmarks import Landmarks
from posecheck.pose.model import ensure_model
from posecheck.references.schema import Reference
from posecheck.results.folder import LANDMARKS_FILE, RESULTS
from posecheck.results.recording import Recording

Told = Callable[[str], None]
"""Is told in a few words what takes time now."""


@dataclass(frozen=True)
class Clip:
    """A clip, picture or recording to learn from.

    Attributes:
        path: A file, a folder of clips, or a folder that `posecheck analyze` wrote.
        person: Who is in it; empty when nobody said.
    """

    path: Path
    person: str = ""

    @classmethod
    def parse(cls, text: str | Path) -> Clip:
        """Read `CLIP` or `PERSON=CLIP`; a file that exists under the whole text is that file."""
        person, equals, path = str(text).partition("=")
        if not equals or Path(text).exists() or not person or "/" in person:
            return cls(Path(text))
        return cls(Path(path), person)


@dataclass(frozen=True, eq=False)
class Footage:
    """What was seen in a clip.

    Attributes:
        name: Of the file it comes from.
        person: Who is in it; the name where nobody said.
        picture: Whether it is a single picture.
        observations: Every frame, in the order of time.
        landmarks: The landmarks of the first frame, as a picture is judged by.
        crowded: Whether several people were counted in it.
    """

    name: str
    person: str
    picture: bool
    observations: tuple[Observation, ...]
    landmarks: Landmarks | None
    crowded: bool = False


def footage_of(recording: Recording, name: str = "", person: str = "") -> Footage:
    """Return what a recording shows."""
    called = name or recording.info.source
    frames = list(recording)
    picture = recording.info.kind == "image"
    if picture:
        seen = tuple(Observation(time_s, Body(found) if found else None) for time_s, found in frames)
    else:
        observer = Observer()
        seen = tuple(observer.observe(found, time_s) for time_s, found in frames)
    crowded = (recording.info.people or 0) > 1
    return Footage(called, person or called, picture, seen, frames[0][1] if frames else None, crowded)


class FootageReader:
    """Reads clips, finding the landmarks of those that have none recorded.

    Args:
        references: What they are analysed for; any will do.
        model: Pose model, as commands call it.
        results: Folder in which `posecheck analyze` may have left recordings of the same clips.
        told: Is told what takes time.
    """

    def __init__(
        self, references: tuple[Reference, ...], model: str = "full", results: Path = RESULTS, told: Told | None = None
    ) -> None:
        self._references = references
        self._model = model
        self._results = results
        self._told = told or (lambda _text: None)

    def read(self, clips: Iterable[Clip | str | Path]) -> list[Footage]:
        """Return what the clips show, each file once.

        Raises:
            InputError: A file cannot be used.
            ModelError: There is no pose model, and it is needed.
        """
        files: dict[Path, str] = {}
        for each in clips:
            clip = each if isinstance(each, Clip) else Clip.parse(each)
            for path in _files(clip.path):
                files.setdefault(path, clip.person)
        names = _names(list(files))
        return [footage_of(self._recording(path), names[path], person) for path, person in files.items()]

    def _recording(self, path: Path) -> Recording:
        return _recorded(path, self._results) or self._estimated(path)

    def _estimated(self, path: Path) -> Recording:
        from posecheck.sessions.analyze import Analyzer
        from posecheck.sessions.asked import Asked

        self._told(f"finding the person in {path.name}")
        analyzer = Analyzer(Asked(self._references), ensure_model(self._model), self._model, video=False)
        with TemporaryDirectory(prefix="posecheck-") as scratch:
            analyzer.analyze(path, Path(scratch))
            return Recording.load(Path(scratch) / LANDMARKS_FILE)


def needs_model(clips: Iterable[Clip], results: Path = RESULTS) -> bool:
    """Return whether some of the clips have no recording, so that the pose model is needed to read them.

    Raises:
        InputError: A recording is damaged, or a folder has nothing in it.
    """
    return any(_recorded(path, results) is None for clip in clips for path in _files(clip.path))


def _recorded(path: Path, results: Path) -> Recording | None:
    """The recording that a path names, or that was made of just this clip."""
    if path.suffix == ".npz":
        return Recording.load(path)
    kept = results / path.stem / LANDMARKS_FILE
    if not (path.is_file() and kept.is_file()):
        return None
    try:
        recording = Recording.load(kept)
    except InputError:  # left over from something else: the clip itself is at hand
        return None
    # By its content: cameras and people give the same names over and over.
    return recording if recording.info.complete and recording.info.identity == file_identity(path) else None


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    if (path / LANDMARKS_FILE).is_file():
        return [path / LANDMARKS_FILE]
    recorded = sorted(path.glob(f"*/{LANDMARKS_FILE}"))
    return recorded or expand_inputs([path])


def _names(paths: list[Path]) -> dict[Path, str]:
    """What to call each file: its name, with its folder's where two share it."""
    short = {path: path.parent.name if path.name == LANDMARKS_FILE else path.stem for path in paths}
    shared = [name for name in short.values() if list(short.values()).count(name) > 1]
    return {path: f"{path.parent.name}/{name}" if name in shared else name for path, name in short.items()}
