import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../..");
const PARTS = ["src", "views", "workers", "package.json", "tsconfig.json", "bunfig.toml"];

/** A change of one place in a file of the program. */
export interface Defect {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of the program in a new folder, with planted defects. Throws if the place of one is not found exactly once. */
export function programCopy(defects: readonly Defect[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "perennial-program-"));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const part of ["node_modules", "docs"]) symlinkSync(join(ROOT, part), join(folder, part));
  for (const { file, from, to } of defects) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2)
      throw new Error(`${file} does not have the place of the defect once: ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  return folder;
}
