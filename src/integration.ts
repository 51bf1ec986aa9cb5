/** Whether an outside part is on, and works. Wire format. */
export interface IntegrationStatus {
  /** Off: its variables are not set. Failing: it is on, and the last try did not succeed; what is kept for it waits. */
  readonly state: "off" | "well" | "failing";
  /**
   * One or two sentences for who runs the server: where it leads, what waits, what failed and what to do. Holds no
   * secret.
   */
  readonly detail: string;
}

/** A part outside of this program that its environment switches on. Everything works without it. */
export interface Integration {
  /** A short word, as `/health/ready` and the settings page show it. */
  readonly name: "firestore" | "storage" | "inngest" | "tracking" | "sign-in" | "mail" | "webhooks";
  /** What it is for, in the words of the settings page. */
  readonly purpose: string;
  /** What was seen last. Asks nobody, so that it may be called with every request. */
  status(): IntegrationStatus;
  /** Asks it how it is now, for `withinMs` at most; `status` tells afterwards. Asked often, it asks once in a while. */
  probe?(withinMs: number): Promise<void>;
  /** Begins what goes on by itself. */
  start?(): void;
  /** Ends that, within `graceMs`; what is not done waits in the store for the next start. */
  stop?(graceMs: number): Promise<void>;
}
