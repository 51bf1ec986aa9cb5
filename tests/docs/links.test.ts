import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { allPages, type Page, pageOf, ROOT } from "./pages";

const pages = await allPages();

/** The links of a page that lead to no file of the repository, or to no heading of it. */
function broken({ path, links }: Page, known: readonly Page[]): string[] {
  return links
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => {
      const [file, anchor] = decodeURI(link).split("#") as [string, string?];
      const target = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && known.find((page) => page.path === target)?.anchors.has(anchor) !== true;
    });
}

test("the documentation is found, with its links", () => {
  expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(["README.md", "docs/quick-start.md"]));
  expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(100);
});

test("a file or a heading that is missing is noticed", () => {
  const page = pageOf(
    "docs/api.md",
    "# One\n[a](api.md) [b](none.md) [c](#one) [d](#two) ![e](none.png)\n```sh\n# Two\n```\n[f](https://none.example)",
  );
  expect(broken(page, [page])).toEqual(["none.md", "#two", "none.png"]);
});

describe("every link leads to a file and a heading of the repository", () => {
  test.each(pages.map((page) => [page.path, page] as const))("%s", (_, page) => {
    expect(broken(page, pages)).toEqual([]);
  });
});

test("the README fits on a screen, and its picture loads quickly", async () => {
  const text = await Bun.file(join(ROOT, "README.md")).text();
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(50);
  const [, picture] = /!\[[^\]]+\]\(([^)]+)\)/.exec(text)!;
  expect(Bun.file(join(ROOT, picture!)).size).toBeLessThan(300_000);
});

test("the buttons of the README's steps are on the pages", async () => {
  const text = await Bun.file(join(ROOT, "README.md")).text();
  const buttons = [...text.matchAll(/^\d\. .*$/gm)].flatMap(([line]) =>
    [...line.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words!),
  );
  expect(buttons.length).toBeGreaterThan(3);
  const views = [...new Bun.Glob("views/**/*.tsx").scanSync(ROOT)];
  const words = (await Promise.all(views.map((path) => Bun.file(join(ROOT, path)).text()))).join("\n");
  expect(buttons.filter((button) => !words.includes(button))).toEqual([]);
});

test("every page of docs/ and of its guides is reached from the README", () => {
  const reached = new Set<string>();
  const go = (path: string) => {
    const page = pages.find((one) => one.path === path);
    if (!page || reached.has(path)) return;
    reached.add(path);
    for (const link of page.links) go(normalize(join(dirname(path), link.split("#")[0]!)));
  };
  go("README.md");
  const shelf = pages.map(({ path }) => path).filter((path) => /^docs\/(guides\/)?[^/]+$/.test(path));
  expect(shelf.filter((path) => !reached.has(path))).toEqual([]);
});
