"""
Write the Online Retail II sample from one parquet file of both sheets.

    python data/make_online_retail.py --source online_retail_II.parquet

The file has the columns Invoice, StockCode, Description, Quantity, InvoiceDate, Price, CustomerID, Country and ``sheet``.
The first nine days of December 2010 stand in both sheets; they are taken from the later one. See ``data/README.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import duckdb
from parquet_files import write

LINES = """
    SELECT CustomerID::BIGINT::VARCHAR AS account_id, InvoiceDate::DATE AS date, InvoiceDate AS moment, Invoice AS order_id,
           StockCode AS product, nullif(trim(Description), 'nan') AS description, Country AS country,
           Quantity::INTEGER AS quantity, (Quantity * Price::DECIMAL(9, 3))::DECIMAL(9, 3) AS revenue, file_row_number
    FROM read_parquet('{source}', file_row_number = true)
    WHERE sheet = '2010-2011' OR InvoiceDate < DATE '2010-12-01'"""

FILES: Mapping[str, str] = {
    "accounts": """
        SELECT account_id, 'Customer ' || account_id AS account_name, arg_max(country, (moment, file_row_number)) AS country
        FROM lines WHERE account_id IS NOT NULL GROUP BY account_id ORDER BY account_id""",
    "transactions": """
        SELECT account_id, date, order_id, product, quantity, revenue FROM lines ORDER BY date, order_id, file_row_number""",
    "products": """
        SELECT product, arg_max(description, (uses, description)) AS description
        FROM (SELECT product, description, count(*) AS uses FROM lines WHERE description <> '' GROUP BY product, description)
        GROUP BY product ORDER BY product""",
}

DELTA: Mapping[str, tuple[str, ...]] = {"accounts": ("account_id", "account_name"), "transactions": ("order_id",), "products": ("product",)}


def main() -> None:
    """Read the arguments and write one file a table."""
    parser = argparse.ArgumentParser(description="Write the Online Retail II sample.")
    parser.add_argument("--source", type=Path, required=True, help="the parquet file of both sheets")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "online_retail", help="folder to write to")
    arguments = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE lines AS {LINES.format(source=arguments.source)}")
    for name, query in FILES.items():
        table = connection.sql(query).to_arrow_table()
        write(table, arguments.out / f"{name}.parquet", DELTA[name])
        print(f"{name}: {table.num_rows:,} rows")


if __name__ == "__main__":
    main()
