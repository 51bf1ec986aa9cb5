import type { Random } from "../../learning/random";
import type { AttributeCells } from "../../transactions/attributes/attribute-kind";
import type { ChurnEvaluation, JudgedRows } from "../churn/train-churn";
import { joined, joinedRows } from "../judging/labelled-rows";
import { learnAdjustment } from "./adjustment";
import { type AttributeRows, type Coding, isKnownAt } from "./coding";

/** With fewer, nothing is clear. */
export const LEAST_CUSTOMERS = 200;
/** Rows to learn from: more teach nothing. */
const MOST_ROWS = 20_000;
/** As many columns may be tried, chance alone must not choose one. */
export const STANDARD_ERRORS = 3;

/** Log loss of the test rows, and what was taken off: its mean and standard error over customers. */
export interface Gain {
  readonly without: number;
  readonly with: number;
  readonly mean: number;
  readonly error: number;
}

/** Whether a gain is beyond chance. */
export function isClear({ mean, error }: Gain): boolean {
  return mean - STANDARD_ERRORS * error > 0;
}

type CodingMaker = (rows: AttributeRows) => Coding | null;

/** Rows to learn from, and those of the test, by place, that are told by what was learned. */
interface Part {
  readonly learn: JudgedRows;
  readonly told: Int32Array;
}

/** The churn model's test, for attributes. */
export class Trial {
  /** Learned from the tests before or, in a training with one test, from the other half of its customers. */
  readonly #parts: readonly Part[];
  readonly #halves: readonly Part[];
  /** All that is known, to learn what is shipped from. */
  readonly all: JudgedRows;
  /** Whether what is learned is tried on later orders, and not on other customers alone. */
  readonly isOutOfTime: boolean;

  constructor(
    private readonly evaluation: JudgedRows & Pick<ChurnEvaluation, "earlier">,
    random: Random,
  ) {
    const { earlier, churned } = evaluation;
    const before = together(earlier);
    this.#halves = halves(evaluation, random);
    this.isOutOfTime = before.churned.length >= LEAST_CUSTOMERS;
    this.#parts = this.isOutOfTime
      ? [{ learn: sampled(before, random), told: Int32Array.from(churned.keys()) }]
      : this.#halves;
    this.all = sampled(together([...earlier, evaluation]), random);
  }

  /** What these attributes take off the log loss, beside `others` or nothing; null if nothing can be learned. */
  gain(codings: readonly CodingMaker[], others: readonly CodingMaker[] = []): Gain | null {
    const told = this.#tell(this.#parts, codings);
    const before = others.length > 0 ? this.#tell(this.#parts, others) : this.evaluation.probability;
    return told && before && gainOf(this.evaluation, before, told);
  }

  /** What an attribute takes off, learned from the very orders of the test, of other customers. */
  gainOfSameTime(coding: CodingMaker): Gain | null {
    const told = this.#tell(this.#halves, [coding]);
    return told && gainOf(this.evaluation, this.evaluation.probability, told);
  }

  /** What that takes off beyond what the tests before taught; null if there were none. */
  gainOfNewest(coding: CodingMaker): Gain | null {
    if (!this.isOutOfTime) return null;
    const [before, told] = [this.#tell(this.#parts, [coding]), this.#tell(this.#halves, [coding])];
    return before && told && gainOf(this.evaluation, before, told);
  }

  /** Of how many test customers an attribute is known, and not known. */
  knownOf(attribute: AttributeCells): readonly [known: number, unknown: number] {
    const { customer, cutoff } = this.evaluation;
    const known = customer.reduce((sum, one, i) => sum + Number(isKnownAt(attribute, one, cutoff[i]!)), 0);
    return [known, customer.length - known];
  }

  #tell(parts: readonly Part[], codings: readonly CodingMaker[]): Float64Array | null {
    const out = Float64Array.from(this.evaluation.probability);
    for (const { learn, told } of parts) {
      const made = codings.map((make) => make(learn));
      if (made.some((coding) => coding === null)) return null;
      const adjustment = learnAdjustment(made as Coding[], learn);
      if (adjustment === null) return null;
      const test = taken(this.evaluation, told);
      adjustment(test.probability, test).forEach((p, i) => {
        out[told[i]!] = p;
      });
    }
    return out;
  }
}

/** Paired over customers: one who is tested several times counts once. */
function gainOf({ customer, churned }: JudgedRows, without: Float64Array, told: Float64Array): Gain {
  const loss = (p: Float64Array, i: number) =>
    -Math.log(Math.max(1e-15, churned[i] === 1 ? p[i]! : 1 - p[i]!));
  const sums = new Map<number, number>();
  let [before, after] = [0, 0];
  customer.forEach((one, i) => {
    const [a, b] = [loss(without, i), loss(told, i)];
    before += a;
    after += b;
    sums.set(one, (sums.get(one) ?? 0) + a - b);
  });
  const n = customer.length;
  const mean = (before - after) / n;
  const each = mean * (n / sums.size);
  let squares = 0;
  for (const sum of sums.values()) squares += (sum - each) ** 2;
  return { without: before / n, with: after / n, mean, error: Math.sqrt(squares) / n };
}

function together(parts: readonly JudgedRows[]): JudgedRows {
  return {
    customer: joinedRows(parts.map(({ customer }) => customer)),
    cutoff: joined(parts.map(({ cutoff }) => cutoff)),
    churned: joined(parts.map(({ churned }) => churned)),
    probability: joined(parts.map(({ probability }) => probability)),
  };
}

function sampled(rows: JudgedRows, random: Random): JudgedRows {
  const { length } = rows.churned;
  return length <= MOST_ROWS ? rows : taken(rows, random.fork("rows").sample(length, MOST_ROWS));
}

/** Each half of the customers is told by what the other half teaches. */
function halves(rows: JudgedRows, random: Random): Part[] {
  const customers = [...new Set(rows.customer)].sort((a, b) => a - b);
  const drawn = random.fork("halves").sample(customers.length, Math.floor(customers.length / 2));
  const first = new Set(Array.from(drawn, (i) => customers[i]!));
  const [one, other] = [true, false].map((isFirst) =>
    Int32Array.from(rows.customer.keys()).filter((i) => first.has(rows.customer[i]!) === isFirst),
  ) as [Int32Array, Int32Array];
  return [
    { learn: sampled(taken(rows, one), random), told: other },
    { learn: sampled(taken(rows, other), random), told: one },
  ];
}

function taken(rows: JudgedRows, index: ArrayLike<number>): JudgedRows {
  const of = (values: Float64Array) => Float64Array.from(index, (i) => values[i]!);
  return {
    customer: Int32Array.from(index, (i) => rows.customer[i]!),
    cutoff: of(rows.cutoff),
    churned: of(rows.churned),
    probability: of(rows.probability),
  };
}
