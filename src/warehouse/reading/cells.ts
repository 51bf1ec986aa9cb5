import { InputError } from "../../errors";
import { firstYear, lastYear } from "../../transactions/cells/calendar";
import { largestMagnitude } from "../../transactions/cells/number-kind";
import { nameColumns } from "../../transactions/columns/name-columns";
import type { ColumnPlan } from "../../transactions/columns/plan";
import type { Role } from "../../transactions/columns/roles";
import { isAsked } from "../../transactions/lines/amounts";
import { amountRoles, wordRoles } from "../../transactions/lines/row-block";
import type { EngineColumn } from "../engine";
import {
  all,
  call,
  choose,
  column,
  type Expression,
  equal,
  flag,
  isMissing,
  isOneOf,
  matches,
  noNumber,
  noText,
  number,
  text,
} from "../plan/expressions";
import type { Columns, Rows } from "../plan/relations";
import { isoMoment } from "./iso-moment";

/** Words of texts that stand for an empty cell, by column of `rows`. */
export type EmptyWords = ReadonlyMap<string, readonly string[]>;

/** A column that holds numbers or dates but is a text, so that some of its cells may be neither. */
export interface TextColumn {
  readonly column: EngineColumn;
  readonly role: Role;
  /** The cell's text, and whether it could be read: names of columns of `rows`. */
  readonly written: string;
  readonly value: string;
}

/** The rows of a query with a column for all that the cleaning looks at, under names of our own. */
export interface Cells {
  readonly rows: Rows;
  readonly plan: ColumnPlan;
  readonly hasOrders: boolean;
  /** Whether there is a column of customers' names. */
  readonly hasNames: boolean;
  readonly words: readonly (typeof wordRoles)[number][];
  readonly amounts: readonly (typeof amountRoles)[number][];
  /** Names of the columns that no role has, which tell equal lines apart. */
  readonly rest: readonly string[];
  readonly texts: readonly TextColumn[];
}

const plainNumeral = "^-?[0-9]{1,15}([.][0-9]{1,15})?$";

/** The text of a cell, without blanks around it, empty if the cell is. */
export function textOf(cell: EngineColumn): Expression {
  const value = column(cell.name);
  const written = call("toText", value);
  switch (cell.kind) {
    case "text":
      return call("coalesce", call("trim", written), text(""));
    case "number": {
      const isWhole = all(equal(value, call("floor", value)), call("<", call("abs", value), number(9e18)));
      return call("coalesce", choose([[isWhole, call("wholeToText", value)]], written), text(""));
    }
    default:
      return call("coalesce", written, text(""));
  }
}

/** Milliseconds since 1970; missing if the cell holds no moment. Throws InputError for a column of anything else. */
export function momentOf(cell: EngineColumn): Expression {
  const value = writtenMoment(cell);
  const isPlausible = all(
    call(">=", value, number(Date.UTC(firstYear))),
    call("<", value, number(Date.UTC(lastYear + 1))),
  );
  return choose([[isPlausible, value]], noNumber);
}

function writtenMoment(cell: EngineColumn): Expression {
  const value = column(cell.name);
  if (cell.kind === "moment") return call("momentToMs", value);
  if (cell.kind === "day") return call("dayToMs", value);
  if (cell.kind === "text") return isoMoment(textOf(cell));
  throw new InputError(
    `The dates are in ${JSON.stringify(cell.name)}, whose type is ${cell.engineType}. Cast it to a timestamp in the query.`,
  );
}

function numberOf(cell: EngineColumn): Expression {
  if (cell.kind !== "number" && cell.kind !== "text")
    throw new InputError(
      `${JSON.stringify(cell.name)} should be a column of numbers, but its type is ${cell.engineType}. Cast it in the query.`,
    );
  const written = textOf(cell);
  const value =
    cell.kind === "number"
      ? call("toNumber", column(cell.name))
      : choose([[matches(written, plainNumeral), call("digitsToNumber", written)]], noNumber);
  return choose([[call("<=", call("abs", value), number(largestMagnitude)), value]], noNumber);
}

/** Gives the rows their columns: texts as they are, numbers and moments read. */
export function cellsOf(query: Rows, columns: readonly EngineColumn[], plan: ColumnPlan): Cells {
  const { index, money } = plan;
  const at = (role: Role) => columns[index[role]];
  const textAt = (role: Role, without: Expression) => {
    const cell = at(role);
    return cell === undefined ? without : textOf(cell);
  };
  const isEmpty = (cell: EngineColumn) =>
    cell.kind === "text" ? flag(isOneOf(textOf(cell), [""])) : flag(isMissing(column(cell.name)));
  const texts: TextColumn[] = [];
  const written: Record<string, Expression> = {};
  const note = (role: Role, cell: EngineColumn, value: string) => {
    if (cell.kind !== "text") return;
    written[`written_${value}`] = textOf(cell);
    texts.push({ column: cell, role, written: `written_${value}`, value });
  };
  const date = at("order_datetime")!;
  if (index.order_time >= 0 && date.kind !== "moment")
    throw new InputError(
      `The day is in ${JSON.stringify(date.name)} and the time in ${JSON.stringify(at("order_time")!.name)}. Add them up to one timestamp in the query.`,
    );
  note("order_datetime", date, "moment");
  const valueRole = (["unit_price", "line_total", "order_total"] as const).find((role) => index[role] >= 0)!;
  const price = at(valueRole)!;
  note(valueRole, price, "price");
  const quantity = at("quantity");
  if (quantity !== undefined) note("quantity", quantity, "quantity");
  const words = wordRoles.filter(
    (role) => index[role] >= 0 && (role !== "product_name" || plan.asksProductNames),
  );
  const amounts = amountRoles.filter((role) => index[role] >= 0 && isAsked(role, money));
  for (const role of amounts) note(role, at(role)!, role);
  const mapped = new Set<number>(
    [
      ...(["customer_id", "order_id", "order_datetime", "product_id", "quantity", "country"] as const),
      ...(["order_time", valueRole] as const),
      ...words.filter((role) => role !== "product_name"),
      ...amounts,
    ].map((role) => index[role]),
  );
  mapped.add(plan.rowNumber);
  const rest = plan.lineNumber >= 0 ? [columns[plan.lineNumber]!] : columns.filter((_, i) => !mapped.has(i));
  const names = nameColumns(plan).map((i) => textOf(columns[i]!));
  const all: Columns = {
    customer: textOf(at("customer_id")!),
    number: textAt("order_id", noText),
    product: textAt("product_id", noText),
    country: textAt("country", noText),
    moment: momentOf(date),
    blank_moment: isEmpty(date),
    quantity: quantity === undefined ? call("toNumber", number(1)) : numberOf(quantity),
    price: numberOf(price),
    blank_price: isEmpty(price),
    name: names.length === 0 ? noText : names.reduce((a, b) => call("concat", a, text(" "), b)),
    title: textAt("product_name", noText),
    ...Object.fromEntries(words.map((role) => [role, textOf(at(role)!)])),
    ...Object.fromEntries(amounts.map((role) => [role, numberOf(at(role)!)])),
    ...Object.fromEntries(rest.map((cell, i) => [`rest_${i}`, textOf(cell)])),
    ...written,
  };
  return {
    rows: query.select(all),
    plan,
    hasOrders: index.order_id >= 0,
    hasNames: names.length > 0,
    words,
    amounts,
    rest: rest.map((_, i) => `rest_${i}`),
    texts,
  };
}

/** Cells with `empty_moment` and `empty_price`, 1 where the cell says nothing. */
export function withEmpty({ rows, ...cells }: Cells, empty: EmptyWords): Cells {
  const isEmpty = (value: "moment" | "price") =>
    choose(
      [[isOneOf(column(`written_${value}`), empty.get(`written_${value}`) ?? []), number(1)]],
      column(`blank_${value}`),
    );
  const flags = ["moment", "price"] as const;
  return {
    ...cells,
    rows: rows.with(
      Object.fromEntries(
        flags.map((value) => [
          `empty_${value}`,
          empty.has(`written_${value}`) ? isEmpty(value) : column(`blank_${value}`),
        ]),
      ),
    ),
  };
}

/** Whether a text column has a cell that says something and could not be read. */
export function isUnread({ written, value }: TextColumn): Expression {
  return all(call("<>", column(written), text("")), isMissing(column(value)));
}
