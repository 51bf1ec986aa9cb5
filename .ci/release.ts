/**
 * `bun run release [patch|minor|major] [--dry-run]`: makes a release of the commit at hand. Without a step it releases the
 * version that `package.json` names. It moves the unreleased entries of the changelog below that version, makes the
 * client's types of the document with it, checks everything, commits and tags. It pushes nothing. If anything fails, the
 * files are as before.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const BRANCH = "main";
const CHANGELOG = "CHANGELOG.md";
/** Where the version stands. The server, its OpenAPI document and the command line read it from the first. */
const MANIFESTS = ["package.json", "clients/typescript/package.json"] as const;
const STEPS = ["major", "minor", "patch"] as const;
type Step = (typeof STEPS)[number];

const USAGE = "bun run release [patch|minor|major] [--dry-run]";
const ROOT = process.cwd();

class Refusal extends Error {}

interface Release {
  readonly from: string;
  readonly version: string;
  readonly tag: string;
  readonly notes: string;
  /** File → its text in the release. */
  readonly files: ReadonlyMap<string, string>;
}

try {
  const { step, isDryRun } = asked(process.argv.slice(2));
  const release = prepared(step);
  tell(release);
  if (isDryRun) console.log("Nothing was changed (--dry-run).");
  else make(release);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function asked(words: string[]): { step: Step | null; isDryRun: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { "dry-run": { type: "boolean", default: false } },
    });
    const step = STEPS.find((one) => one === positionals[0]) ?? null;
    if (positionals.length > 1 || (positionals.length === 1 && step === null))
      throw new Error(`"${positionals.join(" ")}" is no step`);
    return { step, isDryRun: values["dry-run"] };
  } catch (error) {
    throw new Refusal(`${(error as Error).message}. Usage: ${USAGE}`);
  }
}

/** Works the release out and changes nothing. Refuses with every reason at once. */
function prepared(step: Step | null): Release {
  const [from, ...others] = MANIFESTS.map((file) => String(JSON.parse(read(file)).version)) as [string];
  const refusals: string[] = [];
  const branch = git("branch", "--show-current");
  if (branch !== BRANCH)
    refusals.push(`You are on ${branch || "no branch"}; releases are made on ${BRANCH}.`);
  const dirty = git("status", "--porcelain");
  if (dirty !== "") refusals.push(`There are changes that are not committed:\n${dirty}`);
  const odd = others.find((version) => version !== from);
  if (odd !== undefined) refusals.push(`${MANIFESTS.join(" and ")} name two versions: ${from} and ${odd}.`);

  const version = step === null ? from : raised(from, step);
  const tag = `v${version}`;
  if (git("tag", "--list", tag) !== "")
    refusals.push(
      step === null
        ? `${tag} is already released. Say how much has changed: patch, minor or major.`
        : `The tag ${tag} exists already.`,
    );
  const changelog = read(CHANGELOG);
  const notes = unreleased(changelog);
  if (notes === null) refusals.push(`${CHANGELOG} has no entry below "## Unreleased": nothing to release.`);
  if (refusals.length > 0) throw new Refusal(refusals.join("\n"));

  const heading = `## ${version} (${new Date().toISOString().slice(0, 10)})`;
  const files = new Map<string, string>(
    MANIFESTS.map((file) => [file, read(file).replace(`"version": "${from}"`, `"version": "${version}"`)]),
  );
  files.set(CHANGELOG, changelog.replace(/^## Unreleased$/m, `## Unreleased\n\n${heading}`));
  return { from, version, tag, notes: notes!, files };
}

function raised(version: string, step: Step): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (!parts)
    throw new Refusal(`${MANIFESTS[0]} names the version "${version}"; expected one such as 1.2.3.`);
  const place = STEPS.indexOf(step);
  return parts.map((part, i) => (i < place ? part : i === place ? part + 1 : 0)).join(".");
}

/** What stands below "## Unreleased", up to the next version. Null if that is no entry. */
function unreleased(changelog: string): string | null {
  const [, rest = ""] = changelog.split(/^## Unreleased$/m);
  const notes = rest.split(/^## /m)[0]!.trim();
  return /^- /m.test(notes) ? notes : null;
}

function tell({ from, version, tag, notes, files }: Release): void {
  const entries = notes.match(/^- /gm)!.length;
  console.log(`${from === version ? version : `${from} → ${version}`}: ${entries} entries of the changelog`);
  console.log(
    `Writes ${[...files.keys()].join(", ")} and the client's types; then checks, commits and tags ${tag}.`,
  );
}

function make({ version, tag, notes, files }: Release): void {
  try {
    for (const [file, text] of files) writeFileSync(join(ROOT, file), text);
    run(["bun", "run", "build:client"]);
    run(["bun", "run", "check"]);
    run(["git", "commit", "--quiet", "--all", "--message", `release: ${version}`]);
  } catch (error) {
    git("restore", "--source=HEAD", "--staged", "--worktree", ".");
    if (error instanceof Refusal) error.message += "\nNothing was released, and the files are as before.";
    throw error;
  }
  // Verbatim, because git would take the changelog's headings for comments.
  run(
    ["git", "tag", "--annotate", "--cleanup=verbatim", "--file=-", tag],
    `Perennial ${version}\n\n${notes}\n`,
  );
  console.log(`Committed and tagged ${tag}. To publish it: git push --atomic origin ${BRANCH} ${tag}`);
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function git(...words: string[]): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync(["git", ...words], { cwd: ROOT });
  if (exitCode !== 0) throw new Refusal(`git ${words[0]}: ${stderr.toString().trim()}`);
  return stdout.toString().trimEnd();
}

/** Runs a command that the user watches. */
function run(command: string[], input?: string): void {
  const { exitCode } = Bun.spawnSync(command, {
    cwd: ROOT,
    stdin: input === undefined ? "ignore" : Buffer.from(input),
    stdout: "inherit",
    stderr: "inherit",
  });
  if (exitCode !== 0) throw new Refusal(`"${command.slice(0, 3).join(" ")}" ended with ${exitCode}.`);
}
