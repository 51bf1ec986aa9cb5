import { homedir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../..");
const CACHE = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");

/**
 * Where the counterparts lie that are no packages of this repository. `install-{part}.sh` puts them there; outside of
 * the repository, so that they stay when it is reinstalled.
 */
export const COUNTERPARTS = process.env.COUNTERPARTS ?? join(CACHE, "perennial", "counterparts");

/**
 * Runs every `install-{part}.sh` of a folder. One that fails says why; the tests of its part then say what they leave
 * out.
 */
export function installCounterparts(folder: string): void {
  for (const file of [...new Bun.Glob("install-*.sh").scanSync(folder)].sort()) {
    const install = Bun.spawnSync(["bash", join(folder, file)], {
      cwd: ROOT,
      env: { ...process.env, COUNTERPARTS, BUN: process.execPath },
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (install.exitCode !== 0) console.log(`${file} ended with exit code ${install.exitCode}`);
  }
}
