"""Opens the files of the folder that it is given, as analysts do, and prints as JSON what each library makes of them."""

import json
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyarrow.feather as feather
import pyarrow.parquet as parquet

folder = Path(sys.argv[1])


def frame(table):
    """The types of a pandas table's columns, how many rows it has, and its first row as texts."""
    first = table.iloc[0]
    return {
        "types": {name: str(kind) for name, kind in table.dtypes.items()},
        "rows": len(table),
        "first": {name: str(first[name]) for name in table.columns},
    }


def schema(fields):
    return {field.name: str(field.type) for field in fields}


def arrow(name):
    path = folder / name
    polars = pl.read_ipc(path)
    return {
        "pandas": frame(pd.read_feather(path)),
        "pyarrow": schema(feather.read_table(path).schema),
        "polars": {column: str(kind) for column, kind in polars.schema.items()},
    }


def workbook(name):
    sheet = openpyxl.load_workbook(folder / name).active
    return {
        "header": [cell.value for cell in sheet[1]],
        "first": [cell.value for cell in sheet[2]],
        "types": [cell.data_type for cell in sheet[2]],
        "widths": [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]],
        "rows": sheet.max_row - 1,
    }


print(
    json.dumps(
        {
            "customers": arrow("customers.arrow"),
            "orders": arrow("orders.arrow"),
            "parquet": {
                "pandas": frame(pd.read_parquet(folder / "audience.parquet")),
                "pyarrow": schema(parquet.read_table(folder / "audience.parquet").schema),
                "polars": {column: str(kind) for column, kind in pl.read_parquet(folder / "audience.parquet").schema.items()},
            },
            "xlsx": workbook("audience.xlsx"),
            "csv": frame(pd.read_csv(folder / "audience.csv")),
        }
    )
)
