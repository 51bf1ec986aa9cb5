"""Scores all customers as the replaced system does, vectorised, without reasons.

    batch_pandas.py prepare MODEL FOLDER      learns its own models from a part of MODEL's customers, into FOLDER
    batch_pandas.py predict MODEL FOLDER OUT  reads the customers' features, loads the models, writes OUT
"""

import pickle
import sys

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier, XGBRegressor

FEATURES = ["recency_days", "frequency", "monetary", "avg_basket_value", "unique_products", "avg_interpurchase_days", "purchase_span_days"]
TREES = dict(subsample=0.8, colsample_bytree=0.8, random_state=42, tree_method="hist", max_bin=128, verbosity=0)
NAMES = np.array(["Best customers", "Loyal", "New", "Slipping away", "Lost", "Occasional", "Long silent"])


def features(model):
    return pd.read_csv(f"{model}/feature_store.csv", usecols=["CustomerID", *FEATURES])


def prepare(model, folder):
    scores = pd.read_csv(f"{model}/segmented_customers.csv", usecols=["churn_probability", "ltv_estimate"], nrows=20000)
    x = features(model).head(20000)[FEATURES].to_numpy(np.float32)
    random = np.random.default_rng(42)
    left = random.uniform(size=len(x)) < scores["churn_probability"].fillna(0.5)
    churn = XGBClassifier(n_estimators=250, max_depth=5, learning_rate=0.05, **TREES).fit(x, left)
    value = XGBRegressor(n_estimators=300, max_depth=5, learning_rate=0.05, **TREES).fit(x, scores["ltv_estimate"].fillna(0))
    scaler = StandardScaler().fit(x[:, :6])
    segments = KMeans(n_clusters=7, random_state=42, n_init=10).fit(scaler.transform(x[:, :6]).astype(np.float32))
    with open(f"{folder}/peer.pickle", "wb") as file:
        pickle.dump((churn, value, scaler, segments), file)


def predict(model, folder, out):
    with open(f"{folder}/peer.pickle", "rb") as file:
        churn, value, scaler, segments = pickle.load(file)
    table = features(model)
    x = table[FEATURES].to_numpy(np.float32)
    probability = churn.predict_proba(x)[:, 1]
    spend = np.maximum(0, value.predict(x))
    segment = segments.predict(scaler.transform(x[:, :6]).astype(np.float32))
    worth = np.quantile(spend, 0.75)
    action = np.select(
        [(probability > 0.6) & (spend > worth), probability > 0.6, spend > worth],
        ["Call or write personally now", "Send an offer to come back", "Reward: early access, a personal contact"],
        "Keep in touch",
    )
    pd.DataFrame(
        dict(CustomerID=table["CustomerID"], segment=segment, churn_probability=probability, ltv_estimate=spend,
             recommended_action=action, segment_name=NAMES[segment])
    ).to_csv(out, index=False)  # fmt: skip


{"prepare": prepare, "predict": predict}[sys.argv[1]](*sys.argv[2:])
