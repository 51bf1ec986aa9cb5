import { join } from "node:path";
import type { checkAnswer } from "../../src/commands/check";

const CLI = join(import.meta.dir, "..", "..", "src", "cli.ts");

export type Answer = ReturnType<typeof checkAnswer>;

/** What `perennial check --json` said of a file: its answer, or the sentence with which it refused. */
export type Checked = { readonly answer: Answer } | { readonly refused: string };

/** Runs the command on files, as a user does. Throws Error where it neither answers nor refuses. */
export async function check(files: readonly string[], ...flags: readonly string[]): Promise<Checked> {
  const { exitCode, out, err } = await perennial("check", ...files, "--json", ...flags);
  if (exitCode === 0) return { answer: JSON.parse(out) };
  if (exitCode === 1) return { refused: err.trim() };
  throw new Error(`check ended with ${exitCode}: ${err}`);
}

/** Runs a command of the program and waits for its end. */
export async function perennial(
  ...args: readonly string[]
): Promise<{ exitCode: number; out: string; err: string }> {
  const run = Bun.spawn([process.execPath, CLI, ...args], { stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()]);
  return { exitCode: await run.exited, out, err };
}
