"""One light, time-aware filter for what is judged: the 1 euro filter over all landmarks at once."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.pose.landmarks import FloatArray, Landmarks

MAX_GAP_S: Final = 0.5
"""After a longer gap the filter starts afresh: the old position says nothing about the new one."""


class OneEuroFilter:
    """The 1 euro filter (Casiez, Roussel and Vogel, CHI 2012) on an array, with the real time between samples.

    A low-pass whose cutoff rises with speed: still bodies are smooth, moving ones are followed with little delay.

    Args:
        min_cutoff_hz: Cutoff at rest.
        beta: Rise of the cutoff per unit of speed (in units of the signal per second).
        derivative_cutoff_hz: Cutoff of the speed estimate.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, derivative_cutoff_hz: float = 1.0) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._derivative_cutoff_hz = derivative_cutoff_hz
        self._time_s = -math.inf
        self._value: FloatArray | None = None
        self._speed: FloatArray | None = None

    def __call__(self, value: FloatArray, time_s: float) -> FloatArray:
        """Return the filtered value; the array's shape must stay the same from call to call."""
        dt = time_s - self._time_s
        self._time_s = time_s
        if self._value is None or self._speed is None or not 0.0 < dt <= MAX_GAP_S:
            self._value, self._speed = value, np.zeros_like(value)
            return value
        self._speed = self._speed + _weight(self._derivative_cutoff_hz, dt) * ((value - self._value) / dt - self._speed)
        cutoff = self._min_cutoff_hz + self._beta * np.abs(self._speed)
        rate = 2.0 * math.pi * dt * cutoff
        self._value = self._value + rate / (rate + 1.0) * (value - self._value)
        return self._value


class LandmarkFilter:
    """Smooths the landmarks of one person over time.

    Pixels are filtered in units of the frame's larger side, so that the same settings fit every resolution.
    """

    MIN_CUTOFF_HZ: Final = 3.0
    BETA: Final = 30.0

    def __init__(self) -> None:
        self._filter = OneEuroFilter(self.MIN_CUTOFF_HZ, self.BETA)

    def __call__(self, landmarks: Landmarks, time_s: float) -> Landmarks:
        """Return the landmarks of this moment, smoothed with those before."""
        unit_px = float(max(landmarks.width_px, landmarks.height_px))
        # Picture and world side by side: for so few numbers half as many calls are half the time.
        both = self._filter(np.concatenate((landmarks.image_px / unit_px, landmarks.world_m), axis=1), time_s)
        return replace(landmarks, image_px=both[:, :2] * unit_px, world_m=both[:, 2:])


def _weight(cutoff_hz: float, dt: float) -> float:
    rate = 2.0 * math.pi * dt * cutoff_hz
    return rate / (rate + 1.0)
