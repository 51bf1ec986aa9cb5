import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "..");
const SCRIPT = join(ROOT, ".ci/release.ts");

/**
 * A repository of its own with this project's manifests and changelog. `check` and `build:client` are short ones: here
 * the types are the version of the manifest, and the check holds when the manifests agree and nothing says "broken".
 */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "perennial-release-"));
  for (const file of ["package.json", "clients/typescript/package.json"])
    cpSync(join(ROOT, file), join(folder, file));
  const manifest = JSON.parse(text("package.json"));
  manifest.version = "0.1.0";
  manifest.scripts = {
    "build:client": `bun -e "await Bun.write('types', (await Bun.file('package.json').json()).version)"`,
    check: `bun -e "process.exit((await Bun.file('types').text()) === (await Bun.file('clients/typescript/package.json').json()).version && !(await Bun.file('broken').exists()) ? 0 : 1)"`,
  };
  write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
  const client = JSON.parse(text("clients/typescript/package.json"));
  write("clients/typescript/package.json", `${JSON.stringify({ ...client, version: "0.1.0" }, null, 2)}\n`);
  write("types", "0.1.0");
  write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### API\n\n- Answers sooner.\n- Says more.\n");
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Ann");
  git("config", "user.email", "ann@example.com");
  commit("first");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("bun run release", () => {
  test("moves the changelog below the new version, raises it everywhere, commits and tags, and pushes nothing", () => {
    git("remote", "add", "origin", join(folder, "nowhere"));
    expect(release("minor")).toMatchObject({ code: 0 });
    expect(JSON.parse(text("package.json")).version).toBe("0.2.0");
    expect(JSON.parse(text("clients/typescript/package.json")).version).toBe("0.2.0");
    expect(text("types")).toBe("0.2.0");
    expect(text("CHANGELOG.md").replace(/\d{4}-\d\d-\d\d/, "DAY")).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 (DAY)\n\n### API\n\n- Answers sooner.\n- Says more.\n",
    );
    expect(git("status", "--porcelain")).toBe("");
    expect(git("log", "--format=%s")).toBe("release: 0.2.0\nfirst");
    expect(git("rev-parse", "v0.2.0^{commit}")).toBe(git("rev-parse", "HEAD"));
    expect(git("tag", "--list", "--format=%(contents)", "v0.2.0").trim()).toBe(
      "Perennial 0.2.0\n\n### API\n\n- Answers sooner.\n- Says more.",
    );
    expect(git("diff", "HEAD~", "--stat", "--", "package.json")).toContain("1 insertion(+), 1 deletion(-)");
  });

  test("without a step, releases the version that is named, once", () => {
    expect(release()).toMatchObject({ code: 0 });
    expect(git("tag")).toBe("v0.1.0");
    addEntry("- One more.");
    expect(release()).toMatchObject({
      code: 1,
      said: "v0.1.0 is already released. Say how much has changed: patch, minor or major.",
    });
    expect(release("patch")).toMatchObject({ code: 0 });
    expect(text("CHANGELOG.md")).toMatch(
      /## Unreleased\n\n## 0\.1\.1 \(.*\)\n\n- One more\.\n\n## 0\.1\.0 \(.*\)\n\n### API/,
    );
    expect(git("tag", "--list", "--format=%(contents)", "v0.1.1").trim()).toBe(
      "Perennial 0.1.1\n\n- One more.",
    );
    addEntry("- Everything new.");
    expect(release("major")).toMatchObject({ code: 0 });
    expect(JSON.parse(text("package.json")).version).toBe("1.0.0");
  });

  test("a dry run says what would be done, and does nothing", () => {
    const before = git("rev-parse", "HEAD");
    const { code, printed } = release("minor", "--dry-run");
    expect({ code, printed }).toEqual({
      code: 0,
      printed: [
        "0.1.0 → 0.2.0: 2 entries of the changelog",
        "Writes package.json, clients/typescript/package.json, CHANGELOG.md and the client's types; then checks, commits and tags v0.2.0.",
        "Nothing was changed (--dry-run).",
      ].join("\n"),
    });
    expect(git("rev-parse", "HEAD")).toBe(before);
    expect(git("status", "--porcelain")).toBe("");
    expect(git("tag")).toBe("");
  });

  test("refuses uncommitted changes, another branch and an empty list, all at once", () => {
    write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### API\n\n## 0.1.0 (2020-01-01)\n\n- Old.\n");
    git("switch", "--quiet", "--create", "idea");
    const { code, said } = release("minor");
    expect(code).toBe(1);
    expect(said.split("\n")).toEqual([
      "You are on idea; releases are made on main.",
      "There are changes that are not committed:",
      " M CHANGELOG.md",
      'CHANGELOG.md has no entry below "## Unreleased": nothing to release.',
    ]);
  });

  test("refuses a file that git does not know", () => {
    write("forgotten.ts", "");
    expect(release("minor").said).toBe("There are changes that are not committed:\n?? forgotten.ts");
  });

  test("refuses a tag that exists, manifests that disagree, and a step that is none", () => {
    git("tag", "v0.2.0");
    expect(release("minor").said).toBe("The tag v0.2.0 exists already.");
    const client = text("clients/typescript/package.json");
    write("clients/typescript/package.json", client.replace('"0.1.0"', '"0.3.0"'));
    commit("odd");
    expect(release("patch").said).toBe(
      "package.json and clients/typescript/package.json name two versions: 0.1.0 and 0.3.0.",
    );
    for (const words of [["huge"], ["minor", "major"], ["--push"]])
      expect(release(...words)).toMatchObject({
        code: 1,
        said: expect.stringContaining("Usage: bun run release"),
      });
  });

  test("a check that fails leaves everything as it was", () => {
    write("broken", "");
    commit("break");
    const before = git("rev-parse", "HEAD");
    const { code, said } = release("minor");
    expect(code).toBe(1);
    expect(said).toContain(
      '"bun run check" ended with 1.\nNothing was released, and the files are as before.',
    );
    expect(git("rev-parse", "HEAD")).toBe(before);
    expect(git("status", "--porcelain")).toBe("");
    expect(git("tag")).toBe("");
  });

  test("a commit that a hook refuses leaves everything as it was", () => {
    writeFileSync(join(folder, ".git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    expect(release("minor").said).toContain('"git commit --quiet" ended with 1.');
    expect(git("status", "--porcelain")).toBe("");
    expect(git("tag")).toBe("");
  });
});

test("this project's changelog has the heading that a release moves", () => {
  expect(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8").match(/^## Unreleased$/gm)).toHaveLength(1);
});

function release(...words: string[]): { code: number; printed: string; said: string } {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, SCRIPT, ...words], { cwd: folder });
  return { code: exitCode, printed: stdout.toString().trimEnd(), said: stderr.toString().trimEnd() };
}

function addEntry(entry: string): void {
  write("CHANGELOG.md", text("CHANGELOG.md").replace("## Unreleased\n", `## Unreleased\n\n${entry}\n`));
  commit("more");
}

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

function git(...words: string[]): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync(["git", ...words], { cwd: folder });
  if (exitCode !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout.toString().trimEnd();
}

function text(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

function write(file: string, content: string): void {
  writeFileSync(join(folder, file), content);
}
