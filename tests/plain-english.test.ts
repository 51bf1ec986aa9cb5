import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "..");

/** Phrases that our comments and messages once used, and that no native speaker would. */
const BANNED = [
  "anew",
  "of no kind",
  "of its own accord",
  "customers along",
  "be told of",
  "are told of",
  "was told of",
  "told by nothing but",
  "has not the role",
  "not there any more",
  "does not wait any more",
  "once a model",
  "a cell a column",
  "where there is no",
  "where it is not there",
  "where it is none",
  "is none that",
  "is no feature",
  "is no list",
  "is asked for by",
  "as it is asked for",
  "was asked for before",
  "answers how many",
  "as the RFC has it",
  "as the draft has it",
  "Standard Webhooks has it",
  "like one that is not there",
  "keeps it itself",
  "is at its end",
  "goes on to its end",
  "way out of the house",
  "think better of it",
  "does not mend itself",
  "be mended",
  "writes down",
  "notes down",
  "falls due",
  "fell due",
  "by way of",
  "hears of",
  "befallen",
  "for whoever",
  "who prefers",
  "Nobody is like that",
  "one row a",
  "is told of",
  "has not got it",
  "no more may be",
  "to take along",
  "heard of",
  "can mend",
  "at work",
];

const HERE = ["{src,views,workers}/**/*.{ts,tsx}", "docs/**/*.md", "README.md", "AGENTS.md"];

/** Matches whole words, even across the lines of a comment. A capital in the phrase must match too. */
function matcher(phrase: string): RegExp {
  const words = phrase.split(" ").join(String.raw`\s+(?:(?:\*|//)\s+)?`);
  return new RegExp(`\\b${words}\\b`, /[A-Z]/.test(phrase) ? "g" : "gi");
}

async function hits(globs: readonly string[], phrases: readonly string[]): Promise<string[]> {
  const matchers = phrases.map((phrase) => ({ phrase, pattern: matcher(phrase) }));
  const found: string[] = [];
  for (const glob of globs)
    for (const file of new Bun.Glob(glob).scanSync(ROOT)) {
      const text = await Bun.file(join(ROOT, file)).text();
      for (const { phrase, pattern } of matchers)
        for (const { index } of text.matchAll(pattern))
          found.push(`${file}:${text.slice(0, index).split("\n").length} says "${phrase}"`);
    }
  return found.sort();
}

describe("the words that people read", () => {
  test("are what a native speaker would say", async () => {
    expect(await hits(HERE, BANNED)).toEqual([]);
  });

  test("are found across the lines of a comment", () => {
    expect("a job that is at\n   * its end".match(matcher("is at its end"))).toHaveLength(1);
    expect("a thesis at its ending".match(matcher("is at its end"))).toBeNull();
  });
});
