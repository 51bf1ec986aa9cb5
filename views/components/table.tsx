import type { ComponentChildren, VNode } from "preact";

/** A column of a table of `Row`s. */
export interface Column<Row> {
  readonly title: ComponentChildren;
  /** Right-aligned, figures of even width. */
  readonly isNumber?: boolean;
  cell(row: Row): ComponentChildren;
}

/** A table; the first column names the row. It scrolls sideways by itself on a narrow screen. */
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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={hidesCaption ? "visually-hidden" : ""}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }, i) => (
              <th key={i} scope="col" class={isNumber ? "number" : ""}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r} {...(href && { "data-href": href(row) })}>
              {columns.map(({ isNumber, cell }, i) =>
                i === 0 ? (
                  <th key={i} scope="row" class={isNumber ? "number" : ""}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={i} class={isNumber ? "number" : ""}>
                    {cell(row)}
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
