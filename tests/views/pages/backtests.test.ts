import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { BacktestOutcome } from "../../../src/jobs/backtest-task";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { furnishBacktest } from "../backtest";
import { type PageClient, signedIn } from "./page-client";

let server: ShopServer;
let has: Belongings;
let analyst: PageClient;
let business: PageClient;
let stranger: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  has = await server.furnish("shop");
  analyst = await signedIn(server, server.key("shop", "analyst"));
  business = await signedIn(server, server.key("shop", "business"));
  stranger = await signedIn(server, server.key("stranger", "admin"));
});
afterAll(() => server.close());

describe("the list of backtests", () => {
  test("has a form for an analyst and none for who may only read", async () => {
    expect((await analyst.get("/app/backtests")).html).toContain("Start the backtest");
    const { status, html } = await business.get("/app/backtests");
    expect([status, html.includes("Start the backtest")]).toEqual([200, false]);
    expect((await business.post("/app/backtests", { dataset: has.dataset, tests: "1" })).status).toBe(403);
  });

  test("says what to do where there is no data set", async () => {
    expect((await stranger.get("/app/backtests")).html).toContain("No data set to test on yet");
  });

  test("refuses what cannot be asked for, next to the field", async () => {
    const { status, html } = await analyst.post("/app/backtests", { dataset: has.dataset, tests: "99" });
    expect([status, html.includes("A whole number from 1 to 24.")]).toEqual([422, true]);
    const foreign = await stranger.post("/app/backtests", { dataset: has.dataset, tests: "1" });
    expect(foreign.status).toBe(422);
  });
});

test("a backtest is asked for, made, told of, and shown in words", async () => {
  const asked = await analyst.post("/app/backtests", { dataset: has.dataset, tests: "2", quick: "1" });
  expect(asked.status).toBe(303);
  const id = asked.location.split("/").at(-1)!;
  // Until it is done its page leads to where it can be followed.
  expect([`/app/queue/${id}`, ""]).toContain((await analyst.get(`/app/backtests/${id}`)).location);
  const job = await server.context.queue.waitForEnd("shop", id);
  expect(job).toMatchObject({ status: "completed", error: null, kind: "backtest" });
  const { churn, lifetime_value } = job!.result as BacktestOutcome;
  expect(churn.tests.length).toBeGreaterThan(0);
  for (const { contenders } of [...churn.tests, ...lifetime_value.tests])
    expect(Object.keys(contenders)).toContain("shipped");
  // Customers of the file are numbers from 10,000 on.
  expect(JSON.stringify(job!.result)).not.toMatch(/\b10[01]\d\d\b/);
  const { html } = await business.get(`/app/backtests/${id}`);
  expect(html).toContain("Can it be trusted to tell who leaves?");
  expect(html).toContain("Who leaves, date by date");
  expect((await business.get(`/app/queue/${id}`)).html).toContain(`/app/backtests/${id}`);
}, 120_000);

describe("the page of a backtest", () => {
  test("tells each date beside the simple rules", async () => {
    const id = furnishBacktest(server.context, "shop", has.datasetPath);
    const { html } = await business.get(`/app/backtests/${id}`);
    for (const words of ["Jul 12, 2011", "Aug 11, 2011", "Sep 10, 2011", "Days since the last order alone"])
      expect(html).toContain(words);
    expect(html).toContain("Yes: it can be trusted to choose whom to contact");
  });

  test("is not there for a stranger, for another job, and for an id that nobody has", async () => {
    const id = furnishBacktest(server.context, "shop", has.datasetPath);
    const texts = await Promise.all(
      [
        stranger.get(`/app/backtests/${id}`),
        analyst.get(`/app/backtests/${has.job}`),
        analyst.get(`/app/backtests/${Bun.randomUUIDv7()}`),
      ].map(async (answer) => (await answer).status),
    );
    expect(texts).toEqual([404, 404, 404]);
  });
});
