import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One size of `bun run bench:scale`. */
export interface ScaleLine {
  readonly lines: number;
  readonly customers: number;
  readonly orders: number;
  /** Seconds and the memory after each stage, MB. */
  readonly stages: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly residentMb: number;
  }[];
  readonly seconds: number;
  /** Of all threads; sizes that were measured before it was noted have none. */
  readonly cpuSeconds?: number;
  readonly peakMb: number;
  readonly date: string;
}

/** How much the time of a line may change from the smallest to the largest size. */
const MOST_GROWTH = 0.1;

/** What grows: reading with cleaning and base features, or a whole `train --quick`. */
export type Growing = "read" | "train";

export function scalePath(cache: string, what: Growing): string {
  return join(cache, what === "read" ? "scale.json" : "scale-train.json");
}

/** The last sizes measured, smallest first. */
export function scaleLines(cache: string, what: Growing): ScaleLine[] {
  const path = scalePath(cache, what);
  const kept: Record<string, ScaleLine> = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return Object.values(kept).sort((a, b) => a.lines - b.lines);
}

/** Tables of the sizes; nothing if none was measured. */
export async function scaleSection(cache: string): Promise<string> {
  const [read, train] = [scaleLines(cache, "read"), scaleLines(cache, "train")];
  const parts = [
    read.length > 0 &&
      `Reading in parts (\`MEMORY_BUDGET\` 1 GiB), cleaning and base features of ever larger files, as \`bun run bench:scale\` printed it.\n\n${scaleTable(read)}`,
    train.length > 0 &&
      `\`train --quick\` on the same files, as \`bun run bench:scale --train\` printed it.\n\n${scaleTable(train)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : `## Growth\n\n${parts.join("\n")}\n`;
}

export function scaleTable(sizes: readonly ScaleLine[]): string {
  const rows = sizes.map((size) => {
    const millions = size.lines / 1e6;
    const cells = [
      size.lines.toLocaleString("en"),
      size.customers.toLocaleString("en"),
      size.orders.toLocaleString("en"),
      size.seconds.toFixed(2),
      (size.seconds / millions).toFixed(3),
      size.cpuSeconds === undefined ? "" : (size.cpuSeconds / millions).toFixed(3),
      size.peakMb.toFixed(0),
      ((size.peakMb * 1e6) / size.lines).toFixed(0),
      size.stages
        .map(
          ({ name, seconds, residentMb }) => `${name} ${seconds.toFixed(2)} s, ${residentMb.toFixed(0)} MB`,
        )
        .join("; "),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const [first, last] = [sizes[0]!, sizes.at(-1)!];
  const growth = last.seconds / last.lines / (first.seconds / first.lines) - 1;
  const verdict = Math.abs(growth) <= MOST_GROWTH ? "met" : "**missed**";
  const told = `${growth >= 0 ? "+" : "−"}${Math.abs(100 * growth).toFixed(0)} %`;
  return `| lines | customers | orders | s | s per million lines | CPU s per million lines | peak MB | bytes per line | stages |
|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

Time per line from ${first.lines.toLocaleString("en")} to ${last.lines.toLocaleString("en")} lines: ${told}; the bar is ±10 %: ${sizes.length > 1 ? verdict : "one size says nothing"}.
`;
}
