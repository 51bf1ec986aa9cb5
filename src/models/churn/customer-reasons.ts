import type { FeatureTable } from "../../customers/feature-table";
import { headRows } from "../snapshot";
import type { ChurnModel } from "./churn";
import { churnExplainer, topReasons } from "./reasons";

/** Why the customers of a table may leave, as much as is kept of it: their strongest reasons, and what all amount to. */
export interface CustomerReasons {
  /** n × `REASONS`: an index into `texts`, the strongest first; −1 where a customer has no further reason. */
  readonly chosen: Int32Array;
  /** Each text once. */
  readonly texts: readonly string[];
  /** Mean |contribution| of each feature over all customers, on the log-odds. */
  readonly importance: Float64Array;
  /** All contributions of the customers in `drawn` (rows of the table), drawn × features. */
  readonly drawn: Int32Array;
  readonly contributions: Float64Array;
}

/** Reasons that a customer gets. */
export const REASONS = 3;
/** Rows that are explained at a time: what that takes beside the result does not grow with the customers. */
const BLOCK_ROWS = 8192;

/** Explains each row of `table`; `drawn` are rows whose contributions are wanted in full. */
export function explainCustomers(model: ChurnModel, table: FeatureTable, drawn: Int32Array): CustomerReasons {
  const d = model.features.length;
  const explain = churnExplainer(model, table.rows);
  const chosen = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * REASONS * table.rows));
  const texts = new Map<string, number>();
  const importance = new Float64Array(d);
  const contributions = new Float64Array(drawn.length * d);
  chosen.fill(-1);
  for (let from = 0; from < table.rows; from += BLOCK_ROWS) {
    const rows = Int32Array.from({ length: Math.min(BLOCK_ROWS, table.rows - from) }, (_, i) => from + i);
    const x = headRows([table], "all", [rows]);
    const explanation = explain(x);
    const told = explanation.contributions;
    for (let i = 0; i < told.length; i++) importance[i % d]! += Math.abs(told[i]!);
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
  return {
    chosen,
    texts: [...texts.keys()],
    importance: importance.map((sum) => sum / Math.max(1, table.rows)),
    drawn,
    contributions,
  };
}

/** The customers' `place`-th reasons, from 0; empty where there is none. */
export function reasonTexts({ chosen, texts }: CustomerReasons, place: number): string[] {
  return Array.from(
    { length: chosen.length / REASONS },
    (_, row) => texts[chosen[row * REASONS + place]!] ?? "",
  );
}
