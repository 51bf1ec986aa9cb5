/**
 * Sends lists of a real server process to real receivers (OpenSSH, an S3 server, a mail server, an HTTP receiver that
 * verifies signatures) and to a stand-in for Google Sheets, and prints counts. `--install` first installs OpenSSH's
 * server; without one, its tests say that they are left out.
 */
import { resolve } from "node:path";
import { installCounterparts } from "../integrations/counterparts";

const HERE = import.meta.dir;
if (process.argv.includes("--install")) installCounterparts(HERE);
const run = Bun.spawnSync(
  [process.execPath, "test", "--timeout", "120000", "./tests/destinations/destinations.integration.ts"],
  { cwd: resolve(HERE, "../.."), stdio: ["ignore", "inherit", "inherit"] },
);
process.exit(run.exitCode ?? 1);
