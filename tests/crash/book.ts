/** What the shop knows of something that it asked for. `maybe`: the answer did not come. */
export type Certainty = "yes" | "no" | "maybe";

export interface Asked {
  /** The `Idempotency-Key`; null for a request that cannot be sent again. */
  readonly key: string | null;
  isThere: Certainty;
  id: string | null;
}

export interface Upload extends Asked {
  readonly name: string;
  readonly text: string;
  readonly canary: string;
  path: string | null;
}

export interface Training extends Asked {
  readonly name: string;
  readonly of: Upload;
  /** Of the model that it left. */
  model: Certainty;
  isDone: boolean;
}

export interface Predicted {
  readonly model: string;
  /** Tells it from all others. */
  readonly mark: number;
  /** When the answer came, `performance.now()`. */
  readonly at: number;
  /** The server lived long enough after the answer to record it. */
  isSafe: boolean;
}

/** A row of the queue that the shop maintains itself, and the values that it may have. */
export interface OwnRow {
  readonly id: string;
  values: readonly (number | null)[];
}

// biome-ignore lint/suspicious/noExplicitAny: the checks say what is to be in it
export type Json = any;
export interface Reply {
  readonly status: number;
  readonly json: Json;
}

/** Who is mailed about a training. */
export const addressOf = (training: string) => `${training}@example.com`;

/** A prediction's record may be lost if the process dies this soon after the answer (`PredictionLog`). */
const RECORDED_MS = 1500;

/** What a tenant knows of everything that it asked for, and how it asks. */
export class Book {
  uploads: Upload[] = [];
  trainings: Training[] = [];
  rows: OwnRow[] = [];
  batches: Asked[] = [];
  predictions: Predicted[] = [];
  /** People whose erasure was asked for, and whether that was answered. */
  readonly erasing = new Map<string, boolean>();
  /** Erased for certain: no byte may tell of them. */
  readonly erased = new Set<string>();
  readonly counts = { acknowledged: 0, unanswered: 0, repeated: 0 };
  /** Where the server is. */
  url = "";

  constructor(readonly tenant: string) {}

  async call(method: string, path: string, body?: object, key: string | null = null): Promise<Reply> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        "X-Tenant-Id": this.tenant,
        ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }),
        ...(key !== null && { "Idempotency-Key": key }),
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    // Turned away before anything was done: a busy machine, and not what this is about.
    if (answer.status === 503) {
      await Bun.sleep(1000 * Number(answer.headers.get("retry-after") ?? 1));
      return this.call(method, path, body, key);
    }
    if (answer.ok && method !== "GET") this.counts.acknowledged++;
    return { status: answer.status, json: text === "" ? null : JSON.parse(text) };
  }

  /** The server died at this moment, `performance.now()`. */
  died(at: number): void {
    for (const prediction of this.predictions) prediction.isSafe ||= at - prediction.at > RECORDED_MS;
    this.predictions = this.predictions.filter(({ isSafe }) => isSafe);
  }
}
