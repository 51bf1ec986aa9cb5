import { resolve } from "node:path";

/** Every setting that the environment can change. */
export interface Config {
  /** `DATA_DIR`: where `datasets/` and `artifacts/` lie. The project's root by default. */
  readonly dataDir: string;
}

/** Reads the settings from an environment such as `process.env`. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return { dataDir: resolve(environment.DATA_DIR ?? resolve(import.meta.dir, "..")) };
}
