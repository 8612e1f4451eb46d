"""What travels from the server to the page: every frame of the web socket, kept."""

from __future__ import annotations

import base64
import re
from typing import Any

import numpy as np

BASE64 = re.compile(rb'"bdata":\s*"([A-Za-z0-9+/=]+)"')


class Wire:
    """Everything a page received."""

    def __init__(self, page: Any) -> None:
        self.frames: list[bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _frame(self, payload: str | bytes) -> None:
        self.frames.append(payload.encode() if isinstance(payload, str) else payload)

    @property
    def sent(self) -> bytes:
        return b"\n".join(self.frames)

    def numbers(self) -> np.ndarray:
        """Every number of every chart."""
        arrays = [np.zeros(0)]
        for text in BASE64.findall(self.sent):
            data = base64.b64decode(text + b"=" * (-len(text) % 4))
            arrays += [np.frombuffer(data[: len(data) // 8 * 8], "<f8"), np.frombuffer(data[: len(data) // 4 * 4], "<f4").astype(float)]
        return np.concatenate(arrays)
