import type { ModelCard } from "../models/model-card";
import { mlflowYaml } from "./mlflow-yaml";

/** A model in the folder that is one ONNX file, and the head in the card with its features. */
interface OnnxModel {
  readonly head: "all" | "base" | "segmentation";
  readonly output: string;
  readonly outputType: "float32" | "int64";
  readonly outputShape: readonly number[];
}

const PROBABILITY = { output: "churn_probability", outputType: "float32", outputShape: [-1, 1] } as const;
const SPEND = { output: "expected_spend", outputType: "float32", outputShape: [-1, 1] } as const;
const MODELS: Readonly<Record<string, OnnxModel>> = {
  segmentation: { head: "segmentation", output: "segment", outputType: "int64", outputShape: [-1] },
  churn: { head: "all", ...PROBABILITY },
  churn_base: { head: "base", ...PROBABILITY },
  ltv: { head: "all", ...SPEND },
  ltv_base: { head: "base", ...SPEND },
};

/** Opset 17 came with this release of ONNX, the oldest that reads the files. */
const ONNX_VERSION = "1.12.0";
const REQUIREMENTS = "mlflow\nonnx\nonnxruntime\n";
const PYTHON_ENV = { python: "3.11", build_dependencies: ["pip"], dependencies: ["-r requirements.txt"] };

/** The model in a file of the folder; null if it is not one. */
export function onnxModelName(file: string): string | null {
  const name = file.replace(/\.onnx$/, "");
  return name !== file && Object.hasOwn(MODELS, name) ? name : null;
}

/**
 * The folder around an ONNX file that `mlflow.onnx.load_model` and `mlflow.pyfunc.load_model` read, by name. `madeAt`:
 * milliseconds since 1970; `uuid`: the model's.
 */
export function onnxFlavour(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  card: ModelCard,
  { runId, uuid, madeAt }: { readonly runId: string; readonly uuid: string; readonly madeAt: number },
): Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> {
  const { head, output, outputType, outputShape } = MODELS[name]!;
  const features =
    head === "segmentation" ? card.segmentation.features : card.features[head].map((feature) => feature.name);
  const tensor = (name: string, dtype: string, shape: readonly number[]) =>
    JSON.stringify([{ name, type: "tensor", "tensor-spec": { dtype, shape } }]);
  const model = {
    artifact_path: name,
    flavors: {
      onnx: {
        code: null,
        data: "model.onnx",
        onnx_version: ONNX_VERSION,
        providers: ["CPUExecutionProvider"],
      },
      python_function: {
        data: "model.onnx",
        env: { virtualenv: "python_env.yaml" },
        loader_module: "mlflow.onnx",
        python_version: `${PYTHON_ENV.python}.0`,
      },
    },
    metadata: { features: features.join(",") },
    model_size_bytes: bytes.byteLength,
    model_uuid: uuid,
    run_id: runId,
    signature: {
      inputs: tensor("features", "float32", [-1, features.length]),
      outputs: tensor(output, outputType, outputShape),
    },
    utc_time_created: new Date(madeAt).toISOString().replace("T", " ").replace("Z", "000"),
  };
  return {
    MLmodel: mlflowYaml(model),
    "model.onnx": bytes,
    "python_env.yaml": mlflowYaml(PYTHON_ENV),
    "requirements.txt": REQUIREMENTS,
  };
}
