/**
 * `bun run test:clients`: the OpenAPI document before two linters, and clients that three generators make of it, each
 * of which uploads, trains, predicts and exports against a started server. `--install` first installs the linters and
 * generators, by `install-clients.sh`. What is missing is left out, in a line.
 */
import { join, resolve } from "node:path";
import { COUNTERPARTS, installCounterparts } from "../integrations/counterparts";

const ROOT = resolve(import.meta.dir, "../..");
if (process.argv.includes("--install")) {
  installCounterparts(import.meta.dir);
  const own = ["install", "--cwd", join(ROOT, "clients/typescript"), "--frozen-lockfile", "--ignore-scripts"];
  Bun.spawnSync([process.execPath, ...own], { stdio: ["ignore", "ignore", "inherit"] });
}
const files = [...new Bun.Glob("*.client.ts").scanSync(import.meta.dir)].sort();
const tests = Bun.spawn(
  [process.execPath, "test", "--timeout", "180000", ...files.map((name) => `./tests/clients/${name}`)],
  {
    cwd: ROOT,
    env: { ...process.env, COUNTERPARTS },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(await tests.exited);
