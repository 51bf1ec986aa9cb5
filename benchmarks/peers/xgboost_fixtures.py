"""Writes fixtures/*.json.gz: what XGBoost predicts, for tests/learning/boosting/xgboost.test.ts to compare with.

    pip install -r benchmarks/peers/requirements.txt
    python3 benchmarks/peers/xgboost_fixtures.py

Data sets
- breast-cancer: scikit-learn's bundled copy of the UCI set (569 x 30, public). Every fourth row is tested on.
- synthetic: 20,000 x 8, made below from a seed: interactions, a jump, noise, and values missing at random and not at random.
  Values have two decimals and are stored as whole hundredths. The first 14,000 rows are trained on.
- churn, spend: the customers of OnlineRetail.csv at a cutoff, from ../shared/reference/oracle beside the repository. Only
  XGBoost's predictions are stored. Rows whose CustomerID is a multiple of 5 are tested on. Made missing:
  avg_interpurchase_days where frequency is 1, and monetary where CustomerID % 7 is 3.
- shap: trees that XGBoost grew on the synthetic set, and its pred_contribs for 60 rows.

Missing is null. All features count as float32. Nothing is sampled, so XGBoost draws no random number.
"""

import gzip
import json
import pathlib

import numpy as np
import xgboost as xgb
from sklearn.datasets import load_breast_cancer

HERE = pathlib.Path(__file__).parent
OUT = HERE / "fixtures"
ORACLE = HERE / "../../../shared/reference/oracle/time_split_features_all.csv.gz"
FEATURES = [
    "recency_days", "frequency", "monetary", "avg_basket_value",
    "unique_products", "avg_interpurchase_days", "purchase_span_days",
]  # fmt: skip
BASE = dict(learning_rate=0.1, max_depth=4, reg_lambda=1, reg_alpha=0, gamma=0, min_child_weight=1)
STRICT = dict(BASE, max_depth=6, reg_lambda=2, reg_alpha=0.5, gamma=0.5, min_child_weight=5)


def write(name, value):
    OUT.mkdir(exist_ok=True)
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    with open(OUT / f"{name}.json.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())
    print(f"{name}: {(OUT / f'{name}.json.gz').stat().st_size:,} bytes")


def numbers(array):
    """Float32 numbers as the shortest decimals that give them back; NaN as null."""
    return [None if np.isnan(v) else float(np.format_float_positional(np.float32(v))) for v in np.ravel(array)]


def run(x, y, test, objective, rounds, params, weights=None):
    """Fits on the rows that are not in `test`, and returns what a fixture says about it."""
    train = ~test
    data = xgb.DMatrix(x[train], y[train], weight=None if weights is None else weights[train], nthread=1)
    given = dict(params, objective=objective, tree_method="hist", max_bin=255, nthread=1, seed=0)
    model = xgb.train(given, data, rounds)
    margin = model.predict(xgb.DMatrix(x[test], nthread=1), output_margin=True)
    base = json.loads(model.save_config())["learner"]["learner_model_param"]["base_score"]
    return dict(params=params, objective=objective, rounds=rounds, xgboost=xgb.__version__,
                base_score=json.loads(base)[0], margins=numbers(margin))  # fmt: skip


def breast_cancer():
    x, y = load_breast_cancer(return_X_y=True)
    x = x.astype(np.float32)
    test = np.arange(len(y)) % 4 == 0
    first = run(x, y, test, "binary:logistic", 100, BASE)
    write("breast-cancer", dict(columns=x.shape[1], x=numbers(x), y=y.tolist(), test=np.flatnonzero(test).tolist(),
                                runs=[first]))  # fmt: skip


def synthetic():
    random = np.random.default_rng(20240607)
    n, d = 20_000, 8
    cents = np.round(random.normal(size=(n, d)) * 100)
    x = (cents / 100).astype(np.float32)
    signal = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + (x[:, 3] > 0.5) * x[:, 4] + 0.3 * x[:, 5]
    cents[random.uniform(size=n) < 0.2, 2] = np.nan
    cents[(x[:, 4] > 1) & (random.uniform(size=n) < 0.7), 4] = np.nan
    x = (cents / 100).astype(np.float32)
    noise = random.normal(size=n)
    churned = (signal + noise > 0.2).astype(int)
    value = np.round(signal + 0.5 * noise, 2)
    spend = np.round(np.where(random.uniform(size=n) < 0.4, 0, random.gamma(1.5, np.exp(0.5 * signal))), 2)
    weights = random.integers(1, 4, size=n)
    test = np.arange(n) >= 14_000
    monotone = dict(BASE, monotone_constraints="(1,0,1,0,0,-1,0,0)")
    tweedie = dict(BASE, tweedie_variance_power=1.5)
    runs = [
        dict(run(x, churned, test, "binary:logistic", 200, BASE), target="churned"),
        dict(run(x, churned, test, "binary:logistic", 100, STRICT, weights), target="churned", weighted=True),
        dict(run(x, churned, test, "binary:logistic", 100, monotone), target="churned"),
        dict(run(x, value, test, "reg:squarederror", 200, BASE), target="value"),
        dict(run(x, spend, test, "reg:tweedie", 100, tweedie), target="spend"),
    ]
    for each in runs:
        each["margins"] = each["margins"][:3000]  # enough to compare; the fixture stays small
    write("synthetic", dict(columns=d, hundredths=[None if np.isnan(v) else int(v) for v in np.ravel(cents)],
                            churned=churned.tolist(), value=value.tolist(), spend=spend.tolist(),
                            weights=weights.tolist(), trained=14_000, runs=runs))  # fmt: skip
    shap(x[:14_000], churned[:14_000], x[14_000:14_060])


def shap(x, y, asked):
    """Trees of depth 3 and 8, the latter with columns that come back on one path, as arrays over the nodes."""
    models = []
    for depth, rounds in ((3, 12), (8, 4)):
        given = dict(objective="binary:logistic", tree_method="hist", max_depth=depth, min_child_weight=20, nthread=1)
        model = xgb.train(given, xgb.DMatrix(x, y, nthread=1), rounds)
        learner = json.loads(model.save_raw("json"))["learner"]
        trees = [{key: tree[key] for key in ("left_children", "right_children", "split_indices", "split_conditions",
                                             "default_left", "sum_hessian")}
                 for tree in learner["gradient_booster"]["model"]["trees"]]  # fmt: skip
        matrix = xgb.DMatrix(asked, nthread=1)
        models.append(dict(trees=trees, contributions=numbers(model.predict(matrix, pred_contribs=True)),
                           margins=numbers(model.predict(matrix, output_margin=True))))  # fmt: skip
    write("shap", dict(columns=x.shape[1], x=numbers(asked), models=models))


def retail():
    if not ORACLE.exists():
        print(f"{ORACLE.name} is not there: churn is left as it is")
        return
    table = np.genfromtxt(gzip.open(ORACLE), delimiter=",", names=True)
    customer = table["CustomerID"].astype(int)
    x = np.column_stack([table[name] for name in FEATURES]).astype(np.float32)
    x[table["frequency"] == 1, FEATURES.index("avg_interpurchase_days")] = np.nan
    x[customer % 7 == 3, FEATURES.index("monetary")] = np.nan
    test = customer % 5 == 0
    tweedie = dict(BASE, tweedie_variance_power=1.5)
    runs = [
        dict(run(x, table["churn_label"], test, "binary:logistic", 60, BASE), target="churn_label"),
        dict(run(x, table["future_spend"], test, "reg:squarederror", 60, BASE), target="future_spend"),
        dict(run(x, table["future_spend"], test, "reg:tweedie", 60, tweedie), target="future_spend"),
    ]
    write("churn", dict(features=FEATURES, runs=runs))


if __name__ == "__main__":
    breast_cancer()
    synthetic()
    retail()
