"""The shipped samples: their checked figures, recomputed here in plain Python, and how they enter a workbook."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kam_core import samples
from kam_core.errors import KamError, UnknownName
from kam_core.schema import NO_ACCOUNT, TABLES
from kam_core.workbook import Insert, Shelf, Workbook, home

RESELLERS = samples.DATA / "resellers"
ILLUSTRATIVE = RESELLERS / "illustrative"
ONLINE = samples.DATA / "online_retail"
AS_OF = date(2013, 11, 29)

Rows = list[dict[str, Any]]


def rows(folder: Path, name: str) -> Rows:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


@pytest.fixture(scope="module")
def lines() -> Rows:
    return rows(RESELLERS, "transactions")


@pytest.fixture(scope="module")
def profits(lines: Rows) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[line["account_id"]] += line["revenue"] - line["cost"]
    return dict(found)


@pytest.fixture(scope="module")
def invented() -> dict[str, Rows]:
    return {name: rows(ILLUSTRATIVE, name) for name in samples.SAMPLES["resellers"].illustrative}


def test_resellers_hold_every_line_order_and_buying_account(lines: Rows) -> None:
    """60,855 lines of 3,796 orders by 635 accounts, from 29 December 2010 to 29 November 2013."""
    days = [line["date"] for line in lines]

    assert (len(lines), len({line["order_id"] for line in lines}), len({line["account_id"] for line in lines})) == (60_855, 3_796, 635)
    assert {line["account_id"] for line in lines} == {row["account_id"] for row in rows(RESELLERS, "accounts")}
    assert (min(days), max(days)) == (date(2010, 12, 29), AS_OF)


def test_resellers_sum_to_the_checked_totals(lines: Rows) -> None:
    """Revenue, cost and gross profit agree with the source to the last of four decimals."""
    revenue, cost = sum(line["revenue"] for line in lines), sum(line["cost"] for line in lines)

    assert (Decimal("80450596.9823"), Decimal("79980114.3790"), Decimal("470482.6033")) == (revenue, cost, revenue - cost)


def test_whale_of_the_resellers_peaks_at_562_percent(profits: dict[str, Decimal]) -> None:
    """335 of 635 accounts lose gross profit, and those that earn it earn 562 % of the total."""
    peak = sum(profit for profit in profits.values() if profit > 0) / sum(profits.values())

    assert sum(profit < 0 for profit in profits.values()) == 335
    assert round(peak, 4) == Decimal("5.6188")


def test_with_freight_the_resellers_lose_money(profits: dict[str, Decimal]) -> None:
    """One freight line an order; with it 399 accounts lose and the total is -1.54 million."""
    freight = rows(RESELLERS, "costs")
    net = dict(profits)
    for cost in freight:
        net[cost["account_id"]] -= cost["amount"]

    assert (len(freight), {cost["activity"] for cost in freight}) == (3_796, {"freight"})
    assert sum(net.values()) == Decimal("-1540783.3125")
    assert sum(profit < 0 for profit in net.values()) == 399


def test_every_owner_has_one_quota_a_quarter() -> None:
    """The quotas of 17 owners cover the twelve quarters of 2011 to 2013, each at most once."""
    quotas = rows(RESELLERS, "targets")
    periods = [f"{year}Q{quarter}" for year in (2011, 2012, 2013) for quarter in (1, 2, 3, 4)]

    assert (len(quotas), len({quota["subject_id"] for quota in quotas}), sum(quota["value"] for quota in quotas)) == (163, 17, 95_714_000)
    assert sorted({quota["period"] for quota in quotas}) == periods
    assert max(Counter((quota["subject_id"], quota["period"]) for quota in quotas).values()) == 1
    assert {row["owner"] for row in rows(RESELLERS, "accounts")} == {quota["subject_id"] for quota in quotas}


def test_online_retail_holds_the_doubled_days_once() -> None:
    """1,067,370 lines less the 22,523 of 1-9 December 2010 that stand in both sheets; sums to the penny."""
    online = rows(ONLINE, "transactions")
    doubled = [line for line in online if date(2010, 12, 1) <= line["date"] <= date(2010, 12, 9)]
    nobody = [line["revenue"] for line in online if line["account_id"] is None]

    assert (len(online), len(doubled)) == (1_067_370 - 22_523, 22_523)
    assert sum(line["revenue"] for line in online) == Decimal("18909744.118")
    assert (len(nobody), sum(nobody)) == (235_287, Decimal("2566093.080"))
    assert {line["account_id"] for line in online} - {None} == {row["account_id"] for row in rows(ONLINE, "accounts")}


@pytest.mark.parametrize("name", list(samples.SAMPLES))
def test_only_declared_columns_are_shipped(name: str) -> None:
    """Every column of every shipped table is declared, choices and bounds are kept, required columns are there."""
    chosen = samples.SAMPLES[name]
    for table in (*chosen.tables, *(f"illustrative/{table}" for table in chosen.illustrative)):
        shipped, declared = pq.read_table(samples.DATA / chosen.folder / f"{table}.parquet"), TABLES[table.split("/")[-1]]
        for column in (declared.column(name) for name in shipped.column_names):
            values = [value for value in set(shipped[column.name].to_pylist()) if value is not None]
            assert not column.choices or set(values) <= set(column.choices), (table, column.name)
            assert column.low is None or min(values) >= column.low, (table, column.name)
            assert column.high is None or max(values) <= column.high, (table, column.name)
            assert not column.required or shipped[column.name].null_count == 0, (table, column.name)
        missing = {c.name for c in declared.columns if c.required} - set(shipped.column_names)
        assert missing == set(), table


def test_illustrative_facts_are_about_sixty_accounts_and_their_people(invented: dict[str, Rows]) -> None:
    """Every subject exists: accounts in the register, contacts and owners behind ratings, links and visits."""
    register = {row["account_id"]: row["owner"] for row in rows(RESELLERS, "accounts")}
    sixty = {row["account_id"] for row in invented["accounts"]}
    people = {row["contact_id"] for row in invented["contacts"]}
    known = {"account": sixty, "contact": people, "owner": set(register.values())}

    assert len(sixty) == 60
    assert sixty <= set(register)
    for name, table in invented.items():
        assert {row["account_id"] for row in table if "account_id" in row} <= sixty, name
    for row in invented["ratings"] + invented["targets"]:
        assert row["subject_id"] in known[row["subject_type"]]
    assert {row["contact_id"] for row in invented["interactions"]} <= people
    assert {row["to_id"] for row in invented["links"]} <= people
    assert {row["from_id"] for row in invented["links"]} <= people | {row["member"] for row in invented["team"]}


def test_illustrative_facts_are_dated_within_the_story(invented: dict[str, Rows]) -> None:
    """What is known on the as-of day is dated in 2012 or 2013; only plans and contracts reach beyond."""
    for name in ("account_facts", "ratings", "interactions", "costs", "feedback", "competitors", "goals", "values_delivered", "ideas"):
        days = [row[column] for row in invented[name] for column in ("valid_on", "date") if column in row]
        assert (date(2012, 1, 1) <= min(days), max(days) <= AS_OF) == (True, True), name
    assert len({row["valid_on"] for row in invented["ratings"]}) > 4


def test_evidence_is_thin_for_some_and_almost_absent_for_two(invented: dict[str, Rows]) -> None:
    """Of six questions on attitude, six accounts have three answered and two have one."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in invented["ratings"]:
        if row["item"].startswith("attitude."):
            asked[row["subject_id"]].add(row["item"])
    answered = Counter(len(items) for items in asked.values())

    assert (len(asked), answered[1], answered[2], answered[3]) == (60, 2, 0, 6)


def test_last_touch_is_the_last_contact_on_record(invented: dict[str, Rows]) -> None:
    """``last_touch`` of a contact agrees with the visits and calls, and is empty without any."""
    seen: dict[str, date] = {}
    for visit in invented["interactions"]:
        seen[visit["contact_id"]] = max(visit["date"], seen.get(visit["contact_id"], visit["date"]))

    assert {row["contact_id"]: row["last_touch"] for row in invented["contacts"] if row["last_touch"]} == seen


def test_some_large_contracts_renew_within_six_months(invented: dict[str, Rows], lines: Rows) -> None:
    """Three of the ten largest accounts renew soon after the as-of day."""
    revenue: Counter[str] = Counter()
    for line in lines:
        revenue[line["account_id"]] += line["revenue"]
    largest = {account for account, _ in revenue.most_common(10)}
    soon = {row["account_id"] for row in invented["contracts"] if AS_OF < row["renewal_on"] <= AS_OF + timedelta(days=182)}

    assert (len(soon), len(soon & largest)) == (7, 3)


def test_cost_lines_are_quantity_times_rate(invented: dict[str, Rows]) -> None:
    """Every illustrative cost states its driver, and the amount is exactly quantity times rate."""
    for row in invented["costs"]:
        assert row["amount"] == Decimal(str(row["driver_quantity"])) * row["rate"]


def test_some_value_beyond_purchases_lacks_its_evidence(invented: dict[str, Rows], lines: Rows) -> None:
    """31 lines about 21 accounts, five without evidence; who was brought first bought after the day of the referral."""
    told = invented["values_delivered"] + invented["ideas"]
    first: dict[str, date] = {}
    for line in lines:
        first[line["account_id"]] = min(line["date"], first.get(line["account_id"], line["date"]))

    assert (len(invented["values_delivered"]), len(invented["ideas"]), len({row["account_id"] for row in told})) == (20, 11, 21)
    assert sum(row["evidence"] is None for row in told) == 5
    brought = [(row["date"], first[row["other_id"]]) for row in invented["values_delivered"] if row["other_id"]]
    assert len(brought) == 6
    assert all(day < bought for day, bought in brought)


def test_the_files_stay_small() -> None:
    """A clone carries at most 1.5 MB of resellers and 6 MB of online retail."""
    sizes = [sum(path.stat().st_size for path in folder.rglob("*.parquet")) for folder in (RESELLERS, ONLINE)]

    assert (sizes[0] < 1_500_000, sizes[1] < 6_000_000) == (True, True)


def test_the_illustrative_script_repeats_itself(tmp_path: Path) -> None:
    """A second run of the seeded script gives the tables that are shipped."""
    subprocess.run([sys.executable, samples.DATA / "make_illustrative.py", "--out", tmp_path], check=True, capture_output=True)

    for name in samples.SAMPLES["resellers"].illustrative:
        assert pq.read_table(tmp_path / f"{name}.parquet").equals(pq.read_table(ILLUSTRATIVE / f"{name}.parquet")), name


def test_fill_keeps_real_and_illustrative_apart() -> None:
    """The resellers arrive as two batches; undoing the second leaves the real facts alone."""
    with Workbook() as wb:
        samples.fill(wb, "resellers")
        journal = wb.journal().sort_values("batch")

        assert journal["illustrative"].tolist() == [False, True]
        assert (wb.count("accounts"), wb.count("transactions"), wb.count("contacts")) == (635, 60_855, 263)
        assert (wb.meta["sample"], wb.meta["currency"]) == ("resellers", "$")
        wb.undo(2)
        assert (wb.count("accounts"), wb.count("costs"), wb.count("contacts")) == (635, 3_796, 0)


def test_fill_names_products_and_keeps_lines_without_account() -> None:
    """Online Retail II arrives with readable products; lines without a customer stand under one id."""
    with Workbook() as wb:
        samples.fill(wb, "online_retail")
        found = wb.frame("SELECT count(*) AS lines FROM transactions WHERE account_id = $nobody", {"nobody": NO_ACCOUNT})
        named = wb.frame("SELECT count(*) AS lines FROM transactions WHERE product LIKE '85048 15CM CHRISTMAS%'")

        assert (wb.count("transactions"), wb.count("accounts"), int(found["lines"][0])) == (1_044_847, 5_942, 235_287)
        assert int(named["lines"][0]) > 0


def test_fill_refuses_a_workbook_in_use_and_an_unknown_name() -> None:
    """A sample is not mixed with other transactions; a name that is nearly right is hinted at."""
    with Workbook() as wb:
        samples.fill(wb, "resellers")

        with pytest.raises(KamError, match="holds transactions already"):
            samples.fill(wb, "online_retail")
        with pytest.raises(UnknownName, match="resellers"):
            samples.fill(wb, "reseller")


@pytest.mark.parametrize("changed", [False, True])
def test_a_sample_of_an_earlier_edition_is_made_anew_unless_somebody_changed_it(monkeypatch: pytest.MonkeyPatch, changed: bool) -> None:
    """What a newer release adds to a sample arrives; what people did in it is never lost."""
    books, path = Shelf(), home.path_of("sample")
    monkeypatch.setattr(samples, "SAMPLES", {"resellers": samples.Sample("resellers", "", "$", ("accounts",), "")})
    samples.ready(books, path, "resellers")
    if changed:
        books.get(path).apply([Insert("notes", {"account_id": "A", "date": AS_OF, "text": "mine"})])
    first = books.get(path).id
    monkeypatch.setattr(samples, "EDITION", "next")
    samples.ready(books, path, "resellers")

    assert (books.get(path).id == first, books.get(path).count("notes")) == (changed, int(changed))
    books.close_all()


def test_fill_says_when_the_data_folder_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the files nothing is recorded and the sentence names the file."""
    monkeypatch.setattr(samples, "DATA", tmp_path)
    with Workbook() as wb:
        with pytest.raises(KamError, match=r"accounts\.parquet is missing"):
            samples.fill(wb, "resellers")

        assert wb.revision == 0
