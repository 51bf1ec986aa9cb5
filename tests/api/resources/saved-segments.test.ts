import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { NOWHERE, runScenarios, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
  server.context.store.savedSegments.insert("other", {
    id: "of-another",
    name: "Theirs",
    rule: "orders >= 1",
    createdAt: 1,
  });
});
afterAll(() => server.close());

const get = async (url: string) => (await send(server.url, { method: "GET", url })).text();
const json = async (url: string) => JSON.parse(await get(url));
const linesOf = (csv: string) => csv.trimEnd().split("\n").slice(1);
const rule = (text: string) => encodeURIComponent(text);

runScenarios("a rule that is tried", () => server, {
  "comes back in one form, as text and as data, with who fits it": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: "orders>=2 and  spend > 1" },
    status: 200,
    has: ['"rule":"orders >= 2 and spend > 1"', '"kind":"all"', `"model_id":"${has.model}"`],
    after: async (answer) => {
      const { customers, revenue, unknown, expected_gain } = JSON.parse(answer);
      const table = await json(`/models/${has.model}/customers?limit=1000`);
      const fits = table.rows.filter(
        (row: Record<string, number>) => row.frequency! >= 2 && row.monetary! > 1,
      );
      expect(customers).toBe(fits.length);
      expect(fits.length).toBeGreaterThan(0);
      const spend = fits.reduce((sum: number, row: Record<string, number>) => sum + row.monetary!, 0);
      expect(revenue).toBeCloseTo(spend, 6);
      expect(unknown).toBe(0);
      expect(expected_gain).toBeGreaterThanOrEqual(0);
    },
  }),
  "may be data": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: { kind: "compare", field: "orders", operator: ">=", value: 2 } },
    status: 200,
    has: ['"rule":"orders >= 2"'],
  }),
  "is counted in a model that is named": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: "orders >= 2", model_id: has.model },
    status: 200,
  }),
  "is answered with a doubt where it names what the model does not know": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: 'not bought "P-none"' },
    status: 200,
    has: ['The model knows no product \\"P-none\\".'],
  }),
  "says where it is wrong": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: "orders >= 2 and spnd > 1" },
    status: 422,
    has: ['"field":"rule"', '"position":16', '"suggestion":"spend"', "Did you mean spend?"],
  }),
  "as data says what is wrong": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: { kind: "compare", field: "orders", operator: "is" } },
    status: 422,
    has: ["expected a number for orders, found none"],
  }),
  "is neither a number nor missing": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: 3 },
    status: 422,
    has: ["expected a rule, as text or as data"],
  }),
  "that the model cannot answer is told so": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: 'attribute "consent" is yes' },
    status: 422,
    has: ["it was trained without a file of attributes"],
  }),
  "of an unknown model is 404": () => ({
    method: "POST",
    url: "/rules/check",
    body: { rule: "overdue", model_id: NOWHERE },
    status: 404,
  }),
});

runScenarios("a saved segment", () => server, {
  "is kept in one form": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: " Big ", rule: "spend>100" },
    status: 200,
    has: ['"name":"Big"', '"rule":"spend > 100"'],
    after: () =>
      expect(server.context.store.savedSegments.list("shop").map(({ name }) => name)).toEqual([
        "Big",
        "Two orders",
      ]),
  }),
  "has a name of its own, whatever the case": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: "big", rule: "spend > 100" },
    status: 409,
    has: ['already a saved segment called \\"big\\"'],
  }),
  "is not saved with a rule that cannot be understood": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: "Wrong", rule: "spend >" },
    status: 422,
    has: ["expected a value, found its end"],
  }),
  "is not saved with somebody's address": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: "Ann", rule: 'attribute "mail" is "ann@example.org"' },
    status: 422,
    has: ["no e-mail address"],
  }),
  "is not saved without a name": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: "  ", rule: "overdue" },
    status: 422,
    has: ["a name of 1 to 100 characters"],
  }),
  "is listed with who fits it": () => ({
    method: "GET",
    url: "/saved-segments",
    status: 200,
    hasNot: ["Theirs"],
    after: async (answer) => {
      const [big, two] = JSON.parse(answer);
      expect([big.name, two.name]).toEqual(["Big", "Two orders"]);
      const { total } = await json(`/models/${has.model}/customers?rule=${rule(two.rule)}&limit=1`);
      expect(two.figures.customers).toBe(total);
      expect(total).toBeGreaterThan(0);
      expect(two.problem).toBeNull();
    },
  }),
  "chooses customers wherever they are chosen": () => ({
    method: "GET",
    url: `/models/${has.model}/customers?saved=${has.savedSegment}&rule=${rule("spend > 20")}&limit=1000`,
    status: 200,
    after: async (answer) => {
      const ids = JSON.parse(answer).rows.map((row: Record<string, number>) => row.CustomerID);
      const all = await json(`/models/${has.model}/customers?limit=1000`);
      const fits = all.rows.filter(
        (row: Record<string, number>) => row.frequency! >= 2 && row.monetary! > 20,
      );
      expect(ids).toEqual(fits.map((row: Record<string, number>) => row.CustomerID));
      const csv = await get(`/audience.csv?saved=${has.savedSegment}&rule=${rule("spend > 20")}`);
      expect(linesOf(csv).map((line) => Number(line.split(",")[0]))).toEqual(ids);
    },
  }),
  "of another tenant chooses nobody, like one that is nowhere": () => ({
    method: "GET",
    url: "/audience.csv?saved=of-another",
    status: 404,
    has: ["There is no such saved segment."],
  }),
  "that is unknown is not shown": () => ({ method: "GET", url: `/saved-segments/${NOWHERE}`, status: 404 }),
  "says why the model cannot tell who fits it": () => ({
    method: "POST",
    url: "/saved-segments",
    body: { name: "Consent", rule: 'attribute "consent" is yes' },
    status: 200,
    after: async (answer) => {
      const { saved_segment_id } = JSON.parse(answer);
      const shown = await json(`/saved-segments/${saved_segment_id}`);
      expect(shown).toMatchObject({ figures: null, model_id: has.model });
      expect(shown.problem).toContain("without a file of attributes");
    },
  }),
  "gets another name or rule": () => ({
    method: "PATCH",
    url: `/saved-segments/${has.savedSegment}`,
    body: { rule: "orders >= 3" },
    status: 200,
    has: ['"name":"Two orders"', '"rule":"orders >= 3"'],
  }),
  "does not get the name of another": () => ({
    method: "PATCH",
    url: `/saved-segments/${has.savedSegment}`,
    body: { name: "BIG" },
    status: 409,
  }),
  "keeps its own name in another case": () => ({
    method: "PATCH",
    url: `/saved-segments/${has.savedSegment}`,
    body: { name: "TWO orders" },
    status: 200,
    has: ['"name":"TWO orders"'],
  }),
  "has no changes before there is a second model": () => ({
    method: "GET",
    url: `/saved-segments/${has.savedSegment}/changes`,
    status: 409,
    has: ["There is no earlier model to compare with."],
  }),
  "does not change between a model and itself": () => ({
    method: "GET",
    url: `/saved-segments/${has.savedSegment}/changes?earlier_model_id=${has.model}`,
    status: 200,
    has: ['"entries":0', '"exits":0', '"gone":0'],
  }),
  "is deleted": () => ({
    method: "DELETE",
    url: `/saved-segments/${has.savedSegment}`,
    status: 200,
    has: ['"status":"deleted"'],
    after: () => expect(server.context.store.savedSegments.find("shop", has.savedSegment)).toBeNull(),
  }),
  "is deleted once": () => ({ method: "DELETE", url: `/saved-segments/${has.savedSegment}`, status: 404 }),
});

describe("a tenant without a model", () => {
  test("has its saved segments all the same", async () => {
    const answer = await send(server.url, { method: "GET", url: "/saved-segments", tenant: "other" });
    expect(await answer.json()).toMatchObject([{ name: "Theirs", model_id: null, figures: null }]);
  });

  test("saves no more than a hundred", async () => {
    for (let i = 0; i < 100; i++) {
      const row = { id: `s${i}`, name: `Segment ${i}`, rule: "overdue", createdAt: 1 };
      server.context.store.savedSegments.insert("many", row);
    }
    const answer = await send(server.url, {
      method: "POST",
      url: "/saved-segments",
      tenant: "many",
      body: { name: "One more", rule: "overdue" },
    });
    expect(answer.status).toBe(409);
  });
});
