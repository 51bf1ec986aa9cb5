/** `4,338`: how every text outside the pages writes whole numbers. */
export const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 0.23 → `23%`. */
export const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/** 0.234 → `23.4%`. */
export const finePercent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

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
