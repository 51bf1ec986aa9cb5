import type { Answer } from "./ask";

/** Amounts are compared to the cent. */
const cent = 0.005;
/** A clock time that is written in a zone may differ from UTC by so much. */
const zoneMs = 14 * 3_600_000;

/** Collects what is not as expected. */
export class Differences {
  readonly found: string[] = [];

  equal(name: string, found: unknown, expected: unknown): void {
    const same =
      typeof found === "number" && typeof expected === "number"
        ? Math.abs(found - expected) < cent
        : found === expected;
    if (!same) this.found.push(`${name} is ${found}, expected ${expected}`);
  }

  /** A moment in UTC against the clock time of the file, of which a date alone says the day. */
  moment(name: string, found: string, expected: string): void {
    const distance = Math.abs(Date.parse(found) - Date.parse(`${expected.replace(" ", "T")}Z`));
    const isDay = found.endsWith("T00:00:00.000Z") || expected.length === 10;
    if (!(isDay ? found.slice(0, 10) === expected.slice(0, 10) : distance <= zoneMs))
      this.found.push(`${name} is ${found}, expected ${expected}`);
  }

  says(name: string, text: string, ...parts: readonly string[]): void {
    for (const part of parts)
      if (!text.toLowerCase().includes(part.toLowerCase()))
        this.found.push(`${name} does not say ${JSON.stringify(part)}: ${text}`);
  }
}

/** Compares an answer with the figures of an `expected.json`, by the names that these use. */
export function compareFigures(
  answer: Answer,
  expected: Readonly<Record<string, number | string>>,
  differences: Differences,
): void {
  for (const [name, value] of Object.entries(expected)) {
    switch (name) {
      case "rows":
      case "rows_kept":
        differences.equal(name, answer.rows_kept, value);
        break;
      case "customers":
      case "orders":
      case "revenue":
        differences.equal(name, answer[name], value);
        break;
      case "first":
        differences.moment(name, answer.first_order, String(value));
        break;
      case "last":
      case "as_of":
        differences.moment(name, answer.last_order, String(value));
        break;
      case "malformed":
        differences.equal(name, answer.dropped.malformed_row?.rows ?? 0, value);
        break;
      case "unreadable_date":
        differences.equal(name, answer.dropped.unreadable_date?.rows ?? 0, value);
        break;
    }
  }
}
