/**
 * `bun run test:browser`: the dashboards in a real Chromium, headless: from the sign-in to the exported list, every
 * page in both themes and two widths by axe-core, and texts that must not run. Says so and ends well where there is no
 * Chromium. Names of files choose among the tests: `bun run test:browser journey`.
 */
import { findChromium } from "./chromium";

if (!findChromium()) {
  console.log("left out: the browser tests, as there is no Chromium here (Debian: apt-get install chromium)");
  process.exit(0);
}
const chosen = process.argv.slice(2);
const files = [...new Bun.Glob("*.browser.ts").scanSync(import.meta.dir)]
  .filter((name) => chosen.length === 0 || chosen.some((part) => name.includes(part)))
  .sort();
const tests = Bun.spawn(
  [process.execPath, "test", "--timeout", "60000", ...files.map((name) => `./tests/browser/${name}`)],
  { cwd: `${import.meta.dir}/../..`, stdio: ["ignore", "inherit", "inherit"] },
);
process.exit(await tests.exited);
