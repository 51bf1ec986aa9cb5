import { afterAll, expect, test } from "bun:test";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fromCSV } from "arquero";
import { ownExport } from "./own-export";

/** Started by `run.ts`. What is typed is read from the README and the quick start, so that it cannot differ. */

const ROOT = resolve(import.meta.dir, "../..");
const folder = mkdtempSync(join(tmpdir(), "perennial-newcomer-"));
const home = join(folder, "home");
const clone = join(folder, "perennial");
const own = ownExport();

const shellOf = (page: string) => {
  const text = readFileSync(join(clone, page), "utf8");
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => code!.trim());
};
const commandOf = (start: string) => {
  const line = shellOf("README.md")
    .flatMap((code) => code.split("\n"))
    .find((one) => one.startsWith(start));
  if (!line) throw new Error(`README.md has no command that begins with "${start}"`);
  return line;
};

let stop = async () => {};
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A shell in an empty home, with the machine's programs but no Bun; only proxies and certificates are the machine's. */
function typed(command: string, cwd: string) {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(LANG|TZ|TMPDIR|[a-z_]*proxy|npm_config_registry|[A-Z_]*(CERT|CAINFO|CA_BUNDLE)[A-Z_]*)$/i.test(name),
  );
  return Bun.spawn(["sh", "-c", command], {
    cwd,
    env: { ...Object.fromEntries(kept), HOME: home, PATH: programs(), PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, to end npx with all that it started.
    detached: true,
  });
}

/** A folder with every program of the path except Bun. */
function programs(): string {
  const bin = join(folder, "bin");
  if (mkdirSync(bin, { recursive: true }) === undefined) return bin;
  const seen = new Set(["bun", "bunx"]);
  for (const place of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of readIfThere(place)) {
      if (seen.has(name)) continue;
      seen.add(name);
      symlinkSync(join(place, name), join(bin, name));
    }
  }
  return bin;
}

function readIfThere(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

/** Each step goes on where the one before stopped. */
let isStuck = false;
const startedAt = Bun.nanoseconds();
function step(name: string, go: () => Promise<void>, timeoutMs = 300_000): void {
  test(
    name,
    async () => {
      if (isStuck) throw new Error("the path ended before");
      isStuck = true;
      await go();
      isStuck = false;
      console.log(`  ${Math.round((Bun.nanoseconds() - startedAt) / 1e9)} s since the beginning: ${name}`);
    },
    timeoutMs,
  );
}

step("the repository is cloned", async () => {
  mkdirSync(home, { recursive: true });
  // With this machine's own settings of git: where a clone comes from is not what is tested.
  const git = Bun.spawn(["git", "clone", "--quiet", ROOT, clone], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  expect(await git.exited).toBe(0);
});

let url = "";
step("the first command of the README installs what is missing and serves", async () => {
  const server = typed(commandOf("npx -y bun@1.4.5 start"), clone);
  const { promise, resolve: found, reject } = Promise.withResolvers<string>();
  const ended = (async () => {
    let printed = "";
    for await (const chunk of server.stdout) {
      printed += new TextDecoder().decode(chunk);
      const ready = /ready: (http:\/\/[^\s/]+)/.exec(printed)?.[1];
      if (ready) found(ready);
    }
    reject(new Error(`it ended before it was ready: ${printed}`));
  })();
  stop = async () => {
    if (server.exitCode === null) process.kill(-server.pid, "SIGTERM");
    // Not npx alone, which ends first: until the server and its workers have closed their output.
    await ended;
  };
  url = await promise;
  const page = await fetch(`${url}/app/sign-in`);
  expect(await page.text()).toContain("Shop");
});

step("the lines of the quick start make a list of an export of one's own", async () => {
  writeFileSync(join(folder, "orders.csv"), own.text);
  const lines = shellOf("docs/quick-start.md").find((code) => code.includes("/upload"))!;
  expect(lines).toContain("URL=http://127.0.0.1:8000\n");
  const shell = typed(`set -e\n${lines.replace("http://127.0.0.1:8000", url)}`, folder);
  const printed = await new Response(shell.stdout).text();
  expect(await shell.exited).toBe(0);
  expect(printed).toContain("completed");
});

step("the list names customers of the export, each once, the best first", async () => {
  const list = fromCSV(readFileSync(join(folder, "list.csv"), "utf8"), { autoType: false });
  expect(list.columnNames()).toEqual(expect.arrayContaining(["CustomerID", "expected_gain", "group"]));
  const ids = Array.from(list.array("CustomerID") as ArrayLike<string>);
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter((id) => !own.customers.has(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const gains = Array.from(list.array("expected_gain") as ArrayLike<string>, Number);
  expect(gains).toEqual(gains.toSorted((a, b) => b - a));
  expect(gains.every((gain) => gain > 0)).toBe(true);
});

if (process.env.RUN_TESTS) {
  step(
    "the second command of the README runs the tests",
    async () => {
      const tests = typed(commandOf("npx -y bun@1.4.5 run test"), clone);
      console.log((await new Response(tests.stdout).text()).split("\n").slice(-6).join("\n"));
      expect(await tests.exited).toBe(0);
    },
    3_600_000,
  );
} else {
  console.log("the second command of the README, the tests, is left out: --tests runs it");
}
