import { decodeText } from "../bytes/text-decoding";

/**
 * A typed value (of JSON or Parquet) as the text it would be in a CSV file: dates as ISO 8601 in UTC, lists and objects
 * as JSON, nothing for null, undefined and NaN.
 */
export function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (value instanceof Uint8Array) return decodeText(value);
  if (typeof value === "object")
    return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part));
  return String(value);
}
