import type { RetryPolicy } from "../retry";
import type { ClaimedDelivery } from "../store/outbox";

/** How a try ended; every `reason` is a sentence. */
export type Outcome =
  | { readonly type: "delivered" }
  /** It may succeed later; `afterMs` where the receiver said when. */
  | { readonly type: "later"; readonly reason: string; readonly afterMs?: number | null }
  /** It never will. */
  | { readonly type: "refused"; readonly reason: string }
  /** The receiver wants nothing any more. */
  | { readonly type: "gone"; readonly reason: string };

/** A way out of the house, and its terms. */
export interface Channel {
  /** How many tries of it are under way at a time. */
  readonly atATime: number;
  /**
   * How many deliveries one try takes. One: each receiver has one at a time, and so in order. More: whoever they are
   * for.
   */
  readonly atOnce: number;
  /** When it is tried again, and when it is given up. */
  readonly retry: RetryPolicy;
  /** What else to store of a claim, in the same transaction. False where the delivery is not to be sent. */
  begin?(delivery: ClaimedDelivery): boolean;
  /** Tries once. What it has begun is given up when `signal` is aborted; it may reject then. */
  send(deliveries: readonly [ClaimedDelivery, ...ClaimedDelivery[]], signal: AbortSignal): Promise<Outcome>;
  /**
   * What else to store of an end, in the same transaction: `given up` is the last of all tries that may have succeeded
   * later.
   */
  ended(delivery: ClaimedDelivery, how: Exclude<Outcome["type"], "later"> | "given up", reason: string): void;
  /** What else to store where it is tried again at `nextAt`, in the same transaction. */
  postponed?(
    delivery: ClaimedDelivery,
    given: { readonly reason: string; readonly nextAt: number; readonly isInterrupted: boolean },
  ): void;
  /** What else is to be done with each look. */
  look?(): void;
}
