import type { ContactTerms } from "./action-value";
import { type ActionRule, recommendAction } from "./actions";
import {
  type BreakEven,
  breakEven,
  customerGains,
  type Gain,
  type GainColumns,
  sumGain,
  type TotalFactors,
} from "./gain";
import { type MoveGroup, moveGroups, moveKey } from "./moves";

/** What advice goes by, one value a customer; NaN if unknown. */
export interface AdviceColumns extends GainColumns {
  readonly segment: ArrayLike<number>;
  readonly churn: Float64Array;
  /** Share of the spend so far that was sent back, 0 to 1. */
  readonly returned: Float64Array;
  readonly daysOverdue: Float64Array;
}

/** What advice goes by beside the customers. */
export interface AdviceGuide {
  readonly rule: ActionRule;
  readonly segments: ReadonlyMap<number, { readonly name: string; readonly action: string }>;
  /** The segment of the key accounts; null if there is none. */
  readonly keyAccounts: number | null;
  /** How far the expected spend of all may be off; null: unknown. */
  readonly factors: TotalFactors | null;
  /** Expected spend is before returns. */
  readonly isGross: boolean;
}

/** Customers to contact together, and what it should bring. */
export interface Move extends MoveGroup {
  readonly key: string;
  readonly gain: Gain;
  /** Means over its customers. */
  readonly leaving: number;
  readonly value: number;
}

/**
 * Whom to contact on these terms and what it should bring: the one place that pages, API, files and report take gains
 * and actions from. Nobody with an expected gain of 0 or less is advised.
 */
export class Advice {
  /** Expected gain of contacting each customer; NaN if unknown. */
  readonly gain: Float64Array;
  readonly #columns: AdviceColumns;
  readonly #sums = new Map<string, Gain>();
  #moves: readonly Move[] | null = null;

  constructor(
    columns: AdviceColumns,
    private readonly guide: AdviceGuide,
    readonly terms: ContactTerms,
  ) {
    const { returned } = columns;
    // Customers who have sent everything back are expected to keep nothing of the next order either.
    const valueIfKept = columns.valueIfKept.map((value, row) => (returned[row]! >= 1 ? 0 * value : value));
    this.#columns = { ...columns, valueIfKept };
    this.gain = customerGains(this.#columns, terms);
  }

  /** Everyone whom a contact pays for, in groups; highest expected gain first. */
  get moves(): readonly Move[] {
    this.#moves ??= this.#group();
    return this.#moves;
  }

  /** The rows of a move, best first; empty for a move that there is none of. */
  rowsOf(key: string): Int32Array {
    return this.moves.find((move) => move.key === key)?.rows ?? new Int32Array(0);
  }

  /** Whether a contact pays for the customer. */
  pays(row: number): boolean {
    return this.gain[row]! > 0;
  }

  /** Of everyone whom a contact pays for. */
  get total(): Gain {
    return this.sumOfMoves(this.moves);
  }

  /** Of everyone in a segment whom a contact pays for. */
  inSegment(id: number): Gain {
    const { segment } = this.#columns;
    return this.sum(Array.from(this.gain.keys()).filter((row) => segment[row] === id && this.pays(row)));
  }

  sum(rows: ArrayLike<number>): Gain {
    return sumGain(rows, this.#columns, this.terms, this.guide.factors);
  }

  /** The same of a group that pages ask for again and again under this name. */
  sumOf(name: string, rows: () => ArrayLike<number>): Gain {
    const known = this.#sums.get(name) ?? this.sum(rows());
    this.#sums.set(name, known);
    return known;
  }

  /** Of some moves together. */
  sumOfMoves(moves: readonly Move[]): Gain {
    const name = `moves ${moves.map(({ key }) => key).join(" ")}`;
    return this.sumOf(name, () => moves.flatMap(({ rows }) => Array.from(rows)));
  }

  /** What to do about the customer. */
  action(row: number): string {
    const { segment, churn, returned } = this.#columns;
    const { rule, segments } = this.guide;
    return recommendAction(rule, segments.get(segment[row]!)?.action ?? "", {
      churn: churn[row]!,
      spend: this.#netSpend(row),
      returned: returned[row]!,
      gain: this.gain[row]!,
    });
  }

  /** What would have to change if nobody pays. */
  breakEven(): BreakEven {
    return breakEven(this.#columns, this.terms);
  }

  #netSpend(row: number): number {
    const { spend, returned } = this.#columns;
    return this.guide.isGross ? (1 - returned[row]!) * spend[row]! : spend[row]!;
  }

  #group(): Move[] {
    const { noOrder, valueIfKept } = this.#columns;
    const { rule, keyAccounts } = this.guide;
    const spend = this.gain.map((_, row) => this.#netSpend(row));
    return moveGroups({ ...this.#columns, gain: this.gain, spend }, rule, keyAccounts)
      .map((group) => ({
        ...group,
        key: moveKey(group),
        gain: this.sum(group.rows),
        leaving: meanOver(noOrder, group.rows),
        value: meanOver(valueIfKept, group.rows),
      }))
      .sort((a, b) => b.gain.expected - a.gain.expected || (a.key < b.key ? -1 : 1));
  }
}

function meanOver(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += values[rows[i]!]!;
  return sum / rows.length;
}
