import { expect, test } from "bun:test";
import { readConfig } from "../../src/config";
import { DiskBlobs } from "../../src/store/blobs";
import { experimentTracking } from "../../src/tracking/integration";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { trainingRunRow } from "../store/rows";

cleanUpAfterwards();

test("tracking is off without an address, and else tells where to and what waits, never how it signs in", () => {
  const store = openStore();
  const blobs = new DiskBlobs(newFolder());
  const tools = { store, blobs, log: { info() {}, warn() {} }, now: Date.now };
  const open = (environment: Record<string, string>) =>
    experimentTracking({ ...tools, config: readConfig(environment) });
  const off = open({});
  expect(off).toMatchObject({ name: "tracking" });
  expect(off.status()).toEqual({
    state: "off",
    detail: "Runs are only kept here. Set MLFLOW_TRACKING_URI to the address of an MLflow server.",
  });
  expect(off.start).toBeUndefined();
  const on = open({
    MLFLOW_TRACKING_URI: "https://mlflow.example.com/",
    MLFLOW_TRACKING_USERNAME: "ann",
    MLFLOW_TRACKING_PASSWORD: "secret",
  });
  expect(on.status()).toEqual({ state: "well", detail: "Sends to mlflow.example.com: every run is there." });
  for (const id of ["r1", "r2", "r3"]) store.trainingRuns.insert("t", trainingRunRow(id));
  store.trainingRuns.refused("t", "r1", "too long", 1);
  expect(on.status()).toEqual({
    state: "failing",
    detail:
      "Sends to mlflow.example.com: 2 runs are waiting. 1 run was refused and will be tried again; the log says why.",
  });
});
