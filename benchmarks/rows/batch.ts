import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Contestant, Row } from "./row";
import { processContestant } from "./run";
import { shopFile } from "./shop-file";
import { largeModel, training } from "./train";

const CLI = join(import.meta.dir, "..", "..", "src", "cli.ts");
const PEER = join(import.meta.dir, "..", "peers", "batch_pandas.py");

export const batchRow: Row = {
  key: "batch",
  work: "batch of 494,000 customers to CSV, ours with reasons",
  bars: [{ of: "seconds", against: "peer", most: 1, aim: 0.6 }],
  prepare: async ({ cache, folder, python }) => {
    const model = largeModel(cache);
    if (!existsSync(join(model, "customers.arrow")))
      await training(await shopFile(cache, 10_000_000), model, ["--quick"]).run();
    // The peer's own models, of the usual size, learned from a part of the same customers.
    await processContestant("preparation", [python, PEER, "prepare", model, folder]).run();
    const [ours, theirs] = [join(folder, "ours.csv"), join(folder, "theirs.csv")];
    const peer = processContestant("pandas", [python, PEER, "predict", model, folder, theirs]);
    return {
      ours: counted(
        processContestant("Perennial", [process.execPath, CLI, "predict", "--model", model, "--batch"], {
          output: ours,
        }),
        ours,
      ),
      peers: [counted(peer, theirs)],
      check: ({ Perennial, pandas }) => {
        if (Perennial!.lines !== pandas!.lines || !(Number(Perennial!.lines) > 480_000))
          throw new Error(`a batch of ${Perennial!.lines} lines, the peer's has ${pandas!.lines}`);
        const missing = String(pandas!.header)
          .split(",")
          .filter((name) => !String(Perennial!.header).split(",").includes(name));
        if (missing.length > 0) throw new Error(`the batch lacks ${missing.join(", ")}`);
      },
    };
  },
};

/** The same, with the lines and the header of the file that it wrote. */
function counted(contestant: Contestant, path: string): Contestant {
  return {
    name: contestant.name,
    run: async () => {
      const ran = await contestant.run();
      const bytes = await Bun.file(path).bytes();
      let lines = 0;
      for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) lines++;
      const header = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(10)));
      return { ...ran, answer: { lines, header } };
    },
  };
}
