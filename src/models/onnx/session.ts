import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Matrix } from "../../learning/matrix";

/** Rows per run: large enough to be fast, small enough to keep memory flat. */
const BATCH_ROWS = 8192;

/** An ONNX file ready to score rows: one `features` input, one output. */
export class OnnxModel {
  private constructor(
    readonly session: InferenceSession,
    readonly columns: number,
  ) {}

  /** Loads a file's bytes. `columns` is the width of its input. */
  static async load(bytes: Uint8Array, columns: number): Promise<OnnxModel> {
    const session = await InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return new OnnxModel(session, columns);
  }

  /** The output for each row of `x` (n × columns; rounded to float32 on the way in). */
  async score(x: Matrix): Promise<Float64Array> {
    if (x.columns !== this.columns) {
      throw new RangeError(`the model takes ${this.columns} features, not ${x.columns}`);
    }
    const out = new Float64Array(x.rows);
    const [input] = this.session.inputNames as [string];
    const [output] = this.session.outputNames as [string];
    for (let from = 0; from < x.rows; from += BATCH_ROWS) {
      const rows = Math.min(BATCH_ROWS, x.rows - from);
      const values = Float32Array.from(x.data.subarray(from * x.columns, (from + rows) * x.columns));
      const result = await this.session.run({ [input]: new Tensor("float32", values, [rows, x.columns]) });
      const scores = result[output]!.data as Float32Array | BigInt64Array;
      for (let i = 0; i < rows; i++) out[from + i] = Number(scores[i]);
    }
    return out;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
