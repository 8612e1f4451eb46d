"""A matrix shows who is where, how large, how sure; what is thin is hollow, what is unknown is not drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, axis_range, matrix
from kam_core.charts.bubbles import CIRCLE, DIAMOND, LOSS, MUTED, PAPER
from kam_core.charts.heat import CELLS
from kam_core.charts.labels import LINE, short, text_width
from kam_core.charts.plane import Plane
from kam_core.charts.theme import CORNERS, palette, plain, size_of
from kam_core.params import EvidenceParams
from kam_core.text import translator

Maker = Callable[..., pd.DataFrame]
CORNER_NAMES = 4


def by_account(figure: Any) -> pd.DataFrame:
    """The bubbles of a figure as a table, by account id."""
    trace = figure.data[-1]
    marker = trace.marker
    columns = {
        "x": trace.x, "y": trace.y, "size": marker.size, "symbol": marker.symbol, "fill": marker.color, "line": marker.line.color,
        "ring": marker.line.width, "opacity": marker.opacity, "name": [row[2] for row in trace.customdata],
    }  # fmt: skip
    return pd.DataFrame(columns, index=[row[0] for row in trace.customdata])


def named(figure: Any) -> list[Any]:
    """The annotations beside bubbles."""
    return list(figure.layout.annotations[CORNER_NAMES:])


def boxes(figure: Any, width: float, size: str = "desk") -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every word in a plot so many pixels wide."""
    measures = size_of(size)
    (x0, x1), (y0, y1) = figure.layout.xaxis.range, figure.layout.yaxis.range
    height = Plane.of((0, 1), (0, 1), (0, 0), measures, figure.layout.height).height
    found = []
    for note in figure.layout.annotations:
        text = note.text.replace("<b>", "").replace("</b>", "").replace("&lt;", "<")
        wide, tall = text_width(text, note.font.size) / 2, LINE * note.font.size / 2
        if note.xref == "x domain":
            x = note.x * width + note.xshift + (wide if note.xanchor == "left" else -wide)
            y = (1 - note.y) * height - note.yshift + (tall if note.yanchor == "top" else -tall)
        else:
            across, down = (note.ax, note.ay) if note.showarrow else (note.xshift, -note.yshift)
            x, y = (note.x - x0) / (x1 - x0) * width + across, (y1 - note.y) / (y1 - y0) * height + down
        found.append((x - wide, y - tall, x + wide, y + tall))
    return found


@pytest.mark.parametrize("width", [500, 584, 900])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_name_lies_on_another(width: int, seed: int, frame: Maker, loyalty: dict[str, Any]) -> None:
    """60 crowded accounts, Latin and Chinese: corner names and bubble names keep apart and inside, at three widths."""
    figure = matrix(frame(60, seed), **loyalty)
    words = boxes(figure, width)

    clashes = [
        (figure.layout.annotations[i].text, figure.layout.annotations[j].text)
        for i, a in enumerate(words)
        for j, b in enumerate(words[:i])
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert clashes == []
    assert [box for box in words if box[0] < 0 or box[2] > width] == []
    assert len(named(figure)) >= 12


def test_every_placed_account_is_drawn_once(frame: Maker, loyalty: dict[str, Any]) -> None:
    """As many bubbles as rows with a place; the rest is counted, not hidden."""
    data = frame(60)
    data.loc[:4, "x"] = np.nan
    data.loc[5:9, "coverage"] = 0.29
    figure = matrix(data, **loyalty)

    assert sorted(by_account(figure).index) == data["account_id"].tolist()[10:]
    assert (figure.layout.meta["placed"], figure.layout.meta["not_placed"]) == (50, 10)
    assert alt_of(figure).endswith("10 not placed: thin evidence.")


def test_corner_names_carry_their_counts(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The count of a corner is that of its quadrant, and the words stand in that corner."""
    data = frame(60)
    counts = data["quadrant"].value_counts()
    figure = matrix(data, **loyalty)
    heads = {(note.xanchor, note.yanchor): note.text for note in figure.layout.annotations[:CORNER_NAMES]}

    assert heads == {
        ("right", "top"): f"<b>True loyalty</b>\u00a0\u00a0{counts['true']}",
        ("left", "top"): f"<b>Latent loyalty</b>\u00a0\u00a0{counts['latent']}",
        ("right", "bottom"): f"<b>Spurious loyalty</b>\u00a0\u00a0{counts['spurious']}",
        ("left", "bottom"): f"<b>No loyalty</b>\u00a0\u00a0{counts['none']}",
    }


def test_no_point_lies_under_a_corner_name(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Six per cent of the height above and below the data belong to the names."""
    figure = matrix(frame(60), **loyalty, range=((0, 100), (0, 100)))
    low, high = figure.layout.yaxis.range

    assert (high - 100) / (high - low) == pytest.approx(0.06)
    assert -low / (high - low) == pytest.approx(0.06)


def test_loss_is_a_diamond(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Colour is never the only sign of a loss."""
    data = frame(60)
    drawn = by_account(matrix(data, **loyalty))
    expected = dict(zip(data["account_id"], np.where(data["profit"] < 0, DIAMOND, CIRCLE), strict=True))

    assert drawn["symbol"].to_dict() == expected
    assert set(expected.values()) == {CIRCLE, DIAMOND}


def test_thin_evidence_is_hollow(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Below 60% coverage the fill is the paper's and the rim has the corner's colour; from 60% on it is the other way round."""
    data = frame(3).assign(coverage=[0.59, 0.60, 0.31])
    drawn = by_account(matrix(data, **loyalty))

    assert (drawn["fill"] == PAPER).loc[data["account_id"]].tolist() == [True, False, True]
    assert (drawn["line"] == PAPER).loc[data["account_id"]].tolist() == [False, True, False]


def test_thresholds_follow_the_parameters(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Somebody who asks for more evidence sees more hollow points and fewer of them."""
    data = frame(3).assign(coverage=[0.45, 0.70, 0.95])
    drawn = by_account(matrix(data, **loyalty, evidence=EvidenceParams(placed_from=0.5, hollow_below=0.8)))

    assert drawn["fill"].eq(PAPER).sort_index().to_dict() == {"A-00001": True, "A-00002": False}


@pytest.mark.parametrize(("days", "ringed"), [(183.0, True), (10.0, True), (184.0, False), (np.nan, False)])
def test_renewal_within_six_months_has_a_ring(days: float, ringed: bool, frame: Maker, loyalty: dict[str, Any]) -> None:
    """2.2 pixels in the colour of alarm."""
    drawn = by_account(matrix(frame(1).assign(renews_in_days=days), **loyalty)).iloc[0]

    assert (drawn["line"] == LOSS, drawn["ring"] > 2) == (ringed, ringed)


def test_area_is_the_size_of_the_profit(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Four times the profit, or the loss, is twice the radius; the largest has 22 pixels, none less than 4."""
    drawn = by_account(matrix(frame(4).assign(profit=[40_000.0, -10_000.0, 1.0, np.nan]), **loyalty)).sort_index()

    assert drawn["size"].tolist() == [44, 22, 8, 8]


def test_unknown_profit_is_uniform(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Without any profit no bubble is larger than another, and none is a loss."""
    drawn = by_account(matrix(frame(9).assign(profit=np.nan), **loyalty))

    assert (set(drawn["size"]), set(drawn["symbol"])) == ({18.0}, {CIRCLE})


def test_large_bubbles_do_not_hide_small_ones(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The largest is drawn first."""
    sizes = matrix(frame(60), **loyalty).data[-1].marker.size

    assert list(sizes) == sorted(sizes, reverse=True)


def test_less_evidence_is_paler(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Opacity grows with evidence and is never so low that a mark is lost."""
    drawn = by_account(matrix(frame(3).assign(evidence=[0.0, 0.5, 1.0]), **loyalty)).sort_index()

    assert drawn["opacity"].tolist() == pytest.approx([0.55, 0.775, 1.0], abs=0.006)


def test_colour_is_the_corner(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The codes of the bubbles name the four corners in order."""
    data = frame(60)
    drawn = by_account(matrix(data, **loyalty))
    place = {"true": 0, "latent": 1, "spurious": 2, "none": 3}

    assert drawn["fill"].to_dict() == {row.account_id: place[row.quadrant] for row in data.itertuples()}


def test_a_reversed_axis_colours_by_meaning(frame: Maker, loyalty: dict[str, Any]) -> None:
    """High willingness at low risk is blue although it lies at the bottom right."""
    tones = {"hl": "hh", "lh": "ll", "hh": "lh", "ll": "hl"}
    figure = matrix(frame(20), **loyalty, tones=tones)
    colours = palette("light")

    scale = [colour for _, colour in figure.data[-1].marker.line.colorscale][:4]
    assert scale == [colours.corner[tones[corner]] for corner in CORNERS]
    assert figure.layout.annotations[2].font.color == colours.blue


def test_a_click_says_which_account(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Custom data start with the account, then the subject, then the name; the hover says the rest in words."""
    data = frame(1).assign(subject_id="C-1", x=71.6, y=62.4, quadrant="true", probability=0.734, account_name="A < B")
    figure = matrix(data, **loyalty)

    assert list(figure.data[-1].customdata[0]) == ["A-00000", "C-1", "A &lt; B", "72", "62", "True loyalty 73%"]
    assert figure.data[-1].hovertemplate.startswith("<b>%{customdata[2]}</b><br>Repeat patronage %{customdata[3]}")
    assert "click to open" in figure.data[-1].hovertemplate
    assert figure.layout.dragmode == "zoom"


def test_selection_steps_forward(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The others fade to 16% and lose their names."""
    data = frame(60)
    chosen = data["account_id"].tolist()[:5]
    figure = matrix(data, **loyalty, selected=chosen)
    drawn = by_account(figure)

    assert set(drawn.index[drawn["opacity"] > MUTED + 0.01]) == set(chosen)
    assert 3 <= len(named(figure)) <= 5


def test_highlight_is_bold(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The account one speaks about."""
    figure = matrix(frame(20), **loyalty, highlight=["A-00003"], size="stage")

    assert [note.text for note in named(figure)] == ["<b>Health Spa, Limited 3</b>"]


def test_contacts_carry_their_own_names(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Where the subjects are not accounts, their name stands beside the bubble."""
    figure = matrix(frame(2).assign(subject_name=["Joel Pike", "李娜"]), **loyalty)

    assert sorted(note.text for note in named(figure)) == ["Joel Pike", "李娜"]


def test_trails_of_the_largest_moves(frame: Maker, loyalty: dict[str, Any]) -> None:
    """At most 14 trails, each ends in its bubble; everybody else steps back."""
    data = frame(40)
    past = pd.concat([data[["subject_id", "x", "y"]].assign(x=data["x"] - step * np.arange(40) / 10) for step in (3, 2, 1)])
    figure = matrix(data, **loyalty, trails=past)
    drawn = by_account(figure)
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]
    ends = {
        (x, y)
        for trace in lines
        for x, y, after in zip(trace.x, trace.y, [*trace.x[1:], np.nan], strict=True)
        if np.isnan(after) and not np.isnan(x)
    }

    assert sorted(drawn.index[drawn["opacity"] > MUTED + 0.01]) == data["account_id"].tolist()[26:]
    assert ends == {(np.float32(row.x), np.float32(row.y)) for row in data.iloc[26:].itertuples()}
    assert {trace.line.shape for trace in lines} == {"spline"}


def test_the_one_that_is_spoken_of_has_its_trail_and_name(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Of 40 the first moved least; highlighted it is the fourteenth trail, bold, and the smallest of the largest moves steps back."""
    data = frame(40)
    past = data[["subject_id", "x", "y"]].assign(x=data["x"] - np.arange(1, 41) / 10)
    figure = matrix(data, **loyalty, trails=past, highlight=["A-00000"])
    loud = by_account(figure)["opacity"] > MUTED + 0.01

    assert sorted(loud.index[loud]) == ["A-00000", *data["account_id"].tolist()[27:]]
    assert [note.text for note in named(figure) if note.text.startswith("<b>")] == ["<b>Brakes & Gears 0</b>"]


def test_who_renews_in_the_quadrant_spoken_of_is_named_first(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Three small accounts that renew soon stand in a crowded quadrant: their names find a place before those of the large."""
    data = frame(120)
    small = data.index[data["quadrant"] == "spurious"][:3]
    data.loc[small, ["renews_in_days", "profit"]] = [30.0, 1.0]
    names = {plain(short(name)) for name in data.loc[small, "account_name"]}

    assert not names <= {note.text for note in named(matrix(data, **loyalty))}
    assert names <= {note.text for note in named(matrix(data, **loyalty, about="spurious"))}


def test_many_points_keep_only_the_names_that_matter(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Above 300: all are drawn, faint; key accounts are full and named."""
    data = frame(400)
    key = data["account_id"].tolist()[:6]
    figure = matrix(data, **loyalty, key_ids=key)
    drawn = by_account(figure)

    assert len(drawn) == 400
    assert drawn.drop(index=key)["opacity"].max() <= 0.4
    assert drawn.loc[key, "opacity"].min() > 0.85
    assert len(named(figure)) <= 6


def test_a_crowd_is_a_heat_map(frame: Maker, loyalty: dict[str, Any]) -> None:
    """10,000 accounts: 60 x 60 cells that hold everybody, key accounts on top, and less than 60 kB."""
    data = frame(10_000)
    key = data["account_id"].tolist()[:20]
    figure = matrix(data, **loyalty, key_ids=key)
    heat = figure.data[0]

    assert (heat.type, heat.z.shape) == ("heatmap", (CELLS, CELLS))
    assert np.nansum(heat.z) == 10_000
    assert sorted(by_account(figure).index) == key
    assert len(figure.to_json()) < 60_000
    assert figure.layout.meta["cell"] == pytest.approx((heat.dx, heat.dy))


def test_a_cell_lies_where_its_accounts_are(frame: Maker, loyalty: dict[str, Any]) -> None:
    """The fullest cell of a crowd in one spot is that spot."""
    heat = matrix(frame(2_001).assign(x=42.0, y=77.0, quadrant="latent"), **loyalty).data[0]
    row, column = np.unravel_index(np.nanargmax(heat.z), heat.z.shape)

    assert heat.x0 + column * heat.dx == pytest.approx(42, abs=heat.dx / 2 + 1e-9)
    assert heat.y0 + row * heat.dy == pytest.approx(77, abs=heat.dy / 2 + 1e-9)


def test_an_empty_matrix_still_draws(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Four corners with zero in each."""
    figure = matrix(frame(5).assign(x=np.nan), **loyalty)

    assert alt_of(figure).startswith("Repeat patronage against Relative attitude: True loyalty 0, Latent loyalty 0")
    assert figure.layout.meta["placed"] == 0


def test_same_frame_same_figure(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Bytes agree, the frame is left alone, zoom survives new data."""
    data = frame(60)
    before = data.copy(deep=True)
    first, second = (matrix(data, **loyalty) for _ in range(2))

    assert first.to_json() == second.to_json()
    assert first.layout.uirevision == "kam"
    pd.testing.assert_frame_equal(data, before)


def test_money_on_an_axis(frame: Maker, loyalty: dict[str, Any]) -> None:
    """A measure that is no index is written in its own words, on the axis and in the hover."""
    t = translator("zh")
    data = frame(10).assign(x=lambda d: d["x"] * 10_000)
    figure = matrix(data, **{**loyalty, "cut_x": 600_000, "t": t}, formats=(lambda value: t.axis_money(value, "¥"), None))

    assert "¥60万" in figure.layout.xaxis.ticktext
    assert all(row[3].startswith("¥") for row in figure.data[-1].customdata)


def test_axis_ranges() -> None:
    """An index is trimmed to its data and shows both sides of the cut; money gets air; nothing known is the cut alone."""
    assert axis_range([31.0, 84.0], 60) == (25.0, 90.0)
    assert axis_range([71.0, 99.0], 60) == (50.0, 100.0)
    assert axis_range([0.0, 100.0], 60) == (-5.0, 105.0), "a bubble at an end has room"
    assert axis_range([np.nan], 60) == (50.0, 70.0)
    assert axis_range([-100_000.0, 300_000.0], 0) == (-120_000.0, 320_000.0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_quadrants_are_tinted_and_cut_by_gaps(theme: str, frame: Maker, loyalty: dict[str, Any]) -> None:
    """Four tints and two lines of paper, three pixels wide, at the cuts."""
    figure = matrix(frame(5), **loyalty, theme=theme)
    rects = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    lines = [shape for shape in figure.layout.shapes if shape.type == "line"]

    assert len({rect.fillcolor for rect in rects}) == 4
    assert [(line.line.width, line.line.color) for line in lines] == [(3, palette(theme).paper)] * 2
    assert (lines[0].y0, lines[1].x0) == (60, 60)


def test_marks_stand_in_the_place_of_names(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Who is listed beside the figure carries its rank in bold; everybody else keeps the name."""
    data = frame(12)
    shown = matrix(data, size="stage", key_ids=["A-00003", "A-00007"], marks={"A-00003": "1", "A-00007": "2"}, **loyalty)
    words = {note.text for note in named(shown)}

    assert {"<b>1</b>", "<b>2</b>"} <= words
    assert not {text for text in words if f"{data['account_name'][3]}" == text}


@pytest.mark.parametrize("size", ["stage", "hall"])
def test_a_wall_is_looked_at(frame: Maker, loyalty: dict[str, Any], size: str) -> None:
    """Nothing zooms by a slip of the hand, nothing promises a click, and the words are large."""
    figure = matrix(frame(40), size=size, **loyalty)

    assert figure.layout.dragmode is False
    assert "click" not in figure.data[-1].hovertemplate
    assert "click to open" in matrix(frame(40), size="desk", **loyalty).data[-1].hovertemplate
    assert min(note.font.size for note in figure.layout.annotations) >= 19


@pytest.mark.parametrize("size", ["stage", "hall"])
def test_ten_thousand_on_a_wall(frame: Maker, loyalty: dict[str, Any], size: str) -> None:
    """A heat map, with the key accounts and the one that is called out on it."""
    figure = matrix(frame(10_000), size=size, key_ids=["A-00001", "A-00002"], highlight=["A-00009"], **loyalty)

    assert [figure.data[0].type, figure.data[-1].type] == ["heatmap", "scatter"]
    assert set(by_account(figure).index) == {"A-00001", "A-00002", "A-00009"}
    assert len(figure.to_json()) < 120_000
