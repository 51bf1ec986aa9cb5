import { type CohortCounts, countCohorts } from "../customers/cohorts";
import type { FeatureTable } from "../customers/feature-table";
import { OrderWindows } from "../customers/order-tail";
import { GapCounts } from "../models/next-order/own-gaps";
import { drawCustomers } from "../models/report/contribution-summary";
import type { WholeShop } from "../models/snapshot";
import { BTYD_FEATURE } from "../models/spend/spend-members";
import { dayNumber } from "../time";
import type { Ground } from "./ground";
import { PickedRows } from "./picked-rows";
import type { ShopPart, ShopParts } from "./shop-parts";

/** What segments, RFM scores and advice go by; all other features are made again, part by part, when they are needed. */
const KEPT = ["recency_days", "frequency", "monetary", "net_monetary", "return_rate"] as const;
/** Distributions are taken of so many customers at the most. */
const MOST_SHOWN = 100_000;
/** Customers whose probability of leaving is looked at to name their segments. */
const MOST_LOOKED_AT = 20_000;

/** What is known of all customers at the newest snapshot. */
export interface ShopColumns {
  readonly whole: WholeShop;
  /** Every customer, with the features that are kept of everyone. */
  readonly table: FeatureTable;
  /** All features of evenly chosen customers, of those that a chart shows, and of those whose names segments get. */
  readonly shown: PickedRows;
  readonly drawn: PickedRows;
  readonly lookedAt: PickedRows;
  /** One whom not every model of expected spend can be asked about; no row if there is none. */
  readonly hardest: FeatureTable;
  readonly gaps: GapCounts;
  readonly orders: OrderWindows;
  readonly cohorts: CohortCounts;
}

/** Describes all customers at the newest snapshot, once the sample's snapshots are made. `also` sees every part, too. */
export async function shopColumns(
  shop: ShopParts,
  ground: Ground,
  also: (part: ShopPart) => void,
): Promise<ShopColumns> {
  const { customers, oldest, newest, learning, isEverybody, material, settings, random } = ground;
  const found = isEverybody ? learning.foundBefore(newest) : undefined;
  const whole = {
    ...{ oldest, home: ground.countries.commonest },
    btyd: material.fit(dayNumber(newest), found ?? {}, settings.effort),
  };
  const kept = new KeptColumns(customers);
  const shown = PickedRows.evenly(customers, MOST_SHOWN);
  const lookedAt = PickedRows.evenly(customers, MOST_LOOKED_AT);
  const drawn = new PickedRows(drawCustomers(customers, random.fork("evaluation").fork("contributions")));
  let hardest: FeatureTable = { cutoff: newest, rows: 0, customer: new Int32Array(0), columns: {} };
  const gaps = new GapCounts(whole.btyd.purchases !== null);
  const orders = new OrderWindows(oldest, newest);
  const cohorts: CohortCounts = new Map();
  for await (const part of shop.each()) {
    const { table, btyd } = part.snapshot(ground, whole);
    kept.add(table, part.first);
    for (const picked of [shown, lookedAt, drawn]) picked.add(table, part.first);
    const hard = hardest.rows > 0 ? -1 : table.columns[BTYD_FEATURE]!.findIndex(Number.isNaN);
    if (hard >= 0) {
      const one = new PickedRows(Int32Array.of(part.first + hard));
      one.add(table, part.first);
      hardest = one.table;
    }
    gaps.add(btyd.rhythm);
    orders.add(part.purchases);
    countCohorts(part.purchases, cohorts);
    also(part);
  }
  const table = { cutoff: newest, rows: customers, customer: kept.customer, columns: kept.columns };
  return { whole, table, shown, drawn, lookedAt, hardest, gaps, orders, cohorts };
}

/** The columns that are kept of everyone: those of the only part, or a copy of each part's. */
class KeptColumns {
  readonly customer: Int32Array;
  columns: Readonly<Record<string, Float64Array>> = {};

  constructor(private readonly customers: number) {
    this.customer = Int32Array.from({ length: customers }, (_, c) => c);
  }

  add({ rows, columns }: FeatureTable, first: number): void {
    if (rows === this.customers) {
      this.columns = Object.fromEntries(KEPT.map((name) => [name, columns[name]!]));
      return;
    }
    if (first === 0)
      this.columns = Object.fromEntries(KEPT.map((name) => [name, new Float64Array(this.customers)]));
    for (const name of KEPT) this.columns[name]!.set(columns[name]!, first);
  }
}
