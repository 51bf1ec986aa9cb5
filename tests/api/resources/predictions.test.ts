import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { linkKeyFile, signedPath, tenantOfLink } from "../../../src/auth/download-links";
import { predictionRow } from "../../store/rows";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

runScenarios("recorded predictions", () => server, {
  "are listed newest first, with all fields of the contract": () => ({
    method: "GET",
    url: "/predictions",
    status: 200,
    after: (answer) => {
      const rows = JSON.parse(answer);
      expect(rows.map((row: { prediction_id: string }) => row.prediction_id)).toEqual([
        has.batch,
        has.prediction,
      ]);
      expect(rows[1]).toEqual({
        prediction_id: has.prediction,
        model_id: has.model,
        payload: { customer_id: has.customer },
        result: { customer_id: has.customer, segment: 0 },
        batch_file_url: null,
        created_at: expect.stringMatching(/Z$/),
      });
    },
  }),
  "come in pages by the cursor, and the header has the next page": () => ({
    method: "GET",
    url: "/predictions?limit=1",
    status: 200,
    has: [has.batch],
    hasNot: [has.prediction],
    answerHeaders: { Link: `</predictions?limit=1&cursor=${has.batch}>; rel="next"` },
  }),
  "go on behind the cursor": () => ({
    method: "GET",
    url: `/predictions?limit=2&cursor=${has.batch}`,
    status: 200,
    has: [has.prediction],
    hasNot: [has.batch],
    answerHeaders: { Link: /^$/ },
  }),
  "are at most 1000 a page": () => ({
    method: "GET",
    url: "/predictions?limit=1001",
    status: 422,
    has: ['"field":"limit"'],
  }),
  "of another tenant are not listed": () => ({
    method: "GET",
    url: "/predictions",
    tenant: "other",
    status: 200,
    has: [/^\[\]$/],
  }),
  "can be read one by one": () => ({
    method: "GET",
    url: `/predictions/${has.prediction}`,
    status: 200,
    has: [`"prediction_id":"${has.prediction}"`],
    hasNot: ['"label"'],
  }),
  "that are not there are 404": () => ({
    method: "GET",
    url: `/predictions/${NOWHERE}`,
    status: 404,
    has: ['"detail":"Prediction not found"'],
  }),
  "of another tenant are 404 in the same words": () => ({
    method: "GET",
    url: `/predictions/${has.prediction}`,
    tenant: "other",
    status: 404,
    has: ['"detail":"Prediction not found"'],
  }),
  "can be labelled": () => ({
    method: "PATCH",
    url: `/predictions/${has.prediction}`,
    body: { label: "=called" },
    status: 200,
    has: [/^\{"status":"ok"\}$/],
    after: () => expect(server.context.store.predictions.find("shop", has.prediction)!.label).toBe("=called"),
  }),
  "cannot be labelled with a number": () => ({
    method: "PATCH",
    url: `/predictions/${has.prediction}`,
    body: { label: 3 },
    status: 422,
    has: ['"field":"label"'],
  }),
  "of another tenant cannot be labelled": () => ({
    method: "PATCH",
    url: `/predictions/${has.prediction}`,
    tenant: "other",
    body: { label: "mine" },
    status: 404,
    after: () => expect(server.context.store.predictions.find("shop", has.prediction)!.label).toBe("=called"),
  }),
  "of a batch say where the file is": () => ({
    method: "GET",
    url: `/predictions/${has.batch}/download`,
    status: 200,
    after: async (answer) => {
      const { url } = JSON.parse(answer);
      expect(url).toStartWith(`${server.url}/predictions/${has.batch}/csv?tenant=shop&expires=`);
      const opened = await fetch(url);
      expect(opened.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(opened.headers.get("content-disposition")).toBe('attachment; filename="predictions.csv"');
      expect(await opened.text()).toStartWith("CustomerID,segment\n");
    },
  }),
  "of one customer have no file to download": () => ({
    method: "GET",
    url: `/predictions/${has.prediction}/download`,
    status: 404,
    has: ['"detail":"No file available"'],
  }),
  "of a batch can be fetched as CSV": () => ({
    method: "GET",
    url: `/predictions/${has.batch}/csv`,
    status: 200,
    has: [/^CustomerID,segment\n10000,0\n10001,0\n$/],
    answerHeaders: { "content-type": "text/csv", "content-disposition": /^attachment; filename=/ },
  }),
  "of a batch can be fetched as CSV for Excel": () => ({
    method: "GET",
    url: `/predictions/${has.batch}/csv?bom=1`,
    status: 200,
    after: async () => {
      const url = `/predictions/${has.batch}/csv?bom=1`;
      const response = await send(server.url, { method: "GET", url });
      const bytes = await response.bytes();
      const plain = await send(server.url, { method: "GET", url: `/predictions/${has.batch}/csv` });
      expect(Buffer.from(bytes).toString("latin1")).toBe(
        `\xef\xbb\xbf${Buffer.from(await plain.bytes()).toString("latin1")}`,
      );
    },
  }),
  "of one customer have no CSV": () => ({
    method: "GET",
    url: `/predictions/${has.prediction}/csv`,
    status: 404,
    has: ['"detail":"No file available"'],
  }),
  "of another tenant cannot be deleted": () => ({
    method: "DELETE",
    url: `/predictions/${has.batch}`,
    tenant: "other",
    status: 404,
  }),
  "are deleted with their file": () => ({
    method: "DELETE",
    url: `/predictions/${has.batch}`,
    status: 200,
    has: [`{"status":"deleted","prediction_id":"${has.batch}"}`],
    changes: { predictions: -1, files: -1 },
  }),
} satisfies Record<string, () => Scenario>);

test("a prediction is listed as soon as it is answered", async () => {
  const body = { features: { recency_days: 5, frequency: 2, monetary: 77 } };
  await send(server.url, { method: "POST", url: "/predict", body });
  const listed = await send(server.url, { method: "GET", url: "/predictions?limit=1" });
  expect(await listed.json()).toMatchObject([{ payload: body }]);
});

describe("a link to a batch's file", () => {
  let keyed: ShopServer;
  let batch: string;
  let other: string;
  let url: URL;
  beforeAll(async () => {
    keyed = await startShopServer({ AUTH: "keys", PUBLIC_URL: "https://perennial.example.com" });
    batch = (await keyed.furnish("shop")).batch;
    other = (await keyed.furnish("other")).batch;
    const headers = { "X-Tenant-Id": "shop", "X-Api-Key": keyed.key("shop", "business") };
    const answer = await fetch(`${keyed.url}/predictions/${batch}/download`, { headers });
    url = new URL(((await answer.json()) as { url: string }).url);
  });
  afterAll(() => keyed.close());

  /** What the link is answered, reached at the test's own port. */
  const opened = (link: URL) => fetch(`${keyed.url}${link.pathname}${link.search}`);
  const changed = (change: (link: URL) => void) => {
    const link = new URL(url);
    change(link);
    return opened(link);
  };

  test("opens without a key and without a tenant, where people reach the server", async () => {
    expect(url.origin).toBe("https://perennial.example.com");
    const answer = await opened(url);
    expect([answer.status, (await answer.text()).split("\n")[0]]).toEqual([200, "CustomerID,segment"]);
  });

  // An event of Inngest may name a job, and so what comes of it, as it likes.
  for (const id of ["a/b", "a?b", "a#b", "100%", "a b", "../a", "ä:1"])
    test(`opens the one of ${JSON.stringify(id)}`, async () => {
      const { store } = keyed.context;
      const { batchFileUrl } = store.predictions.find("shop", batch)!;
      store.predictions.insert("shop", predictionRow(id, { batchFileUrl }));
      const headers = { "X-Tenant-Id": "shop", "X-Api-Key": keyed.key("shop", "business") };
      const path = `/predictions/${encodeURIComponent(id)}/download`;
      const answer = await fetch(keyed.url + path, { headers });
      const link = new URL(((await answer.json()) as { url: string }).url);
      expect((await opened(link)).status).toBe(200);
      store.predictions.delete("shop", id);
    });

  test("is good for an hour from now", () => {
    const seconds = Number(url.searchParams.get("expires")) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(3540);
    expect(seconds).toBeLessThanOrEqual(3600);
  });

  test("holds no longer than it says", async () => {
    const { store } = keyed.context;
    const grant = { path: url.pathname, tenant: "shop", expiresAt: Date.now() - 1000 };
    const late = new URL(signedPath(linkKeyFile(store), grant), url);
    const answer = await opened(late);
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as { detail: string }).detail).toContain("the link has expired");
  });

  test("holds for nothing else than it was made for", async () => {
    const tries = [
      changed(({ searchParams }) => searchParams.set("expires", "9999999999")),
      changed(({ searchParams }) => searchParams.set("tenant", "other")),
      changed((link) => {
        link.pathname = `/predictions/${other}/csv`;
      }),
      changed(({ searchParams }) => searchParams.set("signature", "AAAA")),
      changed(({ searchParams }) => searchParams.append("tenant", "other")),
      changed(({ searchParams }) => searchParams.delete("expires")),
    ];
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(403);
    const unsigned = await changed(({ searchParams }) => searchParams.delete("signature"));
    expect(unsigned.status).toBe(401);
    const elsewhere = await changed((link) => {
      link.pathname = `/predictions/${batch}`;
    });
    expect(elsewhere.status).toBe(401);
  });

  test("is signed by a key on the disk, which others cannot read and the next start finds again", async () => {
    const keyFile = linkKeyFile(keyed.context.store);
    expect(tenantOfLink(keyFile, url.href, url.pathname, Date.now())).toBe("shop");
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });
});
