"""The pictures of a segmentation: the map of its accounts, the criterion of the number, the profile of the segments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts.segments import MOST_POINTS
from kam_core.segments.features import title
from kam_core.segments.model import Model
from kam_core.segments.scaling import scaled
from kam_core.text import Translator
from pages.ui import clicks, download, frame, pictures
from pages.ui.segments.clusters_choice import Shown
from pages.ui.view import View

MAP_HEIGHT = 440

FILE = {
    "x": "axis_1", "y": "axis_2", "k": "segments_k", "smallest": "segments_smallest", "distance": "segment_distance", "far": "segment_far",
    "known": "segment_known", "difference": "segment_difference", "median": "segment_median", "others": "segment_others",
    "before": "segment_before", "after": "segment_after",
}  # fmt: skip
"""What the columns are called in files: by names that say one thing only."""


def pictured(view: View, shown: Shown) -> None:
    """The map beside the criterion (a kept one has none), the profile below."""
    if shown.choice is None:
        _map(view, shown)
    else:
        left, right = st.columns([62, 38], gap="medium")
        with left:
            _map(view, shown)
        with right:
            criterion(view, shown)
    _profile(view, shown)


def _map(view: View, shown: Shown) -> None:
    t, model = view.t, shown.model
    assert model is not None
    frame.section(t("Where the accounts lie"), _key(view, shown))
    placed = _placed(view, shown)
    x, y = (axis_words(t, model, at) for at in (0, 1))
    look = {"t": t, "theme": view.theme, "height": MAP_HEIGHT}

    def make() -> Any:
        return charts.segment_map(placed, shown.names, x_title=x, y_title=y, **look)

    figure = view.kept("segment_map", make, model, shown.names, view.book.revisions["needs"])
    clicks.open_account(pictures.chart(view, lambda: figure, "segment_map", height=MAP_HEIGHT, select=True, size="desk"))
    columns = ["account_id", "account_name", "segment_name", "certainty", "far", "x", "y"]
    download.below(view, "segment-map", placed[columns].rename(columns=FILE), lambda: figure)


def _key(view: View, shown: Shown) -> str:
    """The key of symbols."""
    t, words = view.t, [view.t("Each segment has a shape and a name at its middle · red ring = far from every segment")]
    if len(shown.members) > MOST_POINTS:
        words.append(t("{n} of {all} accounts drawn", n=t.count(MOST_POINTS), all=t.count(len(shown.members))))
    return " · ".join(words)


def _placed(view: View, shown: Shown) -> pd.DataFrame:
    """The accounts along the first two axes."""
    model = shown.model
    assert model is not None
    turned = model.turned(scaled(shown.raw.sort_index(), model.scales))
    flat = np.zeros(len(turned)) if turned.shape[1] < 2 else turned[:, 1]
    frame_ = shown.members[["account_id", "segment", "far", "certainty"]].assign(x=turned[:, 0], y=flat).dropna(subset="segment")
    names = view.every_score.set_index("account_id")["account_name"]
    return frame_.assign(
        account_name=frame_["account_id"].map(names).fillna(frame_["account_id"]),
        segment_name=[shown.name(segment) for segment in frame_["segment"]],
        segment=frame_["segment"].astype(int) - 1,
    ).reset_index(drop=True)


def axis_words(t: Translator, model: Model, at: int) -> str:
    """What an axis goes by: its two largest parts, those that fall along it with a minus."""
    if at >= len(model.axes[0]):
        return ""
    loads = np.array([row[at] for row in model.axes])
    first = [place for place in np.argsort(-np.abs(loads), kind="stable")[:2] if abs(loads[place]) >= 0.3]
    names = [(title(t, model.names[place]), loads[place] > 0) for place in first]
    parts = [t("more: {name}", name=name) if more else t("less: {name}", name=name) for name, more in names]
    return f"{t.listed(parts)} →"


def criterion(view: View, shown: Shown) -> None:
    """How well each number of segments does."""
    t, choice = view.t, shown.choice
    assert choice is not None
    measure = "bic" if choice.method == "mixture" else "silhouette"
    about = t("BIC, lower is better · ring = proposed") if measure == "bic" else t("Silhouette, higher is better · ring = proposed")
    frame.section(t("How many segments"), about)
    now = len(shown.model.centres) if shown.model else None
    look = {"measure": measure, "chosen": now, "proposed": choice.best, "cloud": choice.cloud, "t": t, "theme": view.theme, "height": 300}
    pictures.chart(view, lambda: charts.criterion(choice.table, **look), "segment_numbers", height=300)
    if choice.best and choice.best == int(choice.table["k"].max()):
        st.caption(t("The best number is the last one tried: more segments may fit better still."))
    download.below(view, "segment-numbers", choice.table.rename(columns=FILE), lambda: charts.criterion(choice.table, **look))


def _profile(view: View, shown: Shown) -> None:
    t = view.t
    frame.section(
        t("What sets the segments apart"),
        t("Standard deviations from the other accounts: + more, − less than they have · from 0.4 on it is worth a word"),
    )
    wide = shown.profile.pivot_table("difference", "feature", "segment", "first", sort=False)
    wide.index = pd.Index([title(t, str(name)) for name in wide.index])
    figure = charts.profile_heat(wide, t=t, theme=view.theme)
    pictures.chart(view, lambda: figure, "segment_profile", height=int(figure.layout.height))
    table = shown.profile.assign(segment_name=[shown.name(segment) for segment in shown.profile["segment"]])
    table = table.assign(feature=[title(t, name) for name in table["feature"]])
    download.below(view, "segment-profile", table.rename(columns={**FILE, "known": "segment_accounts"}), lambda: figure)
