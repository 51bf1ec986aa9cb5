import { describe, expect, test } from "bun:test";
import { Parser } from "htmlparser2";
import { renderToString } from "preact-render-to-string";
import { readMarkdown } from "../../../views/components/markdown";

/** Attributes that a browser would run. */
function handlersOf(text: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (_, attributes) =>
      found.push(...Object.keys(attributes).filter((name) => name.startsWith("on"))),
  });
  parser.end(text);
  return found;
}

const html = (text: string) => renderToString(readMarkdown(text).body);

describe("Markdown", () => {
  test("gives its title away and lists its headings, each with an id of its own", () => {
    const { title, headings } = readMarkdown(
      "# A *report*\n\n## What to do\n\ntext\n\n## What to do\n\n### Why\n",
    );
    expect(title).toBe("A report");
    expect(headings).toEqual([
      { id: "what-to-do", text: "What to do", depth: 2 },
      { id: "what-to-do--2", text: "What to do", depth: 2 },
      { id: "why", text: "Why", depth: 3 },
    ]);
  });

  test("becomes paragraphs, lists, code and emphasis", () => {
    expect(html("One **two** *three* `four`\n\n- a\n- b\n\n3. c\n")).toBe(
      '<div class="prose"><p>One <strong>two</strong> <em>three</em> <code>four</code></p>' +
        '<ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li></ol></div>',
    );
  });

  test("links the files that it names as code where it knows where they lie, and no others", () => {
    const files = new Map([["list.csv", "/app/models/1/files/list.csv"]]);
    expect(renderToString(readMarkdown("`list.csv` has them, `other.csv` not.", files).body)).toBe(
      '<div class="prose"><p><a href="/app/models/1/files/list.csv" rel="noreferrer">list.csv</a> has them, ' +
        "<code>other.csv</code> not.</p></div>",
    );
  });

  test("becomes tables whose right-aligned columns are numbers", () => {
    const table = html("| Segment | Customers |\n|---|---:|\n| A & B | 7 |\n");
    expect(table).toContain('<th scope="col" class="number">Customers</th>');
    expect(table).toContain(
      '<th scope="row" class>A &amp; B</th><td class="number" data-label="Customers">7</td>',
    );
  });

  test.each([
    "<script>alert(1)</script>",
    "a <img src=x onerror=1> b",
    "[x](javascript:alert(1))",
    "[x](//evil.example)",
    "[x](data:text/html,1)",
    "![x](https://evil.example/p.png)",
    "| <img src=x onerror=1> |\n|---|\n| `<b>` |\n",
    "`<img src=x onerror=1>`",
    "    <img src=x onerror=1>",
    "## \"'><img src=x onerror=1>",
    '<https://ok.example/"onmouseover=1>',
  ])("keeps %p from coming alive", (text) => {
    const found = html(text);
    expect(found).not.toMatch(/<(script|img|b|iframe)\b/);
    expect(found).not.toMatch(/href="(?!https:\/\/|#|\/[^/])/);
    expect(handlersOf(found)).toEqual([]);
  });

  test("links to places of the text, pages of this server and https", () => {
    expect(html("[a](#x) [b](/app) [c](https://ok.example)")).toContain(
      '<a href="#x" rel="noreferrer">a</a> <a href="/app" rel="noreferrer">b</a> <a href="https://ok.example" rel="noreferrer">c</a>',
    );
  });
});
