"""
The app as one ASGI process: gzip (the chart library shrinks from 4.7 to 1.4 MB) and security headers around ``app.py``.

``python pages/ui/server.py`` serves it on this computer and opens the browser; ``streamlit run app.py`` works without any of this.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ICON = str(ROOT / "static" / "icon.png")
HOST, PORT = "127.0.0.1", 8501

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
        b"worker-src 'self' blob:; frame-ancestors 'none'"
    ),
}

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


class SecurityHeaders:
    """Adds the headers to every answer; whatever the page asks for comes from this computer."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS.items()]
            await send(message)

        await self._app(scope, receive, with_headers)


def build() -> Any:
    """The Streamlit app wrapped in gzip and headers."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from streamlit.runtime.pages_manager import PagesManager

    # The folder is called pages/, but app.py is the router: without this a first visit by a deep link would bypass it.
    PagesManager.uses_pages_directory = False

    return st.App(str(ROOT / "app.py"), middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000)])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def main() -> None:
    """Serve on the first free port from 8501 (or ``PORT``) and open the browser unless ``KAM_NO_BROWSER`` is set."""
    import uvicorn

    wanted = int(os.environ.get("PORT", PORT))
    port = next(candidate for candidate in range(wanted, wanted + 50) if _free(candidate))
    url = f"http://{HOST}:{port}"
    print(f"KAM Workbench: {url}  (stop with Ctrl+C)", flush=True)
    # A line for every file that is served tells nobody anything.
    logging.getLogger("uvicorn.access").addFilter(lambda _: False)
    if not os.environ.get("KAM_NO_BROWSER"):
        threading.Timer(2.0, webbrowser.open, [url]).start()
    uvicorn.run(build(), host=HOST, port=port, log_level="warning", access_log=False, ws_max_size=256 * 2**20)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    main()
