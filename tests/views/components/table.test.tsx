import { expect, test } from "bun:test";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { Field } from "../../../views/components/field";
import { ReaderContext } from "../../../views/components/reader";
import { type Column, Table } from "../../../views/components/table";
import { formatFor } from "../../../views/format";

const format = formatFor({ locale: "en-GB", currency: "GBP" });
const read = (part: ComponentChildren) =>
  renderToString(<ReaderContext.Provider value={{ role: null, format }}>{part}</ReaderContext.Provider>);

const ROWS = [{ name: "Ann", spent: 1234, share: 0.125, since: "2011-12-09" as string | null }];
type Row = (typeof ROWS)[number];
const table = (...columns: Column<Row>[]) => <Table caption="Customers" rows={ROWS} columns={columns} />;

test("a value is written by the kind of its column, as its reader has set", () => {
  const html = read(
    table(
      { title: "Name", cell: "name" },
      { title: "Spent", kind: "money", cell: "spent" },
      { title: "Share", kind: "percent", cell: ({ share }) => share },
      { title: "Since", kind: "shortDate", cell: "since" },
      { title: "Weight", kind: "decimal", digits: 3, cell: "share" },
      { title: "Rough weight", kind: "decimal", cell: "share" },
    ),
  );
  expect(html).toContain('<th scope="row" class>Ann</th>');
  expect(html).toContain('<td class="number" data-label="Spent">£1,234</td>');
  expect(html).toContain('<td class="number" data-label="Share">13%</td>');
  expect(html).toContain('<td class data-label="Since">9 Dec 2011</td>');
  expect(html).toContain('data-label="Weight">0.125</td>');
  expect(html).toContain('data-label="Rough weight">0.1</td>');
});

test("what is not known is a dash, and markup stays as it is", () => {
  const html = read(
    table(
      { title: "Name", cell: "name" },
      { title: "Before", kind: "count", cell: () => null },
      { title: "Spent", kind: "money", cell: () => <b>much</b> },
    ),
  );
  expect(html).toContain('data-label="Before">–</td>');
  expect(html).toContain('data-label="Spent"><b>much</b></td>');
});

test("a table that nobody reads cannot write amounts", () => {
  expect(() => renderToString(table({ title: "Spent", kind: "money", cell: "spent" }))).toThrow(RangeError);
});

test("a field says what is wrong in place of its hint, and marks itself", () => {
  const field = { name: "tests", label: "Tests", hint: "A month apart." };
  expect(renderToString(<Field {...field} />)).toContain('<span class="hint">A month apart.</span>');
  const wrong = renderToString(<Field {...field} error="A whole number." options={[[1, "One"]]} value="1" />);
  expect(wrong).toContain('<select name="tests" aria-invalid="true"><option value="1" selected>One</option>');
  expect(wrong).toContain('<span class="error">A whole number.</span>');
  expect(wrong).not.toContain("A month apart.");
});
