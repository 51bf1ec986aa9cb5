"""Fits a BG/NBD with lifetimes: btyd_lifetimes.py FILE; the file holds x, tx and T in weeks, customer by customer."""

import json
import resource
import sys
import time

import numpy as np
from lifetimes import BetaGeoFitter

x, tx, T = np.fromfile(sys.argv[1]).reshape(-1, 3).T
start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
model = BetaGeoFitter(penalizer_coef=0.0).fit(x, tx, T)
seconds, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps(dict(seconds=seconds, cpu_seconds=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
                      customers=len(x),
                      **{name: float(model.params_[name]) for name in ("r", "alpha", "a", "b")})))  # fmt: skip
