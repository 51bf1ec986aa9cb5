/**
 * `bun run test:workers`: a server, three workers with data folders of their own, an S3 server between them, and what
 * stands where Inngest stands. Workers are killed at random while they train and score. `--short` does a few of each.
 */
import { resolve } from "node:path";
import { ifLeftBehind } from "../left-behind";

const tests = Bun.spawn(
  [process.execPath, "test", "--timeout", "3600000", "./tests/workers/workers.fleet.ts"],
  {
    cwd: resolve(import.meta.dir, "../.."),
    env: { ...process.env, ...(process.argv.includes("--short") && { SHORT: "1" }) },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
ifLeftBehind(() => tests.kill());
process.exit(await tests.exited);
