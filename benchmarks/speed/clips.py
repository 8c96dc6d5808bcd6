"""The clip that all are measured on: a rendered sample in 720p, and the same many times over."""

from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter

SAMPLE: Final = Path(__file__).parents[2] / "samples" / "child-pose-arms-forward.mp4"

WIDTH_PX: Final = 1280
HEIGHT_PX: Final = 720

FAST_FPS: Final = 60


def make_clip(path: Path, times: int) -> Path:
    """Write the sample in 720p, so many times over."""
    once = path.with_name("once.mp4")
    if not once.exists():
        with open_source(SAMPLE) as source, VideoWriter(once, nominal_fps=source.info.nominal_fps) as writer:
            for frame in source:
                writer.write(_wide(frame.image), frame.time_s)
    _repeat(once, path, times)
    return path


def make_fast(clip: Path, path: Path) -> Path:
    """Write the frames of a clip as one of 60 a second, as phones take them."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        faster = (source.streams.video[0].average_rate or FAST_FPS) / FAST_FPS
        for packet in source.demux(video=0):
            if packet.pts is None or packet.dts is None:
                continue
            packet.pts, packet.dts = round(packet.pts * faster), round(packet.dts * faster)
            packet.duration = round((packet.duration or 0) * faster)
            packet.stream = stream
            out.mux(packet)
    return path


def _wide(image: np.ndarray) -> np.ndarray:
    """The picture in the middle of a wide one, as large as it fits."""
    width_px = image.shape[1] * HEIGHT_PX // image.shape[0]
    left = (WIDTH_PX - width_px) // 2
    scaled = cv2.resize(image, (width_px, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    return cv2.copyMakeBorder(scaled, 0, 0, left, WIDTH_PX - width_px - left, cv2.BORDER_REPLICATE)


def _repeat(once: Path, path: Path, times: int) -> None:
    """Copy the packets one after the other, without encoding them again."""
    with av.open(str(path), "w") as out:
        stream = None
        start = 0
        for _ in range(times):
            end = start
            with av.open(str(once)) as source:
                if stream is None:
                    stream = out.add_stream_from_template(source.streams.video[0])
                for packet in source.demux(video=0):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts += start
                    packet.dts += start
                    end = max(end, packet.pts + (packet.duration or 0))
                    packet.stream = stream
                    out.mux(packet)
            start = end
