import { afterAll, beforeAll, expect, test } from "bun:test";
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
    after: (answer) =>
      expect(JSON.parse(answer)).toEqual({ url: `${server.url}/predictions/${has.batch}/csv` }),
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
