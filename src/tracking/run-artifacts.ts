import { basename, extname } from "node:path";
import { parseModelCard } from "../models/model-card";
import type { BlobStore } from "../store/blobs";
import type { KnownModel } from "../store/models";
import type { TrainingRun } from "../store/training-runs";
import { idFrom } from "./run-content";

/** A file as it is stored with a run's artifacts. */
export interface TrackedFile {
  /** `strategic_report.md`, `churn/MLmodel`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** It shows samples of excluded rows. */
const WITH_SAMPLES = "cleaning_report.json";

/**
 * The files of a model's folder that may leave this machine, one by one: reports, figures, and each ONNX file as a
 * model that MLflow loads. Files with rows of customers stay here, because an erasure does not reach a copy. None if
 * the model was deleted. `runId` is MLflow's id for the run.
 */
export async function* trackedFiles(
  blobs: Pick<BlobStore, "list" | "read" | "open">,
  model: Pick<KnownModel, "artifactPrefix"> | null,
  { endedAt }: Pick<TrainingRun, "endedAt">,
  runId: string,
): AsyncGenerator<TrackedFile> {
  if (!model) return;
  // Loads it here, with its YAML: a server that sends nothing need not.
  const { onnxFlavour, onnxModelName } = await import("./onnx-flavour");
  const { artifactPrefix } = model;
  const card = await blobs.read(`${artifactPrefix}/model.json`);
  if (!card) return;
  const features = parseModelCard(card);
  for (const { key } of await blobs.list(artifactPrefix)) {
    const name = key.slice(artifactPrefix.length + 1);
    if (await hasRowsOfCustomers(blobs, key)) continue;
    const bytes = (await blobs.read(key)) as Uint8Array<ArrayBuffer> | null;
    // Deleted with its model in the meantime.
    if (!bytes) continue;
    const onnx = onnxModelName(name);
    if (onnx === null) {
      yield { path: name, bytes };
      continue;
    }
    const made = { runId, uuid: idFrom(runId, onnx), madeAt: endedAt };
    for (const [file, content] of Object.entries(onnxFlavour(onnx, bytes, features, made)))
      yield {
        path: `${onnx}/${file}`,
        bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
      };
  }
}

/**
 * Tables of customers are `.arrow` files or begin with ids; the erasure recognises them the same way. They are too
 * large to read for this.
 */
async function hasRowsOfCustomers(blobs: Pick<BlobStore, "open">, key: string): Promise<boolean> {
  if (extname(key) === ".arrow" || basename(key) === WITH_SAMPLES) return true;
  if (extname(key) !== ".csv") return false;
  const file = await blobs.open(key);
  if (!file) return false;
  for await (const chunk of file.stream)
    if (chunk.length > 0) return /^\uFEFF?"?CustomerID\b/.test(Buffer.from(chunk.subarray(0, 32)).toString());
  return false;
}
