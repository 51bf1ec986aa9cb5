import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { type Defect, planted } from "./defect";

const ROOT = resolve(import.meta.dir, "../..");
/** What is not the project's text. */
const LEFT_OUT = new Set(["node_modules", ".git", "artifacts", "artifacts_cache", "datasets"]);
/** No test file takes so long, so a defect that makes one loop is noticed then. */
const MOST_MS = 240_000;

/** What became of a defect. */
export type Fate = "caught" | "missed" | "broken";

/** A copy of the project in which one defect at a time is planted. */
export class Copy {
  readonly #folder = mkdtempSync(join(tmpdir(), "perennial-planted-"));
  readonly root = join(this.#folder, "main");

  constructor() {
    cpSync(ROOT, this.root, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(path.slice(ROOT.length + 1)),
    });
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** Plants the defect, runs the tests that must notice it, and takes it out again. */
  async fate(defect: Defect): Promise<Fate> {
    const path = join(this.root, defect.file);
    const text = readFileSync(path, "utf8");
    const faulty = planted(defect, text);
    if (!isCode(defect.file, faulty)) return "broken";
    writeFileSync(path, faulty);
    try {
      return await this.#run(defect.tests);
    } finally {
      writeFileSync(path, text);
    }
  }

  async #run(tests: readonly string[]): Promise<Fate> {
    const run = Bun.spawn(
      [process.execPath, "test", "--timeout", "60000", "--bail", ...tests.map((path) => `./${path}`)],
      {
        cwd: this.root,
        env: {
          ...process.env,
          TZ: "UTC",
          PERENNIAL_SHARED: resolve(process.env.PERENNIAL_SHARED ?? join(ROOT, "../shared")),
        },
        stdout: "ignore",
        stderr: "pipe",
      },
    );
    const late = setTimeout(() => run.kill("SIGKILL"), MOST_MS);
    const printed = await new Response(run.stderr).text();
    const code = await run.exited;
    clearTimeout(late);
    if (code === 0) return "missed";
    // A file that does not even load tells nothing about its tests.
    const isOnlyError = /^ *[0-9]+ error/m.test(printed) && !/^\(fail\) .* \[/m.test(printed);
    return isOnlyError ? "broken" : "caught";
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isCode(file: string, text: string): boolean {
  const loader = extname(file) === ".tsx" ? "tsx" : "ts";
  try {
    new Bun.Transpiler({ loader }).scan(text);
    return true;
  } catch {
    return false;
  }
}
