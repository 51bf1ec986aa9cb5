/**
 * `bun run test:security`: the tests that attack the server, gathered by what they attack, with a line of figures for
 * each. At last, or alone with `--self-test`, plants defects in a copy of the project, a missing tenant filter and a
 * body without a bound among them, and checks that they are noticed.
 */
import { resolve } from "node:path";
import { ifLeftBehind } from "../left-behind";
import { Copy } from "../planted/copies";
import type { Defect } from "../planted/defect";
import { GROUPS } from "./groups";

const ROOT = resolve(import.meta.dir, "../..");

const PLANTED: readonly Defect[] = [
  {
    what: "a missing tenant filter",
    file: "src/store/predictions.ts",
    from: '"DELETE FROM predictions WHERE tenant_id = $tenant AND id = $id", { tenant, id })',
    to: '"DELETE FROM predictions WHERE $tenant IS NOT NULL AND id = $id", { tenant, id })',
    tests: ["tests/store/strangers.test.ts"],
  },
  {
    what: "a body without a bound",
    file: "src/api/request-body.ts",
    from: "if (bytes > mostBytes) fail",
    to: "if (bytes < 0) fail",
    tests: ["tests/api/request-body.test.ts"],
  },
  {
    what: "a write from another site",
    file: "src/api/cross-site.ts",
    from: '["GET", "HEAD", "OPTIONS"]',
    to: '["GET", "HEAD", "OPTIONS", "DELETE"]',
    tests: ["tests/api/cross-site.test.ts"],
  },
  {
    what: "a log with paths",
    file: "src/api/app.ts",
    from: 'const pattern = state.route?.path ?? "none";',
    to: "const pattern = state.path;",
    tests: ["tests/security/secrets.test.ts"],
  },
  {
    what: "an inner address",
    file: "src/notify/webhooks/private-address.ts",
    from: " 169.254.0.0/16",
    to: "",
    tests: ["tests/notify/webhooks/private-address.test.ts"],
  },
];

let [passed, failed] = [0, 0];
if (!process.argv.includes("--self-test"))
  for (const [name, files] of Object.entries(GROUPS)) await group(name, files);
await selfTest();
console.log(`${passed} pass\n${failed} fail`);
process.exit(failed === 0 ? 0 : 1);

async function group(name: string, files: readonly string[]): Promise<void> {
  const run = Bun.spawn(
    [process.execPath, "test", "--timeout", "120000", ...files.map((file) => `./${file}`)],
    { cwd: ROOT, env: { ...process.env, TZ: "UTC" }, stdout: "ignore", stderr: "pipe" },
  );
  const hasEnded = ifLeftBehind(() => run.kill());
  const printed = await new Response(run.stderr).text();
  const code = await run.exited;
  hasEnded();
  const count = (word: string) => Number(new RegExp(`^ *(\\d+) ${word}`, "m").exec(printed)?.[1] ?? 0);
  const lost = count("fail") || (code === 0 ? 0 : 1);
  passed += count("pass");
  failed += lost;
  console.log(
    `${lost === 0 ? "held" : "MISS"} ${name}: ${count("pass")} attacks held, ${lost} lost, ${count("expect\\(\\) calls")} checks`,
  );
  if (lost > 0)
    console.log(
      printed
        .split("\n")
        .filter((line) => line.startsWith("(fail)"))
        .join("\n"),
    );
}

async function selfTest(): Promise<void> {
  const copy = new Copy();
  try {
    for (const defect of PLANTED) {
      const { fate } = await copy.outcome(defect);
      if (fate === "caught") passed++;
      else failed++;
      console.log(`${fate === "caught" ? "held" : "MISS"} self-test, ${defect.what}: ${fate}`);
    }
  } finally {
    copy.remove();
  }
}
