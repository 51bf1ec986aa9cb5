"""MLflow's own client: reads one JSON request a line from standard input, answers one JSON line each."""

import json
import os
import sys
import tempfile
import warnings

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")
# MLflow reads folders only where it is asked to.
os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
warnings.filterwarnings("ignore")

import mlflow
import numpy as np
import onnxruntime
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient


def described(run):
    return {
        "run_id": run.info.run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "start_time": run.info.start_time,
        "end_time": run.info.end_time,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "tags": run.data.tags,
        "inputs": [
            {
                "name": entry.dataset.name,
                "digest": entry.dataset.digest,
                "source": json.loads(entry.dataset.source),
                "tags": {tag.key: tag.value for tag in entry.tags},
            }
            for entry in run.inputs.dataset_inputs
        ],
    }


def runs(ask):
    client = MlflowClient(ask["uri"])
    experiment = client.get_experiment_by_name(ask["experiment"])
    if experiment is None:
        return None
    found = client.search_runs([experiment.experiment_id], run_view_type=ViewType.ACTIVE_ONLY)
    # A search leaves the inputs of a run out of some answers: each is asked for alone.
    return [described(client.get_run(run.info.run_id)) for run in found]


def experiments(ask):
    client = MlflowClient(ask["uri"])
    view = ViewType.ALL if ask.get("deleted") else ViewType.ACTIVE_ONLY
    return sorted(experiment.name for experiment in client.search_experiments(view_type=view))


def artifacts(ask):
    client = MlflowClient(ask["uri"])

    def below(path):
        for entry in client.list_artifacts(ask["run_id"], path):
            if entry.is_dir:
                yield from below(entry.path)
            else:
                yield entry.path

    return sorted(below(None))


def download(ask):
    mlflow.set_tracking_uri(ask["uri"])
    folder = tempfile.mkdtemp(dir=ask["into"])
    path = mlflow.artifacts.download_artifacts(run_id=ask["run_id"], artifact_path=ask["path"], dst_path=folder)
    return path


def predict(ask):
    """Loads a model by mlflow.onnx, or where that is asked for by mlflow.pyfunc, and answers what it says of the rows."""
    mlflow.set_tracking_uri(ask["uri"])
    place = f"runs:/{ask['run_id']}/{ask['model']}"
    rows = np.array([[np.nan if x is None else x for x in row] for row in ask["rows"]], dtype=np.float32)
    if ask["by"] == "pyfunc":
        loaded = mlflow.pyfunc.load_model(place)
        said = next(iter(loaded.predict({"features": rows}).values()))
        features = loaded.metadata.metadata["features"].split(",")
    else:
        model = mlflow.onnx.load_model(place)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        said = session.run(None, {session.get_inputs()[0].name: rows})[0]
        features = json.loads(session.get_modelmeta().custom_metadata_map.get("features", "[]"))
    return {"said": said.reshape(-1).tolist(), "features": features}


ANSWERS = {function.__name__: function for function in (runs, experiments, artifacts, download, predict)}

for line in sys.stdin:
    ask = json.loads(line)
    try:
        answer = {"answer": ANSWERS[ask["ask"]](ask)}
    except Exception as error:  # told to the test, which fails with it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
