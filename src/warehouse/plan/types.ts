import type { ValueType } from "../engine";
import type { Call, Expression } from "./expressions";
import type { Columns, Relation } from "./relations";

/** What columns hold, by name. */
export type Types = Readonly<Record<string, ValueType>>;

const textCalls: readonly Call[] = ["lower", "trim", "concat", "part", "digest", "toText", "wholeToText"];
/** Calls whose result is what they are given. */
const sameCalls: readonly Call[] = ["min", "max", "coalesce"];

/**
 * What the columns of a relation hold. Throws a RangeError where that is left to the columns of a query, which only the
 * engine knows.
 */
export function typesOf(relation: Relation): Types {
  switch (relation.op) {
    case "query":
      return {};
    case "kept":
      return relation.columns;
    case "union":
      return typesOf(relation.parts[0]!);
    case "project": {
      const from = typesOf(relation.from);
      return { ...(relation.keep && from), ...typesIn(relation.columns, from) };
    }
    case "group": {
      const from = typesOf(relation.from);
      return { ...typesIn(relation.by, from), ...typesIn(relation.columns, from) };
    }
    default:
      return typesOf(relation.from);
  }
}

function typesIn(columns: Columns, from: Types): Types {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, typeOf(value, from)]));
}

function typeOf(value: Expression, from: Types): ValueType {
  switch (value.op) {
    case "column": {
      const type = from[value.name];
      if (type === undefined) throw new RangeError(`what the column ${value.name} holds is not known`);
      return type;
    }
    case "text":
    case "number":
      return value.op;
    case "missing":
      return value.type;
    case "case":
      return typeOf(value.otherwise, from);
    case "over":
      return typeOf(value.aggregate, from);
    case "call":
      if (sameCalls.includes(value.call)) return typeOf(value.args[0]!, from);
      return textCalls.includes(value.call) ? "text" : "number";
    case "in":
    case "matches":
      throw new RangeError("a condition is no column");
  }
}
