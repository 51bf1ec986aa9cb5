import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group of the system that limits the memory of its processes. */
export interface MemoryGroup {
  readonly kind: "cgroup v2" | "cgroup v1";
  /** A program's words behind a shell's that put it into the group. */
  command(words: readonly string[]): string[];
  /** Call it when the last process has ended. */
  remove(): void;
}

const WAYS = [
  { kind: "cgroup v2", root: "/sys/fs/cgroup", needs: "cgroup.controllers", file: "memory.max" },
  {
    kind: "cgroup v1",
    root: "/sys/fs/cgroup/memory",
    needs: "memory.limit_in_bytes",
    file: "memory.limit_in_bytes",
  },
] as const;

/** A group of either version; null where we may make none, mostly without root. */
export function memoryGroup(limitMb: number): MemoryGroup | null {
  const name = `perennial-tests-${process.pid}-${Date.now()}`;
  for (const { kind, root, needs, file } of WAYS) {
    if (!existsSync(join(root, needs))) continue;
    const folder = join(root, name);
    try {
      if (kind === "cgroup v2") writeFileSync(join(root, "cgroup.subtree_control"), "+memory");
      mkdirSync(folder);
      writeFileSync(join(folder, file), String(limitMb * 2 ** 20));
    } catch {
      removeGroup(folder);
      continue;
    }
    return {
      kind,
      command: (words) => ["sh", "-c", `echo $$ > ${folder}/cgroup.procs && exec "$@"`, "sh", ...words],
      remove: () => removeGroup(folder),
    };
  }
  return null;
}

/** The kernel lets it go a moment after its last process. */
function removeGroup(folder: string): void {
  for (let tries = 0; tries < 20 && existsSync(folder); tries++) {
    try {
      rmdirSync(folder);
    } catch {
      Bun.sleepSync(100);
    }
  }
}
