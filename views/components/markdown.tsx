import { lexer, type Token, type Tokens, walkTokens } from "marked";
import type { ComponentChildren, VNode } from "preact";

/** A heading of a text, for a list of contents. */
interface Heading {
  readonly id: string;
  readonly text: string;
  readonly depth: number;
}

interface MarkdownText {
  /** What the text begins with where that is its title. */
  readonly title: string | null;
  readonly headings: readonly Heading[];
  readonly body: VNode;
}

/**
 * Reads Markdown (CommonMark with tables). The tokens become elements here, one kind at a time, so HTML in the text is
 * shown as it is written and does nothing; links lead to pages of this server, to places of the text and to https
 * alone; pictures are not loaded. `files`: addresses on this server of files that the text names as code; such a name
 * becomes a link.
 */
export function readMarkdown(text: string, files: ReadonlyMap<string, string> = new Map()): MarkdownText {
  const tokens = lexer(text, { gfm: true });
  walkTokens(tokens, (token) => linkFile(token, files));
  const first = tokens[0] as Token | undefined;
  const title = first?.type === "heading" && first.depth === 1 ? plain(first.tokens ?? []) : null;
  const ids = new Map<Token, string>();
  const headings: Heading[] = [];
  for (const token of title === null ? tokens : tokens.slice(1)) {
    if (token.type !== "heading") continue;
    const words = plain(token.tokens ?? []);
    const slug = words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "");
    const used = headings.filter(({ id }) => id === slug || id.startsWith(`${slug}--`)).length;
    const id = used === 0 ? slug : `${slug}--${used + 1}`;
    ids.set(token, id);
    headings.push({ id, text: words, depth: token.depth });
  }
  const body = <div class="prose">{blocks(title === null ? tokens : tokens.slice(1), ids)}</div>;
  return { title, headings, body };
}

function linkFile(token: Token, files: ReadonlyMap<string, string>): void {
  const href = token.type === "codespan" ? files.get(token.text) : undefined;
  if (href !== undefined) Object.assign(token, { type: "link", href, tokens: [{ ...token, type: "text" }] });
}

function blocks(tokens: readonly Token[], ids: ReadonlyMap<Token, string>): ComponentChildren {
  return tokens.map((token) => block(token, ids));
}

function block(token: Token, ids: ReadonlyMap<Token, string>): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading": {
      const Tag = `h${Math.min(6, Math.max(2, token.depth))}` as "h2";
      return <Tag id={ids.get(token)}>{inline(token.tokens)}</Tag>;
    }
    case "paragraph":
      return <p>{inline(token.tokens)}</p>;
    case "list": {
      const items = (token as Tokens.List).items.map((item) => <li>{blocks(item.tokens, ids)}</li>);
      return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return <MarkdownTable table={token as Tokens.Table} />;
    case "blockquote":
      return <blockquote>{blocks(token.tokens ?? [], ids)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case "hr":
      return <hr />;
    case "html":
      return <p>{token.raw}</p>;
    default:
      return inline([token]);
  }
}

function MarkdownTable({ table }: { readonly table: Tokens.Table }): VNode {
  const isNumber = (column: number) => (table.align[column] === "right" ? "number" : "");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={table.header.map(({ text }) => text).join(", ")} tabIndex={0}>
      <table class={table.header.length > 2 ? "stacks" : ""}>
        <thead>
          <tr>
            {table.header.map((cell, c) => (
              <th key={c} scope="col" class={isNumber(c)}>
                {inline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, c) =>
                c === 0 ? (
                  <th key={c} scope="row" class={isNumber(c)}>
                    {inline(cell.tokens)}
                  </th>
                ) : (
                  <td key={c} class={isNumber(c)} data-label={plain(table.header[c]?.tokens ?? [])}>
                    {inline(cell.tokens)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inline(tokens: readonly Token[] | undefined): ComponentChildren {
  return (tokens ?? []).map((token) => {
    switch (token.type) {
      case "strong":
        return <strong>{inline(token.tokens)}</strong>;
      case "em":
        return <em>{inline(token.tokens)}</em>;
      case "del":
        return <del>{inline(token.tokens)}</del>;
      case "codespan":
        return <code>{token.text}</code>;
      case "br":
        return <br />;
      case "link":
        return isSafe(token.href) ? (
          <a href={token.href} rel="noreferrer">
            {inline(token.tokens)}
          </a>
        ) : (
          token.raw
        );
      case "image":
        return token.text;
      case "html":
        return token.raw;
      default:
        return "tokens" in token && token.tokens
          ? inline(token.tokens)
          : "text" in token
            ? token.text
            : token.raw;
    }
  });
}

/** The words of a text without its marks. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      "tokens" in token && token.tokens ? plain(token.tokens) : "text" in token ? token.text : token.raw,
    )
    .join("");
}

function isSafe(href: string): boolean {
  return /^(https:\/\/|#|\/(?!\/))/.test(href);
}
