"""What is asked of the segments, and what comes of it: a kept segmentation, or one found in the figures of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.disguise import HIDDEN
from kam_core.segments import segmentation
from kam_core.segments.assigning import assigned
from kam_core.segments.choice import NUMBERS, Choice, Progress, numbers_for
from kam_core.segments.describing import called, money, profile
from kam_core.segments.features import FEATURES, MIX, features, title
from kam_core.segments.features import label as label_of
from kam_core.segments.kept import Kept, kept
from kam_core.segments.model import METHODS, Model
from kam_core.segments.scaling import CAP, REASONS, Prepared
from kam_core.segments.stability import Stability
from kam_core.text import N_
from pages.ui import cache, linked
from pages.ui.view import View

METHOD = "method"
ALIKE = "alike"
NUMBER = "number"
SEGMENTATION = "segmentation"
"""In the link: how segments are found, by what, how many; the kept ones that are shown."""

NEW, PROPOSED = "new", "proposed"

METHOD_TITLES = {"kmeans": N_("k-means"), "mixture": N_("Gaussian mixture")}

STEPS = {
    "number": N_("Trying every number of segments"),
    "cloud": N_("Comparing with points without groups"),
    "fit": N_("Fitting the segments"),
    "stability": N_("Fitting again to see what stays"),
}
"""What is said while it is at work."""


@dataclass(frozen=True)
class Shown:
    """The segments on the page; ``model`` is ``None`` where there are none."""

    raw: pd.DataFrame
    kept: Kept | None
    model: Model | None
    members: pd.DataFrame
    profile: pd.DataFrame
    money: pd.DataFrame
    names: tuple[str, ...]
    """What each segment is called, in their order."""
    data: Prepared | None = None
    choice: Choice | None = None
    stability: Stability | None = None

    @property
    def broken(self) -> bool:
        """Whether a kept segmentation cannot be read."""
        return self.kept is not None and self.model is None

    def name(self, segment: str) -> str:
        """What a segment is called."""
        return self.names[int(segment) - 1]


def chosen(view: View, head: Any) -> Shown:
    """Draw the choices and return what they come to; ``head`` shows the steps while something is fitted."""
    own = known(view)
    raw = figures(view)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        found = _which(view, own) if own else None
        if found is not None:
            return _of_kept(view, found, raw)
        method = _method(view)
        names = _features(view, raw)
        data, choice = _choice(view, raw, names, method, head)
        k = _number(view, data, choice)
    return _of_figures(view, raw, data, choice, k, head)


def known(view: View) -> list[Kept]:
    """The segmentations the workbook keeps, the latest first."""
    tables = ("segmentations", "segments")
    return cache.kept(view.book, ("segmentations",), lambda: kept(view.book), tables)


def figures(view: View, day: Any = None) -> pd.DataFrame:
    """The features of the accounts the page is narrowed to, on its date or another."""
    day = day or view.as_of
    wanted = tuple(sorted({name.removeprefix(MIX) for one in known(view) if one.model for name in one.model.names if name.startswith(MIX)}))
    every = _kept(
        view,
        ("features", day, view.params, wanted),
        lambda: features(view.book, day, view.params, cache.scores(view.book, day, view.params, view.window), wanted),
    )
    return every[every.index.isin(view.accounts)] if view.accounts is not None else every


def _kept(view: View, key: tuple[Any, ...], make: Any) -> Any:
    """Kept whatever the language: a fit takes a second."""
    return cache.kept(view.book, ("segments", *key), make, (*cache.read_by_score(view.params), "needs"))


def _which(view: View, own: list[Kept]) -> Kept | None:
    """A kept segmentation, or ``None`` for a new one."""
    t, by_id = view.t, {one.segmentation_id: one for one in own}
    link = linked.choice(SEGMENTATION, [*by_id, NEW], own[0].segmentation_id)
    words = {NEW: t("Find new ones"), **{key: label(view, one) for key, one in by_id.items()}}
    return by_id.get(str(st.selectbox(t("Segmentation"), [*by_id, NEW], format_func=words.get, width=300, **link)))


def label(view: View, one: Kept) -> str:
    """What a kept segmentation is called; a hidden title gives way to its day."""
    t, day = view.t, one.model.made_on if one.model else None
    return t("Kept, of {day}", day=t.day(day)) if one.title in ("", HIDDEN) else one.title


def _method(view: View) -> str:
    t = view.t
    link = linked.choice(METHOD, list(METHODS), METHODS[0], plain_default=True)
    return str(st.segmented_control(t("Method"), list(METHODS), required=True, format_func=lambda name: t(METHOD_TITLES[name]), **link))


def _features(view: View, raw: pd.DataFrame) -> tuple[str, ...]:
    """What accounts are compared by; nothing chosen = the usual ones."""
    t = view.t
    options = [*(name for name in FEATURES if name in raw), *(name for name in raw if str(name).startswith(MIX))]
    plain = segmentation.usual(raw)
    with st.popover(t("Compared by"), icon=":material/tune:"):
        picked = st.multiselect(
            t("Features"),
            options,
            format_func=lambda name: label_of(t, name),
            placeholder=t("The usual ones"),
            max_selections=segmentation.MOST_FEATURES,
            **linked.several(ALIKE, options),
        )
        st.caption(t("Usual: {names}", names=[title(t, name) for name in plain]))
    return tuple(picked or plain)


def _number(view: View, data: Prepared, choice: Choice) -> int | None:
    """How many segments: as the data propose, or as somebody wants."""
    t, possible = view.t, numbers_for(data)
    options = [PROPOSED, *(str(k) for k in NUMBERS if k in possible)]
    good = choice.best if choice.verdict in ("clear", "weak") else None
    proposed = t("{k} (proposed)", k=t.count(good)) if good else t("none (proposed)")
    link = linked.choice(NUMBER, options, PROPOSED, plain_default=True)
    told = str(st.selectbox(t("Number of segments"), options, format_func=lambda k: proposed if k == PROPOSED else k, width=190, **link))
    return int(told) if told != PROPOSED else None


def _choice(view: View, raw: pd.DataFrame, names: tuple[str, ...], method: str, head: Any) -> tuple[Prepared, Choice]:
    key = ("choice", view.as_of, view.params, view.accounts, names, method, tuple(raw))
    made: tuple[Prepared, Choice] = _kept(
        view, key, lambda: _watched(view, head, lambda told: segmentation.tried(raw, names, method, told))
    )
    return made


def _of_figures(view: View, raw: pd.DataFrame, data: Prepared, choice: Choice, k: int | None, head: Any) -> Shown:
    key = ("divided", view.as_of, view.params, view.accounts, data.names, choice.method, tuple(raw), k)

    def make() -> segmentation.Segmentation:
        return _watched(view, head, lambda told: segmentation.divided(raw, data, choice, view.as_of, k, told))

    made: segmentation.Segmentation = _kept(view, key, make)
    if made.model is None:
        return Shown(raw, None, None, made.members, pd.DataFrame(), pd.DataFrame(), (), data, choice)
    told, amounts = _kept(view, ("told", *key), lambda: _told(made.model, raw, made.members))
    names = tuple(called(view.t, told, segment) for segment in made.model.segments)
    return Shown(raw, None, made.model, made.members, told, amounts, names, data, choice, made.stability)


def _of_kept(view: View, one: Kept, raw: pd.DataFrame) -> Shown:
    """A kept model on the figures of the page."""
    model = one.model
    if model is None:
        return Shown(raw, one, None, pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), ())
    key = ("kept", view.as_of, view.params, view.accounts, model)
    members = _kept(view, key, lambda: assigned(model, raw))
    told, amounts = _kept(view, ("told", *key), lambda: _told(model, raw, members))
    titles = {segment: words[0] for segment, words in one.words.items() if words[0] != HIDDEN}
    names = tuple(called(view.t, told, segment, titles.get(segment, "")) for segment in model.segments)
    return Shown(raw, one, model, members, told, amounts, names)


def _told(model: Model, raw: pd.DataFrame, members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return profile(model, raw, members), money(model, members, raw)


def _watched(view: View, head: Any, work: Any) -> Any:
    """Something that takes a moment, with its steps on the page while it does."""
    t, place = view.t, head.empty()
    with place.status(t("Looking for groups"), expanded=True):
        bar = st.progress(0.0)
        told: Progress = lambda step, done: bar.progress(min(max(done, 0.0), 1.0), text=t(STEPS[step]))  # noqa: E731
        made = work(told)
    place.empty()
    return made


def notes(view: View, shown: Shown) -> list[str]:
    """What was left out, filled in or held back."""
    t, data = view.t, shown.data
    unplaced = int(shown.members["segment"].isna().sum()) if len(shown.members) else data.unplaced if data and data.scales else 0
    lines = []
    if shown.model:
        lines.append(t("Compared by: {names}", names=[title(t, name) for name in shown.model.names]))
    if unplaced:
        lines.append(t.n("{n} account is in no segment: less than half of its features are known.",
                         "{n} accounts are in no segment: less than half of their features are known.", unplaced))  # fmt: skip
    if data is None:
        return lines
    lines += [t("Left out: {name} ({reason})", name=title(t, name), reason=t(REASONS[why])) for name, why in data.left_out.items()]
    lines += [
        t.n("{name}: unknown for {n} account, which stands at the median.", "{name}: unknown for {n} accounts, which stand at the median.",
            n, name=title(t, name)) for name, n in data.filled.items()
    ]  # fmt: skip
    lines += [
        t.n("{name}: {n} account lies beyond {cap} spreads and is taken to lie there.",
            "{name}: {n} accounts lie beyond {cap} spreads and are taken to lie there.", n, name=title(t, name), cap=f"{CAP:g}")
        for name, n in data.capped.items()
    ]  # fmt: skip
    return lines
