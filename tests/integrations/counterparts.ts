import { homedir } from "node:os";
import { join } from "node:path";

const CACHE = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");

/**
 * Where the counterparts lie that are no packages of this repository. `install-{part}.sh` puts them there; outside of the repository, so that
 * they stay when it is installed anew.
 */
export const COUNTERPARTS = process.env.COUNTERPARTS ?? join(CACHE, "perennial", "counterparts");
