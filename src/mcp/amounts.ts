import { knownOrNull, number, outwards, rough } from "../figures";

const fine = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** Money or a number of customers on the wire, to the hundredth; null if unknown. */
export function hundredths(value: number | null | undefined): number | null {
  const known = knownOrNull(value ?? undefined);
  return known === null || !Number.isFinite(known) ? null : Math.round(known * 100) / 100;
}

/** A share or a probability on the wire, to four digits after the point; null if unknown. */
export function tenThousandths(value: number | null | undefined): number | null {
  const known = knownOrNull(value ?? undefined);
  return known === null || !Number.isFinite(known) ? null : Math.round(known * 1e4) / 1e4;
}

/** `12,300 GBP`: a forecast in words, to what is known of it. */
export function roughMoney(value: number, currency: string | null): string {
  return [format(rough(value)), currency].filter(Boolean).join(" ");
}

/** `likely 8,000 to 17,500 GBP`. */
export function likely({ low, high }: { low: number; high: number }, currency: string | null): string {
  const [from, to] = outwards(low, high);
  return ["likely", format(from), "to", format(to), currency].filter(Boolean).join(" ");
}

function format(value: number): string {
  return (Math.abs(value) < 100 ? fine : number).format(value);
}
