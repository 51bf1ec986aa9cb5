import type { ContactTerms } from "../models/contact/action-value";
import { type ProfitCurve, profitPoints } from "../models/contact/action-value-curve";
import type { CustomerTable } from "./customer-table";
import { type AudienceFilter, audienceRows, contactProfits, keepBest } from "./select";

/** The customers in an audience. */
export interface ChosenAudience {
  /** Everyone that the filter matches. */
  readonly rows: Int32Array;
  /** The ones among them to contact. */
  readonly kept: Int32Array;
  /** The expected profit of contacting them; null without terms. */
  readonly ladder: ProfitLadder | null;
}

/**
 * The customers that the filter matches, and the `most` among them with the highest expected profit of a contact on
 * these terms; null: all.
 */
export function chooseCustomers(
  customers: CustomerTable,
  filter: AudienceFilter,
  terms: ContactTerms | null,
  most: number | null,
): ChosenAudience {
  const rows = audienceRows(customers, filter);
  if (!terms) return { rows, kept: rows, ladder: null };
  const profit = contactProfits(customers, rows, terms);
  return {
    rows,
    kept: most === null ? rows : keepBest(rows, profit, most),
    ladder: profitLadder(profit),
  };
}

export interface AudienceSums {
  readonly customers: number;
  /** Their spend so far. */
  readonly revenue: number;
  readonly expectedSpend: number;
  /** Σ P(no order) × value if kept: what the leavers would have spent had they stayed. */
  readonly atStake: number;
}

/** Sums over the rows of an audience. Unknown values count as nothing. */
export function audienceSums(customers: Pick<CustomerTable, "numbers">, rows: Int32Array): AudienceSums {
  const monetary = customers.numbers("monetary");
  const expectedSpend = customers.numbers("ltv_estimate");
  const noOrder = customers.numbers("no_order_probability");
  const valueIfKept = customers.numbers("value_if_kept");
  let [revenue, expected, atStake] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    revenue += knownOr0(monetary[row]!);
    expected += knownOr0(expectedSpend[row]!);
    atStake += knownOr0(noOrder[row]! * valueIfKept[row]!);
  }
  return { customers: rows.length, revenue, expectedSpend: expected, atStake };
}

/** A profit curve without the customers' ids. */
export type ProfitLadder = Omit<ProfitCurve, "order">;

/** Like `profitCurve`, but of the profits only. Sorting plain numbers is fast enough for a page. */
export function profitLadder(profit: Float64Array): ProfitLadder {
  const rising = profit.filter((value) => !Number.isNaN(value)).sort();
  const n = rising.length;
  const cumulative = new Float64Array(n + 1);
  let customers = 0;
  for (let i = 0; i < n; i++) {
    const next = rising[n - 1 - i]!;
    if (next > 0) customers = i + 1;
    cumulative[i + 1] = cumulative[i]! + next;
  }
  return {
    cumulative,
    best: { customers, profit: cumulative[customers]! },
    atRandom: n === 0 ? 0 : cumulative[n]! / n,
  };
}

/** The profit ladder for a chart, with its marked points. */
export function ladderPoints(ladder: ProfitLadder, marked: number) {
  const points = profitPoints(ladder, 40);
  if (!points.some(({ customers }) => customers === marked) && marked < ladder.cumulative.length) {
    points.push({
      customers: marked,
      profit: ladder.cumulative[marked]!,
      atRandom: marked * ladder.atRandom,
    });
    points.sort((a, b) => a.customers - b.customers);
  }
  return points;
}

function knownOr0(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
