"""Asking whether there is a display, of servers that are there, gone, and just beginning anew."""

import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from posecheck.media.display import has_display
from posecheck.media.window import NO_DISPLAY, Window, WindowError

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 displays are asked for")

PATIENCE_S = 10.0
ACCEPTED = b"\x01"


class Server:
    """Answers clients as an X server would, or hangs up on the first ones as one that begins anew."""

    def __init__(self, hangs_up_on: int = 0) -> None:
        self.clients = 0
        self.left = threading.Event()
        self._hangs_up_on = hangs_up_on
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.display = f"127.0.0.1:{self._listener.getsockname()[1] - 6000}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.clients += 1
            with client:
                client.settimeout(PATIENCE_S)
                if self.clients > self._hangs_up_on and len(client.recv(12)) == 12:
                    client.sendall(ACCEPTED)
                    client.recv(1)  # nothing comes before it leaves
                    self.left.set()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Server]:
    server = Server(request.param)
    monkeypatch.setenv("DISPLAY", server.display)
    yield server
    server.close()


@pytest.mark.parametrize("server", [0], indirect=True)
def test_who_has_asked_stays_until_the_window_is_open(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[bool] = []

    def named_window(*_: object) -> None:
        there.append(not server.left.is_set())

    for name in ("resizeWindow", "getWindowProperty", "destroyWindow", "waitKey"):
        monkeypatch.setattr(f"cv2.{name}", lambda *_: 1)
    monkeypatch.setattr("cv2.namedWindow", named_window)
    monkeypatch.setattr("posecheck.media.window.room_px", lambda: (1280, 640))
    with Window("posecheck", 640, 480):
        assert there == [True]
        assert server.left.wait(PATIENCE_S)
    assert server.clients == 1


@pytest.mark.parametrize("server", [2], indirect=True)
def test_a_server_that_begins_anew_is_asked_again(server: Server) -> None:
    assert has_display()
    assert server.clients == 3


@pytest.mark.parametrize("display", [None, "", "127.0.0.1:1", ":59999", "nonsense"])
def test_without_a_server_there_is_no_display(display: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if display is None:
        monkeypatch.delenv("DISPLAY", raising=False)
    else:
        monkeypatch.setenv("DISPLAY", display)
    assert not has_display()
    with pytest.raises(WindowError, match=NO_DISPLAY):
        Window("posecheck", 640, 480)
