import type { ClaimedDelivery } from "../store/deliveries";

/** How a try ended; every `reason` is a sentence. */
export type Outcome =
  | { readonly type: "delivered" }
  /** It may succeed later; `afterMs` where the receiver said when. */
  | { readonly type: "later"; readonly reason: string; readonly afterMs?: number | null }
  /** It never will. */
  | { readonly type: "refused"; readonly reason: string }
  /** The receiver wants nothing any more. */
  | { readonly type: "gone"; readonly reason: string };

/** A way out of the house. */
export interface Channel {
  /** Tries once. What it has begun is given up when `signal` is aborted; it may reject then. */
  send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<Outcome>;
  /** How long to wait after the try `attempt`, 1 being the first; null where none is made any more. */
  pause(attempt: number, random: number, outcome: Outcome & { type: "later" }): number | null;
  /** What else to store of an end, in the same transaction: `given up` is the last of all tries that may have succeeded later. */
  ended(delivery: ClaimedDelivery, how: Exclude<Outcome["type"], "later"> | "given up", reason: string): void;
}
