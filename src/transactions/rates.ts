import { InputError } from "../errors";

/** What one unit of other currencies is worth in the one that is counted in, by day. */
export class Rates {
  readonly #byCurrency = new Map<string, { time: number; rate: number }[]>();

  constructor(
    entries: readonly { readonly currency: string; readonly time: number; readonly rate: number }[],
  ) {
    for (const { currency, time, rate } of entries) {
      const list = this.#byCurrency.get(currency) ?? [];
      list.push({ time, rate });
      this.#byCurrency.set(currency, list);
    }
    for (const list of this.#byCurrency.values()) list.sort((a, b) => a.time - b.time);
  }

  has(currency: string): boolean {
    return this.#byCurrency.has(currency);
  }

  /** The rate on the day of `time` or the last one before it; before the first, the first. NaN for an unknown currency. */
  at(currency: string, time: number): number {
    const list = this.#byCurrency.get(currency);
    if (list === undefined) return Number.NaN;
    let found = list[0]!;
    for (const entry of list) {
      if (entry.time > time) break;
      found = entry;
    }
    return found.rate;
  }
}

/**
 * Reads exchange rates from a CSV text with the columns date, currency and rate (what one unit is worth in the currency that is
 * counted in). The date may be left out. Throws InputError, with the line, for what is no rate.
 */
export function parseRates(text: string): Rates {
  const [header, ...rows] = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  const names = (header ?? []).map((name) => name.toLowerCase());
  const [date, currency, rate] = ["date", "currency", "rate"].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (currency < 0 || rate < 0)
    throw new InputError(
      `The rates must have the columns date, currency and rate; these are ${names.join(", ")}.`,
    );
  const entries = rows.flatMap((cells, i) => {
    if (cells.every((cell) => cell === "")) return [];
    const time =
      date < 0 || cells[date] === "" ? Number.NEGATIVE_INFINITY : Date.parse(`${cells[date]}T00:00:00Z`);
    const worth = Number(cells[rate]);
    if (Number.isNaN(time) || !(worth > 0) || !/^[A-Za-z]{3}$/.test(cells[currency] ?? ""))
      throw new InputError(
        `Line ${i + 2} of the rates is ${JSON.stringify(cells.join(","))}; expected a line such as 2026-01-31,GBP,1.16.`,
      );
    return [{ currency: cells[currency]!.toUpperCase(), time, rate: worth }];
  });
  return new Rates(entries);
}
