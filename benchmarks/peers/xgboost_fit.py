"""Fits XGBoost: xgboost_fit.py FILE ROWS COLUMNS ROUNDS DEPTH THREADS; the file holds float32 features, then targets.

Building the matrix of bins counts as part of the fit, as binning does of ours.
"""

import json
import resource
import sys
import time

import numpy as np
import xgboost as xgb

rows, columns, rounds, depth, threads = map(int, sys.argv[2:7])
data = np.fromfile(sys.argv[1], dtype=np.float32)
x, y = data[: rows * columns].reshape(rows, columns), data[rows * columns :]
params = dict(objective="binary:logistic", tree_method="hist", max_bin=255, nthread=threads,
              learning_rate=0.1, max_depth=depth)  # fmt: skip
start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
model = xgb.train(params, xgb.QuantileDMatrix(x, y, nthread=threads, max_bin=255), rounds)
seconds, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
p = model.predict(xgb.DMatrix(x, nthread=threads)).astype(float)
loss = -np.mean(np.where(y == 1, np.log(p), np.log1p(-p)))
print(json.dumps(dict(seconds=seconds, cpu_seconds=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
                      log_loss=float(loss))))  # fmt: skip
