import type { SegmentMovement } from "./segment-movement";
import type { SegmentSummary } from "./segment-summary";
import type { TradeOffRow } from "./segmentation";

/** The segments in `model.json`. */
export interface SegmentationCard {
  readonly features: readonly string[];
  readonly transform: string;
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly segments: readonly {
    readonly id: number;
    readonly name: string;
    /** Standardised. */
    readonly center: readonly number[];
  }[];
  readonly chosen: {
    readonly segments: number;
    readonly clusters: number;
    readonly silhouette: number | null;
    readonly reason: string;
  };
  readonly key_accounts: {
    readonly rule: string;
    /** Null where the rule found none. */
    readonly segment: number | null;
    readonly least_spend: number | null;
    readonly customers: number;
    readonly customer_share: number;
    readonly revenue_share: number;
  };
  /** Null where there was no earlier model. */
  readonly movement: SegmentMovement | null;
  /** Segments of earlier models that are no more. */
  readonly retired: readonly (Pick<
    SegmentSummary,
    "segment" | "name" | "description" | "recommended_action" | "why"
  > & { readonly key_accounts: boolean })[];
  readonly trade_off: readonly TradeOffRow[];
  readonly summary: readonly SegmentSummary[];
}
