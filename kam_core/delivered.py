"""
Delivered value 客户让渡价值 taken apart (methods 14, Kotler): eight parts of us and of the best rival, and which of them moves most.

TCV = sum w·s over product, service, personnel and image value; TCC = sum w·s over monetary, time, energy and psychic cost;
CDV = TCV - TCC. Parts are 0-10 and the weights of the parts that count add up to 1, so TCV and TCC lie within 0-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kam_core.index.declared.delivered import DELIVERED
from kam_core.index.engine import inputs
from kam_core.index.shapes import Item
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TOP = 10.0
"""The end of the scale of a part."""

DIGITS = 9


@dataclass(frozen=True)
class Part:
    """One of the eight: what we and the best rival are asked."""

    id: str
    ours: Item
    rival: Item

    @property
    def side(self) -> Literal["value", "cost"]:
        """Whether more of it is better for the customer (value) or worse (cost)."""
        return "cost" if self.ours.reverse else "value"


_ITEMS = {item.id: item for item in DELIVERED.items}
PARTS: Mapping[str, Part] = {
    item.id.partition(".")[2]: Part(item.id.partition(".")[2], item, _ITEMS[item.pair]) for item in DELIVERED.items[::2]
}
"""Four of value, then four of cost, in Kotler's order."""


def parts(wb: Workbook, account_ids: pd.Series, as_of: date, params: Params) -> pd.DataFrame:
    """
    One row an account and part: ``ours`` and ``rival`` (0-10, NaN = no answer), ``weight``, what is to their ``advantage``, ``effect``.

    ``advantage`` is ours less the rival's for a value, the rival's less ours for a cost: above 0 speaks for us. Compared are the parts
    both are known of (``counts``), where there is none those of ours alone; their weights add up to 1. ``effect`` is what one point
    better on our part adds to the relative delivered value; less where the scale leaves less room.
    """
    state = pd.DataFrame({"account_id": account_ids.to_numpy()})
    cells = inputs(wb, state, as_of, params, indices={DELIVERED.id: DELIVERED}).cells
    table = pd.concat([_of_part(part, state, cells.row(part.ours.id)[0], cells.row(part.rival.id)[0], params) for part in PARTS.values()])
    table = table.sort_values(["account_id", "place"], kind="stable").reset_index(drop=True)
    both = table["ours"].notna() & table["rival"].notna()
    compared = both.groupby(table["account_id"]).transform("any")
    counts = np.where(compared, both, table["ours"].notna())
    whole = (table["weight"] * counts).groupby(table["account_id"]).transform("sum")
    weight = (table["weight"] / whole.where(whole > 0)).where(counts)
    room = np.where(table["side"] == "value", TOP - table["ours"], table["ours"]).clip(max=1.0)
    return table.assign(counts=counts, weight=weight, effect=(weight * room).round(DIGITS)).drop(columns="place")


def _of_part(part: Part, state: pd.DataFrame, ours: np.ndarray, rival: np.ndarray, params: Params) -> pd.DataFrame:
    own, theirs = (_raw(item, value) for item, value in ((part.ours, ours), (part.rival, rival)))
    sign = 1.0 if part.side == "value" else -1.0
    return pd.DataFrame(
        {
            "account_id": state["account_id"], "part": part.id, "side": part.side, "ours": own, "rival": theirs,
            "weight": params.weight(part.ours.id, part.ours.weight), "advantage": (sign * (own - theirs)).round(DIGITS),
            "place": list(PARTS).index(part.id),
        }
    )  # fmt: skip


def _raw(item: Item, value: np.ndarray) -> np.ndarray:
    """Values of 0-100 in the direction of the index, back on the scale of the item."""
    share = np.asarray(value, dtype="float64") / 100.0
    return np.round(item.low + (1.0 - share if item.reverse else share) * (item.high - item.low), DIGITS)


def totals(table: pd.DataFrame) -> pd.DataFrame:
    """
    One row an account of ``parts``: TCV, TCC, CDV and TCV / TCC of us and of the best rival, and the relative delivered value.

    Columns: ``tcv``, ``tcc``, ``cdv``, ``ratio`` (missing where nothing is paid), the same with ``_rival``, ``relative`` (-10 to 10;
    missing without an answer on the rival), ``compared`` (parts both are known of), ``answered`` (parts of ours).
    """
    both = table["ours"].notna() & table["rival"].notna()
    found = pd.DataFrame({
        "compared": both.groupby(table["account_id"]).sum(),
        "answered": table["ours"].notna().groupby(table["account_id"]).sum(),
    })  # fmt: skip
    for who, ending in (("ours", ""), ("rival", "_rival")):
        amount = (table["weight"] * table[who]).where(table["counts"])
        for side, name in (("value", "tcv"), ("cost", "tcc")):
            found[name + ending] = amount.where(table["side"] == side).groupby(table["account_id"]).sum(min_count=1).round(DIGITS)
        value, cost = found[f"tcv{ending}"], found[f"tcc{ending}"]
        known = value.notna() | cost.notna()
        found[f"cdv{ending}"] = (value.fillna(0) - cost.fillna(0)).where(known).round(DIGITS)
        found[f"ratio{ending}"] = value / cost.where(cost > 0)
    found["relative"] = (found["cdv"] - found["cdv_rival"]).where(found["compared"] > 0).round(DIGITS)
    return found.reset_index()


def means(table: pd.DataFrame) -> pd.DataFrame:
    """
    The portfolio part by part, in Kotler's order: the mean of every account with both answers, and how many those are (``n``).

    Columns: ``part``, ``side``, ``ours``, ``rival``, ``advantage``, ``weight``, ``effect``, ``behind`` (accounts where the rival leads).
    """
    known = table[table["advantage"].notna()]
    groups = known.groupby("part")
    found = groups[["ours", "rival", "advantage", "weight", "effect"]].mean()
    found = found.assign(n=groups.size(), behind=(known["advantage"] < 0).groupby(known["part"]).sum()).reindex(list(PARTS))
    found[["n", "behind"]] = found[["n", "behind"]].fillna(0).astype(int)
    return found.assign(side=[part.side for part in PARTS.values()]).rename_axis("part").reset_index()


def moves(table: pd.DataFrame, costs: Mapping[str, float] | None = None) -> pd.DataFrame:
    """
    Which part moves the relative delivered value most: rows with ``effect`` (of ``means`` or of one account), the largest first.

    ``costs`` (money for one point, by part) adds ``cost`` and ``per_cost`` (effect for one unit of money); parts with a cost are then
    ranked by it, ahead of the others. A cost of 0 or less is none.
    """
    cost = table["part"].map(dict(costs or {})).astype("float64")
    cost = cost.where(cost > 0)
    ranked = table.assign(cost=cost, per_cost=table["effect"] / cost)
    ranked = ranked[ranked["effect"].notna()]
    return ranked.sort_values(["per_cost", "effect"], ascending=False, na_position="last", kind="stable").reset_index(drop=True)
