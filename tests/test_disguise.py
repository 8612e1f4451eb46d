"""The disguise for a stage: nothing real is left in it, everything that is a share stays, and an alias is an alias for ever."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core import disguise
from kam_core.schema import TABLES
from kam_core.workbook import Insert, Workbook, lookup

SECRETS = {
    "accounts": ["account_id", "account_name", "city", "owner"],
    "contacts": ["contact_name", "job"],
    "ratings": ["rater"],
    "interactions": ["who", "promise"],
    "transactions": ["order_id"],
    "contracts": ["contract_id"],
    "needs": ["need", "proof"],
    "competitors": ["competitor", "counter"],
    "feedback": ["text"],
    "actions": ["action", "objective"],
    "goals": ["text"],
}
"""What must be found nowhere under the disguise."""


@pytest.fixture(scope="module")
def real() -> Workbook:
    """The shipped portfolio."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    return wb


@pytest.fixture(scope="module")
def masked(real: Workbook) -> Workbook:
    """The same under its disguise."""
    return disguise.disguised(real)


def cells(wb: Workbook) -> set[str]:
    """Every text in the workbook, the journal and its own notes included."""
    frames = [wb.table(name) for name in TABLES] + [wb.journal()]
    found = {str(value) for frame in frames for column in frame for value in frame[column].dropna().unique() if isinstance(value, str)}
    return found | set(wb.meta.values())


def test_no_secret_is_left(real: Workbook, masked: Workbook) -> None:
    """No id, name, order number, contract, job or free text of the original stands in any table, in the journal or in the notes."""
    secrets = {str(value) for name, columns in SECRETS.items() for c in columns for value in real.table(name)[c].dropna()}
    regions = set(real.table("accounts")["region"])  # some of them are called as a city is
    assert len(secrets) > 4_000

    assert set() == (secrets - regions) & cells(masked)


def test_every_row_is_there_and_illustrative_ones_are_marked(real: Workbook, masked: Workbook) -> None:
    """Table by table, but for the links of invitations and the rate of an hour, which is money; what was invented is still said to be."""
    assert {name: real.count(name) for name in TABLES} | {"invitations": 0, "parameters": 1} == {
        name: masked.count(name) for name in TABLES
    }
    for name in ("accounts", "transactions", "ratings", "costs", "contacts"):
        assert lookup.illustrative(real, name) == lookup.illustrative(masked, name), name


def test_money_is_scaled_by_one_factor_and_shares_stay(real: Workbook, masked: Workbook) -> None:
    """Profit, lifetime value and revenue times the factor, to a hundredth; indices, quadrants, orders and days as they were."""
    scale, alias = disguise.factor(real), disguise.aliases(real)
    before = kam.score(real)
    before["account_id"] = before["account_id"].map(alias)
    before, after = (frame.set_index("account_id").sort_index() for frame in (before, kam.score(masked)))

    assert 0.25 <= scale <= 0.75
    assert list(before.index) == list(after.index)
    for name in ("revenue", "gross_profit", "profit", "clv", "revenue_12m", "profit_prior_12m"):
        assert np.allclose(before[name] * scale, after[name], atol=0.02, equal_nan=True), name
    for name in ("importance", "trust", "attitude", "orders", "median_gap_days", "renews_in_days", "retention", "days_since_last"):
        assert np.allclose(before[name].astype(float), after[name].astype(float), atol=1e-6, equal_nan=True), name
    for name in ("loyalty", "relationship"):
        counts = [kam.matrix(wb, name)["quadrant"].value_counts().to_dict() for wb in (real, masked)]
        assert counts[0] == counts[1]


def test_no_amount_of_an_account_is_left_unscaled(real: Workbook, masked: Workbook) -> None:
    """Of all sums by account, and all single amounts above a thousand, none is found again (to the cent)."""
    for name, column in (("transactions", "revenue"), ("transactions", "cost"), ("contracts", "value"), ("account_facts", "value")):
        was, now = real.table(name), masked.table(name)
        single = [{Decimal(str(v)).quantize(Decimal("0.01")) for v in frame[column] if v > 1000} for frame in (was, now)]
        sums = [{round(v, 2) for v in frame.groupby("account_id")[column].sum() if v > 1000} for frame in (was, now)]
        # Of so many lines some meet by chance; what matters is that an amount is not simply passed through.
        assert len(single[0] & single[1]) < 0.05 * len(single[0]) + 3
        assert len(sums[0] & sums[1]) <= 1


def test_an_alias_is_stable(real: Workbook) -> None:
    """The same tomorrow and after other accounts came; different in another workbook; never two accounts under one alias."""
    wb = Workbook()
    kam.samples.fill(wb, "online_retail")
    before, again = disguise.aliases(wb), disguise.aliases(wb)
    wb.apply([Insert("accounts", {"account_id": f"new {n}"}) for n in range(50)])
    after = disguise.aliases(wb)

    assert before == again
    assert before == {account: alias for account, alias in after.items() if account in before}
    assert len(set(after.values())) == len(after)
    assert all(re.fullmatch(r"K\d{4,}|\(no account\)", alias) for alias in after.values())
    other = Workbook()
    kam.samples.fill(other, "online_retail")
    assert disguise.aliases(other) != before


@given(st.lists(st.text(min_size=1), unique=True, max_size=60), st.text(min_size=1))
def test_aliases_differ_and_do_not_depend_on_who_came_later(values: list[str], later: str) -> None:
    """Whatever the names are."""
    first = disguise.numbered("secret", "K", values)
    assert len(set(first.values())) == len(values)
    if later not in values and len(values) < 60:
        assert first.items() <= disguise.numbered("secret", "K", [*values, later]).items()


def test_names_in_every_place_become_the_same_alias() -> None:
    """A group, a rating, a target and a policy speak of the account they spoke of; what nobody knows gets an alias too."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "N", "account_name": "Nord AG", "parent_id": "G", "owner": "Li Na", "note": "Nord pays late"}),
        Insert("ratings", {"subject_type": "account", "subject_id": "N", "item": "trust.credibility", "value": 5, "rater": "Li Na"}),
        Insert("ratings", {"subject_type": "owner", "subject_id": "Li Na", "item": "x", "value": 5}),
        Insert("ratings", {"subject_type": "account", "subject_id": "Somebody else", "item": "trust.credibility", "value": 5}),
        Insert("targets", {"subject_type": "account", "subject_id": "N", "measure": "revenue", "period": "2026", "value": 1000}),
        Insert("targets", {"subject_type": "account", "subject_id": "N", "measure": "Share of wallet", "period": "2026", "value": 0.4}),
        Insert("policies", {"applies_to": "account", "value": "N", "entitlements": "for Nord only"}),
        Insert("account_facts", {"account_id": "N", "fact": "wallet_share", "value": 0.4}),
        Insert("account_facts", {"account_id": "N", "fact": "wallet_spend", "value": 1000}),
    ])  # fmt: skip
    masked, alias = disguise.disguised(wb), disguise.aliases(wb)
    tables = {name: masked.table(name) for name in ("accounts", "ratings", "targets", "policies", "account_facts")}
    person = tables["accounts"]["owner"].iloc[0]

    assert [alias["N"]] * 2 == tables["accounts"][["account_id", "account_name"]].iloc[0].tolist()
    assert alias["G"] == tables["accounts"]["parent_id"].iloc[0]
    assert [alias["N"], person] == tables["ratings"]["subject_id"].tolist()[:2]
    assert person == tables["ratings"]["rater"].iloc[0]
    assert alias["N"] == tables["policies"]["value"].iloc[0]
    assert pytest.approx([1000 * disguise.factor(wb), 0.4]) == tables["targets"]["value"].tolist()
    assert pytest.approx([0.4, 1000 * disguise.factor(wb)]) == tables["account_facts"]["value"].tolist()
    assert not [text for text in cells(masked) if re.search("Nord|Li Na|Somebody", text)]


def test_an_empty_workbook_has_an_empty_disguise() -> None:
    """And its currency."""
    wb = Workbook()
    wb.set_meta("currency", "¥")
    masked = disguise.disguised(wb)

    assert (0, "¥") == (masked.revision, masked.meta["currency"])
    assert pd.DataFrame(kam.score(masked)).empty


def test_a_word_that_classifies_is_hidden_where_it_holds_a_name_or_an_amount() -> None:
    """Tier, industry, product, policy: the name of an account, a person or an amount inside hides the word; others stay."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "N", "account_name": "Nord AG", "tier": "A (Nord AG)", "industry": "Steel", "owner": "Li Na"}),
        Insert("accounts", {"account_id": "S", "account_name": "Süd", "tier": "B", "industry": "nord ag group", "region": "Li Na's"}),
        Insert("transactions", {"account_id": "N", "date": "2026-01-05", "revenue": 5, "product": "Gear for Nord AG", "category": "Gear"}),
        Insert("transactions", {"account_id": "S", "date": "2026-01-05", "revenue": 5, "product": "Road-250", "category": "12,500 EUR"}),
        Insert("policies", {"applies_to": "tier", "value": "A (Nord AG)", "service_level": "As agreed with Nord: 12,500"}),
        Insert("policies", {"applies_to": "account", "value": "Unknown GmbH"}),
        Insert("feedback", {"account_id": "N", "date": "2026-01-05", "text": "x", "theme": "Nord AG angry"}),
        Insert("targets", {"subject_type": "account", "subject_id": "N", "measure": "Corporate revenue", "period": "2026", "value": 1000}),
    ])  # fmt: skip
    masked = disguise.disguised(wb)
    accounts, lines = masked.table("accounts"), masked.table("transactions")

    assert ([disguise.HIDDEN, "B"], ["Steel", disguise.HIDDEN]) == (accounts["tier"].tolist(), accounts["industry"].tolist())
    assert ([disguise.HIDDEN, "Road-250"], ["Gear", disguise.HIDDEN]) == (lines["product"].tolist(), lines["category"].tolist())
    assert pytest.approx(1000 * disguise.factor(wb)) == masked.table("targets")["value"].iloc[0]
    assert not [text for text in cells(masked) if re.search("nord|li na|unknown|12,500", text, re.IGNORECASE)]


def test_value_beyond_purchases_and_amounts_among_the_assumptions_are_disguised() -> None:
    """The account brought has the alias it has elsewhere; texts are hidden, gains and the value of a new customer are scaled."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "N", "account_name": "Nord AG"}), Insert("accounts", {"account_id": "S", "account_name": "Süd"}),
        Insert("values_delivered", {"account_id": "N", "date": "2026-01-05", "kind": "word_of_mouth", "text": "Nord AG told Süd",
                                    "other_id": "S", "evidence": "Letter to Nord", "amount": 12500, "probability": 0.4}),
        Insert("ideas", {"idea_id": "I", "account_id": "N", "text": "Nord box", "stage": "adopted", "value": 1000, "evidence": "Bill"}),
        *kam.assumptions.edits(wb, kam.Params.of(new_customer_value=1000.0, horizon=3)),
    ])  # fmt: skip
    masked, scale = disguise.disguised(wb), disguise.factor(wb)
    line, params = masked.table("values_delivered").iloc[0], kam.assumptions.saved(masked)

    assert (line["account_id"], line["other_id"]) == (disguise.aliases(wb)["N"], disguise.aliases(wb)["S"])
    assert (line["text"], line["evidence"], line["probability"]) == (disguise.HIDDEN, disguise.HIDDEN, 0.4)
    assert [line["amount"], masked.table("ideas")["value"].iloc[0]] == pytest.approx([12500 * scale, 1000 * scale], abs=1e-4)
    assert (params.soft.new_customer_value, params.value.horizon) == (pytest.approx(1000 * scale, abs=1e-4), 3)
    assert not [text for text in cells(masked) if re.search("nord|süd|letter|bill", text, re.IGNORECASE)]


def test_a_line_without_evidence_stays_without_it() -> None:
    """Blanks are no evidence: hidden like a text they would become one, and the line would count on the wall."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "N", "account_name": "Nord AG"}),
        Insert("ideas", {"idea_id": "I", "account_id": "N", "text": "Box", "stage": "adopted", "value": 1000, "evidence": " \u3000"}),
    ])  # fmt: skip

    assert disguise.disguised(wb).table("ideas")["evidence"].fillna("").str.strip().tolist() == [""]
