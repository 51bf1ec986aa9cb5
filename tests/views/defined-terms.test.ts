import { describe, expect, test } from "bun:test";
import { GLOSSARY } from "../../src/answers/glossary";
import { withDefinedTerms } from "../../views/defined-terms";

const definedIn = (html: string) =>
  [...withDefinedTerms(html).matchAll(/href="\/app\/glossary#([^"]*)"/g)].map(([, key]) => key!);

describe("a term of the field", () => {
  test("is a link to its definition, which stands beside it, where it first stands", () => {
    const html = withDefinedTerms("<p>About churn.</p><p>More churn.</p>");
    expect(html).toStartWith(
      '<p>About <dfn><a class="term" href="/app/glossary#churn" data-tip="A customer leaves',
    );
    expect(html).toContain(
      `>churn<span class="visually-hidden"> (${GLOSSARY.churn.meaning})</span></a></dfn>.</p>`,
    );
    expect(html).toEndWith("<p>More churn.</p>");
  });

  test("keeps its number and its case, and is known by other words for it", () => {
    expect(withDefinedTerms("<p>Two Control groups</p>")).toContain(">Control groups<span");
    expect(definedIn("<p>2,000 to 3,000 in 4 of 5 cases</p>")).toEqual(["likely-range"]);
  });

  test("stays as it is in links, buttons, labels, cells and hidden words", () => {
    for (const html of [
      "<p><a>churn</a></p>",
      "<p><button>churn</button></p>",
      "<p><label>churn <input></label></p>",
      "<table><tr><td>churn</td></tr></table>",
      '<p><span class="visually-hidden">churn</span></p>',
      '<p data-x="churn > <b">no word</p>',
      "<h1>Churn</h1>",
      "<p>churning</p>",
    ])
      expect(withDefinedTerms(html)).toBe(html);
  });

  test("is marked in a heading only where no sentence has it", () => {
    expect(withDefinedTerms("<h2>Churn</h2><p>What churn is</p>")).toStartWith("<h2>Churn</h2><p>What <dfn>");
    expect(withDefinedTerms("<h2>Churn</h2><p>Nothing</p>")).toStartWith("<h2><dfn>");
  });

  test("is no part of another: of two that overlap, one is marked", () => {
    expect(definedIn("<p>the expected gain</p>")).toEqual(["gain"]);
    expect(definedIn("<p>uplift</p>")).toEqual(["uplift"]);
  });
});
