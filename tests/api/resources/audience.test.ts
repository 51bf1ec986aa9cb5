import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table, toArrowIPC } from "arquero";
import { parquetReadObjects } from "hyparquet";
import { AUDIENCE_COLUMNS } from "../../../src/answers/select";
import { csvFile, parquetFile, xlsxFile } from "../../../src/destinations/formats/file-writers";
import {
  type ContactTerms,
  contactProfit,
  DEFAULT_CONTACT_TERMS,
} from "../../../src/models/contact/action-value";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import { tableOfArrow } from "../../../src/pipeline/arrow-file";
import { harmless } from "../../../src/pipeline/harmless-text";
import { readTransactions } from "../../../src/transactions/read";
import { withFolder } from "../../pipeline/small-files";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

const HEADER = Object.keys(AUDIENCE_COLUMNS).join(",");
const get = async (url: string) => (await send(server.url, { method: "GET", url })).bytes();
const csv = async (query: string) => {
  const [header, ...lines] = new TextDecoder()
    .decode(await get(`/audience.csv${query}`))
    .trimEnd()
    .split("\n");
  expect(header).toBe(HEADER);
  return lines.map((line) => line.split(","));
};
const churnOf = (cells: readonly string[]) => Number(cells[3]);
const spendOf = (cells: readonly string[]) => Number(cells[4]);

runScenarios("the audience", () => server, {
  "is a CSV file": () => ({
    method: "GET",
    url: "/audience.csv",
    status: 200,
    has: [new RegExp(`^${HEADER}\n10000,`)],
    hasNot: ["NaN"],
    answerHeaders: {
      "content-type": "text/csv",
      "content-disposition": 'attachment; filename="audience.csv"',
    },
  }),
  "is a CSV file for Excel, with a byte order mark": () => ({
    method: "GET",
    url: "/audience.csv?bom=1&max_churn=1",
    status: 200,
    answerHeaders: { "content-type": "text/csv" },
    after: async () => {
      const [marked, plain] = [await get("/audience.csv?bom=1"), await get("/audience.csv")];
      expect([...marked.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(Buffer.from(marked.subarray(3)).equals(Buffer.from(plain))).toBe(true);
    },
  }),
  "is a workbook": () => ({
    method: "GET",
    url: `/audience.xlsx?model_id=${has.model}`,
    status: 200,
    has: [/^PK/],
    answerHeaders: { "content-type": "spreadsheetml", "content-disposition": "audience.xlsx" },
  }),
  "is a Parquet file": () => ({
    method: "GET",
    url: "/audience.parquet",
    status: 200,
    has: [/^PAR1/],
    answerHeaders: { "content-type": "parquet" },
  }),
  "may be nobody": () => ({
    method: "GET",
    url: "/audience.csv?min_ltv=1e12",
    status: 200,
    has: [new RegExp(`^${HEADER}\n?$`)],
  }),
  "has no bound that is no probability": () => ({
    method: "GET",
    url: "/audience.csv?min_churn=40&segment=one",
    status: 422,
    has: ['"field":"min_churn"', '"field":"segment"'],
  }),
  "takes no terms that cannot be, no group that is none and no control group that is most of it": () => ({
    method: "GET",
    url: "/audience.csv?most=5&margin=0&control_share=0.9&rfm_group=Nobody&overdue=maybe",
    status: 422,
    has: ["margin", "control_share", "rfm_group", "overdue"].map((field) => `"field":"${field}"`),
  }),
  "is of no model that is not there": () => ({
    method: "GET",
    url: `/audience.xlsx?model_id=${NOWHERE}`,
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "is of no other tenant's model": () => ({
    method: "GET",
    url: `/audience.parquet?model_id=${has.model}`,
    tenant: "other",
    status: 404,
  }),
  "has the columns that are asked for, between the cells what is asked for": () => ({
    method: "GET",
    url: "/audience.csv?columns=segment_name,CustomerID&delimiter=semicolon",
    status: 200,
    has: [/^segment_name;CustomerID\n[^;\n]+;10000\n/],
  }),
  "has no column that there is not": () => ({
    method: "GET",
    url: "/audience.parquet?columns=CustomerID,phone",
    status: 422,
    has: ["There is no column phone."],
  }),
  "is a file for a tool, which says how many have no address to be known by": () => ({
    method: "GET",
    url: "/audience/tools/brevo",
    status: 200,
    has: [/^EMAIL;FIRSTNAME;LASTNAME;COUNTRY;EXT_ID;[A-Z_;]+\n$/],
    answerHeaders: {
      "content-type": "text/csv",
      "content-disposition": 'attachment; filename="brevo.csv"',
      "x-left-out": "without an e-mail address",
    },
  }),
  "is for no tool that there is not": () => ({
    method: "GET",
    url: "/audience/tools/fax",
    status: 422,
    has: ['"field":"tool"'],
  }),
  "needs a model": () => ({
    method: "GET",
    url: "/audience.csv",
    tenant: "newcomer",
    status: 409,
    has: ["no default model"],
  }),
} satisfies Record<string, () => Scenario>);

describe("the bounds of an audience", () => {
  test("let through who is within all of them, themselves included", async () => {
    const everybody = await csv("");
    const churn = churnOf(everybody[5]!);
    const spend = spendOf(everybody[9]!);
    const expected = everybody.filter((cells) => churnOf(cells) >= churn && spendOf(cells) <= spend);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(everybody.length);
    expect(await csv(`?min_churn=${churn}&max_ltv=${spend}`)).toEqual(expected);
    const others = await csv(`?max_churn=${churn}`);
    expect(others.every((cells) => churnOf(cells) <= churn)).toBe(true);
  });

  test("divide everybody by segment without a rest", async () => {
    const everybody = await csv("");
    const segments = [...new Set(everybody.map((cells) => cells[1]!))];
    const parts = await Promise.all(segments.map((segment) => csv(`?segment=${segment}`)));
    expect(segments.length).toBeGreaterThan(1);
    expect(parts.flat().length).toBe(everybody.length);
  });
});

describe("more bounds of an audience", () => {
  const idsOf = (lines: readonly (readonly string[])[]) => lines.map(([id]) => id!);

  test("the RFM groups divide everybody without a rest", async () => {
    const parts = await Promise.all(
      RFM_GROUPS.map(({ name }) => csv(`?rfm_group=${encodeURIComponent(name)}`)),
    );
    expect(parts.flat().length).toBe((await csv("")).length);
    expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(2);
  });

  test("the overdue and the others are everybody", async () => {
    const [overdue, others] = await Promise.all([csv("?overdue=true"), csv("?overdue=false")]);
    expect(idsOf([...overdue, ...others]).sort()).toEqual(idsOf(await csv("")).sort());
  });

  test("the best are those with the highest expected profit of a contact, best first", async () => {
    const profits = await contactProfitsOf({ ...DEFAULT_CONTACT_TERMS, offerCost: 3, margin: 0.5 });
    const best = idsOf(await csv("?most=7&offer_cost=3&margin=0.5"));
    const expected = [...profits].sort(([, a], [, b]) => b - a).slice(0, 7);
    expect(best.map((id) => profits.get(id)!)).toEqual(expected.map(([, profit]) => profit));
    expect(await csv("?most=0")).toEqual([]);
    expect((await csv("?most=100000")).length).toBe(
      [...profits].filter(([, one]) => !Number.isNaN(one)).length,
    );
  });

  test("a control group is told in a column of its own, the same each time, and of another campaign another one", async () => {
    const ask = async (query: string) =>
      new TextDecoder().decode(await get(`/audience.csv?control_share=0.3&${query}`)).trimEnd();
    const spring = await ask("campaign=spring");
    expect(spring).toStartWith(`${HEADER},group\n`);
    expect(await ask("campaign=spring")).toBe(spring);
    expect(await ask("campaign=autumn")).not.toBe(spring);
    const groups = spring
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").at(-1)!);
    expect([...new Set(groups)].sort()).toEqual(["contact", "control"]);
    const share = groups.filter((group) => group === "control").length / groups.length;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.15);
  });

  async function contactProfitsOf(terms: ContactTerms): Promise<Map<string, number>> {
    const known = server.context.store.models.find("shop", has.model)!;
    return server.context.models.use(known, ({ customers }) => {
      const column = (name: string) => customers.numbers(name);
      const [noOrder, kept] = [column("no_order_probability"), column("value_if_kept")];
      const ids = customers.texts("CustomerID");
      return new Map(ids.map((id, i) => [id, contactProfit(noOrder[i]!, kept[i]!, terms)]));
    });
  }
});

describe("the files of an audience", () => {
  test("hold the same customers, numbers as numbers", async () => {
    const everybody = await csv("");
    const bytes = await get("/audience.parquet");
    const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
    expect(rows.map((row) => String(row.CustomerID))).toEqual(everybody.map((cells) => cells[0]!));
    expect(rows[0]!.churn_probability).toBe(churnOf(everybody[0]!));
    for (const name of ["CustomerID", "segment", "recency_days", "frequency"])
      expect([name, typeof rows[0]![name]]).toEqual([name, "bigint"]);
  });

  test("neutralise texts that begin like a formula, and leave numbers alone", async () => {
    const cells = ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\tx", "\rx", "plain", "a=b", null];
    const audience = {
      rows: cells.length,
      columns: [
        { name: "CustomerID", kind: "text", cells },
        { name: "value", kind: "number", cells: cells.map((_, i) => -i) },
      ],
    } as const;
    const text = Buffer.concat(csvFile(audience)).toString();
    expect(text).toContain(`"'=HYPERLINK(""http://x"")",0`);
    for (const part of ["'+1,-1", "'-2,-2", "'@SUM(A1),-3", "'\tx,-4", "plain,-6", "a=b,-7", ",-8"])
      expect(text).toContain(part);
    expect(text).not.toMatch(/^[=+\-@\t\r]/m);
    const rows = await parquetReadObjects({
      file: parquetFile(audience).buffer as ArrayBuffer,
    });
    expect(rows.map((row) => row.CustomerID)).toEqual(cells);
  });

  test("can be read again: a workbook by our own reader, with numbers as numbers and texts as texts", async () => {
    const audience = {
      rows: 2,
      columns: [
        { name: "CustomerID", kind: "text", cells: ["=cmd", "b"] },
        { name: "InvoiceDate", kind: "text", cells: ["2011-01-05", "2011-01-06"] },
        { name: "Quantity", kind: "whole", cells: [1, 2] },
        { name: "UnitPrice", kind: "number", cells: [2.5, 3.25] },
      ],
    } as const;
    await withFolder(async (folder) => {
      const path = join(folder, "audience.xlsx");
      writeFileSync(path, await xlsxFile(audience));
      const { customers, lines } = await readTransactions(path);
      expect(customers).toEqual(["=cmd", "b"]);
      expect(Array.from(lines.unitPrice)).toEqual([2.5, 3.25]);
    });
  });

  test.each([
    ["=1", "'=1"],
    ["@x", "'@x"],
    ["x-1", "x-1"],
    ["", ""],
  ])("write %j as %j", (text, written) => expect(harmless(text)).toBe(written));
});

test("a file whose customers are texts keeps them texts", async () => {
  const prefix = `tenants/shop/models/${has.model}`;
  const path = server.context.blobs.localPath(prefix);
  const card = await Bun.file(join(path, "model.json")).json();
  const customers = tableOfArrow(readFileSync(join(path, "customers.arrow")));
  const names = Object.fromEntries(customers.columnNames().map((name) => [name, customers.array(name)]));
  const ids = Array.from({ length: customers.numRows() }, (_, i) => `=id${i}`);
  writeFileSync(join(path, "customers.arrow"), toArrowIPC(table({ ...names, CustomerID: ids }))!);
  writeFileSync(
    join(path, "model.json"),
    JSON.stringify({ ...card, data: { ...card.data, numeric_customer_ids: false } }),
  );
  server.context.models.drop(prefix);
  expect((await csv("")).slice(0, 2).map(([id]) => id)).toEqual(["'=id0", "'=id1"]);
});
