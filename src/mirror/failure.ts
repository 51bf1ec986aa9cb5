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

/** What went wrong: the document itself, the service, or unknown. */
export type Blame = "document" | "service" | "unclear";

const MOST_TOLD = 300;

export function blameFor(error: unknown): Blame {
  // Our own error, about something that must be fixed before anything can be sent.
  if (error instanceof UserError) return "service";
  const code = codeOf(error);
  if (code === "INVALID_ARGUMENT" || code === "OUT_OF_RANGE") return "document";
  // The client library refuses a document before sending it, with its own error and no code.
  if (code === null) return "document";
  return code === "UNKNOWN" || code === "INTERNAL" || code === "DATA_LOSS" ? "unclear" : "service";
}

/** Whether the account is refused, or may not write. */
export function isSignInError(error: unknown): boolean {
  const code = codeOf(error);
  return code === "UNAUTHENTICATED" || code === "PERMISSION_DENIED";
}

/** A short reason for people, without what the service quotes from a document. */
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
