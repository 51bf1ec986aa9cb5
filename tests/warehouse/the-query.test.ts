import { describe, expect, test } from "bun:test";
import type { Dialect } from "../../src/warehouse/engine";
import { theQuery } from "../../src/warehouse/the-query";

const refused: readonly (readonly [query: string, why: RegExp, dialect?: Dialect])[] = [
  ["", /does not begin with SELECT/],
  ["DELETE FROM orders", /does not begin with SELECT/],
  ["-- SELECT\nDROP TABLE orders", /does not begin with SELECT/],
  ["SELECT 1; DROP TABLE orders", /semicolon/],
  ["SELECT ';' AS a; SELECT 2", /semicolon/],
  ["SELECT 1) AS t; --", /semicolon/],
  ["SELECT 1) AS t UNION ALL SELECT * FROM (SELECT 2", /brackets do not match/],
  ["SELECT (1", /brackets do not match/],
  ["SELECT 'it''s", /without its second one/],
  ["WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone", /DELETE FROM/i],
  ["SELECT * FROM orders FOR UPDATE", /FOR UPDATE/],
  ["SELECT * INTO OUTFILE 'copied' FROM orders", /INTO OUTFILE/, "mysql"],
  ["SELECT 1 /*! ; DROP TABLE orders */", /comment that is run/, "mysql"],
  ["SELECT 1 /* a /* b */ c */", /comment within a comment/],
  // In MySQL a backslash keeps the quote within the text; elsewhere the text ends before it.
  ["SELECT 'a\\' ; DROP TABLE orders -- '", /semicolon/, "postgres"],
  ["SELECT 'a\\'' ; DROP TABLE orders -- '", /semicolon/, "mysql"],
  ["SELECT E'a\\' ; DROP TABLE orders --'", /semicolon/, "trino"],
  ["SELECT $$ ; $$ AS a; DROP TABLE orders", /semicolon/, "postgres"],
  ['SELECT 1 AS "a\0b"', /NUL/],
];

const taken: readonly (readonly [query: string, dialect?: Dialect])[] = [
  ["SELECT * FROM orders"],
  ["  select a from b -- the end"],
  ["WITH a AS (SELECT 1 AS b) SELECT * FROM a"],
  ["(SELECT 1 AS a) UNION ALL (SELECT 2)"],
  ["SELECT ';' AS a, '--' AS b, '/*' AS c FROM d /* ; */"],
  ['SELECT "a;b", `c` FROM d'],
  ["SELECT '(' AS a"],
  ["SELECT $tag$ ; ) $tag$ AS a", "postgres"],
  ["SELECT 'it\\'s; fine' AS a", "mysql"],
  ["SELECT E'it\\'s; fine' AS a", "postgres"],
  ["SELECT 1 AS a # ; the end", "mysql"],
  ["SELECT replace(a, ';', ',') AS updated_at, created AS dropped FROM orders"],
];

describe("a query of a data set", () => {
  test.each(refused.map(([query, why, dialect]) => ({ query, why, dialect })))(
    "is refused: $query",
    ({ query, why, dialect }) => {
      expect(() => theQuery(query, dialect ?? "duckdb")).toThrow(why);
    },
  );

  test.each(taken.map(([query, dialect]) => ({ query, dialect })))(
    "is taken: $query",
    ({ query, dialect }) => {
      expect(theQuery(query, dialect ?? "duckdb")).toBe(query.trim());
    },
  );

  test("may end with a semicolon", () => {
    expect(theQuery("SELECT 1 AS a ;\n", "trino")).toBe("SELECT 1 AS a");
  });
});
