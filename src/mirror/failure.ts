import { UserError } from "../errors";

/** Codes of gRPC, https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/**
 * What went wrong: with a document, whatever the others are; with the service, whatever is sent; or nobody can tell.
 */
export type Blame = "document" | "service" | "unclear";

const MOST_TOLD = 300;

export function blameFor(error: unknown): Blame {
  // Of our own, about what has to be mended before anything can be sent.
  if (error instanceof UserError) return "service";
  const code = codeOf(error);
  if (code === "INVALID_ARGUMENT" || code === "OUT_OF_RANGE") return "document";
  // The client library refuses a document before it sends it, with an error of its own and no code.
  if (code === null) return "document";
  return code === "UNKNOWN" || code === "INTERNAL" || code === "DATA_LOSS" ? "unclear" : "service";
}

/** Whether the account is not taken, or may not write. */
export function isSignInError(error: unknown): boolean {
  const code = codeOf(error);
  return code === "UNAUTHENTICATED" || code === "PERMISSION_DENIED";
}

/** Why, for people and in short. What the service quotes of a document is left out. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const { message = "" } = (error ?? {}) as { message?: string };
  const code = codeOf(error);
  const text = message
    .replace(/^\d+ [A-Z_]+: /, "")
    .replaceAll(/"[^"]*"|'[^']*'/g, "…")
    .replaceAll(/\s+/g, " ")
    .slice(0, MOST_TOLD);
  return code === null ? text : `${code}: ${text}`;
}

function codeOf(error: unknown): (typeof CODES)[number] | null {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "number" ? (CODES[code] ?? null) : null;
}
