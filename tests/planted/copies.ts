import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { type Defect, planted } from "./defect";

const ROOT = resolve(import.meta.dir, "../..");
/** What is not the project's text. */
const LEFT_OUT = new Set([
  ...["node_modules", "clients/typescript/node_modules"],
  ...[".git", "artifacts", "artifacts_cache", "datasets"],
]);
/** No test takes so long, so a defect that makes one loop is noticed then. */
const MOST_MS = 120_000;

/** What became of a defect. */
export type Fate = "caught" | "missed" | "broken";

export interface Outcome {
  readonly fate: Fate;
  /** The first test that failed, or what else gave the defect away. */
  readonly by: string;
}

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
  async outcome(defect: Defect): Promise<Outcome> {
    const path = join(this.root, defect.file);
    const text = readFileSync(path, "utf8");
    const faulty = planted(defect, text);
    if (!isCode(defect.file, faulty)) return { fate: "broken", by: "the compiler" };
    writeFileSync(path, faulty);
    try {
      return await this.#run(defect.tests);
    } finally {
      writeFileSync(path, text);
    }
  }

  /** The first of these tests that fails as things are; null if all pass. */
  async failing(tests: readonly string[]): Promise<string | null> {
    const { fate, by } = await this.#run(tests, 10 * MOST_MS);
    return fate === "missed" ? null : by;
  }

  async #run(tests: readonly string[], mostMs = MOST_MS): Promise<Outcome> {
    const run = Bun.spawn(
      [process.execPath, "test", "--timeout", String(mostMs), "--bail", ...tests.map((path) => `./${path}`)],
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
    const limit = setTimeout(() => run.kill("SIGKILL"), 5 * mostMs);
    const printed = await new Response(run.stderr).text();
    const code = await run.exited;
    clearTimeout(limit);
    if (code === 0) return { fate: "missed", by: "nothing" };
    const failed = /^\(fail\) (.*?)(?: \[[0-9.]+m?s\])?$/m.exec(printed)?.[1];
    // A file that does not even load tells nothing about its tests.
    if (!failed && /^ *[0-9]+ error/m.test(printed)) return { fate: "broken", by: "no test" };
    const late = /this test timed out/.test(printed) ? " (timed out)" : "";
    return { fate: "caught", by: failed ? failed + late : `exit ${run.signalCode ?? code}` };
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
