import { matrix } from "../learning/matrix";
import type { ChurnModel } from "../models/churn/churn";
import type { Reason } from "../models/churn/reasons";
import { CUSTOMER_COLUMN, type CustomerTable, knownOrNull } from "./customer-table";
import type { Prediction } from "./prediction";
import { reasonFinder } from "./reasons";

/** Customers whose answers are kept once they were asked for; about 1 KB each. */
const MOST_REMEMBERED = 20_000;

/**
 * The model's answers about the customers it knows. Their scores were made at the training by the model's ONNX files
 * and lie in its customer table, so that a look-up is all it takes; only the reasons are worked out, at the first
 * question about a customer.
 */
export class KnownCustomers {
  /** By the row, in the order of their making. */
  readonly #remembered = new Map<number, Prediction>();
  readonly #findReasons: ReturnType<typeof reasonFinder>;

  constructor(
    private readonly customers: CustomerTable,
    private readonly explainer: ChurnModel,
  ) {
    this.#findReasons = reasonFinder(explainer);
  }

  /** Null for a customer that the model does not know. */
  find(customerId: string): Prediction | null {
    const row = this.customers.rowOf(customerId);
    if (row === undefined) return null;
    let answer = this.#remembered.get(row);
    if (!answer) {
      answer = { ...scoresOf(this.customers, row), reasons: this.reasons(row) };
      if (this.#remembered.size === MOST_REMEMBERED)
        this.#remembered.delete(this.#remembered.keys().next().value!);
      this.#remembered.set(row, answer);
    }
    return answer;
  }

  /** What moved the probability of leaving most, so many at most. */
  reasons(row: number, most?: number): Reason[] {
    // By the model's own features, which in an earlier release were others; read when they are asked for, so that it
    // opens all the same.
    const data = Float64Array.from(this.explainer.features, (name) => this.customers.numbers(name)[row]!);
    return this.#findReasons(matrix(1, data.length, data), most)[0]!;
  }
}

/** What the table says of a customer. */
export function scoresOf(customers: CustomerTable, row: number): Omit<Prediction, "reasons"> {
  return {
    customer_id: customers.wireId(customers.texts(CUSTOMER_COLUMN)[row]!),
    segment: customers.numbers("segment")[row]!,
    segment_name: customers.texts("segment_name")[row]!,
    churn_probability: knownOrNull(customers.numbers("churn_probability")[row]!),
    ltv_estimate: knownOrNull(customers.numbers("ltv_estimate")[row]!),
    recommended_action: customers.texts("recommended_action")[row]!,
  };
}
