/**
 * `bun run test:newcomer`: what happens to someone who has only node, npm, git and curl. An empty home, a clone of this
 * repository as it is committed, the command of the README that starts it, an export of their own, and the list. It
 * installs everything from the npm registry; without one it says so and does nothing. `--tests` also runs the second
 * command of the README, the tests, which takes many minutes.
 */
import { resolve } from "node:path";

const REGISTRY = process.env.npm_config_registry ?? "https://registry.npmjs.org/";
const missing = ["node", "npx", "git", "curl"].filter((tool) => !Bun.which(tool));
const answers = await fetch(new URL("bun", REGISTRY), { method: "HEAD", signal: AbortSignal.timeout(10_000) })
  .then(({ ok }) => ok)
  .catch(() => false);
if (missing.length > 0 || !answers) {
  const why = missing.length > 0 ? `${missing.join(", ")} is missing` : `${REGISTRY} does not answer`;
  console.log(`the newcomer's path is skipped: ${why}`);
  process.exit(0);
}
const tests = Bun.spawn(
  [process.execPath, "test", "--timeout", "300000", "./tests/newcomer/path.newcomer.ts"],
  {
    cwd: resolve(import.meta.dir, "../.."),
    env: { ...process.env, RUN_TESTS: process.argv.includes("--tests") ? "1" : "" },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(await tests.exited);
