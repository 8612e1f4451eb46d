"""Delivered value taken apart: worked by hand, with a rival missing, all equal, and against the index of the same name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.delivered import PARTS, means, moves, parts, totals
from kam_core.index.declared import INDICES
from kam_core.index.engine import index_values, inputs
from kam_core.params import Params

DAY = pd.Timestamp("2024-06-30").date()
OURS = {"product": 8, "service": 7, "personnel": 6, "image": 5, "money": 6, "time": 3, "energy": 2, "psychic": 1}
RIVAL = {"product": 6, "service": 7, "personnel": 8, "image": 5, "money": 4, "time": 5, "energy": 2, "psychic": 4}
WEIGHTS = {"product": 0.20, "service": 0.15, "personnel": 0.10, "image": 0.05, "money": 0.20, "time": 0.12, "energy": 0.10, "psychic": 0.08}


def answers(account: str, ours: dict[str, Any], rival: dict[str, Any]) -> list[dict[str, Any]]:
    """Ratings as one of us gives them."""
    given = {f"delivered.{part}": value for part, value in ours.items()} | {f"delivered.{part}_rival": v for part, v in rival.items()}
    return [
        {"subject_type": "account", "subject_id": account, "item": item, "value": float(value), "valid_on": DAY, "rater": "Li Na"}
        for item, value in given.items()
    ]


def book(*rows: list[dict[str, Any]]) -> kam.Workbook:
    """A workbook with these accounts and their answers."""
    wb = kam.Workbook()
    names = sorted({row["subject_id"] for part in rows for row in part} | {"Z"})
    edits = [kam.Insert("accounts", {"account_id": name, "account_name": f"Account {name}"}) for name in names]
    wb.apply([*edits, *(kam.Insert("ratings", row) for part in rows for row in part)])
    return wb


def taken_apart(wb: kam.Workbook, *accounts: str, params: Params | None = None) -> pd.DataFrame:
    """The parts of some accounts."""
    return parts(wb, pd.Series(accounts), DAY, params or Params())


def test_worked_by_hand() -> None:
    """TCV, TCC, CDV and the ratio of both, and CDV of us less CDV of the rival."""
    row = totals(taken_apart(book(answers("A", OURS, RIVAL)), "A")).iloc[0]
    # Value: .2x8 + .15x7 + .1x6 + .05x5 = 3.5 against .2x6 + .15x7 + .1x8 + .05x5 = 3.3
    # Cost: .2x6 + .12x3 + .1x2 + .08x1 = 1.84 against .2x4 + .12x5 + .1x2 + .08x4 = 1.92
    expected = {"tcv": 3.5, "tcc": 1.84, "cdv": 1.66, "tcv_rival": 3.3, "tcc_rival": 1.92, "cdv_rival": 1.38, "relative": 0.28}

    assert {name: row[name] for name in expected} == pytest.approx(expected)
    assert (row["ratio"], row["ratio_rival"]) == pytest.approx((3.5 / 1.84, 3.3 / 1.92))
    assert (row["compared"], row["answered"]) == (8, 8)


def test_advantage_and_effect_of_each_part() -> None:
    """A value speaks for us where ours is higher, a cost where ours is lower; one point better adds the weight of the part."""
    table = taken_apart(book(answers("A", OURS, RIVAL)), "A").set_index("part")

    assert list(table.index) == list(PARTS) == list(WEIGHTS)
    assert table["advantage"].tolist() == [2, 0, -2, 0, -2, 2, 0, 3]
    assert table["effect"].to_dict() == pytest.approx(WEIGHTS)
    assert moves(table.reset_index())["part"].head(2).tolist() == ["product", "money"]


def test_a_part_without_an_answer_on_the_rival_is_not_compared() -> None:
    """The others carry the whole weight; the part keeps our answer and counts for nothing."""
    rival = {part: value for part, value in RIVAL.items() if part not in ("product", "psychic")}
    table = taken_apart(book(answers("A", OURS, rival)), "A").set_index("part")
    row = totals(table.reset_index()).iloc[0]
    left = {part: weight / 0.72 for part, weight in WEIGHTS.items() if part in rival}

    assert table.loc[list(left), "weight"].to_dict() == pytest.approx(left)
    assert table.loc["product", ["ours", "weight", "advantage"]].isna().tolist() == [False, True, True]
    # .1x(6-8) + .2x(4-6) + .12x(5-3) = -0.36, over 0.72
    assert (row["relative"], row["compared"], row["answered"]) == (pytest.approx(-0.5), 6, 8)


def test_no_answer_on_the_rival_at_all() -> None:
    """Ours stands alone; the relative value is unknown, not zero. Who has no answer has no figures."""
    found = totals(taken_apart(book(answers("A", OURS, {})), "A", "Z")).set_index("account_id")

    assert found.loc["A", "cdv"] == pytest.approx(1.66)
    assert found.loc["A", ["relative", "cdv_rival", "ratio_rival"]].isna().all()
    assert found.loc["Z", ["tcv", "cdv", "relative"]].isna().all()
    assert found["compared"].tolist() == [0, 0]


def test_all_equal() -> None:
    """Nobody is ahead: no advantage, no relative value, and the weights alone say what moves it."""
    table = taken_apart(book(answers("A", dict.fromkeys(OURS, 5), dict.fromkeys(OURS, 5))), "A")

    assert (table["advantage"] == 0).all()
    assert totals(table)["relative"].tolist() == [0.0]


def test_the_scale_leaves_no_room() -> None:
    """At the end of the scale a point better adds nothing, half a point from it half the weight."""
    ours = dict.fromkeys(OURS, 10) | {"money": 0, "time": 0.5}
    effect = taken_apart(book(answers("A", ours, RIVAL)), "A").set_index("part")["effect"]

    assert effect[["product", "money", "time", "energy"]].tolist() == pytest.approx([0, 0, 0.06, 0.1])


def test_weights_only_in_proportion() -> None:
    """Weights ten times as large change nothing; another weight does."""
    wb = book(answers("A", OURS, RIVAL))
    ten = Params.of(weights={f"delivered.{part}": 10 * weight for part, weight in WEIGHTS.items()})
    heavy = Params.of(weights={"delivered.product": 0.40})

    assert totals(taken_apart(wb, "A", params=ten))["relative"].tolist() == pytest.approx([0.28])
    assert totals(taken_apart(wb, "A", params=heavy))["relative"].tolist() == pytest.approx([(0.28 + 0.2 * 2) / 1.2])


def test_the_index_says_the_same() -> None:
    """The index of delivered value is 50 + five times the relative value, account by account."""
    rng = np.random.default_rng(7)
    rows = [
        answers(name, dict(zip(OURS, rng.integers(0, 11, 8), strict=True)), dict(zip(OURS, rng.integers(0, 11, 8), strict=True)))
        for name in "ABCDE"
    ]
    wb, index = book(*rows), INDICES["delivered"]
    state = pd.DataFrame({"account_id": list("ABCDE")})
    value = index_values(inputs(wb, state, DAY, Params(), indices={index.id: index}), index, Params()).value

    assert value == pytest.approx(50 + 5 * totals(taken_apart(wb, *"ABCDE"))["relative"].to_numpy())


def test_mean_by_part_over_those_compared() -> None:
    """Mean and number of the accounts with both answers; how many of them see the rival ahead."""
    second = {part: value for part, value in RIVAL.items() if part != "product"}
    found = means(taken_apart(book(answers("A", OURS, RIVAL), answers("B", second, OURS)), "A", "B", "Z")).set_index("part")

    assert found.loc["product", ["ours", "n", "behind", "advantage"]].tolist() == [8, 1, 0, 2]
    assert found.loc["psychic", ["ours", "rival", "n", "behind"]].tolist() == [2.5, 2.5, 2, 1]
    assert means(taken_apart(book(), "Z"))["n"].tolist() == [0] * 8


def test_what_moves_most_for_its_cost() -> None:
    """Priced parts come first, by effect for one unit of money; a cost of nothing is none."""
    table = taken_apart(book(answers("A", OURS, RIVAL)), "A")
    found = moves(table, {"product": 400.0, "image": 50.0, "time": 0.0})

    assert found["part"].head(3).tolist() == ["image", "product", "money"]
    assert found["per_cost"].head(2).tolist() == pytest.approx([0.05 / 50, 0.2 / 400])
    assert found["per_cost"].notna().sum() == 2
