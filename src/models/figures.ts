/** `4,338`: whole numbers, in the format of every text about a model. */
export const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 0.23 → `23%`. */
export const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/** `1 customer`, `4,338 customers`. */
export function counted(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}
