"""Uploads, trains, predicts and exports with the client that openapi-python-client has made."""

import json
import sys
from pathlib import Path

import httpx
from shop_api.api.audience import get_audience_csv, get_audience_parquet, get_audience_xlsx
from shop_api.api.models import (
    get_models_by_model_id_customers,
    get_models_by_model_id_dataset,
    get_models_default,
    get_segments,
)
from shop_api.api.predictions import get_predictions_by_prediction_id_download, post_predict, post_predict_job
from shop_api.api.queue import get_jobs_by_job_id, get_jobs_by_job_id_events
from shop_api.api.training import post_train, post_upload
from shop_api.client import Client
from shop_api.models import PostPredictBody, PostPredictJobBody, PostTrainBody, PostUploadBody, Problem
from shop_api.types import File

url, tenant, orders, folder = sys.argv[1:]
client = Client(base_url=url, timeout=httpx.Timeout(120))


def got(answer):
    """What was answered, or the problem as an error."""
    if answer is None or isinstance(answer, Problem):
        raise SystemExit(f"no answer: {answer}")
    return answer


with open(orders, "rb") as file:
    body = PostUploadBody(file=File(payload=file, file_name="orders.csv"))
    uploaded = got(post_upload.sync(client=client, x_tenant_id=tenant, body=body))
body = PostTrainBody.from_dict(
    {"dataset_path": uploaded.dataset_path, "mapping_path": uploaded.mapping_path, "effort": "quick"}
)
started = got(post_train.sync(client=client, x_tenant_id=tenant, body=body))
get_jobs_by_job_id_events.sync_detailed(started.job_id, client=client, x_tenant_id=tenant)
job = got(get_jobs_by_job_id.sync(started.job_id, client=client, x_tenant_id=tenant))
if job.status != "completed":
    raise SystemExit(f"the training is {job.status}: {job.error}")

model_id = got(get_models_default.sync(client=client, x_tenant_id=tenant)).model_id
segments = got(get_segments.sync(client=client, x_tenant_id=tenant))
table = got(get_models_by_model_id_customers.sync(model_id, client=client, x_tenant_id=tenant, limit=1))
dataset = got(get_models_by_model_id_dataset.sync(model_id, client=client, x_tenant_id=tenant, limit=1))
features = {"recency_days": 30, "frequency": 4, "monetary": 800}
body = PostPredictBody.from_dict({"features": features, "model_id": model_id})
predicted = got(post_predict.sync(client=client, x_tenant_id=tenant, body=body))
body = PostPredictJobBody.from_dict({"model_id": model_id, "mode": "batch"})
batch = got(post_predict_job.sync(client=client, x_tenant_id=tenant, body=body))
link = got(
    get_predictions_by_prediction_id_download.sync(batch.prediction_id, client=client, x_tenant_id=tenant)
)

place = Path(folder)
place.joinpath("audience.csv").write_text(got(get_audience_csv.sync(client=client, x_tenant_id=tenant)))
for name, route in {"audience.xlsx": get_audience_xlsx, "audience.parquet": get_audience_parquet}.items():
    place.joinpath(name).write_bytes(got(route.sync(client=client, x_tenant_id=tenant)).payload.read())
print(
    json.dumps(
        {
            "model_id": model_id,
            "segments": len(segments),
            "churn_probability": predicted.churn_probability,
            "customers": table.total,
            "rows": dataset.total,
            "link": link.url,
        }
    )
)
