import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildAhead } from "../../src/commands/ahead/build";
import { sharedFile } from "../reference";
import { retailFile } from "./retail-file";
import { type Bar, type Contestant, type Row, requireEqual } from "./row";
import { processContestant } from "./run";
import { shopFile } from "./shop-file";

const CLI = join(import.meta.dir, "..", "..", "src", "cli.ts");

export const trainRow = onRetail(
  "train",
  "`train`, Online Retail",
  [],
  [
    { of: "seconds", against: "peer", most: 1, aim: 0.6 },
    { of: "peakMb", against: "peer", most: 1 },
  ],
);

export const trainQuickRow = onRetail(
  "train-quick",
  "`train --quick`, Online Retail",
  ["--quick"],
  [{ of: "seconds", against: "peer", most: 0.4, aim: 0.25 }],
);

export const trainTenMillionRow: Row = {
  key: "train-10m",
  work: "`train --quick`, 10 million lines",
  bars: [
    { of: "seconds", against: "absolute", most: 45, aim: 30 },
    { of: "peakMb", against: "absolute", most: 3000 },
  ],
  isLong: true,
  prepare: async ({ cache }) => {
    const file = await shopFile(cache, 10_000_000);
    await buildAhead();
    return {
      ours: training(file, largeModel(cache), ["--quick"]),
      peers: [],
      check: ({ Perennial }) => {
        if (!(Number(Perennial!.customers) > 480_000)) throw new Error("customers are missing");
      },
    };
  },
};

/** The folder of the model of 10 million lines. */
export function largeModel(cache: string): string {
  return join(cache, "model-10m");
}

/** A whole training by the command line, from the start of the process, as after `bun run build:ahead`. */
export function training(file: string, out: string, flags: readonly string[]): Contestant {
  const command = [process.execPath, CLI, "train", "--tenant-id", "bench", "--data-path", file, "--out", out];
  const answer = () => {
    const { data } = JSON.parse(readFileSync(join(out, "model.json"), "utf8"));
    return { rows: data.rows_kept, customers: data.customers, orders: data.orders, revenue: data.revenue };
  };
  return processContestant("Perennial", [...command, ...flags], { answer });
}

function onRetail(key: string, work: string, flags: readonly string[], bars: readonly Bar[]): Row {
  return {
    key,
    work,
    bars,
    prepare: async ({ cache, folder, python }) => {
      const file = await retailFile(cache);
      await buildAhead();
      const peer = sharedFile("reference/replaced_pipeline.py");
      if (!peer) throw new Error("the pipeline that Perennial replaces is not on this machine");
      return {
        ours: training(file, join(folder, key), flags),
        peers: [processContestant("old pipeline", [python, peer, file, join(folder, "old")])],
        check: (answers) => {
          requireEqual("training", answers.Perennial!, answers["old pipeline"]!, [
            "rows",
            "customers",
            "revenue",
          ]);
        },
      };
    },
  };
}
