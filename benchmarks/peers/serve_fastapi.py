"""Serves the replaced system's models with FastAPI, loaded once and kept: serve_fastapi.py FOLDER

FOLDER is what replaced_pipeline.py wrote. Prints `ready: URL` when it listens.
"""

import socket
import sys

import numpy as np
import pandas as pd
import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from xgboost import XGBClassifier, XGBRegressor

FEATURES = ["recency_days", "frequency", "monetary", "avg_basket_value", "unique_products", "avg_interpurchase_days", "purchase_span_days"]

folder = sys.argv[1]
churn, value = XGBClassifier(), XGBRegressor()
churn.load_model(f"{folder}/churn.json")
value.load_model(f"{folder}/ltv.json")
customers = pd.read_csv(f"{folder}/segmented_customers.csv").set_index("CustomerID")
app = FastAPI()


class Asked(BaseModel):
    customer_id: int


@app.post("/predict")
def predict(asked: Asked):
    if asked.customer_id not in customers.index:
        raise HTTPException(404, "Customer not found")
    row = customers.loc[asked.customer_id]
    x = row[FEATURES].to_numpy(np.float32).reshape(1, -1)
    probability = float(churn.predict_proba(x)[0, 1])
    return dict(customer_id=asked.customer_id, segment=int(row["segment"]), churn_probability=probability,
                ltv_estimate=max(0.0, float(value.predict(x)[0])),
                recommended_action="Win back" if probability > 0.5 else "Keep in touch")  # fmt: skip


listening = socket.create_server(("127.0.0.1", 0))
print(f"ready: http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
