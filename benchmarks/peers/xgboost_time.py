"""Times XGBoost for benchmarks/boosting.ts: xgboost_time.py rows columns rounds max_depth threads < float32 x, then float32 y.

Prints one line of JSON: wall and processor milliseconds of a fit (building the DMatrix counts, as binning does of ours),
wall milliseconds of explaining the first 4,338 rows, and the log loss on the training rows.
"""

import json
import sys
import time

import numpy as np
import xgboost as xgb


def main():
    rows, columns, rounds, depth, threads = map(int, sys.argv[1:6])
    data = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float32)
    x, y = data[: rows * columns].reshape(rows, columns), data[rows * columns :]
    params = dict(objective="binary:logistic", tree_method="hist", max_bin=255, nthread=threads,
                  learning_rate=0.1, max_depth=depth)  # fmt: skip
    wall, processor = time.perf_counter(), time.process_time()
    model = xgb.train(params, xgb.DMatrix(x, y, nthread=threads), rounds)
    fit, fit_processor = time.perf_counter() - wall, time.process_time() - processor
    asked = xgb.DMatrix(x[:4338], nthread=threads)
    wall = time.perf_counter()
    model.predict(asked, pred_contribs=True)
    explain = time.perf_counter() - wall
    p = model.predict(xgb.DMatrix(x, nthread=threads)).astype(float)
    loss = -np.mean(np.where(y == 1, np.log(p), np.log1p(-p)))
    print(json.dumps(dict(version=xgb.__version__, fitMs=1000 * fit, processorMs=1000 * fit_processor,
                          explainMs=1000 * explain, logLoss=loss)))  # fmt: skip


if __name__ == "__main__":
    main()
