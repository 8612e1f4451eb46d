"""The figures of a segmentation: how many accounts, how many segments, how far they stand apart, how much comes back."""

from __future__ import annotations

import streamlit as st

from kam_core.segments.choice import VERDICTS
from kam_core.segments.stability import WORDS, word_of
from kam_core.text import N_
from pages.ui.segments.clusters_choice import Shown
from pages.ui.view import View

HEIGHT = 116

SILHOUETTE = N_(
    "How much nearer an account lies to its own segment than to the next: 1 = far apart, 0 = on the border. Up to 0.25 there is no "
    "structure, from 0.5 on a clear one."
)
RAND = N_("Twenty times accounts are drawn again and parted anew; 1 = the same segments every time, 0 = as by chance.")


def row(view: View, shown: Shown) -> None:
    """Four figures beside one another; what they mean is behind the question mark."""
    t, model = view.t, shown.model
    assert model is not None
    n = int(shown.money["accounts"].sum())
    far = int(shown.money["far"].sum())
    told = [
        (t("Accounts"), t.count(n), t("of {n}", n=t.count(len(shown.raw))), t("Accounts of which enough is known.")),
        (
            t("Far from every segment"),
            t.count(far),
            t.percent(far / n) if n else t.missing,
            t("Beyond 1.5 times the distance that 95% of a segment's accounts keep from its middle."),
        ),
    ]
    if shown.choice is not None and shown.stability is not None:
        reached, rand = shown.choice.silhouette(len(model.centres)), shown.stability.rand
        apart = t(VERDICTS[shown.choice.verdict_of(len(model.centres))])
        told += [
            (t("Silhouette"), f"{reached:.2f}" if reached == reached else t.missing, apart, t(SILHOUETTE)),
            (t("Stability (Rand)"), f"{rand:.2f}", t(WORDS[word_of(rand)]), t(RAND)),
        ]
    else:
        sure = shown.members["certainty"].mean()
        told += [
            (t("Certainty, mean"), t.percent(sure), None, t("How sure the segment of an account is.")),
            (t("Kept on figures of"), t.day_short(model.made_on), model.made_on[:4], t("The segments are those of that day.")),
        ]
    for column, (label, value, below, about) in zip(st.columns(len(told)), told, strict=True):
        column.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height=HEIGHT, help=about)
