import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { InputError } from "../errors";
import { distinctNames } from "../jobs/dataset-names";
import { ENDINGS } from "../transactions/formats/file-kinds";
import type { SourceFile } from "../transactions/read";

const BY_NAME = new Intl.Collator("en", { numeric: true });

/**
 * The files that `--data-path` names: files as they are given; of a folder those that can be read, and of a pattern those that fit, by name (`orders-2` before
 * `orders-10`). `announce` is told which they are where there are several. Throws an InputError where there is none.
 */
export async function dataFiles(
  given: readonly string[],
  announce: (message: string) => void,
): Promise<SourceFile[]> {
  const paths = new Set<string>();
  for (const path of given) for (const file of await filesAt(path)) paths.add(file);
  const names = distinctNames([...paths].map((path) => basename(path)));
  const files = Array.from(paths, (path, i) => ({ path, name: names[i]! }));
  if (files.length > 1)
    announce(`reading ${files.length} files: ${files.map(({ path }) => path).join(", ")}`);
  return files;
}

async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    const names = (await readdir(path, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory() && isReadable(entry.name))
      .map(({ name }) => name)
      .sort(BY_NAME.compare);
    if (names.length > 0) return names.map((name) => join(path, name));
    throw new InputError(`${path} has no file of order lines: none ends in ${ENDINGS.join(", ")}.`);
  }
  // What is not there is told by the reader, with its path.
  if (found || !/[*?[{]/.test(path)) return [path];
  const fitting = await Array.fromAsync(new Bun.Glob(path).scan({ onlyFiles: true }));
  if (fitting.length === 0) throw new InputError(`No file fits ${path}.`);
  return fitting.sort(BY_NAME.compare);
}

function isReadable(name: string): boolean {
  const lower = name.toLowerCase();
  return !name.startsWith(".") && ENDINGS.some((ending) => lower.endsWith(ending));
}
