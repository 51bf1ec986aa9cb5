import { type ProfitCurve, profitPoints } from "../models/contact/action-value-curve";
import type { Advice } from "../models/contact/advice";
import type { Gain } from "../models/contact/gain";
import { type CustomerFilter, selectCustomers } from "./customer-selection";
import type { CustomerTable } from "./customer-table";
import type { History } from "./history";
import { keepBest } from "./select";

/** How many of the customers that a filter matches are contacted. */
export interface Reach {
  /** At most so many; null: no limit. */
  readonly most: number | null;
  /** Also those whom a contact does not pay for. */
  readonly everyone: boolean;
}

/** The customers in an audience. */
export interface ChosenAudience {
  /** Everyone that the filter matches. */
  readonly rows: Int32Array;
  /** The ones among them to contact. */
  readonly kept: Int32Array;
  /** What contacting them should bring. */
  readonly gain: Gain;
  /** The expected gain of contacting the n best. */
  readonly ladder: ProfitLadder;
}

/** The customers that the filter matches, and the best among them to contact: only those who pay, unless `everyone`. */
export function chooseCustomers(
  customers: CustomerTable,
  filter: CustomerFilter,
  history: History | null,
  advice: Advice,
  { most, everyone }: Reach,
): ChosenAudience {
  const rows = selectCustomers(customers, filter, history, advice);
  const isAll = rows === customers.everyone;
  const payers = () => (isAll ? payersOfAll(advice, rows) : payersAmong(rows, advice));
  const candidates = everyone ? rows : payers();
  const kept = most === null ? candidates : keepBest(candidates, advice.gain, most);
  return {
    rows,
    kept,
    gain:
      isAll && kept === candidates
        ? advice.sumOf(everyone ? "everyone" : "everyone who pays", () => kept)
        : advice.sum(kept),
    ladder: isAll ? ladderOfAll(advice) : profitLadder(Float64Array.from(rows, (row) => advice.gain[row]!)),
  };
}

function payersAmong(rows: Int32Array, advice: Advice): Int32Array {
  return rows.filter((row) => advice.pays(row));
}

const allPayers = new WeakMap<Advice, Int32Array>();

/** Of everyone, worked out once for each advice. */
function payersOfAll(advice: Advice, everyone: Int32Array): Int32Array {
  const known = allPayers.get(advice) ?? payersAmong(everyone, advice);
  allPayers.set(advice, known);
  return known;
}

export interface AudienceSums {
  /** Their spend so far. */
  readonly revenue: number;
  readonly expectedSpend: number;
}

/** Sums over the rows of an audience. Unknown values count as nothing. */
export function audienceSums(customers: Pick<CustomerTable, "numbers">, rows: Int32Array): AudienceSums {
  const monetary = customers.numbers("monetary");
  const expectedSpend = customers.numbers("ltv_estimate");
  let [revenue, expected] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    revenue += monetary[row]! || 0;
    expected += expectedSpend[row]! || 0;
  }
  return { revenue, expectedSpend: expected };
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

const ladders = new WeakMap<Advice, ProfitLadder>();

/** The ladder of everyone, worked out once for each advice. */
function ladderOfAll(advice: Advice): ProfitLadder {
  const ladder = ladders.get(advice) ?? profitLadder(advice.gain);
  ladders.set(advice, ladder);
  return ladder;
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
