/** Functions and operators that every dialect has, in its own words. Aggregates first. */
export type Call =
  | "sum"
  | "count"
  | "countDistinct"
  | "min"
  | "max"
  | "and"
  | "or"
  | "not"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "isNull"
  | "coalesce"
  | "abs"
  | "floor"
  | "lower"
  | "trim"
  | "concat"
  | "part"
  | "length"
  | "digest"
  | "digestNumber"
  | "toText"
  | "wholeToText"
  | "toNumber"
  | "digitsToNumber"
  | "momentToMs"
  | "dayToMs";

/**
 * A value of a row. Numbers are 64-bit floats and texts are compared byte by byte, whatever the engine; conditions are
 * neither and are only asked. A comparison with a missing value does not hold.
 */
export type Expression =
  | { readonly op: "column"; readonly name: string }
  | { readonly op: "text"; readonly value: string }
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "missing"; readonly type: "text" | "number" }
  | { readonly op: "call"; readonly call: Call; readonly args: readonly Expression[] }
  | { readonly op: "in"; readonly value: Expression; readonly list: readonly string[] }
  | { readonly op: "matches"; readonly value: Expression; readonly pattern: string }
  | {
      readonly op: "case";
      readonly branches: readonly (readonly [when: Expression, then: Expression])[];
      readonly otherwise: Expression;
    }
  | { readonly op: "over"; readonly aggregate: Expression; readonly by: readonly Expression[] };

export function column(name: string): Expression {
  return { op: "column", name };
}

export function text(value: string): Expression {
  return { op: "text", value };
}

/** A finite number. */
export function number(value: number): Expression {
  return { op: "number", value };
}

export const noText: Expression = { op: "missing", type: "text" };
export const noNumber: Expression = { op: "missing", type: "number" };

export function call(name: Call, ...args: readonly Expression[]): Expression {
  return { op: "call", call: name, args };
}

/** Holds if all do; of none, it does. */
export function all(...conditions: readonly Expression[]): Expression {
  if (conditions.length === 0) return call("=", number(1), number(1));
  return conditions.length === 1 ? conditions[0]! : call("and", ...conditions);
}

/** Holds if one does; of none, it does not. */
export function any(...conditions: readonly Expression[]): Expression {
  if (conditions.length === 0) return call("=", number(1), number(0));
  return conditions.length === 1 ? conditions[0]! : call("or", ...conditions);
}

export function not(condition: Expression): Expression {
  return call("not", condition);
}

export function equal(a: Expression, b: Expression): Expression {
  return call("=", a, b);
}

export function isMissing(value: Expression): Expression {
  return call("isNull", value);
}

export function isGiven(value: Expression): Expression {
  return not(isMissing(value));
}

/** Whether a text is one of a list. */
export function isOneOf(value: Expression, list: readonly string[]): Expression {
  return list.length === 0 ? any() : { op: "in", value, list };
}

/**
 * Whether a text has a match of a regular expression. Only what all engines read alike: anchors, classes of ASCII
 * characters in brackets, groups, `|`, `?`, `*`, `+` and `{n}`; no backslash.
 */
export function matches(value: Expression, pattern: string): Expression {
  return { op: "matches", value, pattern };
}

/** The first branch whose condition holds. */
export function choose(
  branches: readonly (readonly [when: Expression, then: Expression])[],
  otherwise: Expression,
): Expression {
  return branches.length === 0 ? otherwise : { op: "case", branches, otherwise };
}

/** 1 if the condition holds, else 0. */
export function flag(condition: Expression): Expression {
  return choose([[condition, number(1)]], number(0));
}

/** Rows for which the condition holds: an aggregate. */
export function countOf(condition: Expression): Expression {
  return call("count", choose([[condition, number(1)]], noNumber));
}

/** The same text for some values, others as they are. */
export function renamed(value: Expression, names: ReadonlyMap<string, string | null>): Expression {
  const byResult = Map.groupBy(names, ([, to]) => to);
  const branches = [...byResult].map(
    ([to, from]) =>
      [
        isOneOf(
          value,
          from.map(([name]) => name),
        ),
        to === null ? noText : text(to),
      ] as const,
  );
  return choose(branches, value);
}

/** An aggregate over the rows that agree in `by`, beside each of them. */
export function over(aggregate: Expression, ...by: readonly Expression[]): Expression {
  return { op: "over", aggregate, by };
}
