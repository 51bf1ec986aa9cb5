/**
 * What customers are grouped by: raw values here, log(1 + x) and standardised inside. Spend is what they kept (see
 * `SEGMENTATION_COLUMNS`); for a customer who is only described, it is the given value.
 */
export const SEGMENTATION_FEATURES = ["recency_days", "frequency", "monetary"] as const;

/** The columns of a snapshot that hold them. */
export const SEGMENTATION_COLUMNS = ["recency_days", "frequency", "net_monetary"] as const;

/** The number of centers that attract customers: all except that of the key accounts. */
export function clusterCount({
  centers,
  keyAccounts,
}: {
  readonly centers: { readonly rows: number };
  readonly keyAccounts: { readonly found: unknown };
}): number {
  return centers.rows - (keyAccounts.found ? 1 : 0);
}
