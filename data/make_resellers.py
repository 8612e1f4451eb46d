"""
Write the reseller sample from the raw parquet tables of AdventureWorks DW.

    python data/make_resellers.py --source DIR

DIR holds FactResellerSales, FactSalesQuota, DimReseller, DimGeography, DimProduct, DimProductSubcategory and
DimProductCategory as ``.parquet``. What each column means is in ``data/README.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import duckdb
from parquet_files import write

TABLES = (
    "FactResellerSales",
    "FactSalesQuota",
    "DimReseller",
    "DimGeography",
    "DimProduct",
    "DimProductSubcategory",
    "DimProductCategory",
)

OWNERS: Mapping[int, str] = {
    272: "H. Novak",
    281: "E. Rossi",
    282: "S. Lindqvist",
    283: "Zhao Min",
    284: "D. Silva",
    285: "P. Nowak",
    286: "Wang Lei",
    287: "M. Okafor",
    288: "Chen Yu",
    289: "L. Moreau",
    290: "K. Tanaka",
    291: "Li Na",
    292: "A. Petrov",
    293: "Liu Yang",
    294: "J. Weber",
    295: "Sun Qi",
    296: "R. Kapoor",
}
"""Illustrative names for the employee keys: the source has no names of employees."""

ACCOUNTS = """
    WITH last_order AS (
        SELECT ResellerKey, arg_max(EmployeeKey, (OrderDate, SalesOrderNumber)) AS EmployeeKey FROM FactResellerSales GROUP BY ResellerKey
    )
    SELECT r.ResellerAlternateKey AS account_id, r.ResellerName AS account_name, r.BusinessType AS industry,
           g.StateProvinceName AS region, g.EnglishCountryRegionName AS country, g.City AS city, o.owner,
           r.YearOpened AS opened_year, r.NumberEmployees AS employees
    FROM last_order JOIN DimReseller r USING (ResellerKey) JOIN DimGeography g USING (GeographyKey) JOIN owners o USING (EmployeeKey)
    ORDER BY account_id"""

TRANSACTIONS = """
    SELECT r.ResellerAlternateKey AS account_id, s.OrderDate::DATE AS date, s.SalesOrderNumber AS order_id,
           p.EnglishProductName AS product, c.EnglishProductCategoryName AS category, s.OrderQuantity::INTEGER AS quantity,
           s.SalesAmount::DECIMAL(18, 4) AS revenue, s.TotalProductCost::DECIMAL(18, 4) AS cost,
           s.DiscountAmount::DECIMAL(18, 4) AS discount
    FROM FactResellerSales s JOIN DimReseller r USING (ResellerKey) JOIN DimProduct p USING (ProductKey)
    JOIN DimProductSubcategory USING (ProductSubcategoryKey) JOIN DimProductCategory c USING (ProductCategoryKey)
    ORDER BY date, order_id, s.SalesOrderLineNumber"""

COSTS = """
    SELECT r.ResellerAlternateKey AS account_id, s.OrderDate::DATE AS date, 'freight' AS activity,
           NULL::DOUBLE AS driver_quantity, NULL::DECIMAL(18, 4) AS rate, sum(s.Freight)::DECIMAL(18, 4) AS amount
    FROM FactResellerSales s JOIN DimReseller r USING (ResellerKey)
    GROUP BY r.ResellerAlternateKey, s.OrderDate, s.SalesOrderNumber ORDER BY date, s.SalesOrderNumber"""

# A quota is dated up to three days before (once, one day into) the quarter it is for: five days later is always inside it.
TARGETS = """
    SELECT 'owner' AS subject_type, o.owner AS subject_id, 'revenue' AS measure,
           year(q.Date + INTERVAL 5 DAY) || 'Q' || quarter(q.Date + INTERVAL 5 DAY) AS period, q.SalesAmountQuota::DOUBLE AS value
    FROM FactSalesQuota q JOIN owners o USING (EmployeeKey) ORDER BY period, subject_id"""

FILES: Mapping[str, str] = {"accounts": ACCOUNTS, "transactions": TRANSACTIONS, "costs": COSTS, "targets": TARGETS}


def opened(source: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees the raw tables and the names of the owners."""
    connection = duckdb.connect()
    for name in TABLES:
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{source / name}.parquet')")
    connection.execute("CREATE TABLE owners (EmployeeKey INTEGER, owner VARCHAR)")
    connection.executemany("INSERT INTO owners VALUES (?, ?)", [list(pair) for pair in OWNERS.items()])
    return connection


def main() -> None:
    """Read the arguments and write one file a table."""
    parser = argparse.ArgumentParser(description="Write the reseller sample from the raw tables of AdventureWorks DW.")
    parser.add_argument("--source", type=Path, required=True, help="folder of the raw parquet tables")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "resellers", help="folder to write to")
    arguments = parser.parse_args()
    connection = opened(arguments.source)
    for name, query in FILES.items():
        table = connection.sql(query).to_arrow_table()
        write(table, arguments.out / f"{name}.parquet")
        print(f"{name}: {table.num_rows:,} rows")


if __name__ == "__main__":
    main()
