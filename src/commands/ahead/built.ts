import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../../..");

/** What was put together, of what, and by which engine. */
export interface BuildRecord {
  readonly engine: string;
  /** Where the source lay: the program names files there. */
  readonly root: string;
  readonly inputs: readonly (readonly [path: string, sizeBytes: number, modifiedMs: number])[];
}

export const BUILD_FOLDER = join(ROOT, "artifacts_cache", "ahead");
export const RECORD = "build.json";
export const PROGRAM = "entry.js";
/** A build is of no use to another engine. */
export const ENGINE: string = Bun.version_with_sha;

/**
 * The program that `bun run build:ahead` has put together of the commands that train; null if there is none, or if a file
 * that went into it has changed since.
 */
export function builtProgram(folder = BUILD_FOLDER, root = ROOT): string | null {
  try {
    const {
      engine,
      root: builtAt,
      inputs,
    }: BuildRecord = JSON.parse(readFileSync(join(folder, RECORD), "utf8"));
    if (engine !== ENGINE || builtAt !== root) return null;
    for (const [path, sizeBytes, modifiedMs] of inputs) {
      const { size, mtimeMs } = statSync(join(root, path));
      if (size !== sizeBytes || mtimeMs !== modifiedMs) return null;
    }
    return join(folder, PROGRAM);
  } catch {
    return null;
  }
}
