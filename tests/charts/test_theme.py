"""Colours that can be read, settings that agree with each other, and no plotly before the first figure."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kam_core.charts import alt_of, config
from kam_core.charts.theme import CORNERS, PALETTES, SIZES, Look, alpha, figure, palette, size_of, template
from kam_core.errors import UnknownName

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(top: str, opacity: float, under: str) -> str:
    """A transparent colour on an opaque one."""
    mixed = [round(int(top[i : i + 2], 16) * opacity + int(under[i : i + 2], 16) * (1 - opacity)) for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in mixed)


def test_contrast_is_the_known_one() -> None:
    """Black on white is 21:1, so the measure itself is right."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", PALETTES)
def test_text_is_readable(theme: str) -> None:
    """Every colour of words reaches 4.5:1 on the page, and the corner names on their tints."""
    colours = palette(theme)
    words = {"ink": colours.ink, "ink2": colours.ink2, "loss": colours.loss, **colours.corner_text}
    tinted = {c: contrast(colours.corner_text[c], over(colours.corner[c], colours.tint, colours.paper)) for c in CORNERS}

    assert {name: ratio for name, colour in words.items() if (ratio := contrast(colour, colours.paper)) < 4.5} == {}
    assert {corner: ratio for corner, ratio in tinted.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", PALETTES)
def test_marks_are_seen(theme: str) -> None:
    """Bubbles, bars and leader lines reach 3:1 on the page."""
    colours = palette(theme)
    marks = {**colours.corner, "loss": colours.loss, "leader": colours.ink3}

    assert {name: ratio for name, colour in marks.items() if (ratio := contrast(colour, colours.paper)) < 3} == {}


def test_corners_have_four_colours() -> None:
    """The letter of x comes first: low x with high y is to be won (sky), high x with low y to be guarded (ochre)."""
    colours = palette("light")

    assert dict(colours.corner) == {"hh": colours.blue, "lh": colours.sky, "hl": colours.ochre, "ll": colours.grey}


@pytest.mark.parametrize("theme", PALETTES)
def test_the_pages_wear_the_same_colours(theme: str) -> None:
    """The shipped theme and the charts are one palette; a good delta is blue, never green."""
    colours, shipped = palette(theme), SETTINGS["theme"][theme]

    expected = {
        "primaryColor": colours.blue, "backgroundColor": colours.paper, "secondaryBackgroundColor": colours.wash, "textColor": colours.ink,
        "redColor": colours.loss, "greenColor": colours.blue, "blueColor": colours.blue, "orangeColor": colours.ochre,
        "violetColor": colours.sky,
        "dataframeBorderColor": colours.grid, "dataframeHeaderTextColor": colours.ink2, "dataframeHeaderBackgroundColor": colours.paper,
        "chartCategoricalColors": [colours.blue, colours.sky, colours.ochre, colours.grey, colours.loss],
    }  # fmt: skip
    assert {name: shipped[name] for name in expected} == expected


def test_the_shipped_settings_are_closed_and_offline() -> None:
    """This computer only, nothing sent out, no traceback shown, nothing written on a page by accident."""
    expected = {
        "server": {
            "headless": True, "address": "127.0.0.1", "port": 8501, "maxUploadSize": 200, "enableStaticServing": True,
            "fileWatcherType": "none", "disconnectedSessionTTL": 900,
        },
        "browser": {"gatherUsageStats": False},
        "client": {"toolbarMode": "viewer", "showErrorDetails": "none", "showErrorLinks": False},
        "runner": {"magicEnabled": False},
    }  # fmt: skip
    assert {section: SETTINGS[section] for section in expected} == expected


def test_every_named_font_is_there() -> None:
    """Four weights with their licence, and a wordmark for each surface; the page needs no network."""
    faces = SETTINGS["theme"]["fontFaces"]
    files = [ROOT / face["url"].removeprefix("app/") for face in faces]

    assert [face["weight"] for face in faces] == [400, 500, 600, 700]
    assert [file.name for file in files if not 10_000 < file.stat().st_size < 40_000] == []
    assert "SIL Open Font License" in (ROOT / "static" / "OFL.txt").read_text(encoding="utf-8")
    assert [name for name in ("logo-light.svg", "logo-dark.svg") if "<text" in (ROOT / "static" / name).read_text(encoding="utf-8")] == []


def test_importing_charts_loads_no_plotly() -> None:
    """A notebook or a page that draws nothing does not pay for it."""
    heavy = ("plotly", "streamlit", "scipy", "sklearn")
    code = f"import sys, kam_core.charts; print([m for m in {heavy} if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip() == "[]"


def test_templates_are_not_registered() -> None:
    """A figure carries its template; building one changes nothing for the next."""
    import plotly.io as pio

    before = (pio.templates.default, sorted(pio.templates))
    made = figure([], {}, Look("dark", "stage"), "nothing")

    assert made.layout.template.layout.font.size == SIZES["stage"].font
    assert (pio.templates.default, sorted(pio.templates)) == before


def test_template_draws_no_box() -> None:
    """Transparent ground, no legend, horizontal gridlines only."""
    layout = template("dark", "desk")["layout"]

    assert (layout["paper_bgcolor"], layout["showlegend"]) == ("rgba(0,0,0,0)", False)
    assert (layout["xaxis"]["showgrid"], layout["yaxis"]["gridcolor"], layout["xaxis"]["showline"]) == (False, "#222933", False)


def test_alt_is_the_sentence_given() -> None:
    """What is in the picture, for those who cannot see it."""
    assert alt_of(figure([], {}, Look(), "300 accounts earn $2.6m.")) == "300 accounts earn $2.6m."


def test_mode_bar_only_where_one_selects() -> None:
    """Miniatures and walls have none; a matrix on a desk offers select, lasso and reset."""
    assert [config(size, selectable=True)["displayModeBar"] for size in ("mini", "stage")] == [False, False]
    assert config("desk", selectable=True)["modeBarButtons"] == [["select2d", "lasso2d", "resetScale2d"]]


def test_unknown_names_say_what_is_known() -> None:
    """A typing error is answered with the right word."""
    with pytest.raises(UnknownName, match="Did you mean light"):
        palette("ligth")
    with pytest.raises(UnknownName, match="desk"):
        size_of("dest")


def test_alpha_keeps_the_colour() -> None:
    """Transparency is added, nothing else."""
    assert alpha("#B8281C", 0.055) == "rgba(184,40,28,0.055)"
