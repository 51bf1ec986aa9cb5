import { atomsOf, countInBins, equalFrequencyBins, midQuantiles } from "../../learning/drift/index";
import { DAY_MS } from "../../time";

/** What a column is: an input of the models, a number they return, or a customer's segment. */
export type DriftKind = "feature" | "score" | "segment";

/** The distribution of a column when the model was trained. Wire format of `drift_reference.json`. */
export interface ReferenceColumn {
  readonly name: string;
  readonly kind: DriftKind;
  /** Bin b holds the values v with edges[b − 1] < v ≤ edges[b]. */
  readonly edges: readonly number[];
  /** Customers a bin, then those missing the column: `edges.length + 2` counts. */
  readonly counts: readonly number[];
  /** The quantiles .005, .015, …, .995 of the known values; null without any, and for segments. */
  readonly quantiles: readonly number[] | null;
  /** Values shared by at least a tenth of the customers. */
  readonly atoms: readonly number[];
}

/** The training snapshot that the next files are compared with. Wire format. */
export interface DriftReference {
  readonly format: 1;
  readonly as_of: string;
  /** Days from the oldest order of the file to the newest. */
  readonly history_days: number;
  readonly customers: number;
  readonly columns: readonly ReferenceColumn[];
}

/** A column to record or to compare; one value a customer, NaN = missing. */
export interface WatchedColumn {
  readonly name: string;
  readonly kind: DriftKind;
  readonly values: Float64Array;
}

/**
 * Records the distributions, for a file whose orders lie between the two moments (ms since 1970). The columns hold all
 * customers, or many of so many.
 */
export function driftReference(
  columns: readonly WatchedColumn[],
  oldestOrder: number,
  newestOrder: number,
  customers: number,
): DriftReference {
  return {
    format: 1,
    as_of: new Date(newestOrder).toISOString(),
    history_days: (newestOrder - oldestOrder) / DAY_MS,
    customers,
    columns: columns.map(referenceColumn),
  };
}

/** Quantiles keep seven digits, like a float32; edges separate float32 values and keep all digits. */
function referenceColumn({ name, kind, values }: WatchedColumn): ReferenceColumn {
  const bins = equalFrequencyBins(values, kind === "segment" ? Math.max(2, values.length) : 10);
  const counts = countInBins(values, bins);
  const isKnown = counts.at(-1)! < values.length;
  return {
    name,
    kind,
    edges: Array.from(bins.edges),
    counts: Array.from(counts),
    quantiles:
      isKnown && kind !== "segment"
        ? Array.from(midQuantiles(values), (value) => Number(value.toPrecision(7)))
        : null,
    atoms: Array.from(atomsOf(values)),
  };
}
