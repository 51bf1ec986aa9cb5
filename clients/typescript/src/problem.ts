import type { components } from "./schema.js";

/** What the server says about a request that it did not fulfil (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

/** A request that failed: `status` and `problem` say why. The message is the server's sentence. */
export class PerennialError extends Error {
  override readonly name = "PerennialError";

  constructor(
    readonly problem: Problem,
    /** Seconds after which to try again, if the server says so: with 429 and 503. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(problem.detail);
  }

  get status(): number {
    return this.problem.status;
  }

  /** The fields of the request that are wrong, with 422. */
  get fields(): NonNullable<Problem["errors"]> {
    return this.problem.errors ?? [];
  }
}

/** The error of an answer. A proxy may answer instead of the server, and not in its form. */
export async function errorOf(response: Response): Promise<PerennialError> {
  const after = Number(response.headers.get("retry-after") ?? Number.NaN);
  const text = await response.text();
  return new PerennialError(
    problemIn(text) ?? {
      type: "about:blank",
      title: response.statusText || "Error",
      status: response.status,
      detail: `The answer was ${response.status} ${response.statusText}`.trim(),
      instance: new URL(response.url || "http://localhost/").pathname,
    },
    Number.isFinite(after) ? after : null,
  );
}

function problemIn(text: string): Problem | null {
  try {
    const told: unknown = JSON.parse(text);
    const isProblem = typeof told === "object" && told !== null && "detail" in told && "status" in told;
    return isProblem ? (told as Problem) : null;
  } catch {
    return null;
  }
}
