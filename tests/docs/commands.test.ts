import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";
import { allPages, ROOT } from "./pages";

const pages = await allPages();
/** What stands in `sh` blocks, command by command, without comments and without what is set for one command. */
const typed = pages.flatMap(({ path, shell }) =>
  shell.flatMap((line) =>
    line
      .replace(/(^|\s)#.*$/, "")
      .split(/;|\|\|?|&&/)
      .map((command) => ({ path, command: command.trim().replace(/^([A-Z_]+=\S* +)+/, "") })),
  ),
);
const flagsOf = (command: string) => [...command.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([flag]) => flag);

/** The words after `perennial`, however the documentation starts it. */
function ownWords(command: string): string | null {
  return /^(?:perennial|.*\bsrc\/cli\.ts)(?: (.*))?$/.exec(command)?.[1] ?? null;
}

const helps = new Map<string, Promise<string>>();
/** What a command says of itself. */
function help(words: string): Promise<string> {
  const known = helps.get(words);
  if (known) return known;
  const cli = [process.execPath, join(ROOT, "src/cli.ts"), ...words.split(" "), "--help"];
  const answer = new Response(Bun.spawn(cli, { stdio: ["ignore", "pipe", "ignore"] }).stdout).text();
  helps.set(words, answer);
  return answer;
}

/** What is wrong with a command of ours, or null. */
async function fault(command: string): Promise<string | null> {
  const words = ownWords(command)!
    .split(" ")
    .filter((word) => /^[a-z]+$/.test(word));
  let name = words[0]!;
  let says = await help(name);
  // A group, such as keys, has commands of its own.
  if (/^Usage: .*\[command\]/m.test(says) && words[1]) {
    name = `${name} ${words[1]}`;
    says = await help(name);
  }
  if (!says.startsWith(`Usage: perennial ${name}`)) return `there is no command "${name}"`;
  const unknown = flagsOf(command.slice(command.indexOf(name))).filter(
    (flag) => !new RegExp(`^ .*${flag}\\b(?!-)`, "m").test(says),
  );
  return unknown.length === 0 ? null : `${name} does not know ${unknown.join(", ")}`;
}

test("every command of ours in the documentation exists, with its options", async () => {
  const own = typed.filter(({ command }) => ownWords(command) !== null);
  expect(own.length).toBeGreaterThan(5);
  const faults = await Promise.all(
    own.map(async ({ path, command }) => ({ path, command, says: await fault(command) })),
  );
  expect(faults.filter(({ says }) => says !== null)).toEqual([]);
});

test("a command or an option that does not exist is noticed", async () => {
  expect(await fault("perennial learn --fast")).toBe('there is no command "learn"');
  expect(await fault("bun src/cli.ts train --tenant-id acme --data x")).toBe("train does not know --data");
  expect(await fault("perennial keys forget --tenant-id acme")).toBe('there is no command "keys forget"');
  expect(await fault("perennial keys create --tenant-id acme --role admin")).toBeNull();
});

test("every script that the documentation runs is one of package.json, with its options", () => {
  const runs = pages.flatMap(({ path, shell, codeSpans }) =>
    [...shell, ...codeSpans].flatMap((line) =>
      [...line.matchAll(/\bbun(?:@[\d.]+)? run ([a-z][a-z:-]*)([^;|&#]*)/g)].map(([, script, rest]) => ({
        path,
        script: script!,
        flags: flagsOf(rest!),
      })),
    ),
  );
  expect(runs.length).toBeGreaterThan(40);
  const unknown = runs.filter(({ script, flags }) => {
    const does = (scripts as Record<string, string>)[script];
    if (does === undefined) return true;
    const [file] = /\S+\.ts\b/.exec(does) ?? [];
    const source = file ? sourceOf(file) : "";
    return flags.some((flag) => !source.includes(flag) && !source.includes(`${flag.slice(2)}: {`));
  });
  expect(unknown).toEqual([]);
});

test("docs/testing.md has every script that checks, tests or times", () => {
  const { codeSpans } = pages.find(({ path }) => path === "docs/testing.md")!;
  const wanted = Object.keys(scripts).filter((name) => /^(check|test|bench)\b/.test(name) && name !== "test");
  expect(wanted.filter((name) => !codeSpans.includes(`bun run ${name}`))).toEqual([]);
});

/** The text of a file of the repository, with that of the files beside it which it imports. */
function sourceOf(file: string): string {
  const text = readFileSync(join(ROOT, file), "utf8");
  const beside = [...text.matchAll(/from "\.\/([\w./-]+)"/g)]
    .map(([, name]) => join(ROOT, file, "..", `${name}.ts`))
    .filter((path) => existsSync(path));
  return [text, ...beside.map((path) => readFileSync(path, "utf8"))].join("\n");
}
