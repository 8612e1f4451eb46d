"""The picture of the mirror: an arrow from our view to theirs, no more than twenty lines, names as they are."""

from __future__ import annotations

import pandas as pd

from kam_core import charts
from kam_core.text import translator


def frame(n: int) -> pd.DataFrame:
    """Gaps from large to small, one name with a tag."""
    gaps = [30.0 - 4 * place for place in range(n)]
    names = ["<b>Nord</b>", *(f"Account {place}" for place in range(1, n))][:n]
    return pd.DataFrame({"account_id": [f"A{p}" for p in range(n)], "account_name": names, "ours": [50 + g / 2 for g in gaps],
                         "customer": [50 - g / 2 for g in gaps], "gap": gaps})  # fmt: skip


def test_arrows_lead_from_our_view_to_theirs() -> None:
    """The tail stands at our value, the head at the customer's; red where we think too well, blue where too little."""
    figure = charts.mirror(frame(12), index_title="Trust", t=translator("en"))
    arrows = [note for note in figure.layout.annotations if note.showarrow]

    assert (arrows[0].ax, arrows[0].x) == (65.0, 35.0)
    assert arrows[0].arrowcolor != arrows[-1].arrowcolor
    assert "8" in figure.layout.meta["alt"]  # 30, 26, ... 2: eight gaps above zero


def test_a_long_list_shows_both_ends_and_tags_are_text() -> None:
    """Of thirty lines ten of either end are drawn; a name is never markup."""
    figure = charts.mirror(frame(30), index_title="Trust", t=translator("zh"))

    assert figure.layout.meta["rows"] == 20
    assert figure.layout.annotations[0].text.startswith("&lt;b>")
