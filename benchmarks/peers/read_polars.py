"""Reads and cleans Online Retail lines and works out seven features a customer with Polars: read_polars.py FILE"""

import json
import resource
import sys
import time

import polars as pl

start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
text = {name: pl.String for name in ("InvoiceNo", "StockCode", "Description", "CustomerID", "Country", "InvoiceDate")}
lines = pl.scan_csv(sys.argv[1], schema_overrides={**text, "Quantity": pl.Int64, "UnitPrice": pl.Float64}, encoding="utf8-lossy")
kept = (
    lines.filter(pl.col("CustomerID").is_not_null() & (pl.col("CustomerID") != "") & ~pl.col("InvoiceNo").str.starts_with("C"))
    .filter((pl.col("Quantity") > 0) & (pl.col("UnitPrice") > 0))
    .unique()
    .with_columns(pl.col("InvoiceDate").str.to_datetime("%m/%d/%Y %H:%M"), value=pl.col("Quantity") * pl.col("UnitPrice"))
)
customers = kept.group_by("CustomerID").agg(
    last=pl.col("InvoiceDate").max(), first=pl.col("InvoiceDate").min(), frequency=pl.col("InvoiceNo").n_unique(),
    monetary=pl.col("value").sum(), unique_products=pl.col("StockCode").n_unique(), lines=pl.len(),
)  # fmt: skip
table = customers.collect(engine=sys.argv[2] if len(sys.argv) > 2 else "auto")
day = pl.duration(days=1)
snapshot = table["last"].max() + __import__("datetime").timedelta(days=1)
span = (pl.col("last") - pl.col("first")).dt.total_days()
table = table.with_columns(
    recency_days=(pl.lit(snapshot) - pl.col("last")).dt.total_days(), purchase_span_days=span,
    avg_basket_value=pl.col("monetary") / pl.col("frequency"),
    avg_interpurchase_days=span / pl.max_horizontal(pl.lit(1), pl.col("frequency") - 1),
)  # fmt: skip
seconds, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
total = {name: float(table[name].sum()) for name in ("recency_days", "unique_products", "purchase_span_days", "monetary")}
print(json.dumps(dict(seconds=seconds, cpu_seconds=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
                      rows=int(table["lines"].sum()), customers=table.height, orders=int(table["frequency"].sum()),
                      revenue=total["monetary"], **total)))  # fmt: skip
