"""Times XGBoost for benchmarks/boosting.ts: python3 xgboost_time.py rows columns rounds max_depth < float32 x, then float32 y.

Prints one line of JSON: the fastest of three fits and of three explanations of the first 4,338 rows, in ms (building the
DMatrix counts as part of a fit, as binning does of ours), and the log loss on the training rows.
"""

import json
import sys
import time

import numpy as np
import xgboost as xgb


def main():
    rows, columns, rounds, depth = map(int, sys.argv[1:5])
    data = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float32)
    x, y = data[: rows * columns].reshape(rows, columns), data[rows * columns :]
    params = dict(objective="binary:logistic", tree_method="hist", max_bin=255, nthread=1,
                  learning_rate=0.1, max_depth=depth)  # fmt: skip
    fits, explanations = [], []
    for _ in range(3):
        start = time.perf_counter()
        model = xgb.train(params, xgb.DMatrix(x, y, nthread=1), rounds)
        fits.append(time.perf_counter() - start)
        asked = xgb.DMatrix(x[:4338], nthread=1)
        start = time.perf_counter()
        model.predict(asked, pred_contribs=True)
        explanations.append(time.perf_counter() - start)
    p = model.predict(xgb.DMatrix(x, nthread=1)).astype(float)
    loss = -np.mean(np.where(y == 1, np.log(p), np.log1p(-p)))
    print(json.dumps(dict(version=xgb.__version__, fitMs=1000 * min(fits), explainMs=1000 * min(explanations),
                          logLoss=loss)))  # fmt: skip


if __name__ == "__main__":
    main()
