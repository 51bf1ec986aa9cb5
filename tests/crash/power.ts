import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Does to a data folder what a power failure does at its worst, by the journal of `failpoints.ts`: files whose content
 * was not flushed lose half of it, names that were not flushed are as before, and commits that were not flushed are
 * gone. Returns what was lost.
 */
export function losePower(journal: string): string[] {
  const text = existsSync(journal) ? readFileSync(journal, "utf8") : "";
  const entries = text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as string[]];
    } catch {
      // The last line of a process that died.
      return [];
    }
  });
  const written = new Set<string>();
  /** A name that is not flushed, and the one that the file had before; null for a new file. */
  const names = new Map<string, string | null>();
  /** The file that had an unflushed name before. */
  const replaced = new Map<string, string>();
  const logs = new Map<string, number>();
  for (const [kind, path = "", other = "", kept = ""] of entries) {
    if (kind === "w") {
      written.add(path);
      names.set(path, null);
    } else if (kind === "n") for (const made of levels(path, other)) names.set(made, null);
    else if (kind === "r") {
      const moved = (name: string) => other + name.slice(path.length);
      const isMoved = (name: string) => name === path || name.startsWith(`${path}/`);
      for (const file of [...written].filter(isMoved)) {
        written.delete(file);
        written.add(moved(file));
      }
      for (const [name, before] of [...names].filter(([name]) => isMoved(name))) {
        names.delete(name);
        if (name !== path) names.set(moved(name), before);
      }
      names.set(other, path);
      // Of several in a row, the first one is on the disk.
      if (kept !== "" && !replaced.has(other)) replaced.set(other, kept);
    } else if (kind === "f") {
      written.delete(path);
      logs.delete(path);
      for (const name of [...names.keys()]) if (dirname(name) === path) names.delete(name);
      for (const name of [...replaced.keys()]) if (dirname(name) === path) replaced.delete(name);
    } else if (kind === "c") logs.set(path, Math.min(Number(other), logs.get(path) ?? Number(other)));
  }
  const lost: string[] = [];
  for (const path of written) {
    if (!existsSync(path) || !statSync(path).isFile()) continue;
    truncateSync(path, Math.floor(statSync(path).size / 2));
    lost.push(`half of ${path}`);
  }
  for (const [name, before] of [...names].reverse()) {
    if (!existsSync(name)) continue;
    if (before === null) rmSync(name, { recursive: true });
    else if (!existsSync(before) && existsSync(dirname(before))) renameSync(name, before);
    else continue;
    const kept = replaced.get(name);
    if (kept) renameSync(kept, name);
    lost.push(`the name ${name}`);
  }
  for (const [log, size] of logs) {
    if (!existsSync(log) || statSync(log).size <= size) continue;
    truncateSync(log, size);
    lost.push(`commits in ${log}`);
  }
  return lost;
}

/** The folders that one call made: the given one, and those above it down to the first. */
function levels(path: string, first: string): string[] {
  const all = [path];
  while (first !== "" && all.at(-1) !== first && all.at(-1)!.length > first.length)
    all.push(dirname(all.at(-1)!));
  return all;
}
