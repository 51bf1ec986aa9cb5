"""Reads and cleans Online Retail lines and works out seven features a customer with DuckDB: read_duckdb.py FILE"""

import json
import resource
import sys
import time

import duckdb

start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
connection = duckdb.connect()
connection.execute(
    """
    CREATE TABLE customers AS
    WITH kept AS (
        SELECT DISTINCT * FROM read_csv(?, header = true, encoding = 'latin-1', columns = {
            'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Quantity': 'BIGINT',
            'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DOUBLE', 'CustomerID': 'VARCHAR', 'Country': 'VARCHAR'},
            timestampformat = '%m/%d/%Y %H:%M')
        WHERE CustomerID IS NOT NULL AND CustomerID != '' AND NOT starts_with(InvoiceNo, 'C') AND Quantity > 0 AND UnitPrice > 0
    ), rolled AS (
        SELECT CustomerID, max(InvoiceDate) AS last, min(InvoiceDate) AS first, count(DISTINCT InvoiceNo) AS frequency,
               sum(Quantity * UnitPrice) AS monetary, count(DISTINCT StockCode) AS unique_products, count(*) AS lines
        FROM kept GROUP BY CustomerID
    )
    SELECT *, floor((86400 + epoch((SELECT max(last) FROM rolled)) - epoch(last)) / 86400) AS recency_days,
           floor((epoch(last) - epoch(first)) / 86400) AS purchase_span_days, monetary / frequency AS avg_basket_value,
           floor((epoch(last) - epoch(first)) / 86400) / greatest(1, frequency - 1) AS avg_interpurchase_days
    FROM rolled""",
    [sys.argv[1]],
)
seconds, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
names = ["rows", "customers", "orders", "revenue", "recency_days", "unique_products", "purchase_span_days", "monetary"]
row = connection.execute(
    """SELECT sum(lines), count(*), sum(frequency), sum(monetary), sum(recency_days), sum(unique_products),
              sum(purchase_span_days), sum(monetary) FROM customers"""
).fetchone()
print(json.dumps(dict(seconds=seconds, cpu_seconds=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
                      **{name: float(value) for name, value in zip(names, row)})))  # fmt: skip
