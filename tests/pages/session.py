"""A session of the app without a browser: open a page on a workbook, and read what a person reads on it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

APP = Path(__file__).parents[2] / "app.py"
HAN = re.compile(r"[\u4e00-\u9fff]")
FIGURE = re.compile(r"\d[\d,.]*\d|\d")
MARKUP = re.compile(r":[a-z]+-(?:badge|background)\[|:material/\w+:|\*\*|^#+ ", re.MULTILINE)

WRITTEN = {"label", "title", "body", "help", "placeholder", "delta", "text", "content", "caption", "options", "alt"}
"""Fields of an element that a person reads (or is read to)."""

ON_A_CHART = {"text", "ticktext", "hovertemplate", "customdata"}
"""Parts of a figure that are drawn; names of traces are not (no legend, and hover cards without a second box)."""


class Text(NamedTuple):
    """What stands on the page, and where."""

    where: str
    text: str


def opened(book: Path | str | None, page: str = "overview", **link: str) -> AppTest:
    """A new session that comes by a link to a page: ``opened(path, "matrix", lang="zh", m="relationship")``."""
    session = AppTest.from_file(str(APP), default_timeout=30)
    if book is not None:
        session.session_state["book"] = str(book)
    session.query_params.update(link)
    return session.switch_page(f"pages/{page}.py").run()


def finding(session: AppTest) -> str:
    """The sentence above everything, as it is read."""
    return read(session.subheader[0].value)


def figures(text: str) -> list[str]:
    """The figures of a sentence, sorted: two languages put them in different order."""
    return sorted(FIGURE.findall(text))


def messages(session: AppTest) -> list[str]:
    """What went wrong or needs a look, as the page says it."""
    return [read(element.value) for kind in (session.error, session.warning) for element in kind]


def parts(session: AppTest, kind: str) -> list[Block]:
    """All blocks of a kind: dialogs, popovers, expanders."""
    return [block for block in _blocks(session._tree) if block.type == kind]


def dialog(session: AppTest) -> Block:
    """The one open dialog."""
    (found,) = parts(session, "dialog")
    return found


def proofs(session: AppTest) -> list[str]:
    """Keys of the proof buttons, in the order of the page."""
    return [button.key for button in session.button if (button.key or "").startswith("proof_")]


def charts(session: AppTest) -> dict[str, dict[str, Any]]:
    """Every chart of the page by its key: the figure as the browser gets it."""
    return {element.proto.id.split("-", 6)[-1]: json.loads(element.proto.spec) for element in session.get("plotly_chart")}


def headers(session: AppTest) -> list[list[str]]:
    """The column titles of every table."""
    return [[text.text for text in _titles(element)] for element in session.dataframe]


def texts(within: AppTest | Block) -> Iterator[Text]:
    """Everything a person reads, the words inside charts and tables too; code is left out."""
    for block in _blocks(within._tree if isinstance(within, AppTest) else within):
        if getattr(block, "proto", None) is not None:
            yield from _fields(block.type, block.proto)
        for element in _elements(block):
            if element.type == "plotly_chart":
                yield Text("alt of a chart", element.proto.alt)
                yield from _on_chart(json.loads(element.proto.spec))
            elif element.type == "dataframe":
                yield Text("alt of a table", element.proto.alt)
                yield from _titles(element)
                yield from _cells(element)
            elif element.type != "code":
                yield from _fields(element.type, element.proto)


def read(text: str) -> str:
    """Markdown as it looks: without its marks, escapes gone."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~$:()!&=+.-])", r"\1", MARKUP.sub("", text)).rstrip("]") if text else ""


def _blocks(block: Block) -> Iterator[Block]:
    yield block
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _blocks(child)


def _elements(block: Block) -> Iterator[Any]:
    return (child for child in block.children.values() if not isinstance(child, Block))


def _fields(kind: str, proto: Any) -> Iterator[Text]:
    for field, value in proto.ListFields():
        for item in value if field.is_repeated else [value]:
            if field.message_type is not None:
                yield from _fields(f"{kind}.{field.name}", item)
            elif field.name in WRITTEN and isinstance(item, str) and item:
                yield Text(f"{kind}.{field.name}", read(item))


def _titles(element: Any) -> Iterator[Text]:
    settings = json.loads(element.proto.columns or "{}")
    frame = element.value
    for column in map(str, frame.columns):
        told = settings.get(column) or {}
        if not told.get("hidden"):
            yield Text("column title", told.get("label", column))
        for option in (told.get("type_config") or {}).get("options") or []:
            yield Text("choice of a column", str(option.get("label", option.get("value")) if isinstance(option, dict) else option))


def _cells(element: Any) -> Iterator[Text]:
    """The cells as they look: a choice shows its label."""
    settings = json.loads(element.proto.columns or "{}")
    for column, values in element.value.items():
        options = ((settings.get(str(column)) or {}).get("type_config") or {}).get("options") or []
        labels = {option["value"]: option["label"] for option in options if isinstance(option, dict) and "label" in option}
        for value in values:
            for item in value if isinstance(value, list | tuple) else [value]:
                if isinstance(item, str) and item:
                    yield Text(f"cell of {column}", labels.get(item, item))


def _on_chart(part: Any, wanted: bool = False) -> Iterator[Text]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "template" and not (key == "customdata" and "bdata" in str(value)[:200]):
                yield from _on_chart(value, wanted or key in ON_A_CHART)
    elif isinstance(part, list):
        for item in part:
            yield from _on_chart(item, wanted)
    elif wanted and isinstance(part, str):
        yield Text("chart", html.unescape(re.sub(r"</?(?:b|i|br|extra|sub|sup|span)\b[^>]*>|%\{[^}]*\}", " ", part)))
