import { InputError } from "../errors";
import { currencyCode } from "./currency-code";

/** Most characters of a list of rates from a page or a request: daily rates of some years. */
export const MOST_RATES_CHARACTERS = 32_768;

const COLUMNS = ["date", "currency", "rate"] as const;
const EXAMPLE = "2026-01-31,GBP,1.16";

interface Entry {
  readonly time: number;
  readonly rate: number;
}

/** What one unit of other currencies is worth in the counted one, by day. */
export class Rates {
  readonly #byCurrency = new Map<string, Entry[]>();

  /** Throws InputError, with `place`, for a second rate of the same currency and day. */
  add(currency: string, { time, rate }: Entry, place: string): void {
    const list = this.#byCurrency.get(currency) ?? [];
    if (list.length === 0) this.#byCurrency.set(currency, list);
    const at = after(list, time);
    if (list[at - 1]?.time === time)
      throw new InputError(`${place} gives ${currency} a second rate for the same day. Remove one of them.`);
    list.splice(at, 0, { time, rate });
  }

  get currencies(): string[] {
    return [...this.#byCurrency.keys()];
  }

  has(currency: string): boolean {
    return this.#byCurrency.has(currency);
  }

  /** The rate on the day of `time` or the last before it; before the first, the first. NaN for an unknown currency. */
  at(currency: string, time: number): number {
    const list = this.#byCurrency.get(currency);
    if (list === undefined) return Number.NaN;
    return list[Math.max(0, after(list, time) - 1)]!.rate;
  }

  /** The rates of a currency, the newest first, each from a moment on; the first of all times is valid before it too. */
  steps(currency: string): { readonly from: number; readonly rate: number }[] {
    const list = this.#byCurrency.get(currency) ?? [];
    return list
      .map(({ time, rate }, i) => ({ from: i === 0 ? Number.NEGATIVE_INFINITY : time, rate }))
      .reverse();
  }

  /** Whether one unit of the currency is always worth 1, as of the counted one. */
  isUnit(currency: string): boolean {
    return this.#byCurrency.get(currency)?.every(({ rate }) => rate === 1) === true;
  }
}

/** How many entries of a sorted list are not later than `time`. */
function after(list: readonly Entry[], time: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Reads exchange rates from text: each line has a date, a currency and a rate (what one unit of it is worth in
 * `currency`, the counted one), separated by commas, semicolons or tabs. A first line may name the columns, in any
 * order; the date may be empty or left out. Throws InputError, with the line, for an invalid rate, for two rates on one
 * day, and for a rate of `currency` other than 1.
 */
export function parseRates(text: string, currency: string | null = null): Rates {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map(cellsOf);
  const first = lines.findIndex((cells) => cells.some((cell) => cell !== ""));
  const names = (lines[first] ?? []).map((name) => name.toLowerCase());
  const isNamed = names.some((name) => COLUMNS.some((column) => column === name));
  if (isNamed && !(names.includes("currency") && names.includes("rate")))
    throw new InputError(
      `The rates must have the columns date, currency and rate; these are ${names.join(", ")}.`,
    );
  const columns: readonly string[] = isNamed ? names : COLUMNS;
  const rates = new Rates();
  for (const [i, cells] of lines.entries()) {
    if (cells.every((cell) => cell === "") || (isNamed && i === first)) continue;
    const place = `Line ${i + 1} of the rates`;
    const read = cells.length === columns.length ? entryOf(columns, cells) : null;
    if (read === null)
      throw new InputError(
        `${place} is ${JSON.stringify(cells.join(","))}; expected a line such as ${EXAMPLE}.`,
      );
    if (read.code === currency && read.rate !== 1)
      throw new InputError(
        `${place} says that one ${currency} is worth ${read.rate} ${currency}. A rate is what one unit of another currency is worth in ${currency}.`,
      );
    rates.add(read.code, read, place);
  }
  if (rates.currencies.length === 0)
    throw new InputError(`The list has no rates; expected lines such as ${EXAMPLE}.`);
  return rates;
}

function cellsOf(line: string): string[] {
  const separator = line.includes(";") ? ";" : line.includes("\t") ? "\t" : ",";
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** Null if it is no rate. */
function entryOf(columns: readonly string[], cells: readonly string[]): (Entry & { code: string }) | null {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? "";
  const code = currencyCode(cell("currency"));
  // Between semicolons or tabs, a comma is the decimal separator.
  const rate = /^\d+([.,]\d+)?$/.test(cell("rate")) ? Number(cell("rate").replace(",", ".")) : Number.NaN;
  const time = timeOf(cell("date"));
  return code !== null && rate > 0 && !Number.isNaN(time) ? { code, rate, time } : null;
}

/** The beginning of a day, ISO 8601; a rate without one has always been valid. NaN if it is no day. */
function timeOf(date: string): number {
  if (date === "") return Number.NEGATIVE_INFINITY;
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // The 31st of February would parse as a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? time : Number.NaN;
}
