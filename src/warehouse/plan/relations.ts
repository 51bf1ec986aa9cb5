import type { ValueType } from "../engine";
import { column, type Expression } from "./expressions";

/** Columns by name, in the order in which they are selected. */
export type Columns = Readonly<Record<string, Expression>>;

/** Rows that the engine has or works out. */
export type Relation =
  | { readonly op: "query"; readonly query: string }
  /** A query that the engine gave for rows that it keeps, with these columns. */
  | {
      readonly op: "kept";
      readonly query: string;
      readonly columns: Readonly<Record<string, ValueType>>;
    }
  /** `keep`: with all columns of `from`. */
  | { readonly op: "project"; readonly from: Relation; readonly keep: boolean; readonly columns: Columns }
  | { readonly op: "filter"; readonly from: Relation; readonly where: Expression }
  /** One row for each combination of `by`, or one in all if that is empty. */
  | { readonly op: "group"; readonly from: Relation; readonly by: Columns; readonly columns: Columns }
  | { readonly op: "union"; readonly parts: readonly Relation[] }
  /** The same rows, worked out before anything is asked of them. */
  | { readonly op: "settled"; readonly from: Relation }
  /** The first rows by these columns, all of them if `limit` is null. */
  | {
      readonly op: "first";
      readonly from: Relation;
      readonly by: readonly string[];
      readonly limit: number | null;
    };

/** Rows, and what can be done with them: each step gives new rows. */
export class Rows {
  constructor(readonly relation: Relation) {}

  /** Names of the columns, in order. Throws a RangeError for those of a query, which only the engine knows. */
  get names(): readonly string[] {
    return namesOf(this.relation);
  }

  /** The rows of a query as a person wrote it. */
  static of(query: string): Rows {
    return new Rows({ op: "query", query });
  }

  static kept(query: string, columns: Readonly<Record<string, ValueType>>): Rows {
    return new Rows({ op: "kept", query, columns });
  }

  /** The same rows with further columns. */
  with(columns: Columns): Rows {
    if (Object.keys(columns).length === 0) return this;
    return new Rows({ op: "project", from: this.relation, keep: true, columns });
  }

  select(columns: Columns): Rows {
    return new Rows({ op: "project", from: this.relation, keep: false, columns });
  }

  /** Without all columns but these. */
  only(names: readonly string[]): Rows {
    return this.select(Object.fromEntries(names.map((name) => [name, column(name)])));
  }

  where(where: Expression): Rows {
    return new Rows({ op: "filter", from: this.relation, where });
  }

  group(by: Columns, columns: Columns): Rows {
    return new Rows({ op: "group", from: this.relation, by, columns });
  }

  and(...others: readonly Rows[]): Rows {
    return new Rows({ op: "union", parts: [this, ...others].map(({ relation }) => relation) });
  }

  /**
   * The same rows, worked out once: optimisers otherwise put what defines a column wherever it is asked for, and so on
   * through every step, until a statement takes longer to plan than to run.
   */
  settled(): Rows {
    return new Rows({ op: "settled", from: this.relation });
  }

  sorted(...by: readonly string[]): Rows {
    return new Rows({ op: "first", from: this.relation, by, limit: null });
  }

  first(limit: number, ...by: readonly string[]): Rows {
    return new Rows({ op: "first", from: this.relation, by, limit });
  }
}

function namesOf(relation: Relation): readonly string[] {
  switch (relation.op) {
    case "query":
      throw new RangeError("the columns of a query are not known here");
    case "kept":
      return Object.keys(relation.columns);
    case "project":
      return [...(relation.keep ? namesOf(relation.from) : []), ...Object.keys(relation.columns)];
    case "group":
      return [...Object.keys(relation.by), ...Object.keys(relation.columns)];
    case "union":
      return namesOf(relation.parts[0]!);
    default:
      return namesOf(relation.from);
  }
}
