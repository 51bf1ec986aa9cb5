"""Predictions of the peers for `bun run check:quality`: python3 quality_peers.py FOLDER

FOLDER/manifest.json: {"columns": how many features (the first seven are the base features, recency first),
"tables": {key: rows}, "trials": [{"shop": name, "train": [keys, newest first], "test": key, "longer": horizon / learned window,
"least_orders": n, "held_out": bool}]}. A table is KEY.x (float32, rows x columns), KEY.churned, KEY.spend (float64) and
KEY.customer (int32); NaN is "not known". A trial's tested rows are TRIAL.tested (int32). Writes TRIAL.answers: float64, a
line of one value a tested row for each (contender, target) of CHURN and then of SPEND. Numbers are little-endian.
"""

import json
import sys
from pathlib import Path

import numpy as np
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

BASE = list(range(7))
# The field's usual choice for some thousands of customers.
TREES = dict(n_estimators=200, max_depth=4, learning_rate=0.05, subsample=0.8, colsample_bytree=0.8,
             random_state=42, n_jobs=1)  # fmt: skip


# What is tuned, on customers held out of the shop's first trial.
TUNED = [dict(max_depth=depth, n_estimators=rounds, min_child_weight=weight)
         for depth in (2, 3, 5) for rounds in (100, 300) for weight in (1, 20)]  # fmt: skip


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def trees():
    return xgb.XGBClassifier(**TREES)


def spend_trees():
    return xgb.XGBRegressor(**TREES)


def tuned(shop, x, y, groups):
    """The parameters with the least log loss (churn) or absolute error (spend) on customers held out."""
    chosen = {}
    for target, model, score in (("churned", xgb.XGBClassifier, log_loss), ("spend", xgb.XGBRegressor, None)):
        losses = []
        for parameters in TUNED:
            loss = 0.0
            for train, test in GroupKFold(3).split(x, groups=groups):
                fitted = model(**{**TREES, **parameters}).fit(x[train], y[target][train])
                if target == "churned":
                    loss += score(y[target][test], fitted.predict_proba(x[test])[:, 1], labels=[0, 1])
                else:
                    loss += float(np.abs(fitted.predict(x[test]) - y[target][test]).mean())
            losses.append(loss)
        chosen[target] = {**TREES, **TUNED[int(np.argmin(losses))]}
    return chosen


# Name, model, columns (None: all), newest cutoff only.
CHURN = [
    ("recency alone", logistic, [0], False),
    ("logistic, 7 features", logistic, BASE, False),
    ("logistic, 7 features, one cutoff", logistic, BASE, True),
    ("XGBoost, 7 features", trees, BASE, False),
    ("XGBoost, 7 features, one cutoff", trees, BASE, True),
    ("XGBoost, all features", trees, None, False),
    ("tuned XGBoost", "churned", BASE, False),
    ("tuned XGBoost, one cutoff", "churned", BASE, True),
]
SPEND = [
    ("XGBoost, 7 features", spend_trees, BASE, False),
    ("XGBoost, 7 features, one cutoff", spend_trees, BASE, True),
    ("XGBoost, all features", spend_trees, None, False),
    ("tuned XGBoost", "spend", BASE, False),
    ("tuned XGBoost, one cutoff", "spend", BASE, True),
]


class Tables:
    def __init__(self, folder, manifest):
        self.folder, self.columns, self.known = folder, manifest["columns"], {}

    def __getitem__(self, key):
        if key not in self.known:
            read = lambda name, kind: np.fromfile(self.folder / f"{key}.{name}", dtype=kind)  # noqa: E731
            x = read("x", "<f4").reshape(-1, self.columns)
            self.known[key] = (x, read("churned", "<f8"), read("spend", "<f8"), read("customer", "<i4"))
        return self.known[key]


def training_rows(tables, trial, held_out, newest_only):
    keys = trial["train"][:1] if newest_only else trial["train"]
    parts = []
    for key in keys:
        x, churned, spend, customer = tables[key]
        keep = x[:, 1] >= trial["least_orders"]
        if held_out is not None:
            keep &= ~np.isin(customer, held_out)
        parts.append((x[keep], churned[keep], spend[keep], customer[keep]))
    return [np.concatenate(column) for column in zip(*parts)]


def answer(tables, trial, tested, known):
    x = tables[trial["test"]][0][tested]
    held_out = tables[trial["test"]][3][tested] if trial["held_out"] else None
    rows = {newest: training_rows(tables, trial, held_out, newest) for newest in (False, True)}
    lines = []
    if trial["shop"] not in known:
        x_all, churned, spend, customer = rows[False]
        known[trial["shop"]] = tuned(trial["shop"], x_all[:, BASE], dict(churned=churned, spend=spend), customer)
    best = known[trial["shop"]]
    for _, make, columns, newest in CHURN:
        train, churned, _, _ = rows[newest]
        columns = columns or slice(None)
        model = xgb.XGBClassifier(**best[make]) if isinstance(make, str) else make()
        p = model.fit(train[:, columns], churned).predict_proba(x[:, columns])[:, 1]
        lines.append(p.astype(float) ** trial["longer"])
    for _, make, columns, newest in SPEND:
        train, _, spend, _ = rows[newest]
        columns = columns or slice(None)
        model = xgb.XGBRegressor(**best[make]) if isinstance(make, str) else make()
        value = model.fit(train[:, columns], spend).predict(x[:, columns])
        lines.append(np.maximum(0, value.astype(float)) * trial["longer"])
    return np.stack(lines)


def main():
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    tables = Tables(folder, manifest)
    known = {}
    for number, trial in enumerate(manifest["trials"]):
        tested = np.fromfile(folder / f"{number}.tested", dtype="<i4")
        answer(tables, trial, tested, known).astype("<f8").tofile(folder / f"{number}.answers")
    names = dict(churn=[name for name, *_ in CHURN], spend=[name for name, *_ in SPEND])
    print(json.dumps(names))


if __name__ == "__main__":
    main()
