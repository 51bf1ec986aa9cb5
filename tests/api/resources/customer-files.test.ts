import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { send } from "./scenario";
import { type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let tenant: string;
let count = 0;
beforeAll(async () => {
  server = await startShopServer();
});
beforeEach(() => {
  tenant = `told${count++}`;
});
afterAll(() => server.close());

const ORDERS = [
  "CustomerID,Email,InvoiceNo,InvoiceDate,Quantity,UnitPrice",
  ...Array.from(
    { length: 30 },
    (_, i) => `${100 + (i % 10)},c${i % 10}@example.org,A${i},2011-01-${10 + (i % 20)} 10:00,2,3.50`,
  ),
  "",
].join("\n");

function form(content: string, name: string, fields: Record<string, string> = {}): FormData {
  const made = new FormData();
  for (const [field, value] of Object.entries(fields)) made.set(field, value);
  made.set("file", new File([content], name));
  return made;
}

/** The fields that the tests look at, of whichever answer. */
interface Answer {
  readonly dataset_id: string;
  readonly file_id: string;
  readonly job_id: string;
  readonly detail: string;
  readonly files: readonly object[];
  readonly customer_files: readonly { readonly report: object | null }[];
  readonly report: { readonly columns: readonly object[] };
}

async function ask(method: string, url: string, body?: unknown, as = tenant, headers = {}) {
  const response = await send(server.url, { method, url, tenant: as, body, headers });
  const text = await response.text();
  return {
    status: response.status,
    text,
    answer: (text.startsWith("{") ? JSON.parse(text) : null) as Answer,
  };
}

async function dataset(): Promise<string> {
  return (await ask("POST", "/upload", form(ORDERS, "orders.csv"))).answer.dataset_id;
}

const PEOPLE =
  "Customer ID,consent,signup\n100,yes,2010-05-01\n101,no,2010-06-02\n999,yes,2010-07-03\n101,yes,\n";

describe("a customers' file of a data set", () => {
  test("is kept with it, and its report says whom it is about", async () => {
    const id = await dataset();
    const { status, answer } = await ask("POST", `/datasets/${id}/customers`, form(PEOPLE, "people.csv"));
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: {
        dataset_id: id,
        is_new: true,
        file_name: "people.csv",
        report: {
          rows_read: 4,
          rows_matched: 3,
          rows_unmatched: 1,
          rows_replaced: 1,
          customers: 10,
          customers_with_row: 2,
          id_column: "Customer ID",
          columns: [
            { name: "consent", kind: "yes_no", known: 2 },
            { name: "signup", kind: "date", known: 1 },
          ],
          warnings: [
            { code: "replaced_rows", samples: [{ row: 3, value: "101" }] },
            { code: "unmatched_rows", samples: [{ row: 4, value: "999" }] },
          ],
        },
      },
    });
    const shown = (await ask("GET", `/datasets/${id}`)).answer;
    expect(shown.files).toHaveLength(1);
    expect(shown.customer_files).toMatchObject([{ file_id: answer.file_id, report: answer.report }]);
    const { inspection } = server.context.store.datasets.findFile(tenant, answer.file_id)!;
    expect(inspection).toMatchObject({ key_column: 0 });
  });

  test("is not added twice, and an answer with the same Idempotency-Key is the first one's", async () => {
    const id = await dataset();
    const url = `/datasets/${id}/customers`;
    const once = { "Idempotency-Key": "k" };
    const first = await ask("POST", url, form(PEOPLE, "people.csv"), tenant, once);
    expect((await ask("POST", url, form(PEOPLE, "people.csv"), tenant, once)).text).toBe(first.text);
    expect((await ask("POST", url, form(PEOPLE, "people.csv"))).answer).toMatchObject({
      is_new: false,
      file_id: first.answer.file_id,
    });
    expect((await ask("GET", `/datasets/${id}`)).answer.customer_files).toHaveLength(1);
  });

  test("about nobody is refused, and nothing of it remains", async () => {
    const id = await dataset();
    const before = await server.context.blobs.list(`tenants/${tenant}`);
    const { status, answer } = await ask(
      "POST",
      `/datasets/${id}/customers`,
      form("id,tier\nA1,gold\n", "x.csv"),
    );
    expect(status).toBe(400);
    expect(answer.detail).toContain(
      'x.csv: No row belongs to a customer of this data set. The column "id" has "A1"',
    );
    expect(await server.context.blobs.list(`tenants/${tenant}`)).toEqual(before);
    expect((await ask("GET", `/datasets/${id}`)).answer.customer_files).toEqual([]);
  });

  test("can be told the order of its dates, and removed, and goes with its data set", async () => {
    const id = await dataset();
    const url = `/datasets/${id}/customers`;
    const text = "id,born\n100,03/04/1980\n101,05/06/1990\n";
    expect((await ask("POST", url, form(text, "a.csv", { date_order: "day first" }))).status).toBe(400);
    const { answer } = await ask("POST", url, form(text, "a.csv", { date_order: "dmy" }));
    expect(answer.report.columns).toMatchObject([{ name: "born", kind: "date", known: 2 }]);
    expect((await ask("DELETE", `/datasets/${id}/files/${answer.file_id}`)).answer.customer_files).toEqual(
      [],
    );
    expect((await ask("POST", url, form(PEOPLE, "people.csv"))).status).toBe(200);
    expect((await ask("DELETE", `/datasets/${id}`)).status).toBe(200);
    expect(await server.context.blobs.list(`tenants/${tenant}`)).toEqual([]);
  });

  test("of another tenant's data set is as unknown as any", async () => {
    const id = await dataset();
    const theirs = await ask("POST", `/datasets/${id}/customers`, form(PEOPLE, "p.csv"), "stranger");
    const none = await ask("POST", "/datasets/nobody/customers", form(PEOPLE, "p.csv"), "stranger");
    expect([theirs.status, none.status]).toEqual([404, 404]);
    expect(theirs.text.replaceAll(id, "nobody")).toBe(none.text);
  });

  test("loses an erased customer's row, under any number of leading zeros, and what was read of it", async () => {
    const id = await dataset();
    const text = "id,mail,points\n0100,c0@example.org,101\n101,c1@example.org,100\n102,c0@example.org,100\n";
    const { answer } = await ask("POST", `/datasets/${id}/customers`, form(text, "people.csv"));
    expect(answer.report).toMatchObject({ rows_matched: 3, id_column: "id", email_column: "mail" });
    const erased = await ask("DELETE", "/customers/100");
    const job = await server.context.queue.waitForEnd(tenant, erased.answer.job_id);
    expect(job?.status).toBe("completed");
    const file = server.context.store.datasets.findFile(tenant, answer.file_id)!;
    const kept = Buffer.from((await server.context.blobs.read(file.path))!).toString();
    // Points are no ids, and another customer with the address keeps the row without it.
    expect(kept).toBe("id,mail,points\n101,c1@example.org,100\n102,,100\n");
    expect(file.inspection).toMatchObject({ key_column: 0 });
    expect(JSON.stringify(file.inspection)).not.toMatch(/0100|c0@/);
    expect((await ask("GET", `/datasets/${id}`)).answer.customer_files[0]!.report).toBeNull();
  });
});
