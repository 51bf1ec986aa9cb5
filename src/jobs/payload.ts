import { UserError } from "../errors";
import type { JobRow } from "../store/job-row";

/** A payload field's text. Throws a UserError if it is missing or not text. */
export function requiredText(payload: JobRow["payload"], field: string): string {
  const text = optionalText(payload, field);
  if (text === null) throw new UserError(`The job's payload has no ${field}. Add it and send the job again.`);
  return text;
}

/** A payload field's text; null if missing. Throws a UserError if it is not text. */
export function optionalText(payload: JobRow["payload"], field: string): string | null {
  const value = payload[field] ?? null;
  if (value === null || (typeof value === "string" && value !== "")) return value;
  throw new UserError(`${field} of the job's payload must be text, not ${JSON.stringify(value)}.`);
}

/** A payload's whole number, 0 or more; null if missing. Throws a UserError if it is not one. */
export function optionalWholeNumber(payload: JobRow["payload"], field: string): number | null {
  const value = payload[field] ?? null;
  if (value === null || (Number.isSafeInteger(value) && (value as number) >= 0))
    return value as number | null;
  throw new UserError(
    `${field} of the job's payload must be a whole number of 0 or more, not ${JSON.stringify(value)}.`,
  );
}
