"""Colours, sizes and the plotly template: two palettes x three sizes, handed to each figure and never registered by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kam_core.errors import UnknownName

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FONT = "Inter, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
CORNERS = ("hh", "lh", "hl", "ll")
"""The four corners of a matrix, the letter of x first: 'lh' is low x, high y."""


@dataclass(frozen=True)
class Palette:
    """The colours of one surface. Marks reach 3:1 on the paper, ``*_text`` variants and inks 4.5:1 (ink3 draws lines only)."""

    paper: str
    ink: str
    ink2: str
    ink3: str
    line: str
    grid: str
    wash: str
    blue: str
    sky: str
    ochre: str
    grey: str
    loss: str
    sky_text: str
    ochre_text: str
    grey_text: str
    tint: float
    """How strongly a quadrant takes its corner's colour, as alpha."""

    @property
    def corner(self) -> Mapping[str, str]:
        """The mark colour of each corner: value kept, to be won, to be guarded, standard."""
        return dict(zip(CORNERS, (self.blue, self.sky, self.ochre, self.grey), strict=True))

    @property
    def corner_text(self) -> Mapping[str, str]:
        """The same four colours, dark (or light) enough to be read as text."""
        return dict(zip(CORNERS, (self.blue, self.sky_text, self.ochre_text, self.grey_text), strict=True))


LIGHT = Palette(
    paper="#FFFFFF", ink="#0B131B", ink2="#55606E", ink3="#7B8593", line="#D5D9DF", grid="#ECEEF1", wash="#F3F4F6",
    blue="#1F4FC4", sky="#2E97D3", ochre="#B97A06", grey="#8A919C", loss="#B8281C",
    sky_text="#1A6EA3", ochre_text="#8F5E04", grey_text="#55606E", tint=0.055,
)  # fmt: skip
DARK = Palette(
    paper="#12161C", ink="#E8EBEF", ink2="#A9B2BF", ink3="#8590A0", line="#39424F", grid="#222933", wash="#1C222B",
    blue="#7FA6FF", sky="#A6E3FA", ochre="#F0C766", grey="#7F8896", loss="#F2695A",
    sky_text="#A6E3FA", ochre_text="#F0C766", grey_text="#A9B2BF", tint=0.09,
)  # fmt: skip
PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class Size:
    """What changes with the place a figure stands in: a page, a miniature, a wall. All lengths are pixels."""

    font: float
    label: float
    """Names beside bubbles."""
    title: float
    """Names of the corners, heads of annotations."""
    height: int
    width: int
    """The narrowest plot area in which labels must not touch."""
    scale: float
    """Factor on radii."""
    headroom: float
    """The strip above and below the data that holds the corner names, as a share of the plot's height."""
    labels: int
    """At most so many names."""
    ticks: bool
    """Whether a matrix numbers its axes."""


SIZES: Mapping[str, Size] = {
    "desk": Size(font=12.5, label=12, title=14, height=560, width=500, scale=1.0, headroom=0.06, labels=40, ticks=True),
    "mini": Size(font=12, label=11.5, title=12.5, height=240, width=340, scale=0.55, headroom=0.10, labels=5, ticks=False),
    "stage": Size(font=19, label=19, title=21, height=660, width=720, scale=1.6, headroom=0.07, labels=16, ticks=False),
    "hall": Size(font=24, label=24, title=26, height=800, width=960, scale=2.0, headroom=0.07, labels=16, ticks=False),
}
WALLS = frozenset({"stage", "hall"})
"""Sizes that are looked at from afar: 'stage' for a screen of 1280 to 1700 pixels, 'hall' for a wider one."""


SAME: Mapping[str, str] = {corner: corner for corner in CORNERS}


@dataclass(frozen=True)
class Look:
    """How a figure looks: the surface, the place it stands in, and whose colour each corner takes."""

    theme: str = "light"
    name: str = "desk"
    """The name of the size."""
    tones: Mapping[str, str] = field(default_factory=lambda: SAME)

    @property
    def colours(self) -> Palette:
        """The palette of the surface."""
        return palette(self.theme)

    @property
    def size(self) -> Size:
        """The measures of the place."""
        return size_of(self.name)

    def mark(self, corner: str) -> str:
        """The colour of marks in a corner."""
        return self.colours.corner[self.tones[corner]]

    def text(self, corner: str) -> str:
        """The colour of words about a corner."""
        return self.colours.corner_text[self.tones[corner]]


def palette(theme: str) -> Palette:
    """
    The palette of 'light' or 'dark'.

    >>> palette("light").corner["hh"]
    '#1F4FC4'
    """
    try:
        return PALETTES[theme]
    except KeyError:
        raise UnknownName.of("theme", theme, list(PALETTES)) from None


def size_of(size: str) -> Size:
    """The measures of 'desk', 'mini', 'stage' or 'hall'."""
    try:
        return SIZES[size]
    except KeyError:
        raise UnknownName.of("size", size, list(SIZES)) from None


def alpha(colour: str, opacity: float) -> str:
    """
    A colour made transparent.

    >>> alpha("#1F4FC4", 0.5)
    'rgba(31,79,196,0.5)'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def template(theme: str = "light", size: str = "desk") -> dict[str, Any]:
    """The plotly template of a surface and a size, for ``layout.template``: horizontal grid only, no lines, no legend."""
    colours, font = palette(theme), size_of(size).font
    axis = {
        "showline": False, "zeroline": False, "ticks": "", "automargin": True, "ticklabelstandoff": 5,
        "title": {"standoff": 6, "font": {"size": font}}, "tickfont": {"color": colours.ink2},
    }  # fmt: skip
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": font, "color": colours.ink2},
        "colorway": [colours.blue, colours.sky, colours.ochre, colours.grey, colours.loss],
        "margin": {"l": 4, "r": 8, "t": 8, "b": 4}, "showlegend": False, "hovermode": "closest", "bargap": 0.28,
        "xaxis": {**axis, "showgrid": False}, "yaxis": {**axis, "gridcolor": colours.grid, "gridwidth": 1},
        "hoverlabel": {
            "bgcolor": colours.paper, "bordercolor": colours.line, "align": "left",
            "font": {"family": FONT, "size": max(13.0, font), "color": colours.ink},
        },
    }  # fmt: skip
    return {"layout": layout}


NAMED = ("xaxis", "yaxis")
"""Axes that need no title: names along one, amounts written with their unit along the other or at each mark."""


def figure(data: list[dict[str, Any]], layout: Mapping[str, Any], look: Look, alt: str, **meta: object) -> Figure:
    """The figure of the traces and the layout, with the template and the sentence for those who cannot see it."""
    import plotly.graph_objects as go

    # The constant revision keeps zoom and selection when the data change.
    common = {"template": template(look.theme, look.name), "height": look.size.height, "uirevision": "kam", "dragmode": False}
    return go.Figure({"data": data, "layout": {**common, "meta": {"alt": alt, **meta}, **layout}})


def note(text: str, x: float, y: float, font: tuple[float, str], **place: object) -> dict[str, Any]:
    """A plotly annotation without arrow or frame; ``font`` is size and colour, ``place`` any other keys."""
    size, colour = font
    return {"text": text, "x": x, "y": y, "font": {"size": size, "color": colour}, "showarrow": False, "borderpad": 0, **place}


def plain(text: object) -> str:
    """
    A name of the user as plotly text: plotly draws tags, links among them.

    >>> plain("<a href='x'>Nord</a> AG")
    "&lt;a href='x'>Nord&lt;/a> AG"
    """
    return str(text).replace("<", "&lt;")


def alt_of(figure: Figure) -> str:
    """The finding of a figure in one sentence, for the ``alt`` of the page's element."""
    return str(figure.layout.meta["alt"])


def config(size: str = "desk", *, selectable: bool = False) -> dict[str, Any]:
    """
    The plotly ``config`` of a figure: no mode bar but for a selectable figure on a desk (select, lasso, reset).

    >>> config("mini")["displayModeBar"]
    False
    """
    if not selectable or size != "desk":
        return {"displayModeBar": False, "displaylogo": False}
    return {"displaylogo": False, "modeBarButtons": [["select2d", "lasso2d", "resetScale2d"]]}
