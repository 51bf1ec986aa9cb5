/** `4,338`: how every text outside the pages writes whole numbers. */
export const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 0.23 → `23%`. */
export const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/** 0.234 → `23.4%`. */
export const finePercent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** A forecast, to three digits: none is known better. */
export function rough(value: number): number {
  return Number(value.toPrecision(3));
}

/** A range, rounded outwards to halves of the larger end's second digit, so that what lies within still does. */
export function outwards(low: number, high: number): readonly [low: number, high: number] {
  const larger = Math.max(Math.abs(low), Math.abs(high));
  if (larger < 100) return [low, high];
  const unit = 10 ** (Math.floor(Math.log10(larger)) - 1) / 2;
  return [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
}

/** `a, b, and c`. */
export const list = new Intl.ListFormat("en");

/** `1 customer`, `4,338 customers`. */
export function counted(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** An unknown figure is null on the wire. */
export function knownOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
