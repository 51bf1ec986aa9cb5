import { InputError } from "../errors";
import type { Dialect } from "./engine";

const MOST_CHARACTERS = 50_000;

/** What a reading query has no use for. A column of such a name can be quoted. */
const WRITING = new Set(
  "insert update delete merge drop alter create truncate grant revoke attach detach install copy into outfile dumpfile pragma".split(
    " ",
  ),
);

/** How an engine reads quotes and comments. What it and we might read differently is refused. */
interface Lexis {
  /** In these quotes, a backslash takes the next character along. */
  readonly backslash: string;
  /** `E'…'` has backslashes. */
  readonly escapes: boolean;
  readonly backticks: boolean;
  /** `$tag$ … $tag$` */
  readonly dollars: boolean;
  readonly hashComments: boolean;
}

const LEXIS: Readonly<Record<Dialect, Lexis>> = {
  duckdb: { backslash: "", escapes: true, backticks: false, dollars: true, hashComments: false },
  postgres: { backslash: "", escapes: true, backticks: false, dollars: true, hashComments: false },
  trino: { backslash: "", escapes: false, backticks: false, dollars: false, hashComments: false },
  mysql: { backslash: "'\"", escapes: false, backticks: true, dollars: false, hashComments: true },
  clickhouse: { backslash: "'\"`", escapes: false, backticks: true, dollars: true, hashComments: true },
};

/**
 * The query, ready to stand in brackets within a statement. Throws an InputError unless it is one SELECT that only reads
 * and cannot close the brackets around it. The engine's own rights are what protects the data; this tells the user early
 * and in plain words.
 */
export function requireOneSelect(query: string, dialect: Dialect): string {
  if (query.length > MOST_CHARACTERS)
    throw new InputError(`The query is longer than ${MOST_CHARACTERS.toLocaleString("en")} characters.`);
  let depth = 0;
  let first: string | null = null;
  let end: number | null = null;
  for (const { text, at, isWord } of tokens(query, LEXIS[dialect], dialect)) {
    if (end !== null)
      throw new InputError(
        "The query holds several statements. Send one SELECT, without what follows the semicolon.",
      );
    if (text === ";") {
      end = at;
      continue;
    }
    if (text === "(") depth++;
    if (text === ")" && --depth < 0) throw new InputError("The query closes a bracket that it did not open.");
    const word = isWord ? text.toLowerCase() : null;
    first ??= word ?? text;
    if (word !== null && WRITING.has(word))
      throw new InputError(
        `A query may only read, and this one has the word ${text.toUpperCase()}. If it is the name of a column, quote it.`,
      );
  }
  if (first === null) throw new InputError("The query is empty. Write a SELECT.");
  if (first !== "select" && first !== "with")
    throw new InputError(
      `The query must begin with SELECT or WITH, not ${JSON.stringify(first.slice(0, 40))}.`,
    );
  if (depth > 0) throw new InputError("The query opens a bracket that it does not close.");
  // A comment at its end must not reach what stands behind it.
  return `${query.slice(0, end ?? undefined).trim()}\n`;
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly isWord: boolean;
}

/** Words and signs; quoted texts are one sign each, and comments none. */
function* tokens(query: string, lexis: Lexis, dialect: Dialect): Generator<Token> {
  const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
  const dollar = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
  for (let at = 0; at < query.length; ) {
    const sign = query[at]!;
    const two = query.slice(at, at + 2);
    const comment = endOfComment(query, at, two, lexis, dialect);
    if (comment !== null) at = comment;
    else if (/\s/.test(sign)) at++;
    else if (sign === "\0") throw new InputError("The query holds a character of code 0.");
    else if (sign === "'" || sign === '"' || (sign === "`" && lexis.backticks)) {
      at = endOfQuoted(query, at, lexis.backslash.includes(sign));
      yield { text: sign, at, isWord: false };
    } else if (lexis.escapes && /^e'/i.test(two)) {
      at = endOfQuoted(query, at + 1, true);
      yield { text: "'", at, isWord: false };
    } else if (lexis.dollars && sign === "$" && matchAt(dollar, query, at)) {
      const tag = matchAt(dollar, query, at)!;
      const close = query.indexOf(tag, at + tag.length);
      if (close < 0) throw new InputError(`The query does not close the quote ${tag}.`);
      at = close + tag.length;
      yield { text: "'", at, isWord: false };
    } else {
      const text = matchAt(word, query, at) ?? sign;
      yield { text, at, isWord: text.length > 1 || /\p{L}/u.test(text) };
      at += text.length;
    }
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** Where the comment that begins at `at` ends; null if none does. */
function endOfComment(
  query: string,
  at: number,
  two: string,
  { hashComments }: Lexis,
  dialect: Dialect,
): number | null {
  if (two === "--" || (hashComments && two[0] === "#")) {
    if (two === "--" && dialect === "mysql" && !/[\s]|^$/.test(query.slice(at + 2, at + 3)))
      throw new InputError("A comment in the query begins with -- but no space. Put one behind it.");
    if (two[0] === "#" && dialect === "clickhouse")
      throw new InputError("The query has the sign #. Begin comments with --.");
    // Engines differ in what ends a line beside a line feed.
    const end = query.indexOf("\n", at);
    const line = query.slice(at, end < 0 ? undefined : end).replace(/\r$/, "");
    if (/[\r\u2028\u2029\v\f]/.test(line))
      throw new InputError("A comment in the query holds an unusual line break. Use a plain one.");
    return end < 0 ? query.length : end;
  }
  if (two !== "/*") return null;
  const end = query.indexOf("*/", at + 2);
  if (end < 0) throw new InputError("The query does not close a comment.");
  const inside = query.slice(at + 2, end);
  if (inside.includes("/*") || /^(?:M?!|\+)/i.test(inside))
    throw new InputError(
      "The query has a comment within a comment, or one that the engine would obey. Leave it out.",
    );
  return end + 2;
}

/** Where the text or name quoted at `at` ends. Doubled quotes count as two texts, one behind the other. */
function endOfQuoted(query: string, at: number, hasBackslash: boolean): number {
  const quote = query[at]!;
  for (let i = at + 1; i < query.length; i++) {
    if (hasBackslash && query[i] === "\\") i++;
    else if (query[i] === quote) return i + 1;
  }
  throw new InputError(`The query does not close the quote ${quote}.`);
}
