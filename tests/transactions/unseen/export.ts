import type { DropReason } from "../../../src/transactions/cleaning-report";

/** An export that is faithful to a real system, and what a right reader finds in it. */
export interface UnseenExport {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Ending of the file; the reader must not need it. */
  readonly ending?: string;
  /** Left out where the file cannot be read: then `refused` must match the message. */
  readonly expected?: Expected;
  readonly refused?: RegExp;
}

export interface Expected {
  readonly orders: number;
  readonly customers: number;
  readonly revenue: number;
  readonly refunds?: number;
  readonly currency?: string;
  readonly guest_orders?: number;
  readonly first?: string;
  readonly last?: string;
  readonly dropped?: Partial<Record<DropReason, number>>;
  /** Codes of warnings that must be given. */
  readonly warnings?: readonly string[];
  /** Codes of all warnings that may be given; no others. */
  readonly only?: readonly string[];
}
