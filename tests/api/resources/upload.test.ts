import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { runScenarios, type Scenario, send } from "./scenario";
import { type ShopServer, startShopServer } from "./shop-server";

const LARGEST = 500_000;
let server: ShopServer;
beforeAll(async () => {
  server = await startShopServer({
    MAX_UPLOAD_BYTES: String(LARGEST),
    TENANT_QUOTA_BYTES: String(3 * LARGEST),
  });
});
afterAll(() => server.close());

const HEADER = "CustomerID,InvoiceNo,InvoiceDate,Quantity,UnitPrice";
const ORDERS = [
  HEADER,
  ...Array.from({ length: 30 }, (_, i) => `${i},A${i},2011-01-05 10:00,2,3.50`),
  "",
].join("\n");
const ORDER_OBJECTS = Array.from({ length: 30 }, (_, i) => ({
  CustomerID: i,
  InvoiceNo: `A${i}`,
  InvoiceDate: "2011-01-05 10:00",
  Quantity: 2,
  UnitPrice: 3.5,
}));

function form(content: string | Uint8Array, name: string, fields: Record<string, string> = {}): FormData {
  const made = new FormData();
  for (const [field, value] of Object.entries(fields)) made.set(field, value);
  made.set("file", new File([content as Uint8Array<ArrayBuffer>], name));
  return made;
}

/** An archive that is damaged long behind the rows that are shown. */
function damagedZip(): Uint8Array {
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i % 97},A${i},2011-01-05 10:00,2,${i % 83}.5`);
  const bytes = zipSync({ "orders.csv": strToU8([HEADER, ...rows].join("\n")) });
  bytes[Math.floor(0.7 * bytes.length)]! ^= 0xff;
  return bytes;
}

const upload = (body: unknown): Omit<Scenario, "status"> => ({ method: "POST", url: "/upload", body });

runScenarios("POST /upload", () => server, {
  "keeps the file under a name of its own and tells what is in it": () => ({
    ...upload(form(ORDERS, "../../orders 2011.csv", { tenant_id: "shop" })),
    status: 200,
    changes: { datasets: 1, files: 1 },
    after: async (answer) => {
      const told = JSON.parse(answer);
      const [dataset] = server.context.store.datasets.list("shop");
      expect(told).toEqual({
        dataset_path: `tenants/shop/datasets/${dataset!.id}/dataset.csv`,
        mapping_path: null,
        dataset_id: dataset!.id,
        file_id: dataset!.id,
        is_new: true,
        file_name: "orders 2011.csv",
        bytes: ORDERS.length,
        sha256: createHash("sha256").update(ORDERS).digest("hex"),
        format: "csv",
        columns: HEADER.split(","),
        proposed_mapping: {
          customer_id: "CustomerID",
          order_id: "InvoiceNo",
          order_datetime: "InvoiceDate",
          quantity: "Quantity",
          unit_price: "UnitPrice",
        },
        mapping_confidence: expect.objectContaining({ customer_id: expect.any(Number) }),
        preview: Array.from({ length: 20 }, (_, i) => [String(i), `A${i}`, "2011-01-05 10:00", "2", "3.50"]),
        notes: [],
        profile: null,
        roles: expect.any(Object),
        warnings: [],
        account: expect.objectContaining({ rows_read: 30, customers: 30 }),
        files: [
          expect.objectContaining({ file_id: dataset!.id, file_name: "orders 2011.csv", rows_kept: 30 }),
        ],
      });
      const kept = await server.context.blobs.read(told.dataset_path);
      expect(new TextDecoder().decode(kept!)).toBe(ORDERS);
    },
  }),
  "keeps the mapping beside the file": () => ({
    ...upload(form(ORDERS, "orders.csv", { mapping: '{"customer_id":"CustomerID","product_id":null}' })),
    status: 200,
    has: [/"mapping_path":"tenants\/shop\/datasets\/[0-9a-f-]{36}\/mapping\.json"/],
    changes: { datasets: 1, files: 2 },
    after: async (answer) => {
      const kept = await server.context.blobs.read(JSON.parse(answer).mapping_path);
      expect(JSON.parse(new TextDecoder().decode(kept!))).toEqual({
        customer_id: "CustomerID",
        product_id: null,
      });
    },
  }),
  "keeps a gzipped file": () => ({
    ...upload(form(gzipSync(ORDERS), "orders.csv.gz")),
    status: 200,
    has: ["/dataset.csv.gz"],
    changes: { datasets: 1, files: 1 },
  }),
  "keeps JSON that is one list": () => ({
    ...upload(form(JSON.stringify(ORDER_OBJECTS), "orders.json")),
    status: 200,
    has: ["/dataset.json", '"format":"jsonl"', '"rows_read":30'],
    changes: { datasets: 1, files: 1 },
  }),
  "keeps gzipped JSON": () => ({
    ...upload(form(gzipSync(JSON.stringify({ orders: ORDER_OBJECTS })), "orders.json.gz")),
    status: 200,
    has: ["/dataset.json.gz", '"format":"jsonl"', '"rows_read":30'],
    changes: { datasets: 1, files: 1 },
  }),
  "keeps a zip archive of one file, whose format is its own": () => ({
    ...upload(form(zipSync({ "orders.csv": strToU8(ORDERS) }), "orders.ZIP")),
    status: 200,
    has: ["/dataset.zip", '"format":"csv"', '"rows_read":30'],
    changes: { datasets: 1, files: 1 },
  }),
  "takes no zip archive that is damaged behind its first rows": () => ({
    ...upload(form(damagedZip(), "orders.zip")),
    status: 422,
    has: ["orders.zip: "],
  }),
  "takes no zip archive of several files": () => ({
    ...upload(form(zipSync({ "a.csv": strToU8(ORDERS), "b.csv": strToU8(ORDERS) }), "orders.zip")),
    status: 422,
    has: ["The zip archive holds 2 files"],
  }),
  "takes no CSV for JSON": () => ({
    ...upload(form(ORDERS, "orders.json")),
    status: 422,
    has: ["orders.json ends in .json but holds CSV"],
  }),
  "takes no file of another kind": () => ({
    ...upload(form("MZ", "orders.exe")),
    status: 422,
    has: ["orders.exe is a kind of file that cannot be read", ".csv"],
  }),
  "takes no file whose content is not what its name says": () => ({
    ...upload(form(ORDERS, "orders.xlsx")),
    status: 422,
    has: ["orders.xlsx ends in .xlsx but holds CSV"],
  }),
  "takes no binary file under a text's name": () => ({
    ...upload(form(new Uint8Array(4096), "orders.csv")),
    status: 422,
    has: ["orders.csv: ", "not a text file"],
    hasNot: ["dataset.csv"],
  }),
  "takes no empty file": () => ({
    ...upload(form("", "orders.csv")),
    status: 422,
    has: ["The file is empty"],
  }),
  "takes no damaged Parquet file": () => ({
    ...upload(form(`PAR1${"x".repeat(500)}PAR1`, "orders.parquet")),
    status: 422,
    has: ["orders.parquet: "],
  }),
  "takes no packed file that breaks off": () => ({
    ...upload(form(gzipSync(ORDERS.repeat(400)).subarray(0, 300), "orders.csv.gz")),
    status: 422,
    has: ["orders.csv.gz: "],
  }),
  "takes no file that unpacks to far more than it is": () => ({
    ...upload(form(gzipSync(`${ORDERS}${"1,2,3\n".repeat(13_000_000)}`), "orders.csv.gz")),
    status: 422,
    has: ["looks like an attack"],
  }),
  "takes no file above the limit": () => ({
    ...upload(form("x".repeat(LARGEST + 1), "orders.csv")),
    status: 413,
    has: [String(LARGEST)],
  }),
  "takes no mapping to a column that is not there": () => ({
    ...upload(form(ORDERS, "orders.csv", { mapping: '{"customer_id":"Kunde"}' })),
    status: 422,
    has: ["Kunde", "CustomerID"],
  }),
  "suggests the column that a mapping probably means": () => ({
    ...upload(form(ORDERS, "orders.csv", { mapping: '{"customer_id":"CustomrID"}' })),
    status: 422,
    has: ['Did you mean \\"CustomerID\\"?'],
  }),
  "takes a mapping's column however it is spelt, and keeps it as the file spells it": () => ({
    ...upload(form(ORDERS, "orders.csv", { mapping: '{"customer_id":"customer id"}' })),
    status: 200,
    changes: { datasets: 1, files: 2 },
    after: async (answer) => {
      const kept = await server.context.blobs.read(JSON.parse(answer).mapping_path);
      expect(JSON.parse(Buffer.from(kept!).toString())).toEqual({ customer_id: "CustomerID" });
    },
  }),
  "takes no mapping that is none": () => ({
    ...upload(form(ORDERS, "orders.csv", { mapping: "[1]" })),
    status: 422,
    has: ["must be an object"],
  }),
  "takes no form for another tenant": () => ({
    ...upload(form(ORDERS, "orders.csv", { tenant_id: "other" })),
    status: 403,
    has: ["tenant_id"],
  }),
  "takes no form without a file": () => {
    const empty = new FormData();
    empty.set("tenant_id", "shop");
    return { ...upload(empty), status: 422, has: ["The form has no file"] };
  },
  "takes no file in another field": () => {
    const wrong = new FormData();
    wrong.set("data", new File([ORDERS], "orders.csv"));
    return { ...upload(wrong), status: 422, has: ['must be in the field \\"file\\"'] };
  },
  "takes no two files at a time": () => {
    const two = form(ORDERS, "orders.csv");
    two.append("file", new File([ORDERS], "more.csv"));
    return { ...upload(two), status: 422, has: ["one file at a time"] };
  },
  "takes no form that breaks off": () => ({
    ...upload('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx,y'),
    headers: { "Content-Type": "multipart/form-data; boundary=b" },
    status: 400,
    has: ["not a multipart form"],
  }),
  ...Object.fromEntries(
    ["--b--b", "--b--", "--b--b\r\n--b--", "--b\r\n--b--b", "--b", "--b\r\n\r\n--b--", "b--b--"].map(
      (body) => [
        `takes no form such as ${JSON.stringify(body)}, and answers`,
        () => ({
          ...upload(body),
          headers: { "Content-Type": "multipart/form-data; boundary=b" },
          status: /^(--b|b--b--|--b--b\r\n--b--)$/.test(body) ? 400 : 422,
          has: ["form"],
        }),
      ],
    ),
  ),
  "takes no form without a boundary": () => ({
    ...upload("hello"),
    headers: { "Content-Type": "multipart/form-data; charset=utf-8" },
    status: 400,
    has: ["not a multipart form"],
  }),
  "takes no more than the tenant's quota": () => ({
    ...upload(form("x,y\n".repeat(75_000), "orders.csv")),
    tenant: "full",
    status: 413,
    has: ["larger than the limit"],
  }),
} satisfies Record<string, () => Scenario>);

beforeAll(() => {
  const inspection = {};
  const row = {
    id: "old",
    fileName: "old.csv",
    datasetPath: "old",
    mappingPath: null,
    sha256: "",
    inspection,
  };
  server.context.store.datasets.insert("full", { ...row, sizeBytes: 2.5 * LARGEST, createdAt: Date.now() });
});

describe("an upload", () => {
  test("with the same Idempotency-Key is kept once, and another file under that key is refused", async () => {
    const before = await server.census();
    const asked = (content: string) =>
      send(server.url, {
        method: "POST",
        url: "/upload",
        headers: { "Idempotency-Key": "upload-1" },
        body: form(content, "orders.csv"),
      });
    const first = await (await asked(ORDERS)).json();
    const again = await asked(ORDERS);
    expect(await again.json()).toEqual(first);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await asked(`${ORDERS}77,A77,2011-01-05,1,1\n`)).status).toBe(422);
    const after = await server.census();
    expect([after.datasets - before.datasets, after.files - before.files]).toEqual([1, 1]);
  });

  test("that the sender breaks off leaves nothing", async () => {
    const before = await server.census();
    const { hostname, port } = new URL(server.url);
    const answered = new Promise<void>((resolve) => {
      const record = server.context.metrics.record.bind(server.context.metrics);
      server.context.metrics.record = (...args) => {
        record(...args);
        if (args[1] === "/upload") resolve();
      };
    });
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /upload HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Tenant-Id: shop\r\nContent-Length: 100000\r\n` +
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n" +
        `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${"x,y\n".repeat(5000)}`,
      () => socket.destroy(),
    );
    await answered;
    expect(await server.census()).toEqual(before);
  });
});

describe("a file that is added to a data set", () => {
  const LATER = `${HEADER}\n1,B1,2011-03-05 10:00,2,3.50\n2,B2,2011-03-06 10:00,2,3.50\n`;
  const sent = async (content: string, fields: Record<string, string> = {}, tenant = "grown") => {
    const response = await send(server.url, { ...upload(form(content, "orders.csv", fields)), tenant });
    return { status: response.status, body: await response.json() };
  };
  const grown = () => server.context.store.datasets.list("grown").map(({ files }) => files.length);

  test("is a file more of the set, by its id and by its path, and the set keeps both", async () => {
    const first = (await sent(ORDERS)).body;
    const byId = (await sent(LATER, { append_to: first.dataset_id })).body;
    const byPath = (await sent(`${LATER}3,B3,2011-03-07,1,1\n`, { append_to: first.dataset_path })).body;
    for (const added of [byId, byPath])
      expect(added).toMatchObject({
        dataset_id: first.dataset_id,
        dataset_path: first.dataset_path,
        is_new: true,
        file_name: "orders.csv",
      });
    expect(byId.file_id).not.toBe(first.file_id);
    expect(byPath.files.map((file: { file_name: string }) => file.file_name)).toEqual([
      "orders.csv",
      "orders.csv (2)",
      "orders.csv (3)",
    ]);
    expect(grown()).toEqual([3]);
  });

  test("adds nothing where the set has its very bytes, and is answered like the file that is there", async () => {
    const [set] = server.context.store.datasets.list("grown");
    const before = await server.census();
    const again = await sent(LATER, { append_to: set!.id });
    expect([again.status, again.body.is_new, again.body.file_id]).toEqual([200, false, set!.files[1]!.id]);
    expect(await server.census()).toEqual(before);
  });

  test("is read as was said of a file with the same columns", async () => {
    const first = (await sent(ORDERS, { mapping: '{"product_id":null}' }, "said")).body;
    const { datasets } = server.context.store;
    datasets.setReading("said", first.file_id, {
      mappingPath: first.mapping_path,
      dateOrder: "dmy",
    });
    const next = (await sent(LATER, { append_to: first.dataset_id }, "said")).body;
    expect(next.mapping_path).not.toBe(first.mapping_path);
    const [, file] = datasets.find("said", first.dataset_id)!.files;
    expect(file).toMatchObject({ mappingPath: next.mapping_path, dateOrder: "dmy" });
    const kept = await server.context.blobs.read(next.mapping_path);
    expect(JSON.parse(Buffer.from(kept!).toString())).toEqual({ product_id: null });
    const other = `Kunde,${HEADER}\nx,1,B1,2011-03-05,2,3.50\n`;
    expect((await sent(other, { append_to: first.dataset_id }, "said")).body.mapping_path).toBeNull();
  });

  test("is counted in the tenant's quota", async () => {
    const first = (await sent("x,y\n".repeat(100), {}, "quota")).body;
    const large = "x,y\n".repeat(120_000);
    const more = (i: number) => sent(`${large}${i}`, { append_to: first.dataset_id }, "quota");
    expect([(await more(1)).status, (await more(2)).status, (await more(3)).status]).toEqual([200, 200, 200]);
    expect((await more(4)).status).toBe(413);
  });

  test("goes to no set of another tenant, in the words for one that is nowhere", async () => {
    const [set] = server.context.store.datasets.list("grown");
    const before = await server.census();
    const answers = await Promise.all(
      [set!.id, set!.datasetPath, Bun.randomUUIDv7()].map((append_to) =>
        sent(LATER, { append_to }, "stranger"),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expect(await server.census()).toEqual(before);
  });
});

describe("what an upload is found to hold", () => {
  test("is what a training would read, with the sentence that would refuse it first", async () => {
    const answer = async (content: string) =>
      (await send(server.url, { ...upload(form(content, "orders.csv")), tenant: "found" })).json();
    expect(await answer(ORDERS)).toMatchObject({
      warnings: [],
      account: {
        rows_read: 30,
        rows_kept: 30,
        customers: 30,
        orders: 30,
        revenue: 210,
        first_order: "2011-01-05T10:00:00.000Z",
      },
    });
    const refused = await answer("a,b\n1,2\n");
    expect(refused).toMatchObject({ account: null, warnings: [{ code: "refused" }] });
    expect(refused.warnings[0].message).toStartWith("orders.csv: No column was found for customer_id");
  });
});

test("an upload tells its amounts in the currency that the tenant counts in", async () => {
  const mixed = [
    `${HEADER},Currency`,
    ...Array.from(
      { length: 30 },
      (_, i) => `${i % 9},A${i},2011-01-05 10:0${i % 10},1,10,${i < 20 ? "GBP" : "EUR"}`,
    ),
    "",
  ].join("\n");
  server.context.store.tenants.saveSettings("trader", { currency: "EUR", rates: "2011-01-01,GBP,2" }, 1);
  const answer = await send(server.url, {
    ...upload(form(mixed, "orders.csv")),
    tenant: "trader",
  });
  const { account, warnings } = (await answer.json()) as {
    account: { currency: string; revenue: number };
    warnings: { code: string }[];
  };
  expect(account).toMatchObject({ currency: "EUR", revenue: 500 });
  expect(warnings.map(({ code }) => code)).toEqual(["converted_currencies"]);
});
