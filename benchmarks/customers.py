"""
What the models of purchases cost: CPU seconds (all threads) and peak memory, each measurement in a process of its own.

    python benchmarks/customers.py
    python benchmarks/customers.py --peer /path/to/python --pairs 3

A million customers are drawn from BG/NBD on a day grid (r .243, alpha 4.414, a .793, b 2.426; weeks); the CDNOW log is the one of the
tests. With ``--peer``, an interpreter that has lifetimes 0.11.3, the same is done there in turn, and the ratio of each pair is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from bench import ROOT, peak_rss_mb, show, spread

if TYPE_CHECKING:
    from collections.abc import Callable

BG = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PARETO = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
SPEND = {"p": 6.25, "q": 3.74, "v": 15.44}
MONTHS, RATE, WEEKS = 12, 0.01, 39.0
WARM = 500
"""Customers of the run before the one that is measured."""

CASES = {
    "bg_fit": ("BG/NBD, fit", "simulated"),
    "pareto_fit": ("Pareto/NBD, fit of CDNOW", "cdnow"),
    "value": ("Value over 12 months, BG/NBD and Gamma-Gamma", "simulated"),
    "pareto_purchases": ("Pareto/NBD, expected purchases", "simulated"),
}
"""Each measurement: what it is, and of which customers."""


def simulated(n: int, seed: int = 1, weeks: float = 39.0, arrivals: int = 84) -> pd.DataFrame:
    """Customers of BG/NBD with Gamma-Gamma spend, won on one of the first days; times in weeks on a grid of days."""
    rng = np.random.default_rng(seed)
    age = weeks - rng.integers(1, arrivals, n) / 7
    rate, leaves = rng.gamma(BG["r"], 1 / BG["alpha"], n), rng.beta(BG["a"], BG["b"], n)
    bought, last, now, here = np.zeros(n), np.zeros(n), np.zeros(n), np.arange(n)
    while len(here):
        now[here] += rng.exponential(1 / np.maximum(rate[here], 1e-12))
        here = here[now[here] <= age[here]]
        bought[here] += 1
        last[here] = now[here]
        here = here[rng.random(len(here)) >= leaves[here]]
    last = np.minimum(np.where(bought > 0, np.maximum(np.round(last * 7), 1) / 7, 0), age)
    repeats = np.maximum(bought, 1)
    spend = rng.gamma(SPEND["p"] * repeats, 1 / (rng.gamma(SPEND["q"], 1 / SPEND["v"], n) * repeats))
    return pd.DataFrame({"frequency": bought, "recency": last, "T": age, "monetary_value": np.where(bought > 0, spend, 0.0)})


def cdnow() -> pd.DataFrame:
    """The 39 weeks of calibration of all CDNOW customers."""
    sys.path.insert(0, str(ROOT))
    from tests.value.customers_in import cdnow as summary

    return summary("full").reset_index(drop=True)[["frequency", "recency", "T", "monetary_value"]]


def ours(case: str, frame: pd.DataFrame) -> Callable[[], Any]:
    """One measurement with the models of the workbench."""
    sys.path.insert(0, str(ROOT))
    from kam_core.value import BetaGeoModel, GammaGammaModel, ParetoNBDModel

    purchases, spend, pareto = BetaGeoModel(BG), GammaGammaModel(SPEND), ParetoNBDModel(PARETO)
    calls: dict[str, Callable[[], Any]] = {
        "bg_fit": lambda: BetaGeoModel().fit(frame).params,
        "pareto_fit": lambda: ParetoNBDModel().fit(frame).params,
        "value": lambda: float(spend.expected_customer_lifetime_value(purchases, frame, MONTHS, RATE, "week").sum()),
        "pareto_purchases": lambda: float(pareto.expected_purchases(frame, WEEKS).sum()),
    }
    return calls[case]


def peers(case: str, frame: pd.DataFrame) -> Callable[[], Any]:
    """The same with lifetimes."""
    import lifetimes

    def told(fitter: Any, params: dict[str, float]) -> Any:
        fitter.params_ = pd.Series(params)
        return fitter

    rows = frame["frequency"], frame["recency"], frame["T"]
    bg, pareto = told(lifetimes.BetaGeoFitter(), BG), told(lifetimes.ParetoNBDFitter(), PARETO)
    spend = told(lifetimes.GammaGammaFitter(), SPEND)
    # Its predict is set by fit only; the value asks for it.
    bg.predict = bg.conditional_expected_number_of_purchases_up_to_time
    calls: dict[str, Callable[[], Any]] = {
        "bg_fit": lambda: dict(lifetimes.BetaGeoFitter().fit(*rows).params_),
        "pareto_fit": lambda: dict(lifetimes.ParetoNBDFitter().fit(*rows).params_),
        "value": lambda: float(np.nansum(spend.customer_lifetime_value(bg, *rows, frame["monetary_value"], MONTHS, RATE, "W"))),
        "pareto_purchases": lambda: float(np.nansum(pareto.conditional_expected_number_of_purchases_up_to_time(WEEKS, *rows))),
    }
    return calls[case]


def one(case: str, kind: str, file: str) -> None:
    """A measurement in this process: CPU seconds, MB and the result as a line of JSON."""
    warnings.simplefilter("ignore")
    make, frame = {"ours": ours, "peer": peers}[kind], pd.DataFrame(dict(np.load(file)))
    make(case, frame.head(WARM))()  # imports are not what is measured
    call = make(case, frame)
    started = time.process_time()
    result = call()
    spent = time.process_time() - started
    print(json.dumps({"cpu": spent, "mb": peak_rss_mb(), "result": result}))


def measured(python: str, case: str, kind: str, file: Path) -> dict[str, Any]:
    """That measurement in a new process of an interpreter."""
    command = [python, str(Path(__file__).resolve()), "--case", case, "--kind", kind, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{case}, {kind}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def row(case: str, file: Path, pairs: int, peer: str | None) -> dict[str, object]:
    """A line of the table: ours, and the peer's with the ratio of each pair."""
    own, other = [], []
    for _ in range(pairs):
        own.append(measured(sys.executable, case, "ours", file))
        if peer:
            other.append(measured(peer, case, "peer", file))
    told: dict[str, object] = {"what": CASES[case][0], "CPU s": spread([run["cpu"] for run in own]), "MB": own[0]["mb"]}
    if other:
        told |= {"lifetimes CPU s": spread([run["cpu"] for run in other]), "lifetimes MB": other[0]["mb"]}
        told["ratio"] = f"{median(theirs['cpu'] / mine['cpu'] for mine, theirs in zip(own, other, strict=True)):.1f}"
    return {**told, "result": _short(own[0]["result"]), **({"lifetimes": _short(other[0]["result"])} if other else {})}


def _short(result: Any) -> str:
    return " ".join(f"{value:.4g}" for value in result.values()) if isinstance(result, dict) else f"{result:,.0f}"


def main() -> None:
    """Make the customers, measure every case, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000, help="simulated (1,000,000)")
    parser.add_argument("--pairs", type=int, default=1, help="measurements of each case (1)")
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has lifetimes 0.11.3")
    parser.add_argument("--cases", nargs="*", default=list(CASES), choices=list(CASES), help="which (all)")
    for hidden in ("--case", "--kind", "--file"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.case:
        one(args.case, args.kind, args.file)
        return
    with tempfile.TemporaryDirectory(prefix="kam-customers-") as folder:
        files = {name: Path(folder, f"{name}.npz") for name in {CASES[case][1] for case in args.cases}}
        for name, file in files.items():
            frame = simulated(args.customers) if name == "simulated" else cdnow()
            np.savez(file, **{column: frame[column].to_numpy() for column in frame})
        rows = [row(case, files[CASES[case][1]], args.pairs, args.peer) for case in args.cases]
    show(f"Models of purchases: {args.customers:,} simulated customers, all of CDNOW", rows)


if __name__ == "__main__":
    main()
