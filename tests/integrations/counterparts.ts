import { resolve } from "node:path";

/** Where the counterparts lie that are no packages of npm. `install-{part}.sh` puts them there. */
export const COUNTERPARTS =
  process.env.COUNTERPARTS ?? resolve(import.meta.dir, "../../node_modules/.cache/counterparts");
