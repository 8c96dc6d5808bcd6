"""Once the model is there, no internet socket is ever opened: neither by Python nor by MediaPipe's C++ code."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

WATCH = """
    import os, pathlib, socket, sys, threading

    seen = set()

    def refuse(event, arguments):
        if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
            seen.add(event)
        if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
            seen.add(event)

    sys.addaudithook(refuse)

    def look():
        # What C++ code opens goes past Python's hooks, but not past the kernel's tables (where there are any).
        fds = pathlib.Path("/proc/self/fd")
        if not fds.is_dir():
            return
        tables = "".join(pathlib.Path("/proc/self/net", name).read_text() for name in ("tcp", "tcp6", "udp", "udp6")
                         if pathlib.Path("/proc/self/net", name).exists())
        inodes = {line.split()[9] for line in tables.splitlines() if len(line.split()) > 9}
        for fd in fds.iterdir():
            try:
                target = os.readlink(fd)
            except OSError:
                continue
            if target.startswith("socket:[") and target[8:-1] in inodes:
                seen.add(target)

    def keep_looking():
        while not done.wait(0.01):
            look()

    done = threading.Event()
    watcher = threading.Thread(target=keep_looking)
    watcher.start()
    try:
        job()
    finally:
        look()
        done.set()
        watcher.join()
    print("sockets:", sorted(seen))
"""

SHOW_MODELS = """
    def job():
        from typer.testing import CliRunner
        from posecheck.cli.app import app
        assert CliRunner().invoke(app, ["model", "--fetch", "full"]).exit_code == 0
"""

ESTIMATE = """
    def job():
        from pathlib import Path
        import sys
        from posecheck.media.reader import open_source
        from posecheck.media.frame import Frame
        from posecheck.pose.estimator import PoseEstimator
        from posecheck.pose.people import PeopleCounter
        model, picture = Path(sys.argv[1]), Path(sys.argv[2])
        with open_source(picture) as source, PoseEstimator(model) as estimator, PeopleCounter(model) as counter:
            (still,) = source
            for index in range(30):
                assert estimator.estimate(Frame(still.image, index / 10, index)) is not None
            assert counter.count(still) == 1
"""

STANDING = Path(__file__).parent.parent / "data" / "standing.jpg"

CONNECT = """
    def job():
        import socket
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as talker:
            talker.connect(("127.0.0.1", 9))
"""

jobs = pytest.mark.parametrize("job", [SHOW_MODELS, ESTIMATE], ids=["model", "estimate"])


def script(*parts: str) -> str:
    return "\n".join(textwrap.dedent(part) for part in parts)


@jobs
def test_no_internet_socket_is_seen(job: str, model_path: Path) -> None:
    command = [sys.executable, "-c", script(job, WATCH), str(model_path), str(STANDING)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.splitlines()[-1] == "sockets: []"


def test_an_internet_socket_would_be_seen() -> None:
    told = subprocess.run([sys.executable, "-c", script(CONNECT, WATCH)], capture_output=True, text=True, check=True)
    assert "socket.connect" in told.stdout


@jobs
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_internet_socket_is_traced(job: str, model_path: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace)]
    if subprocess.run([*strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")
    command = [*strace, sys.executable, "-c", script(job, "job()"), str(model_path), str(STANDING)]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    assert [line for line in trace.read_text().splitlines() if "AF_INET" in line] == []
