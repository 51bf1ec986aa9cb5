import type { ComponentChild, ComponentChildren, VNode } from "preact";
import { useContext } from "preact/hooks";
import { MISSING } from "../format";
import { Card } from "./card";
import { type Reader, ReaderContext } from "./reader";

/**
 * How the values of a column are written: by the `Format` of that name, or as they are. Figures are right-aligned, of
 * even width.
 */
export type Kind =
  | "text"
  | "number"
  | "count"
  | "money"
  | "percent"
  | "decimal"
  | "date"
  | "shortDate"
  | "moment"
  | "orderMoment";

const FIGURES: ReadonlySet<Kind> = new Set<Kind>(["number", "count", "money", "percent", "decimal"]);

/** A column of a table of `Row`s. */
export interface Column<Row> {
  readonly title: ComponentChildren;
  /**
   * What stands in a row: the field of that name, or what is made of it. A value is written by its `kind`; markup stays
   * as it is.
   */
  readonly cell: (keyof Row & string) | ((row: Row) => ComponentChildren);
  /** `text` by default. */
  readonly kind?: Kind;
  /** Of a `decimal`, one by default. */
  readonly digits?: number;
  /** What stands before the figure on a phone; the words of the title by default. */
  readonly label?: string;
  /** Left out on a phone: the page that the row leads to shows it too. */
  readonly isMinor?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Where a click on the row leads; give the first cell the same link. */
  readonly href?: (row: Row) => string;
  /** Shows the caption to everyone; otherwise the title above says it, and only screen readers read the caption. */
  readonly showsCaption?: boolean;
  /** Small, for many columns. */
  readonly isDense?: boolean;
  /** Stays a table on a phone, and scrolls beside its frozen first column: rows and columns are compared. */
  readonly isMatrix?: boolean;
}

/** Tables of so many columns show each row as a block on a phone, its figures under their names. */
const LEAST_STACKED = 3;

/**
 * A table; the first column names the row. On a phone its rows are stacked; else it scrolls sideways by itself where it
 * must.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  href,
  showsCaption,
  isDense,
  isMatrix,
}: TableProps<Row>): VNode {
  const reader = useContext(ReaderContext);
  const labels = columns.map(({ title, label }) => label ?? wordsOf(title));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table
        class={[isMatrix ? "frozen" : tableClass(columns), isDense && "dense"].filter(Boolean).join(" ")}
      >
        <caption class={showsCaption ? "" : "visually-hidden"}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" class={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r} {...(href && { "data-href": href(row) })}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={i} scope="row" class={classOf(column)}>
                    {content(column, row, reader)}
                  </th>
                ) : (
                  <td key={i} class={classOf(column)} {...(labels[i] && { "data-label": labels[i] })}>
                    {content(column, row, reader)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A card that holds a table, called by its title; `children` stand below. */
export function TableCard<Row>({
  title,
  note,
  id,
  caption = title,
  children,
  ...table
}: Omit<TableProps<Row>, "caption"> & {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly id?: string;
  readonly caption?: string;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <Card title={title} note={note} {...(id && { id })}>
      <Table caption={caption} {...table} />
      {children}
    </Card>
  );
}

function content<Row>(
  { cell, kind = "text", digits }: Column<Row>,
  row: Row,
  reader: Reader | null,
): ComponentChildren {
  const value = typeof cell === "function" ? cell(row) : (row[cell] as ComponentChildren);
  if (kind === "text" || kind === "number") return value;
  if (!reader) throw new RangeError(`nobody reads this table, so there is no way to write ${kind}`);
  const { format } = reader;
  if (value === null || value === undefined) return MISSING;
  if (kind === "date" || kind === "shortDate" || kind === "moment" || kind === "orderMoment")
    return typeof value === "number" || typeof value === "string" ? format[kind](value) : value;
  if (typeof value !== "number") return value;
  return kind === "decimal" ? format.decimal(value, digits) : format[kind](value);
}

function classOf({ kind = "text", isMinor }: Column<never>): string {
  const isMoment = kind === "moment" || kind === "orderMoment";
  return [FIGURES.has(kind) && "number", isMoment && "moment", isMinor && "minor"].filter(Boolean).join(" ");
}

function tableClass(columns: readonly Pick<Column<never>, "title">[]): string {
  if (columns.length < LEAST_STACKED) return "";
  // Links in the titles, which sort the table, stay on a phone.
  const hasLinks = columns.some(({ title }) => typeof title !== "string" && wordsOf(title) !== "");
  return hasLinks ? "stacks titled" : "stacks";
}

/** The words of a title that can be seen. */
function wordsOf(title: ComponentChildren): string {
  if (typeof title === "string" || typeof title === "number") return String(title);
  if (Array.isArray(title)) return title.map((part: ComponentChild) => wordsOf(part)).join("");
  if (!title || typeof title !== "object" || !("props" in title)) return "";
  const props = title.props as Readonly<Record<string, ComponentChildren>>;
  if (props["aria-hidden"] || String(props.class).includes("visually-hidden")) return "";
  return wordsOf(props.children ?? props.title);
}
