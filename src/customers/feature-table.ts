/**
 * One row per customer at a snapshot date, as a struct of columns. NaN means "not known for this customer" (such as a
 * gap between orders if there is only one).
 */
export interface FeatureTable {
  /** The last moment whose orders count, milliseconds since 1970. */
  readonly cutoff: number;
  readonly rows: number;
  /** Index into `Transactions.customers`. */
  readonly customer: Int32Array;
  /** Column name → one value a row. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** Labels of the rows of a feature table, over the window (cutoff, cutoff + horizon]. */
export interface Labels {
  readonly horizonDays: number;
  /** 1 = no order in the window, 0 = at least one. */
  readonly churned: Float64Array;
  /** Σ quantity × unit price of the window's kept lines. */
  readonly spend: Float64Array;
  /** Orders that began in the window. */
  readonly orders: Float64Array;
}
