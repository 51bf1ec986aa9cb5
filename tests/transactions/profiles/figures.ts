import { shopExports } from "./exports";
import type { Figures } from "./shop-export";

/** What a reading of a text found: its figures, or null where it refused the file for want of customers. */
export type Reading = (text: string, profile: string) => Promise<Figures | null>;

/**
 * Reads the export of every system and lists what is not as it should be, a sentence each. Only the figures that the
 * export settles are compared, amounts to the cent.
 */
export async function wrongFigures(read: Reading): Promise<string[]> {
  const wrong: string[] = [];
  for (const { profile, text, expected } of shopExports) {
    const found = await read(text, profile);
    if (expected === null || found === null) {
      if (expected !== found)
        wrong.push(`${profile}: ${found === null ? "was refused" : "names no customers and was read"}`);
      continue;
    }
    for (const [figure, value] of Object.entries(expected) as [keyof Figures, number | string][]) {
      const other = found[figure];
      const equal =
        typeof value === "number" && typeof other === "number"
          ? Math.abs(value - other) < 0.005
          : value === other;
      if (!equal) wrong.push(`${profile}: ${figure} is ${other}, not ${value}`);
    }
  }
  return wrong;
}
