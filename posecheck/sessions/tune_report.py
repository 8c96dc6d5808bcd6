"""What a tuning came to: evidence, proposal, trials, and the file that it would make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from posecheck import __version__
from posecheck.errors import InputError
from posecheck.files import whole_file
from posecheck.measures.registry import all_measures
from posecheck.references.edit import difference, edited
from posecheck.references.library import user_folder
from posecheck.references.loader import check_reference
from posecheck.references.schema import Reference
from posecheck.references.search import Found, Origin
from posecheck.references.tuning import Proposal
from posecheck.sessions.evidence import ClipEvidence
from posecheck.sessions.footage import Footage
from posecheck.sessions.trial import CurvePoint, Outcome, Separation


@dataclass(frozen=True)
class HeldOut:
    """How clips are judged by a reference that was tuned without them.

    Attributes:
        group: The person, or the clip, that was left out.
        old: By the reference as it is, clip by clip.
        new: By the reference as the other clips would make it.
    """

    group: str
    old: tuple[Outcome, ...]
    new: tuple[Outcome, ...]


@dataclass(frozen=True)
class Against:
    """How the proposal does on clips that must not be accepted.

    Attributes:
        old: By the reference as it is.
        new: By the proposal.
        separations: What each gate and check of the proposal does.
        curve: What would be accepted if a score were asked for.
    """

    old: tuple[Outcome, ...]
    new: tuple[Outcome, ...]
    separations: tuple[Separation, ...]
    curve: tuple[CurvePoint, ...]

    @property
    def false_accepts(self) -> tuple[Outcome, ...]:
        """What the proposal lets through."""
        return tuple(each for each in self.new if each.accepted)


@dataclass(frozen=True, eq=False)
class TuneReport:
    """What the clips would make of a reference. Nothing is written before `write` is called.

    Attributes:
        found: The reference as it is, and its file.
        tuned: The reference as proposed.
        proposals: Check by check.
        clips: What each clip taught, those that taught nothing included.
        held_out: How the clips do when they are left out; empty where that cannot be tried.
        against: How negative clips do; None when none were given.
        negatives: Those clips.
        shortage: Why this is too little to tune from, in one sentence; empty when it is enough.
    """

    found: Found[Reference]
    tuned: Reference
    proposals: tuple[Proposal, ...]
    clips: tuple[ClipEvidence, ...]
    held_out: tuple[HeldOut, ...]
    against: Against | None
    negatives: tuple[Footage, ...]
    shortage: str

    @property
    def reference(self) -> Reference:
        """The reference as it is."""
        return self.found.content

    @property
    def used(self) -> tuple[ClipEvidence, ...]:
        """The clips that taught something."""
        return tuple(clip for clip in self.clips if clip.held)

    @property
    def seconds(self) -> float:
        """How long the pose is held in all of them."""
        return sum(clip.seconds for clip in self.used)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with clips, one sentence each."""
        crowded = (
            f"{clip.footage.name} shows several people: only the one who was found first is learned from"
            for clip in self.used
            if clip.footage.crowded
        )
        gated = (
            f"{clip.footage.name} is held outside of the gate on {gate.measure}, and would not be recognised"
            for clip in self.used
            for gate in dict.fromkeys(gate for held in clip.held for gate in held.outside)
        )
        return (*(clip.problem for clip in self.clips if clip.problem), *crowded, *gated)

    @cached_property
    def text(self) -> str:
        """The reference's file as proposed.

        Raises:
            InputError: The file was changed meanwhile.
        """
        return edited(self._old_text, self.proposals, self.provenance)

    @property
    def diff(self) -> str:
        """What would change in the file."""
        return difference(self._old_text, self.text, self.found.path.name)

    @property
    def provenance(self) -> dict[str, str | float]:
        """What the file is to say of this tuning."""
        pictures = sum(clip.footage.picture for clip in self.used)
        spreads = [
            proposal.evidence.spread
            for proposal in self.proposals
            if proposal.evidence and all_measures()[proposal.old.measure].unit == "deg"
        ]
        tuned: dict[str, str | float] = {"clips": len(self.used) - pictures}
        if pictures:
            tuned["pictures"] = pictures
        tuned["persons"] = len({clip.footage.person for clip in self.used})
        tuned["seconds"] = round(self.seconds)
        tuned["spread_deg"] = round(float(np.median(spreads)), 1) if spreads else 0
        if self.held_out:
            tried = [outcome for group in self.held_out for outcome in group.new]
            tuned["held_out"] = f"{sum(each.accepted for each in tried)} of {len(tried)} accepted"
        return {**tuned, "date": datetime.now(UTC).date().isoformat(), "version": __version__}

    @property
    def place(self) -> Path:
        """Where `write` puts it by default: the reference's own file, or one in the user's folder for a shipped one."""
        if self.found.origin is Origin.SHIPPED:
            return user_folder() / f"{self.reference.name}.toml"
        return self.found.path

    def write(self, path: Path | None = None) -> Path:
        """Write the tuned reference and return where.

        Args:
            path: The file; `place` when left out.

        Raises:
            InputError: There is too little to tune from; nothing is written.
            OutputError: The file cannot be written.
        """
        if self.shortage:
            raise InputError(self.shortage)
        target = path or self.place
        with whole_file(target) as partial:
            partial.write_text(self.text, encoding="utf-8")
            if wrong := check_reference(partial):  # a tool that writes a file it would refuse helps nobody
                raise InputError(f"the proposal for {self.reference.name} contradicts itself: {wrong[0]}")
        return target

    @property
    def _old_text(self) -> str:
        return self.found.path.read_text(encoding="utf-8-sig")
