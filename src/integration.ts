import { counted } from "./figures";

/** Whether an outside service is on and works. Wire format. */
export interface IntegrationStatus {
  /** Off: its variables are not set. Failing: it is on, but the last try failed. What is meant for it waits. */
  readonly state: "off" | "well" | "failing";
  /**
   * One or two sentences for the operator: where it leads, what is waiting, what failed and what to do. Holds no
   * secrets.
   */
  readonly detail: string;
}

/** An outside service that environment variables switch on. Everything works without it. */
export interface Integration {
  /** A short name, as `/health/ready` and the settings page show it. */
  readonly name: "firestore" | "storage" | "inngest" | "tracking" | "sign-in" | "mail" | "webhooks";
  /** What it is for, in the settings page's words. */
  readonly purpose: string;
  /** What was last seen. Contacts nobody, so any request may call it. */
  status(): IntegrationStatus;
  /** Checks how it is doing, within `withinMs`; `status` then shows the result. Frequent calls share one check. */
  probe?(withinMs: number): Promise<void>;
  /** Starts its background work. */
  start?(): void;
  /** Stops that work within `graceMs`. Anything unfinished waits in the store for the next start. */
  stop?(graceMs: number): Promise<void>;
}

/** `1 run is waiting`, `No runs are waiting`. */
export function waitingWords(count: number, noun: string): string {
  if (count === 0) return `No ${noun}s are waiting`;
  return `${counted(count, noun)} ${count === 1 ? "is" : "are"} waiting`;
}
