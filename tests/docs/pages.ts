import { join, resolve } from "node:path";
import { marked, type Token, type Tokens } from "marked";

export const ROOT = resolve(import.meta.dir, "../..");

/** A page of the documentation, and what is checked of it. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
  /** The lines of its `sh` blocks, joined where one ends with a backslash. */
  readonly shell: readonly string[];
  readonly codeSpans: readonly string[];
}

/** All pages that Git knows or would add. */
export async function allPages(): Promise<Page[]> {
  const git = Bun.spawnSync(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: ROOT,
  });
  const paths = git.stdout.toString().split("\n").filter(Boolean);
  const pages: Page[] = [];
  for (const path of paths) {
    const file = Bun.file(join(ROOT, path));
    if (await file.exists()) pages.push(pageOf(path, await file.text()));
  }
  return pages;
}

export function pageOf(path: string, text: string): Page {
  const links: string[] = [];
  const anchors = new Set<string>();
  const shell: string[] = [];
  const codeSpans: string[] = [];
  marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === "link" || token.type === "image") links.push(token.href as string);
    if (token.type === "codespan") codeSpans.push(token.text as string);
    if (token.type === "heading") anchors.add(anchorOf(token as Tokens.Heading, anchors));
    if (token.type === "code" && token.lang === "sh") {
      shell.push(...(token.text as string).replaceAll(/\\\n\s*/g, "").split("\n"));
    }
  });
  return { path, links, anchors, shell, codeSpans };
}

/** As GitHub names it: lower case, without punctuation, a hyphen for each blank; a number where it is taken. */
function anchorOf({ tokens }: Tokens.Heading, taken: ReadonlySet<string>): string {
  const words = tokens.map(wordsOf).join("").toLowerCase();
  const anchor = words.replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, "").replaceAll(" ", "-");
  for (let n = 0; ; n++) {
    const free = n === 0 ? anchor : `${anchor}-${n}`;
    if (!taken.has(free)) return free;
  }
}

function wordsOf(token: Token): string {
  return "tokens" in token && token.tokens ? token.tokens.map(wordsOf).join("") : (token as Tokens.Text).text;
}
