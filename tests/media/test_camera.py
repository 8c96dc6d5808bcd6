"""Live pictures: the newest only, at their own pace, from cameras that stall, hang, die and come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecheck.errors import InputError
from posecheck.media import camera as camera_module
from posecheck.media.camera import Camera, CameraState, same_size
from posecheck.media.feeds import CameraSource, Picture, open_feed, parse_source
from posecheck.media.frame import Image
from tests.conftest import ClipMaker

SIZE = (48, 64)


def grey(level: int, size: tuple[int, int] = SIZE) -> Image:
    return np.full((*size, 3), level % 256, np.uint8)


@dataclass
class Script:
    """A camera that does what the test says: pictures at a rate, until it is told to stall, hang or die."""

    period_s: float = 0.01
    stalled: threading.Event = field(default_factory=threading.Event)
    dead: threading.Event = field(default_factory=threading.Event)
    opened: int = 0
    taken: int = 0

    def __call__(self, source: CameraSource, stop: threading.Event) -> Script:
        if self.dead.is_set():
            raise InputError("nobody there")
        self.opened += 1
        return self

    ends = False

    def read(self) -> Picture | None:
        time.sleep(self.period_s)
        while self.stalled.is_set() and not self.dead.is_set():
            time.sleep(0.005)
        if self.dead.is_set():
            return None
        self.taken += 1
        return Picture(grey(self.taken))

    def close(self) -> None:
        pass


def wait_for(condition: Callable[[], bool], timeout_s: float = 5.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end_s, "waited too long"
        time.sleep(0.01)


SOURCE = CameraSource(index=0)


def test_a_slow_taker_gets_the_newest_picture() -> None:
    script = Script()
    with Camera(SOURCE, opener=script) as camera:
        first = camera.newest(-1, 2)
        assert first is not None
        time.sleep(0.2)
        shot = camera.newest(first.frame.index, 2)
        assert shot is not None
        assert shot.frame.index > 5
        assert time.monotonic() - shot.captured_s < 0.1


def test_times_rise_and_the_rate_is_known() -> None:
    with Camera(SOURCE, opener=Script()) as camera:
        times, index = [], -1
        for _ in range(15):
            shot = camera.newest(index, 2)
            assert shot is not None
            index = shot.frame.index
            times.append(shot.frame.time_s)
        assert all(after > before for before, after in pairwise(times))
        assert 20 < (camera.fps or 0) < 110


def test_the_time_of_a_stall_does_not_count() -> None:
    script = Script()
    with Camera(SOURCE, opener=script, stall_s=0.15) as camera:
        before = camera.newest(-1, 2)
        assert before is not None
        script.stalled.set()
        wait_for(lambda: camera.state is CameraState.STALLED)
        time.sleep(0.5)
        last = camera.newest(-1, 1)
        assert last is not None
        script.stalled.clear()
        after = camera.newest(last.frame.index, 2)
        assert after is not None
        assert camera.state is CameraState.CONNECTED
        assert after.captured_s - last.captured_s > 0.5
        assert after.frame.time_s - last.frame.time_s == pytest.approx(0.15, abs=0.02)


def test_a_camera_that_dies_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "BACK_OFF_S", (0.02, 0.05))
    script = Script()
    with Camera(SOURCE, opener=script) as camera:
        assert camera.newest(-1, 2) is not None
        script.dead.set()
        wait_for(lambda: camera.state is CameraState.GONE)
        script.dead.clear()
        wait_for(lambda: camera.state is CameraState.CONNECTED)
        assert script.opened == 2


def test_a_driver_that_hangs_is_left_alone_and_the_camera_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "HUNG_S", 0.2)
    monkeypatch.setattr(camera_module, "BACK_OFF_S", (0.02,))
    hanging, fresh = Script(), Script()
    scripts = [hanging]
    with Camera(SOURCE, opener=lambda source, stop: scripts[-1](source, stop), stall_s=0.1) as camera:
        assert camera.newest(-1, 2) is not None
        scripts.append(fresh)
        hanging.stalled.set()
        wait_for(lambda: fresh.taken > 2)
        assert camera.state is CameraState.CONNECTED
        hanging.dead.set()


def test_a_picture_of_another_shape_gets_bars() -> None:
    fitted = same_size(grey(200, (64, 48)), grey(0))
    assert fitted.shape == (48, 64, 3)
    assert fitted[24, 32, 0] == 200
    assert fitted[24, 2, 0] == 0


# -- files


def test_a_file_is_played_at_its_pace_with_its_own_times(make_clip: ClipMaker) -> None:
    path = make_clip("clip.mp4", [grey(i * 4) for i in range(30)])
    start_s = time.monotonic()
    times, index = [], -1
    with Camera(CameraSource(path=path, pace=2.0)) as camera:
        while (shot := camera.newest(index, 1)) is not None:
            index = shot.frame.index
            times.append(shot.frame.time_s)
        assert camera.state is CameraState.ENDED
    assert times[-1] == pytest.approx(29 / 30, abs=0.01)
    assert time.monotonic() - start_s > 0.45


def test_a_looped_file_goes_on_for_ever_with_rising_times(make_clip: ClipMaker) -> None:
    path = make_clip("clip.mp4", [grey(i * 4) for i in range(10)])
    with Camera(CameraSource(path=path, pace=20.0, loop=True)) as camera:
        last_s, index = -1.0, -1
        while last_s < 3:
            shot = camera.newest(index, 2)
            assert shot is not None
            assert shot.frame.time_s > last_s
            last_s, index = shot.frame.time_s, shot.frame.index


# -- a network camera


class MjpegServer:
    """A phone used as a webcam, which can be made to stall and to die."""

    def __init__(self) -> None:
        self.stalled = threading.Event()
        self.quit = threading.Event()
        self.sent = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                try:
                    while not server.quit.is_set():
                        if not server.stalled.is_set():
                            self.wfile.write(server.part())
                        time.sleep(0.03)
                except OSError:
                    return

            def log_message(self, *args: object) -> None:
                pass

        self._handler = Handler
        self._start(0)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def part(self) -> bytes:
        self.sent += 1
        data = cv2.imencode(".jpg", grey(self.sent * 3, (240, 320)))[1].tobytes()
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
        return head.encode() + data + b"\r\n"

    def die(self) -> None:
        self.quit.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def come_back(self) -> None:
        self.quit.clear()
        self._start(self.port)

    def _start(self, port: int) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()


@contextmanager
def phone() -> Iterator[MjpegServer]:
    server = MjpegServer()
    try:
        yield server
    finally:
        if not server.quit.is_set():
            server.die()


def test_a_phone_that_stalls_dies_and_comes_back() -> None:
    with phone() as server, Camera(parse_source(server.address), stall_s=0.3) as camera:
        wait_for(lambda: camera.newest(3, 0.1) is not None)
        server.stalled.set()
        wait_for(lambda: camera.state is CameraState.STALLED)
        server.stalled.clear()
        wait_for(lambda: camera.state is CameraState.CONNECTED)
        server.die()
        wait_for(lambda: camera.state is CameraState.GONE)
        server.come_back()
        wait_for(lambda: camera.state is CameraState.CONNECTED, 10)


def test_a_phone_is_not_late() -> None:
    with phone() as server, Camera(parse_source(server.address)) as camera:
        wait_for(lambda: camera.newest(20, 0.1) is not None)
        shot = camera.newest(-1, 1)
        assert shot is not None
        # What is shown was sent a few pictures ago at most: its grey tells which one it is.
        late = (server.sent * 3 - int(shot.frame.image[120, 160, 0])) % 256 / 3
        assert late < 8


# -- what is told


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (CameraSource(index=63), "there is no camera 63: plug one in"),
        (CameraSource(address="http://user:secret@127.0.0.1:9/video"), "no video comes from http://127.0.0.1:9/video"),
    ],
)
def test_a_camera_that_is_not_there_is_told_in_a_sentence(source: CameraSource, told: str) -> None:
    with pytest.raises(InputError, match=told):
        open_feed(source, threading.Event())


def test_what_is_no_camera_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no camera clip\.mp4"):
        parse_source("clip.mp4")
    assert parse_source("2") == CameraSource(index=2)
    assert parse_source("rtsp://host/1").address == "rtsp://host/1"
    assert parse_source(str(tmp_path)).path == tmp_path
