import { InputError } from "../errors";
import type { Dialect } from "./engine";

const backslashed: readonly Dialect[] = ["mysql", "clickhouse"];
/** What changes something in spite of standing in or behind a SELECT. Drivers read only too. */
const changes =
  /\b(?:insert\s+into|delete\s+from|merge\s+into|update\s+\S+\s+set|into\s+(?:out|dump)file|for\s+(?:update|share)|(?:drop|alter|create|truncate|attach|install)\s+\w+)\b/i;

/**
 * A query as it stands between the brackets of a larger one: one SELECT, without a semicolon behind it. Throws
 * InputError if it is anything else.
 */
export function theQuery(query: string, dialect: Dialect): string {
  const bare = query.trim().replace(/\s*;\s*$/, "");
  if (bare.includes("\0")) throw new InputError("The query has a NUL character. Remove it.");
  const code = withoutQuotes(bare, dialect);
  const refuse = (why: string) => {
    throw new InputError(`${why} A data set is one query that selects order lines, such as SELECT … FROM ….`);
  };
  if (!/^[\s(]*(?:select|with)\b/i.test(code)) refuse("The query does not begin with SELECT or WITH.");
  if (code.includes(";")) refuse("The query has a semicolon, so it may be several statements.");
  const found = changes.exec(code);
  if (found !== null) refuse(`The query says ${JSON.stringify(found[0])}, which does more than read.`);
  let depth = 0;
  for (const sign of code) {
    if (sign === "(") depth++;
    if (sign === ")" && --depth < 0) break;
  }
  if (depth !== 0) refuse("The query's brackets do not match.");
  return bare;
}

/** The query with blanks for comments and with empty literals. Throws InputError for one that does not end. */
function withoutQuotes(query: string, dialect: Dialect): string {
  let code = "";
  let at = 0;
  while (at < query.length) {
    const rest = query.slice(at, at + 64);
    const dollar =
      dialect === "postgres" || dialect === "duckdb" ? /^\$(?:[A-Za-z_]\w*)?\$/.exec(rest) : null;
    const end =
      dollar !== null
        ? after(query, at + dollar[0].length, dollar[0])
        : /^--/.test(rest) || (dialect === "mysql" && rest[0] === "#")
          ? lineEnd(query, at)
          : rest.startsWith("/*")
            ? commentEnd(query, at)
            : /^['"`]/.test(rest)
              ? quoteEnd(query, at, dialect)
              : at;
    if (end === at) code += query[at++];
    else {
      // A space keeps words apart that stood on its two sides.
      code += /^['"`$]/.test(rest) ? " x " : " ";
      at = end;
    }
  }
  return code;
}

function quoteEnd(query: string, start: number, dialect: Dialect): number {
  const mark = query[start]!;
  const escaped =
    (backslashed.includes(dialect) && mark !== "`") ||
    (dialect === "clickhouse" && mark === "`") ||
    ((dialect === "postgres" || dialect === "duckdb") &&
      mark === "'" &&
      /[eE]/.test(query[start - 1] ?? "") &&
      !/\w/.test(query[start - 2] ?? ""));
  for (let at = start + 1; at < query.length; at++) {
    if (escaped && query[at] === "\\") at++;
    else if (query[at] === mark) {
      if (query[at + 1] !== mark) return at + 1;
      at++;
    }
  }
  throw new InputError(`The query has a ${mark} without its second one.`);
}

function lineEnd(query: string, start: number): number {
  const end = query.indexOf("\n", start);
  return end < 0 ? query.length : end;
}

function commentEnd(query: string, start: number): number {
  if (/^\/\*[!+M]/.test(query.slice(start, start + 3)))
    throw new InputError("The query has a comment that is run, /*! … */. Remove it.");
  // Some engines nest comments, others do not: what they read differently is refused.
  const end = after(query, start + 2, "*/");
  if (query.slice(start + 2, end - 2).includes("/*"))
    throw new InputError("The query has a comment within a comment. Remove it.");
  return end;
}

function after(query: string, start: number, mark: string): number {
  const end = query.indexOf(mark, start);
  if (end < 0) throw new InputError(`The query has no ${mark} where one must end something.`);
  return end + mark.length;
}
