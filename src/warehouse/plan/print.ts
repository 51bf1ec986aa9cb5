import { clickhouse } from "../dialects/clickhouse";
import { duckdb } from "../dialects/duckdb";
import { mysql } from "../dialects/mysql";
import { postgres } from "../dialects/postgres";
import { trino } from "../dialects/trino";
import type { Words } from "../dialects/words";
import type { Dialect } from "../engine";
import type { Call, Expression } from "./expressions";
import type { Columns, Relation, Rows } from "./relations";

const wordsOf: Readonly<Record<Dialect, Words>> = { duckdb, postgres, mysql, clickhouse, trino };

/** One statement that selects the rows. */
export function printed(rows: Rows, dialect: Dialect): string {
  return new Printer(wordsOf[dialect]).relation(rows.relation);
}

const infix = ["+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">="] as const;

class Printer {
  readonly #calls: Readonly<Record<Call, (...args: string[]) => string>>;

  constructor(readonly words: Words) {
    this.#calls = { ...commonCalls(words.types), ...words.calls };
  }

  relation(relation: Relation): string {
    switch (relation.op) {
      case "query":
        // A comment at the end of a query ends with its line.
        return `SELECT * FROM (\n${relation.query}\n) AS t`;
      case "kept":
        return relation.query;
      case "project": {
        const columns = this.#columns(relation.columns);
        return `SELECT ${relation.keep ? ["t.*", ...columns].join(", ") : columns.join(", ")} FROM ${this.#from(relation.from)}`;
      }
      case "filter":
        return `SELECT * FROM ${this.#from(relation.from)} WHERE ${this.expression(relation.where)}`;
      case "group": {
        const by = this.#columns(relation.by);
        const grouped = by.length === 0 ? "" : ` GROUP BY ${by.map((_, i) => i + 1).join(", ")}`;
        return `SELECT ${[...by, ...this.#columns(relation.columns)].join(", ")} FROM ${this.#from(relation.from)}${grouped}`;
      }
      case "union":
        return relation.parts.map((part) => `SELECT * FROM ${this.#from(part)}`).join(" UNION ALL ");
      case "settled":
        return this.words.settled(this.relation(relation.from));
      case "first": {
        const by = relation.by.map((name) => `t.${this.words.name(name)}`).join(", ");
        const sorted = by === "" ? "" : ` ORDER BY ${by}`;
        const limit = relation.limit === null ? "" : ` LIMIT ${relation.limit}`;
        return `SELECT * FROM ${this.#from(relation.from)}${sorted}${limit}`;
      }
    }
  }

  expression(expression: Expression): string {
    const print = (part: Expression) => this.expression(part);
    switch (expression.op) {
      case "column":
        return `t.${this.words.name(expression.name)}`;
      case "text":
        return this.words.text(expression.value);
      case "number":
        return numeral(expression.value);
      case "missing":
        return `CAST(NULL AS ${this.words.types[expression.type]})`;
      case "call":
        return this.#calls[expression.call](...expression.args.map(print));
      case "in":
        return `(${print(expression.value)} IN (${expression.list.map((value) => this.words.text(value)).join(", ")}))`;
      case "matches":
        return this.words.matches(print(expression.value), this.words.text(expression.pattern));
      case "case": {
        const branches = expression.branches.map(([when, then]) => `WHEN ${print(when)} THEN ${print(then)}`);
        return `CASE ${branches.join(" ")} ELSE ${print(expression.otherwise)} END`;
      }
      case "over": {
        const { aggregate, by } = expression;
        if (aggregate.op !== "call") throw new RangeError("only an aggregate has a window");
        const window = `OVER (PARTITION BY ${by.map(print).join(", ")})`;
        const [first] = aggregate.args.map(print);
        // The window stands beside the aggregate, inside of what is done with its result.
        if (aggregate.call === "sum") return this.#calls.sum(first!, window);
        if (aggregate.call === "count") return this.#calls.count(first ?? "*", window);
        return `${aggregate.call}(${first}) ${window}`;
      }
    }
  }

  #from(relation: Relation): string {
    return `(${this.relation(relation)}) AS t`;
  }

  #columns(columns: Columns): string[] {
    return Object.entries(columns).map(
      ([name, expression]) => `${this.expression(expression)} AS ${this.words.name(name)}`,
    );
  }
}

/** With an exponent, so that no engine takes it for a decimal of few places. */
function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`there is no literal for ${value}`);
  const numeralOf = Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : value.toExponential();
  return value < 0 ? `(${numeralOf})` : numeralOf;
}

/** What most dialects say. Sums are exact to 10⁻⁸ and the same in any order of the rows. */
function commonCalls(types: Words["types"]): Record<Call, (...args: string[]) => string> {
  const cast = (value: string, type: string) => `CAST(${value} AS ${type})`;
  const operators = Object.fromEntries(
    infix.map((operator) => [operator, (a: string, b: string) => `(${a} ${operator} ${b})`]),
  ) as Record<(typeof infix)[number], (a: string, b: string) => string>;
  return {
    ...operators,
    sum: (value, window = "") =>
      `COALESCE(${cast(`SUM(${cast(value!, "DECIMAL(38, 8)")}) ${window}`, types.number)}, 0)`,
    count: (value = "*", window = "") => cast(`COUNT(${value}) ${window}`, types.number),
    countDistinct: (value) => cast(`COUNT(DISTINCT ${value})`, types.number),
    min: (value) => `MIN(${value})`,
    max: (value) => `MAX(${value})`,
    and: (...args) => `(${args.join(" AND ")})`,
    or: (...args) => `(${args.join(" OR ")})`,
    not: (value) => `(NOT ${value})`,
    isNull: (value) => `(${value} IS NULL)`,
    coalesce: (...args) => `COALESCE(${args.join(", ")})`,
    abs: (value) => `ABS(${value})`,
    floor: (value) => `FLOOR(${value})`,
    lower: (value) => `LOWER(${value})`,
    trim: (value) => `TRIM(${value})`,
    concat: (...args) => `(${args.join(" || ")})`,
    part: (value, start, length) => `SUBSTR(${value}, ${start}, ${length})`,
    length: (value) => `LENGTH(${value})`,
    digest: (value) => `MD5(${value})`,
    digestNumber: (value) => `MD5(${value})`,
    toText: (value) => cast(value!, types.text),
    wholeToText: (value) => cast(cast(value!, "BIGINT"), types.text),
    toNumber: (value) => cast(value!, types.number),
    digitsToNumber: (value) => cast(value!, types.number),
    momentToMs: (value) => value!,
    dayToMs: (value) => value!,
  };
}
