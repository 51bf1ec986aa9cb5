import type { ComponentChild, ComponentChildren, VNode } from "preact";

/** A column of a table of `Row`s. */
export interface Column<Row> {
  readonly title: ComponentChildren;
  /** Right-aligned, figures of even width. */
  readonly isNumber?: boolean;
  /** What stands before the figure on a phone; the words of the title by default. */
  readonly label?: string;
  /** Left out on a phone: where the row leads tells it too. */
  readonly isMinor?: boolean;
  cell(row: Row): ComponentChildren;
}

/** Tables of so many columns show each row as a block on a phone, its figures under their names. */
const LEAST_STACKED = 3;

/** A table; the first column names the row. On a phone its rows are stacked; else it scrolls sideways by itself where it must. */
export function Table<Row>({
  caption,
  columns,
  rows,
  href,
  hidesCaption,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Where a click on the row leads; give the first cell the same link. */
  readonly href?: (row: Row) => string;
  readonly hidesCaption?: boolean;
}): VNode {
  const labels = columns.map(({ title, label }) => label ?? wordsOf(title));
  const classOf = ({ isNumber, isMinor }: Column<Row>) =>
    [isNumber && "number", isMinor && "minor"].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table class={tableClass(columns)}>
        <caption class={hidesCaption ? "visually-hidden" : ""}>{caption}</caption>
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
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={i} class={classOf(column)} {...(labels[i] && { "data-label": labels[i] })}>
                    {column.cell(row)}
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
