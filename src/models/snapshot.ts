import { baseFeatures } from "../customers/base-features";
import { extendedFeatures, type ShopFacts } from "../customers/extended-features";
import type { FeatureTable } from "../customers/feature-table";
import { netFeatures, type SpendBasis } from "../customers/net-spend";
import type { Purchases, Returns } from "../customers/purchases";
import { type Matrix, matrix } from "../learning/matrix";
import { HEAD_INPUTS, type Head } from "./heads";
import type { Effort } from "./settings";
import { withBaseRates } from "./spend/base-rates";
import { askBtyd, type BtydFits, type BtydModels, btydFeatures, fitBtyd } from "./spend/btyd-features";

/** Everything known about the customers at one cutoff. */
export interface Snapshot {
  /** All feature columns, rounded to float32, as trees, linear models and ONNX all see them. */
  readonly table: FeatureTable;
  readonly btyd: BtydFits;
}

/** How far ahead the buy-till-you-die models look. */
export interface Horizons {
  readonly churnDays: number;
  readonly spendDays: number;
}

/** What is known of one file's customers at each cutoff, and what they did before and after it. */
export interface CustomerTables {
  readonly purchases: Purchases;
  readonly returns: Returns;
  /** What is forecast. */
  readonly spend: SpendBasis;
  at(cutoff: number): Pick<Snapshot, "table">;
}

/**
 * Makes snapshots of one file's customers, each cutoff once. The buy-till-you-die models are fitted at each cutoff on
 * what was known then.
 */
export class Snapshots implements CustomerTables {
  readonly #made = new Map<number, Snapshot>();

  constructor(
    readonly purchases: Purchases,
    readonly returns: Returns,
    readonly horizons: Horizons,
    readonly spend: SpendBasis = "gross",
    readonly effort: Effort = "full",
  ) {}

  at(cutoff: number): Snapshot {
    const known = this.#made.get(cutoff);
    if (known) return known;
    const base = baseFeatures(this.purchases, cutoff);
    const btyd = fitBtyd(this.purchases, base.customer, cutoff, this.foundBefore(cutoff), this.effort);
    const snapshot = snapshotOf(base, this.purchases, this.returns, btyd, this.horizons);
    this.#made.set(cutoff, snapshot);
    return snapshot;
  }

  /** What is found at a cutoff may depend on what is already known of earlier ones, never on later ones. */
  foundBefore(cutoff: number): BtydFits["found"] | undefined {
    return this.#made.get(Math.max(...Array.from(this.#made.keys()).filter((made) => made < cutoff)))?.btyd
      .found;
  }
}

/** What the snapshot of a part of a shop takes from the whole shop. */
export interface WholeShop extends ShopFacts {
  readonly btyd: BtydModels;
}

/** The snapshot of customers who are a part of a shop. */
export function snapshotOfPart(
  purchases: Purchases,
  returns: Returns,
  cutoff: number,
  horizons: Horizons,
  shop: WholeShop,
): Snapshot {
  const base = baseFeatures(purchases, cutoff);
  const btyd = askBtyd(shop.btyd, purchases, base.customer, cutoff);
  return snapshotOf(base, purchases, returns, btyd, horizons, shop);
}

function snapshotOf(
  base: FeatureTable,
  purchases: Purchases,
  returns: Returns,
  btyd: BtydFits,
  horizons: Horizons,
  facts?: ShopFacts,
): Snapshot {
  const columns = sharedFloat32({
    ...base.columns,
    ...extendedFeatures(purchases, returns, base.cutoff, facts).columns,
    ...netFeatures(purchases, returns, base),
    ...btydFeatures(btyd, horizons),
  });
  return { table: { ...base, columns }, btyd };
}

/** The rows from `from` up to `to` of a snapshot, without a copy. */
export function snapshotRows({ table, btyd }: Snapshot, from: number, to: number): Snapshot {
  const rows = (values: Float64Array) => values.subarray(from, to);
  const all = <Columns extends Readonly<Record<string, Float64Array>>>(columns: Columns) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, rows(values)])) as {
      [Name in keyof Columns]: Float64Array;
    };
  const { unit, ...histories } = btyd.histories;
  const { pooled, ...rhythm } = btyd.rhythm;
  return {
    table: {
      ...table,
      rows: to - from,
      customer: table.customer.subarray(from, to),
      columns: all(table.columns),
    },
    btyd: {
      ...btyd,
      histories: { unit, ...all(histories) },
      spend: { x: rows(btyd.spend.x), meanSpend: rows(btyd.spend.meanSpend) },
      rhythm: { pooled, ...all(rhythm) },
    },
  };
}

/** Tables of the base features alone, which is all that models for described customers learn from. */
export class BaseTables implements CustomerTables {
  readonly #made = new Map<number, Pick<Snapshot, "table">>();

  constructor(
    readonly purchases: Purchases,
    readonly returns: Returns,
    readonly spend: SpendBasis,
  ) {}

  at(cutoff: number): Pick<Snapshot, "table"> {
    const known = this.#made.get(cutoff);
    if (known) return known;
    const base = baseFeatures(this.purchases, cutoff);
    const made = { table: { ...base, columns: sharedFloat32(base.columns) } };
    this.#made.set(cutoff, made);
    return made;
  }
}

/** Tables that another thread has made. */
export class GivenTables implements CustomerTables {
  constructor(
    readonly purchases: Purchases,
    readonly returns: Returns,
    readonly spend: SpendBasis,
    private readonly tables: readonly FeatureTable[],
  ) {}

  /** Throws a RangeError for a cutoff that was not given. */
  at(cutoff: number): Pick<Snapshot, "table"> {
    const table = this.tables.find((given) => given.cutoff === cutoff);
    if (!table) throw new RangeError(`no table of ${new Date(cutoff).toISOString()} was given`);
    return { table };
  }
}

/** The head's features of a table as a matrix, n × d in the head's order. */
export function headMatrix(table: FeatureTable, head: Head): Matrix {
  return headRows([table], head);
}

/** Rows that are written together stay in the nearest cache. */
const BLOCK = 128;

/** The head's features of several tables on top of each other; of each only the rows in `chosen`, if it is given. */
export function headRows(
  tables: readonly FeatureTable[],
  head: Head,
  chosen?: readonly ArrayLike<number>[],
): Matrix {
  const names = HEAD_INPUTS[head];
  const width = names.length;
  const counts = tables.map((table, t) => (chosen ? chosen[t]!.length : table.rows));
  const x = matrix(
    counts.reduce((sum, count) => sum + count, 0),
    width,
  );
  let top = 0;
  for (const [t, { columns }] of tables.entries()) {
    const rows = chosen?.[t];
    for (let from = 0; from < counts[t]!; from += BLOCK) {
      const to = Math.min(counts[t]!, from + BLOCK);
      for (let j = 0; j < width; j++) {
        const column = columns[names[j]!];
        if (!column) throw new RangeError(`the table has no column ${names[j]}`);
        for (let i = from; i < to; i++) x.data[(top + i) * width + j] = column[rows ? rows[i]! : i]!;
      }
    }
    top += counts[t]!;
  }
  return head === "base" ? withBaseRates(x) : x;
}

/** The columns rounded to float32, in memory that threads share. */
function sharedFloat32(columns: Readonly<Record<string, Float64Array>>): Record<string, Float64Array> {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.length;
  const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * rows * names.length);
  return Object.fromEntries(
    names.map((name, j) => {
      const from = columns[name]!;
      const out = new Float64Array(memory, Float64Array.BYTES_PER_ELEMENT * rows * j, rows);
      for (let i = 0; i < rows; i++) out[i] = Math.fround(from[i]!);
      return [name, out];
    }),
  );
}
