"""Why a number is what it is."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from kam_core.accounts import account_state
from kam_core.errors import UnknownName
from kam_core.explain import MONEY, explain
from kam_core.index.proof import COLUMNS
from kam_core.params import Params, ValueParams
from kam_core.placing import matrix
from kam_core.value.lifetime import lifetime_value
from kam_core.workbook import Workbook
from tests.index.ratings_in import DAY, add, rate, workbook

ITEMS = ["trust.credibility", "trust.reliability", "trust.intimacy", "trust.self_orientation"]


def trust(values: dict[str, float], **more: object) -> list[dict[str, object]]:
    """Ratings of the trust items of account A."""
    return [{"subject_id": "A", "item": f"trust.{name}", "value": value, **more} for name, value in values.items()]


WORKED = trust({"credibility": 8.0, "reliability": 7.0, "intimacy": 6.0, "self_orientation": 3.0})


def test_the_terms_of_trust_in_order() -> None:
    """C 8, R 7, I 6, S 3: every item with its answer, its share and its part of 69.4."""
    found = explain(workbook(["A"], WORKED), "A", "trust", DAY)

    assert (round(found.value, 1), found.coverage, found.origin, found.title) == (69.4, 1.0, "items", "Trust")
    assert list(found.terms.columns) == list(COLUMNS)
    assert found.terms[["item", "share", "raw"]].to_numpy().tolist() == [[i, 0.25, r] for i, r in zip(ITEMS, (8, 7, 6, 3), strict=True)]
    assert found.terms["contribution"].sum() == pytest.approx(found.value)
    assert found.terms["possible"].tolist() == [25.0] * 4
    assert found.terms[["source", "rater", "status", "ratings"]].to_numpy().tolist() == [["survey", "Li Na", "confirmed", 1]] * 4


def test_a_missing_item_is_there_and_counts_nothing() -> None:
    """It keeps its weight and question, has no value, and the others carry the index."""
    terms = explain(workbook(["A"], WORKED[:2]), "A", "trust", DAY).terms

    assert terms["missing"].tolist() == [False, False, True, True]
    assert terms["possible"].tolist()[:2] == [50.0, 50.0]
    assert terms.loc[2:, ["value", "contribution", "possible"]].isna().all(axis=None)


def test_several_raters_and_contacts_stand_behind_one_value() -> None:
    """The weights of the rows behind an item reproduce its value; replaced and misplaced answers are listed with weight 0."""
    rows = [
        *trust({"credibility": 2.0}, rater_side="ours", rater="Wang", status="assumed"),
        *trust({"credibility": 9.0}, valid_on=DAY - timedelta(90)),
        *trust({"credibility": 1.0}, valid_on=DAY - timedelta(200)),
        *trust({"credibility": 77.0}, rater="slip"),
        {"subject_type": "contact", "subject_id": "c1", "item": "trust.credibility", "value": 10.0, "valid_on": DAY - timedelta(30)},
        {"subject_type": "contact", "subject_id": "c1", "item": "trust.credibility", "value": 4.0, "rater": "Zhou", "source": "vote"},
        {"subject_type": "contact", "subject_id": "c2", "item": "trust.credibility", "value": 7.0},
    ]
    found = explain(workbook(["A"], rows, [("c1", "A", 5.0), ("c2", "A", None)]), "A", "trust", DAY)
    behind = found.rows("trust.credibility")

    assert (len(behind), int((behind["weight"] == 0).sum()), behind["weight"].sum()) == (7, 2, pytest.approx(1.0))
    assert (behind["weight"] * behind["value"]).sum() == pytest.approx(found.terms["raw"].iloc[0])
    assert found.terms["ratings"].iloc[0] == 5


def test_a_direct_value_is_a_single_term() -> None:
    """The index itself is the item, on 0-100."""
    found = explain(workbook(["A"], [("A", "trust", 64.0)]), "A", "trust", DAY)

    assert (found.origin, found.value, found.terms[["item", "raw", "contribution"]].to_numpy().tolist()) == (
        "given",
        64.0,
        [["trust", 64.0, 64.0]],
    )


def test_nothing_known_has_an_explanation_too() -> None:
    """All items missing, no value, no flip."""
    found = explain(workbook(["A"]), "A", "trust", DAY)

    assert (found.origin, bool(np.isnan(found.value)), found.terms["missing"].all(), found.flip) == ("none", True, True, None)


def test_a_measured_item_shows_the_fact_behind_it() -> None:
    """The wallet share that was entered, with its day; the repeat rate comes from the data."""
    found = explain(workbook(["A"], facts=[("A", "wallet_share", 0.35)]), "A", "patronage", DAY)
    behind = found.rows("patronage.wallet")

    assert (found.value, found.coverage) == (35.0, 0.4)
    assert behind[["fact", "value", "weight"]].to_numpy().tolist() == [["fact_wallet_share".removeprefix("fact_"), 0.35, 1.0]]


def test_the_one_answer_that_would_change_the_quadrant() -> None:
    """Trust 58.3 lacks 1.7 points: one step on any item is enough, and of equal changes the first item is named."""
    rows = [*trust({"credibility": 7.0, "reliability": 6.0, "intimacy": 5.0, "self_orientation": 4.0}), ("A", "importance", 80.0)]
    flip = explain(workbook(["A"], rows), "A", "trust", DAY).flip

    assert flip is not None
    assert (flip.item, flip.from_raw, flip.to_raw, round(flip.value, 1)) == ("trust.credibility", 7.0, 8.0, 61.1)
    assert (flip.matrix, flip.quadrant, flip.other) == ("relationship", "priority", "core_partner")


def test_no_single_answer_may_be_enough() -> None:
    """From 100 on every item one answer cannot take trust below the cut."""
    rows = [*trust({"credibility": 10.0, "reliability": 10.0, "intimacy": 10.0, "self_orientation": 1.0}), ("A", "importance", 80.0)]

    assert explain(workbook(["A"], rows), "A", "trust", DAY).flip is None


def test_a_flip_keeps_its_promise() -> None:
    """For 60 random accounts: recorded, the proposed answer gives the promised index and quadrant, and fewer steps would not."""
    rng = np.random.default_rng(4)
    answers, importance = rng.integers(1, 11, (60, 4)), rng.integers(0, 101, 60)
    ids = [f"A{i}" for i in range(60)]
    rows = [(id, item, float(answers[i, k])) for i, id in enumerate(ids) for k, item in enumerate(ITEMS)]
    wb = workbook(ids, [*rows, *((id, "importance", float(importance[i])) for i, id in enumerate(ids))])
    flips = {id: explain(wb, id, "trust", DAY).flip for id in ids}
    for id, answer in zip(ids, answers, strict=True):
        assert steps_needed(answer) == (None if (flip := flips[id]) is None else abs(flip.to_raw - flip.from_raw))

    rate(wb, [(id, flip.item, flip.to_raw) for id, flip in flips.items() if flip])
    then = matrix(wb, "relationship", DAY).set_index("account_id")

    assert 10 < sum(flip is not None for flip in flips.values()) < 60
    assert [then.loc[id, "quadrant"] for id, flip in flips.items() if flip] == [flip.other for flip in flips.values() if flip]
    assert [then.loc[id, "x"] for id, flip in flips.items() if flip] == pytest.approx([flip.value for flip in flips.values() if flip])


def steps_needed(answer: np.ndarray) -> int | None:
    """By how many steps of 1-10 the most movable item has to change for trust to cross 60, worked in whole numbers; None = too far."""
    points = answer[:3].sum() + 11 - answer[3] - 4
    steps = 22 - points if points < 22 else points - 21
    room = [*(10 - answer[:3]), answer[3] - 1] if points < 22 else [*(answer[:3] - 1), 10 - answer[3]]
    return int(steps) if steps <= max(room) else None


def test_a_contact_can_be_explained() -> None:
    """Its own trust, from its own rows."""
    rated = {"subject_type": "contact", "subject_id": "c1", "item": "trust.intimacy", "value": 10.0}
    found = explain(workbook(["A"], [rated, *WORKED], [("c1", "A", 5.0)]), "c1", "trust", DAY, subject_type="contact")

    assert (found.value, found.terms["ratings"].tolist()) == (100.0, [0, 0, 1, 0])


def money_workbook() -> Workbook:
    """One account: 300 revenue of which 100 without a cost, 120 cost of goods, 30 visits and 10 freight."""
    wb = workbook(["A"])
    lines = [("2024-06-01", 200.0, 120.0), ("2024-11-01", 100.0, None)]
    add(wb, "transactions", [{"account_id": "A", "date": date.fromisoformat(day), "revenue": r, "cost": c} for day, r, c in lines])
    costs = [("visits", 30.0), ("freight", 10.0)]
    add(wb, "costs", [{"account_id": "A", "date": date(2024, 7, 1), "activity": name, "amount": amount} for name, amount in costs])
    return wb


def test_money_is_built_up_from_its_terms() -> None:
    """Gross profit 80 = 300 - 100 without a cost - 120; less 30 of visits (freight counts only when asked for) it is 50."""
    wb = money_workbook()
    found = {what: explain(wb, "A", what, DAY) for what in ("revenue", "gross_profit", "cost_to_serve", "profit")}

    assert {what: case.value for what, case in found.items()} == {
        "revenue": 300.0,
        "gross_profit": 80.0,
        "cost_to_serve": 30.0,
        "profit": 50.0,
    }
    assert found["gross_profit"].terms["contribution"].tolist() == [300.0, -100.0, -120.0]
    assert found["cost_to_serve"].terms["item"].tolist() == ["visits"]
    assert (len(found["profit"].rows("gross_profit")), len(found["cost_to_serve"].rows("visits"))) == (2, 1)


def test_freight_and_an_assumed_margin_change_the_terms() -> None:
    """With freight 40 is spent on serving; with a margin of 25 % assumed, 75 of the open 100 are an assumed cost."""
    params = Params(ValueParams(freight_is_cost_to_serve=True, assumed_margin=0.25))
    serve, gross = (explain(money_workbook(), "A", what, DAY, params) for what in ("cost_to_serve", "gross_profit"))

    assert serve.terms[["item", "contribution"]].to_numpy().tolist() == [["freight", 10.0], ["visits", 30.0]]
    assert gross.terms["contribution"].tolist() == [300.0, -75.0, -120.0]


@pytest.mark.parametrize("what", ["revenue", "gross_profit", "profit", "cost_to_serve", "retention", "clv"])
def test_the_terms_of_money_add_up_to_the_score(what: str) -> None:
    """An explanation never says another number than the score."""
    wb = money_workbook()
    add(wb, "account_facts", [{"account_id": "A", "fact": "retention", "value": 0.8, "valid_on": DAY}])
    state = account_state(wb, DAY)
    scored = {**state.iloc[0].to_dict(), **lifetime_value(state, Params()).iloc[0].to_dict()}
    found = explain(wb, "A", what, DAY)

    assert found.value == pytest.approx(scored[what])
    assert found.terms["contribution"].sum() == pytest.approx(scored[what])
    assert (what in MONEY, len(found.rows(found.terms["item"].iloc[0])) > 0) == (True, True)


def test_an_activity_may_be_called_like_a_term() -> None:
    """The rows behind a cost to serve are those of its activity, whatever its name."""
    wb = Workbook()
    named = ("cost_to_serve", "revenue", "visit")
    add(wb, "costs", [{"account_id": "A", "date": DAY, "activity": name, "amount": 1.0} for name in named])
    told = explain(wb, "A", "cost_to_serve", DAY)

    assert [told.rows(item)["activity"].tolist() for item in told.terms["item"]] == [[name] for name in named]


def test_money_nobody_earned_is_missing() -> None:
    """A prospect has no profit yet; it is not zero."""
    found = explain(workbook(["A"]), "A", "profit", DAY)

    assert (bool(np.isnan(found.value)), found.coverage, found.terms["missing"].all()) == (True, 0.0, True)


@pytest.mark.parametrize(("account", "what", "near"), [("A-1", "trust", "A"), ("A", "trusst", "trust")])
def test_unknown_names_come_with_the_closest(account: str, what: str, near: str) -> None:
    """An account or an index that does not exist."""
    with pytest.raises(UnknownName, match=near):
        explain(workbook(["A"]), account, what, DAY)


def test_an_unknown_term_comes_with_the_closest() -> None:
    """Of the terms of this explanation."""
    with pytest.raises(UnknownName, match=r"trust\.intimacy"):
        explain(workbook(["A"], WORKED), "A", "trust", DAY).rows("trust.intimcy")


def test_the_module_says_what_it_can_explain() -> None:
    """The money measures beside the four indices."""
    assert list(MONEY) == ["revenue", "gross_profit", "cost_to_serve", "profit", "clv", "retention"]


def test_products_and_the_largest_of_them_build_up_the_risk() -> None:
    """Products 20 6 4 4 2 1: terms add up to 52.3, the largest counts twice; the nearest answer that is named takes it below 40."""
    pairs = zip(("performance", "financial", "delivery", "switching", "compliance", "career"),
                ((4, 5), (2, 3), (2, 2), (4, 1), (1, 2), (1, 1)), strict=True)  # fmt: skip
    about = {"subject_type": "contact", "subject_id": "c1"}
    answers = {name: value for what, (p, c) in pairs for name, value in ((f"risk.{what}", p), (f"risk.{what}_consequence", c))}
    answers |= {"willingness.urgency": 4, "willingness.value": 4}
    wb = workbook(["A"], [{**about, "item": item, "value": float(value)} for item, value in answers.items()], [("c1", "A", 4.0)])
    told = explain(wb, "c1", "risk", DAY, subject_type="contact")
    terms = told.terms.set_index("item")

    assert terms["contribution"].sum() == pytest.approx(told.value) == pytest.approx(100 * (0.5 * 20 + 0.5 * 37 / 6) / 25)
    assert terms.loc["risk.performance", ["raw", "value", "contribution"]].tolist() == [4.0, 80.0, pytest.approx(80 * (0.5 + 0.5 / 6))]
    assert terms.loc["risk.performance_consequence", ["raw", "contribution"]].tolist() == [5.0, 0.0]
    assert told.flip is not None
    rate(wb, [{**about, "item": told.flip.item, "value": told.flip.to_raw}])
    after = matrix(wb, "decision", DAY).iloc[0]
    assert (after["quadrant"], round(after["y"], 6)) == (told.flip.other, round(told.flip.value, 6))


def test_the_risk_of_an_account_is_that_of_its_people() -> None:
    """A term a contact, weighted by influence, adding up to the account's value; the rows behind it are the contact's answers."""
    rows = [
        {"subject_type": "contact", "subject_id": id, "item": "willingness.value", "value": value}
        for id, value in (("c1", 5.0), ("c2", 2.0))
    ]
    wb = workbook(["A"], rows, [("c1", "A", 4.0), ("c2", "A", 1.0), ("c3", "A", None)])
    told = explain(wb, "A", "willingness", DAY)

    assert (told.value, told.terms["item"].tolist()) == (85.0, ["c1", "c2", "c3"])
    assert told.terms["contribution"].tolist()[:2] == [80.0, 5.0]
    assert told.terms["missing"].tolist() == [False, False, True]
    assert told.rows("c2")["value"].tolist() == [2.0]
