import { UserError } from "../errors";
import type { JobRow } from "../store/job-row";

/** The text of a payload's field. Throws a UserError where it is not there or is no text. */
export function requiredText(payload: JobRow["payload"], field: string): string {
  const text = optionalText(payload, field);
  if (text === null) throw new UserError(`The job's payload has no ${field}. Add it and send the job again.`);
  return text;
}

/** The text of a payload's field, null where it is not there. Throws a UserError where it is no text. */
export function optionalText(payload: JobRow["payload"], field: string): string | null {
  const value = payload[field] ?? null;
  if (value === null || (typeof value === "string" && value !== "")) return value;
  throw new UserError(`${field} of the job's payload must be text, not ${JSON.stringify(value)}.`);
}

/** An id of a payload's field, null where it is not there. Throws a UserError where it is none. */
export function optionalId(payload: JobRow["payload"], field: string): string | null {
  const id = optionalText(payload, field);
  if (id === null || /^[A-Za-z0-9_-]{1,128}$/.test(id)) return id;
  throw new UserError(`${field} of the job's payload must be 1 to 128 letters, digits, _ or -.`);
}

/** A whole number of a payload, 0 or more; null where it is not there. Throws a UserError where it is none. */
export function optionalWholeNumber(payload: JobRow["payload"], field: string): number | null {
  const value = payload[field] ?? null;
  if (value === null || (Number.isSafeInteger(value) && (value as number) >= 0))
    return value as number | null;
  throw new UserError(
    `${field} of the job's payload must be a whole number of 0 or more, not ${JSON.stringify(value)}.`,
  );
}
