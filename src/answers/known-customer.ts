import { knownOrNull } from "../figures";
import { matrix } from "../learning/matrix";
import type { ChurnModel } from "../models/churn/churn";
import type { Reason } from "../models/churn/reasons";
import type { CustomerTable } from "./customer-table";
import type { Judgement } from "./prediction";
import { reasonFinder } from "./reasons";

/** How many customers' answers we keep; about 1 KB each. */
const MOST_REMEMBERED = 20_000;

/**
 * The model's answers about the customers it knows. The training already computed their scores with the model's ONNX
 * files and put them into its customer table, so we only look them up. We work out the reasons at the first question
 * about a customer.
 */
export class KnownCustomers {
  /** By row, oldest first. */
  readonly #remembered = new Map<number, Judgement>();
  readonly #findReasons: ReturnType<typeof reasonFinder>;

  constructor(
    private readonly customers: CustomerTable,
    private readonly explainer: ChurnModel,
  ) {
    this.#findReasons = reasonFinder(explainer);
  }

  find(row: number): Judgement {
    let answer = this.#remembered.get(row);
    if (!answer) {
      answer = { ...scoresOf(this.customers, row), reasons: this.reasons(row) };
      if (this.#remembered.size === MOST_REMEMBERED)
        this.#remembered.delete(this.#remembered.keys().next().value!);
      this.#remembered.set(row, answer);
    }
    return answer;
  }

  /** The strongest influences on the probability of leaving, this many at most. */
  reasons(row: number, most?: number): Reason[] {
    // Uses the model's own features, because earlier releases had others. Read on demand, so that the model opens
    // anyway.
    const data = Float64Array.from(this.explainer.features, (name) => this.customers.number(name, row));
    return this.#findReasons(matrix(1, data.length, data), most)[0]!;
  }
}

/** What the table says about a customer. */
export function scoresOf(customers: CustomerTable, row: number): Omit<Judgement, "reasons"> {
  return {
    customer_id: customers.wireId(customers.id(row)),
    segment: customers.number("segment", row),
    segment_name: customers.cell("segment_name", row) as string,
    churn_probability: knownOrNull(customers.number("churn_probability", row)),
    ltv_estimate: knownOrNull(customers.number("ltv_estimate", row)),
  };
}
