import { describe, expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import type { FileCheck } from "../../../../src/pipeline/reading/check-file";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { formatFor } from "../../../../views/format";
import { Doubts, toldByCheck, toldByUpload } from "../../../../views/pages/data/reading/doubts";
import { CheckResult } from "../../../../views/pages/data/upload/check";
import { shopOf } from "../../../shop";
import { htmlFaults } from "../../html-faults";

const SETTINGS = { locale: "en-GB", currency: null };
const { report: PLAIN } = shopOf(`
  ann 2011-01-05T10:00 A1 mug 2 3.50 UK
  bob 2011-01-09T16:30 A2 mug 1 3.50 UK
`);

/** As a check sends it: what is doubtful goes to the top of the page. */
const shownCheck = (check: FileCheck | null) =>
  renderToString(
    <>
      <Doubts told={toldByCheck(check)} format={formatFor(SETTINGS)} />
      <CheckResult check={check} settings={SETTINGS} />
    </>,
  );
const shown = (given: Partial<CleaningReport> = {}) => shownCheck({ report: { ...PLAIN, ...given } });
/** The words alone, in the order in which they are read. */
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");

describe("what a training would read", () => {
  test("begins with what is doubtful, each doubt with the cells that it is about", () => {
    const html = shown({
      profile: { id: "shopify", name: "Shopify, orders export" },
      warnings: [
        {
          code: "several_currencies",
          message: "orders.csv has two currencies.",
          rows: 1200,
          samples: [{ row: 5, column: "Currency", value: "EUR" }],
        },
        { code: "x", message: "Something else.", rows: 0, samples: [] },
      ],
    });
    const text = words(html);
    expect(text).toContain("2 things to check before you train");
    expect(text).toContain('1,200 rows. For example row 5, Currency: "EUR"');
    expect(text.indexOf("two currencies")).toBeLessThan(
      text.indexOf("Recognised as Shopify, orders export."),
    );
    expect(htmlFaults(html)).toEqual([]);
  });

  test("tells what is paid before and after discounts and given back, in the file's own currency", () => {
    const text = words(
      shown({
        currency: "EUR",
        revenue: 900,
        discounts: 100,
        refunds: 50,
        net_revenue: 850,
        tax: "included",
      }),
    );
    for (const said of [
      "Before discounts €1,000",
      "Revenue €900 , after €100 of discounts, with tax",
      "Refunds €50",
      "Net revenue €850",
    ])
      expect(text).toContain(said);
  });

  test("marks the words of a status that are not known and shows them first", () => {
    const status = { column: "Status", rows: 3, orders: 2, revenue: 10 } as const;
    const text = words(
      shown({
        statuses: [
          { ...status, value: "paid", meaning: "sale", known: true },
          { ...status, value: "cancelled", meaning: "cancelled", known: true },
          { ...status, value: "zugestellt", meaning: "sale", known: false },
        ],
      }),
    );
    expect(text).toMatch(
      /zugestellt Status What zugestellt means A sale .* Unknown: please choose 3 2 10 paid/,
    );
    expect(text).toContain("cancelled Status Cancelled: no order");
  });

  test("shows each currency by itself, and marks what is set aside", () => {
    const account = { rows: 5, orders: 4, revenue: 200 } as const;
    const text = words(
      shown({
        currency: "EUR",
        currencies: [
          { ...account, currency: "EUR", use: "kept" },
          { ...account, currency: "USD", use: "set_aside" },
        ],
      }),
    );
    expect(text).toContain("EUR Counted as it is 5 4 €200");
    expect(text).toContain("USD Set aside: not counted 5 4 US$200");
    expect(words(shown({ currencies: [{ ...account, currency: "EUR", use: "kept" }] }))).not.toContain(
      "Currencies, each by itself",
    );
  });

  test("says why a column is believed to be what it is, and what each of several files adds", () => {
    const file = {
      format: "csv",
      sha256: "",
      size_bytes: 1,
      profile: null,
      rows_read: 10,
      rows_kept: 8,
      rows_replaced: 2,
      orders: 5,
      first_order: "2011-01-05T10:00:00Z",
      last_order: "2011-02-05T10:00:00Z",
    } as const;
    const text = words(
      shown({
        roles: { customer_id: { column: "Who", confidence: 0.5, evidence: "its values come back" } },
        files: [
          { ...file, file: "january.csv" },
          { ...file, file: "february.csv", first_order: null, last_order: null },
        ],
      }),
    );
    expect(text).toContain("Customer Who A guess: please check its values come back");
    expect(text).toContain("january.csv 10 8 2 5 5 Jan 2011 to 5 Feb 2011");
    expect(text).toContain("february.csv 10 8 2 5 –");
  });

  test("is one sentence where a training would be refused, and says who checks where it is too large", () => {
    const refused = shownCheck({ refused: "orders.csv: no." });
    expect(words(refused)).toContain("orders.csv: no.");
    expect(words(shownCheck(null))).toContain("The training will check them");
  });

  test("is told as the upload found it until the rows are checked, a refusal apart from the warnings", () => {
    const warning = { message: "It says so.", rows: 0, samples: [] };
    const seen = {
      profile: null,
      warnings: [
        { ...warning, code: "refused" },
        { ...warning, code: "x" },
      ],
    };
    expect(toldByUpload(seen as unknown as Parameters<typeof toldByUpload>[0])).toEqual({
      profile: null,
      warnings: [{ ...warning, code: "x" }],
      refused: "It says so.",
    });
  });
});
