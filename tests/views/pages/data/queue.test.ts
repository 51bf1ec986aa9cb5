import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, signedIn } from "../page-client";

const CANARY = `"'><img src=x onerror=1>`;
let server: ShopServer;
let analyst: PageClient;
let business: PageClient;
let admin: PageClient;
let stranger: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  await server.context.queue.stop({ graceMs: 0 });
  analyst = await signedIn(server, server.key("shop", "analyst"));
  business = await signedIn(server, server.key("shop", "business"));
  admin = await signedIn(server, server.key("shop", "admin"));
  stranger = await signedIn(server, server.key("stranger", "admin"));
});
afterAll(() => server.close());

const jobs = () => server.context.store.jobs;
const runs = () => server.context.store.runs;
const asked = (name: string) =>
  server.context.queue.enqueue("shop", "training", { dataset_path: "gone", name })!.id;

/** Everything of a stream until it ends. */
async function streamed(client: PageClient, path: string): Promise<string> {
  const { status, html, headers } = await client.get(path);
  expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  return html;
}

describe("the queue", () => {
  test("shows jobs by state and kind, and nothing in them runs", async () => {
    const failed = asked(`failed ${CANARY}`);
    runs().fail(runs().claim(Date.now() + 60_000, Date.now())!, `No ${CANARY}`, Date.now());
    const waiting = asked("waiting");
    const { html } = await analyst.get("/app/queue");
    for (const id of [failed, waiting]) expect(html).toContain(`/app/queue/${id}`);
    expect(html).not.toContain("<img src=x");
    expect(html).toContain('hx-sse:connect="/app/queue/events"');
    const only = await analyst.get("/app/queue?status=failed&kind=training", {
      "HX-Request": "true",
      "HX-Request-Type": "partial",
    });
    expect([only.html.includes(failed), only.html.includes(waiting), only.html.includes("<html")]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await analyst.get("/app/queue?kind=email")).html).toContain("No jobs match.");
    expect((await analyst.get("/app/queue?status=nonsense")).status).toBe(422);
    expect((await stranger.get("/app/queue")).html).toContain("No jobs yet");
    jobs().requestCancel("shop", waiting, Date.now());
  });

  test("is sent as it changes, until nothing waits or works", async () => {
    const id = asked("live");
    const stream = streamed(analyst, "/app/queue/events?status=cancelled");
    await Bun.sleep(0);
    jobs().requestCancel("shop", id, Date.now());
    const text = await stream;
    expect(text).toContain("data: ");
    expect(text).toEndWith("event: over\ndata: \n\n");
    expect(text).toContain(id);
  });

  test("lets an analyst cancel and try again, and nobody else", async () => {
    const id = asked("twice");
    expect((await business.get(`/app/queue/${id}`)).html).not.toContain("/cancel");
    expect((await business.post(`/app/queue/${id}/cancel`, {})).status).toBe(403);
    expect((await stranger.post(`/app/queue/${id}/cancel`, {})).status).toBe(404);
    expect(jobs().find("shop", id)!.status).toBe("queued");
    expect((await analyst.post(`/app/queue/${id}/retry`, {})).status).toBe(409);
    expect((await analyst.post(`/app/queue/${id}/cancel`, {})).location).toBe(`/app/queue/${id}`);
    expect(jobs().find("shop", id)!.status).toBe("cancelled");
    expect((await analyst.post(`/app/queue/${id}/cancel`, {})).status).toBe(409);
    expect((await stranger.post(`/app/queue/${id}/retry`, {})).status).toBe(404);
    const again = (await analyst.post(`/app/queue/${id}/retry`, {})).location.split("/").at(-1)!;
    expect(again).not.toBe(id);
    expect(jobs().find("shop", again)!.payload).toEqual({ dataset_path: "gone", name: "twice" });
    jobs().requestCancel("shop", again, Date.now());
  });
});

describe("a job", () => {
  test("tells how far it is, and goes on by itself", async () => {
    const id = asked("progress");
    const run = runs().claim(Date.now() + 60_000, Date.now())!;
    runs().progress(run, { stage: "segmentation", fraction: 0.5, message: "Finding segments" }, Date.now());
    const { html } = await business.get(`/app/queue/${id}`);
    expect(html).toContain(`hx-sse:connect="/app/queue/${id}/events"`);
    expect(html).toContain("Finding segments, 50% of the whole");
    expect(html).toContain('aria-current="step"');
    const stream = streamed(business, `/app/queue/${id}/events`);
    await Bun.sleep(0);
    runs().fail(run, "The file was deleted.", Date.now());
    const text = await stream;
    expect(text).toContain("The file was deleted.");
    expect(text).toEndWith("event: over\ndata: \n\n");
    expect((await stranger.get(`/app/queue/${id}`)).status).toBe(404);
    expect((await stranger.get(`/app/queue/${id}/events`)).status).toBe(404);
  });

  test("that erases shows its proof and never the customer, and is the admin's to cancel", async () => {
    const { store } = server.context;
    const { id } = store.erasures.ask(
      "shop",
      { scope: "customer", customer_id: "customer-17850" },
      Date.now(),
    );
    expect((await analyst.post(`/app/queue/${id}/cancel`, {})).status).toBe(409);
    const run = runs().claim(Date.now() + 60_000, Date.now())!;
    expect((await admin.post(`/app/queue/${id}/cancel`, {})).status).toBe(409);
    const waiting = await analyst.get(`/app/queue/${id}`);
    expect(waiting.html).toContain("Not complete yet");
    runs().complete(
      run,
      {
        status: "erased",
        datasets: [{}],
        predictions_deleted: 3,
        warnings: ["One was deleted."],
        customer: { salt: "s", hash: "h4sh" },
      },
      Date.now(),
    );
    const { html } = await analyst.get(`/app/queue/${id}`);
    for (const part of ["Erased", "Predictions deleted", "h4sh", "One was deleted."])
      expect(html).toContain(part);
    expect(waiting.html + html).not.toContain("customer-17850");
  });
});
