"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

DISPLAY_ATTEMPTS: Final = 5
ANSWER_S: Final = 1.0

_X11_SETUP: Final = struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0)
"""What a client says first: its byte order, version 11.0, and no cookie."""

_X11_DISPLAY: Final = re.compile(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?")


def has_display() -> bool:
    """Return whether a window can be opened. Asking for one without a display would end the whole process."""
    with display_kept() as there:
        return there


@contextmanager
def display_kept() -> Iterator[bool]:
    """Tell whether there is a display, and keep it until the end of the block.

    An X server begins anew when its last client leaves, and turns away whoever comes just then: so who has asked stays
    until the window is open.
    """
    if not sys.platform.startswith("linux"):
        yield True
        return
    with ExitStack() as stack:
        connection = None
        for _ in range(DISPLAY_ATTEMPTS):
            connection = _connected()
            if connection is None:
                break
            stack.enter_context(connection)
            if _answers(connection):
                break
            connection = None
            time.sleep(0.1)
        yield connection is not None


def _connected() -> socket.socket | None:
    """A connection to the display; None when there is nobody at its address."""
    match = _X11_DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    if match is None:
        return None
    host, number = match["host"], int(match["number"])
    if host not in ("", "unix"):
        try:
            return socket.create_connection((host, 6000 + number), timeout=ANSWER_S)
        except OSError:
            return None
    path = f"/tmp/.X11-unix/X{number}"
    for address in (path, "\0" + path):
        if address == path and not Path(path).exists():
            continue
        end = socket.socket(socket.AF_UNIX)
        end.settimeout(ANSWER_S)
        try:
            end.connect(address)
        except OSError:
            end.close()
            continue
        return end
    return None


def _answers(connection: socket.socket) -> bool:
    """Whether the server takes us for a client, or wants to see a cookie first, which it wouldn't while it restarts."""
    try:
        connection.sendall(_X11_SETUP)
        return connection.recv(1) != b""
    except OSError:
        return False
