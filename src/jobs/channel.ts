import type { RetryPolicy } from "../retry";
import type { ClaimedDelivery } from "../store/outbox";

/** How a try ended. Every `reason` is a sentence. */
export type Outcome =
  | { readonly type: "delivered" }
  /** It may succeed later; `afterMs` if the receiver said when. */
  | { readonly type: "later"; readonly reason: string; readonly afterMs?: number | null }
  /** It never will succeed. */
  | { readonly type: "refused"; readonly reason: string }
  /** The receiver wants nothing more. */
  | { readonly type: "gone"; readonly reason: string };

/** A way to deliver messages, and its rules. */
export interface Channel {
  /** How many tries may run at the same time. */
  readonly atATime: number;
  /**
   * How many deliveries one try takes. With one, each receiver gets one at a time, so in order. With more, they may be
   * for different receivers.
   */
  readonly atOnce: number;
  /** After this time a try counts as lost, milliseconds; some minutes by default. */
  readonly lostMs?: number;
  /** The pauses between tries, and when to give up. */
  readonly retry: RetryPolicy;
  /** What else to store with a claim, in the same transaction. False if the delivery must not be sent. */
  begin?(delivery: ClaimedDelivery): boolean;
  /** Tries once. May reject after `signal` is aborted, which cancels the work in progress. */
  send(deliveries: readonly [ClaimedDelivery, ...ClaimedDelivery[]], signal: AbortSignal): Promise<Outcome>;
  /** What else to store with the outcome, in the same transaction. `given up` means that the last try failed. */
  ended(delivery: ClaimedDelivery, how: Exclude<Outcome["type"], "later"> | "given up", reason: string): void;
  /** What else to store before the next try at `nextAt`, in the same transaction. */
  postponed?(
    delivery: ClaimedDelivery,
    given: { readonly reason: string; readonly nextAt: number; readonly isInterrupted: boolean },
  ): void;
  /** What else to do on each look. */
  look?(): void;
}
