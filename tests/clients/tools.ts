import { expect } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { COUNTERPARTS } from "../integrations/counterparts";

const PLACE = join(COUNTERPARTS, "clients");

/** Where the packages of the linters and generators lie. */
export const PACKAGES = join(PLACE, "node_modules");
export const PYTHON = join(PLACE, "python", "bin", "python");
export const hasPackages = existsSync(join(PACKAGES, "@redocly"));
export const hasPython = existsSync(PYTHON);

/** Scripts of the tools, all of which run on Bun. */
const TOOLS = {
  redocly: "@redocly/cli/bin/cli.js",
  spectral: "@stoplight/spectral-cli/dist/index.js",
  "openapi-ts": "@hey-api/openapi-ts/bin/run.js",
  tsc: "typescript/bin/tsc",
} as const;

/** Runs a tool in a folder and answers what it prints. */
export function runTool(tool: keyof typeof TOOLS, args: readonly string[], folder: string): Promise<string> {
  return run([process.execPath, "--bun", join(PACKAGES, TOOLS[tool]), ...args], folder);
}

/** Runs a program in a folder and answers what it prints; fails with its words where it ends badly. */
export async function run(command: readonly string[], folder: string): Promise<string> {
  const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  const program = Bun.spawn([...command], {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(program.stdout).text(),
    new Response(program.stderr).text(),
    program.exited,
  ]);
  const printed = code === 0 ? "" : `${stdout}\n${stderr}`;
  expect({ command: command.join(" "), code, printed }).toMatchObject({ code: 0, printed: "" });
  return stdout;
}
