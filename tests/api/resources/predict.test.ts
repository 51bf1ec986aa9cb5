import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ModelCache } from "../../../src/answers/model-cache";
import { OpenModel } from "../../../src/answers/open-model";
import { foldersAt } from "../folders";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer, trainedShop } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

const FEATURES = { recency_days: 3, frequency: 9, monetary: 900 };
const ask = (body: unknown): Omit<Scenario, "status"> => ({ method: "POST", url: "/predict", body });
const newest = () => server.context.store.predictions.list("shop", 1, null)[0]!;

runScenarios("POST /predict", () => server, {
  "answers about a customer that the model knows, and records it": () => ({
    ...ask({ customer_id: has.customer }),
    status: 200,
    changes: { predictions: 1 },
    after: (answer) => {
      const told = JSON.parse(answer);
      expect(Object.keys(told)).toEqual([
        "customer_id",
        "segment",
        "segment_name",
        "churn_probability",
        "ltv_estimate",
        "recommended_action",
        "reasons",
        "expected_gain",
        "churn_horizon_days",
        "ltv_horizon_days",
        "model_id",
      ]);
      expect(told.customer_id).toBe(has.customer);
      expect(newest()).toMatchObject({
        modelId: has.model,
        payload: { customer_id: has.customer },
        result: told,
        label: null,
      });
    },
  }),
  "answers within other days where it is asked to": () => ({
    ...ask({ customer_id: has.customer, churn_horizon_days: 14, horizon_days: 365 }),
    status: 200,
    changes: { predictions: 1 },
    after: (answer) => {
      const told = JSON.parse(answer);
      expect([told.churn_horizon_days, told.ltv_horizon_days]).toEqual([14, 365]);
    },
  }),
  "refuses days beyond the curves": () => ({
    ...ask({ customer_id: has.customer, churn_horizon_days: 366 }),
    status: 422,
  }),
  "takes the customer's id as text too": () => ({
    ...ask({ customer_id: String(has.customer), model_id: has.model }),
    status: 200,
    has: [`"customer_id":${has.customer},`],
    changes: { predictions: 1 },
  }),
  "answers about anybody who is described by features": () => ({
    ...ask({ features: FEATURES }),
    status: 200,
    has: ['"customer_id":null', `"model_id":"${has.model}"`],
    changes: { predictions: 1 },
  }),
  "answers by the features about a customer that it does not know, under the id that was sent": () => ({
    ...ask({ customer_id: "new-1", features: FEATURES }),
    status: 200,
    has: ['"customer_id":"new-1"'],
    changes: { predictions: 1 },
  }),
  "says 404 about a customer that it does not know, and what to do": () => ({
    ...ask({ customer_id: 99_999_999 }),
    status: 404,
    has: ["Customer not found", "send features"],
  }),
  "says 404 about a model that is not there": () => ({
    ...ask({ customer_id: has.customer, model_id: NOWHERE }),
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "says 404 about another tenant's model": () => ({
    ...ask({ customer_id: has.customer, model_id: has.model }),
    tenant: "other",
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "says 409 where no model is named and there is no default": () => ({
    ...ask({ customer_id: has.customer }),
    tenant: "newcomer",
    status: 409,
    has: ["no default model"],
  }),
  "asks for a customer or features": () => ({
    ...ask({}),
    status: 422,
    has: ['"errors":[{"field":"customer_id"'],
  }),
  "lists every bad feature": () => ({
    ...ask({ features: { recency_days: -1, frequency: "many", monetary: 5, wealth: 3 } }),
    status: 422,
    has: ['"field":"features.recency_days"', '"field":"features.frequency"', '"field":"features.wealth"'],
  }),
  "says which features are missing": () => ({
    ...ask({ features: { recency_days: 1 } }),
    status: 422,
    has: ['"field":"features.frequency","message":"is required"', '"field":"features.monetary"'],
  }),
  "takes null for a customer, features or model that is left out": () => ({
    ...ask({ customer_id: has.customer, features: null, model_id: null, horizon_days: null }),
    status: 200,
    has: [`"customer_id":${has.customer}`],
    changes: { predictions: 1 },
  }),
  "asks for a customer or features where both are null": () => ({
    ...ask({ customer_id: null, features: null }),
    status: 422,
    has: ['"field":"customer_id"'],
  }),
  "takes no customer id that is neither number nor text": () => ({
    ...ask({ customer_id: true }),
    status: 422,
    has: ['"field":"customer_id"'],
  }),
});

describe("the answers of the server", () => {
  test("are those of the model folder, for every customer and for features, asked one by one or at once", async () => {
    const { folder } = await trainedShop();
    const model = await OpenModel.open(folder);
    const cache = new ModelCache(foldersAt(() => folder));
    await cache.use({ artifactPrefix: "shop", revision: 0 }, async (open) => {
      for (const id of model.customers.texts("CustomerID")) expect(open.known(id)).toEqual(model.known(id));
      const given = Array.from({ length: 40 }, (_, i) => ({
        recency_days: i * 7,
        frequency: 1 + (i % 5),
        monetary: 20 * i,
        ...(i % 2 === 0 && { unique_products: i }),
      }));
      const atOnce = await Promise.all(given.map((one) => open.described(one)));
      for (const [i, one] of given.entries()) {
        const alone = await open.described(one);
        expect(atOnce[i]!).toEqual(alone);
        expect(rounded(alone)).toEqual(rounded(await model.described(one)));
      }
    });
    expect(
      await cache.use({ artifactPrefix: "shop", revision: 0 }, (open) => open.known("nobody")),
    ).toBeNull();
    await cache.close();
    await model.close();
  });

  test("a thousand questions at once are each recorded once", async () => {
    const before = await server.census();
    const bodies = Array.from({ length: 1000 }, (_, i) => ({
      features: { ...FEATURES, monetary: i },
    }));
    const answers = await Promise.all(
      bodies.map((body) => send(server.url, { method: "POST", url: "/predict", body })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const listed = await send(server.url, { method: "GET", url: "/predictions?limit=1000" });
    const rows = (await listed.json()) as { payload: { features: { monetary: number } } }[];
    const asked = rows.map(({ payload }) => payload.features.monetary);
    expect(asked.toSorted((a, b) => a - b)).toEqual(bodies.map(({ features }) => features.monetary));
    expect((await server.census()).predictions - before.predictions).toBe(1000);
  });
});

/** Contributions are told to a millionth; sums over other rows of a run differ in the last bits. */
function rounded(prediction: unknown): unknown {
  return JSON.parse(
    JSON.stringify(prediction, (key, value) =>
      key === "contribution" ? Math.round(value * 1e6) / 1e6 : value,
    ),
  );
}
