/** Groups of events, to choose which ones to get mails about. */
export const MAIL_GROUPS = {
  finished: "A job finished",
  failed: "A job failed, or something was switched off",
  drift: "Customers have changed",
  segments: "Customers came into a saved segment or left it",
  schedule: "A training was due but there was no data",
  weekly: "A week begins: its moves, and what the last campaign brought",
  alerts: "Revenue, leavers or a key account cross a threshold",
} as const;

export type MailGroup = keyof typeof MAIL_GROUPS;

/** Every event that can go out: its meaning, and its group of mails. */
export const EVENTS = {
  "training.completed": {
    title: "A training is done",
    group: "finished",
    meaning: "A training is done; `model_id` is the new model.",
  },
  "training.failed": {
    title: "A training failed",
    group: "failed",
    meaning: "A training failed; `text` says why.",
  },
  "prediction.completed": {
    title: "Predictions are ready",
    group: "finished",
    meaning:
      "All customers were scored; `prediction_id` is the list. A prediction for one customer is not an event.",
  },
  "prediction.failed": {
    title: "A prediction failed",
    group: "failed",
    meaning: "Scoring all customers failed; `text` says why.",
  },
  "backtest.completed": { title: "A backtest is done", group: "finished", meaning: "A backtest is done." },
  "backtest.failed": {
    title: "A backtest failed",
    group: "failed",
    meaning: "A backtest failed; `text` says why.",
  },
  "email.failed": {
    title: "A mail was not sent",
    group: "failed",
    meaning: "A requested mail was not sent.",
  },
  "erasure.completed": { title: "An erasure is done", group: "finished", meaning: "A person was erased." },
  "erasure.failed": {
    title: "An erasure is not done yet",
    group: "failed",
    meaning: "An erasure is not done yet and must be requested again.",
  },
  "drift.detected": {
    title: "Customers have changed",
    group: "drift",
    meaning: "A new file shows that customers have changed since the previous model.",
  },
  "segment.changed": {
    title: "A saved segment has changed",
    group: "segments",
    meaning:
      "A training is done, and customers have come into a saved segment or left it since the model before; `entries`, `exits`, `customers` and `customers_before` count them.",
  },
  "schedule.missed": {
    title: "A training was missed",
    group: "schedule",
    meaning: "A scheduled training was due, but there was no data set.",
  },
  "weekly.report": {
    title: "The weekly report",
    group: "weekly",
    meaning:
      "The week's moves, in the words of the weekly mail; `week` is its Monday, `model_id` the model, `moves` names each with its customers and its expected gain.",
  },
  "destination.failed": {
    title: "A list was not sent",
    group: "failed",
    meaning: "A list of customers did not reach `destination_id`; `text` says why.",
  },
  "alert.raised": {
    title: "A figure crossed its threshold",
    group: "alerts",
    meaning:
      "After a training, revenue, the share of leavers or a key account's silence is beyond its threshold; `alert` says which, beside `figure`, `threshold` and `as_of`. Once for each occurrence.",
  },
  "webhook.disabled": {
    title: "A webhook was switched off",
    group: "failed",
    meaning: "The server switched off a webhook.",
  },
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly group: MailGroup; readonly meaning: string }>
>;

export type EventType = keyof typeof EVENTS;

export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];

/** What the test button sends. Every webhook gets it, whatever events it chose. */
export const TEST_EVENT = "webhook.test";

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}
