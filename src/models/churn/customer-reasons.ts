import type { FeatureTable } from "../../customers/feature-table";
import { headRows } from "../snapshot";
import type { ChurnModel } from "./churn";
import { churnExplainer, topReasons } from "./reasons";

/** Why customers of a shop may leave, as much as is kept of it: their strongest reasons, and what all amount to. */
export interface CustomerReasons {
  /** n × `REASONS`: an index into `texts`, the strongest first; −1 where a customer has no further reason. */
  readonly chosen: Int32Array;
  /** Each text once. */
  readonly texts: readonly string[];
  /** Σ |contribution| of each feature over these customers and those before them, on the log-odds. */
  readonly sums: Float64Array;
  /** All contributions of the customers in `drawn` (rows of the table), drawn × features. */
  readonly drawn: Int32Array;
  readonly contributions: Float64Array;
}

/** Reasons that a customer gets. */
export const REASONS = 3;
/** Rows that are explained at a time: what that takes beside the result does not grow with the customers. */
const BLOCK_ROWS = 8192;

/** What the explanation of some customers of a shop begins with. */
export interface ReasonsSoFar {
  /** Of the whole shop. */
  readonly customers: number;
  /** Of the customers before these. */
  readonly sums: Float64Array;
}

/** Explains each row of `table`; `drawn` are rows whose contributions are wanted in full. */
export function explainCustomers(
  model: ChurnModel,
  table: FeatureTable,
  drawn: Int32Array,
  { customers, sums: before }: ReasonsSoFar,
): CustomerReasons {
  const d = model.features.length;
  const explain = churnExplainer(model, customers);
  const chosen = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * REASONS * table.rows));
  const texts = new Map<string, number>();
  const sums = before.slice();
  const contributions = new Float64Array(drawn.length * d);
  chosen.fill(-1);
  for (let from = 0; from < table.rows; from += BLOCK_ROWS) {
    const rows = Int32Array.from({ length: Math.min(BLOCK_ROWS, table.rows - from) }, (_, i) => from + i);
    const x = headRows([table], "all", [rows]);
    const explanation = explain(x);
    const told = explanation.contributions;
    for (let i = 0; i < told.length; i++) sums[i % d]! += Math.abs(told[i]!);
    for (let i = 0; i < rows.length; i++) {
      topReasons(model, x, explanation, i, REASONS).forEach(({ text }, k) => {
        let id = texts.get(text);
        if (id === undefined) {
          id = texts.size;
          texts.set(text, id);
        }
        chosen[(from + i) * REASONS + k] = id;
      });
    }
    drawn.forEach((row, i) => {
      const at = row - from;
      if (at >= 0 && at < rows.length) contributions.set(told.subarray(at * d, (at + 1) * d), i * d);
    });
  }
  return { chosen, texts: [...texts.keys()], sums, drawn, contributions };
}

/** The customers' `place`-th reasons, from 0; empty where there is none. */
export function reasonTexts(
  { chosen, texts }: Pick<CustomerReasons, "chosen" | "texts">,
  place: number,
): string[] {
  return Array.from(
    { length: chosen.length / REASONS },
    (_, row) => texts[chosen[row * REASONS + place]!] ?? "",
  );
}
