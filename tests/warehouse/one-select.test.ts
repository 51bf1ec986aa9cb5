import { describe, expect, test } from "bun:test";
import { type Dialect, dialects } from "../../src/warehouse/engine";
import { requireOneSelect } from "../../src/warehouse/one-select";

const refusal = (query: string, dialect: Dialect = "duckdb") => {
  try {
    return requireOneSelect(query, dialect);
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a query that reads is taken as it is", () => {
  for (const query of [
    "SELECT * FROM orders",
    "  select a, b from t where c = 'x; DROP TABLE t' ",
    "WITH t AS (SELECT 1 AS a) SELECT a FROM t",
    'SELECT "delete", "a""; drop" FROM t',
    "SELECT 'it''s (' FROM t -- the end)",
    "SELECT a /* not ) this */ FROM t",
    "SELECT deleted_at, created_at, updated FROM t",
    "SELECT replace(a, 'b', 'c') FROM t",
  ])
    for (const dialect of dialects)
      test(`${query} (${dialect})`, () => {
        expect(requireOneSelect(query, dialect)).toBe(`${query.trim()}\n`);
      });

  test("a semicolon at its end is left out, with what is said behind it", () => {
    expect(requireOneSelect("SELECT 1 ;  -- done\n", "postgres")).toBe("SELECT 1\n");
  });

  test("quotes are those of the dialect", () => {
    expect(refusal("SELECT 'a\\'; DROP TABLE t; --' FROM t", "mysql")).toStartWith("SELECT");
    expect(refusal("SELECT 'a\\'; DROP TABLE t; --' FROM t", "duckdb")).toContain("several statements");
    expect(refusal("SELECT $$a; b)$$ FROM t", "postgres")).toStartWith("SELECT");
    expect(refusal("SELECT $$a; b)$$ FROM t", "trino")).toContain("several statements");
    expect(refusal("SELECT E'a\\'; b' FROM t", "postgres")).toStartWith("SELECT");
    expect(refusal("SELECT `a;b` FROM t", "mysql")).toStartWith("SELECT");
  });
});

describe("a query that might do more is refused", () => {
  for (const [query, told] of [
    ["", "is empty"],
    ["-- nothing", "is empty"],
    ["SELECT 1; SELECT 2", "several statements"],
    ["SELECT 1; DROP TABLE orders", "several statements"],
    ["DROP TABLE orders", "the word DROP"],
    ["DELETE FROM orders", "the word DELETE"],
    ["COPY orders TO '/tmp/x'", "the word COPY"],
    ["ATTACH '/tmp/x.db'", "the word ATTACH"],
    ["PRAGMA database_list", "the word PRAGMA"],
    ["INSTALL httpfs", "the word INSTALL"],
    ["WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone", "the word DELETE"],
    ["SELECT * INTO copy_of FROM orders", "the word INTO"],
    ["SELECT * FROM orders FOR UPDATE", "the word UPDATE"],
    ["SELECT 1) AS q; SELECT * FROM (SELECT 2", "did not open"],
    ["SELECT 1) UNION SELECT * FROM (SELECT 2", "did not open"],
    ["SELECT (1", "does not close"],
    ["SELECT 'a", "does not close the quote"],
    ["SELECT 1 /* open", "does not close a comment"],
    ["SELECT 1 /* a /* b */ ) */", "comment within a comment"],
    ["SELECT 1 /*! UNION SELECT 2 */", "comment within a comment"],
    ["CALL something()", "must begin with SELECT or WITH"],
    ["SET enable_external_access = true", "must begin with SELECT or WITH"],
    ["(SELECT 1)", "must begin with SELECT or WITH"],
    ["SELECT 1 -- a\r DROP", "unusual line break"],
    ["SELECT 1\0", "code 0"],
    [`SELECT '${"a".repeat(50_000)}'`, "longer than 50,000 characters"],
  ] as const)
    test(JSON.stringify(query.slice(0, 60)), () => {
      for (const dialect of dialects) expect(refusal(query, dialect)).toContain(told);
    });

  test("a comment that MySQL would not take for one", () => {
    expect(refusal("SELECT 1 --1) UNION SELECT 2", "mysql")).toContain("no space");
  });
});
