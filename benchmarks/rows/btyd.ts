import { join } from "node:path";
import { sharedFile } from "../reference";
import { type Row, requireEqual } from "./row";
import { processContestant } from "./run";

/** Relative, on each parameter: the peer stops earlier than we do. */
const TOLERANCE = 2e-3;

export const btydRow: Row = {
  key: "btyd",
  work: "BG/NBD, 23,570 customers of CDNOW",
  timed: "the fit from the histories",
  bars: [{ of: "seconds", against: "peer", most: 0.1, aim: 0.02 }],
  prepare: async ({ folder, python }) => {
    const packed = sharedFile("datasets/CDNOW_master.txt.gz");
    if (!packed) throw new Error("CDNOW's file is not on this machine; set PERENNIAL_SHARED to its folder");
    const path = join(folder, "histories.f64");
    await Bun.write(path, new Uint8Array(historiesOf(Bun.gunzipSync(await Bun.file(packed).bytes())).buffer));
    return {
      ours: processContestant("Perennial", [process.execPath, join(import.meta.dir, "ours/btyd.ts"), path]),
      peers: [
        processContestant("lifetimes", [python, join(import.meta.dir, "../peers/btyd_lifetimes.py"), path]),
      ],
      check: ({ Perennial, lifetimes }) => {
        const relative = Object.fromEntries(
          PARAMETERS.map((name) => [name, Number(Perennial![name]) / Number(lifetimes![name])]),
        );
        requireEqual("BG/NBD", relative, { r: 1, alpha: 1, a: 1, b: 1 }, PARAMETERS, TOLERANCE);
        requireEqual("BG/NBD", Perennial!, lifetimes!, ["customers"]);
      },
    };
  },
};

const PARAMETERS = ["r", "alpha", "a", "b"];
const DAY_MS = 86_400_000;
const END = Date.UTC(1997, 8, 30) / DAY_MS;

/** x, tx and T of each customer, until 30 September 1997, in weeks, purchases of a day merged. */
function historiesOf(bytes: Uint8Array): Float64Array {
  const customers = new Map<string, Set<number>>();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const [id, date] = line.trim().split(/\s+/) as [string, string];
    if (!id || !/^\d{8}$/.test(date ?? "")) continue;
    const day = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6, 8)) / DAY_MS;
    if (day > END) continue;
    const days = customers.get(id) ?? new Set();
    customers.set(id, days.add(day));
  }
  return Float64Array.from(
    [...customers.values()].flatMap((days) => {
      const sorted = [...days].sort((a, b) => a - b);
      return [sorted.length - 1, (sorted.at(-1)! - sorted[0]!) / 7, (END - sorted[0]!) / 7];
    }),
  );
}
