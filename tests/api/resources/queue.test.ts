import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventStream } from "../../../src/api/event-stream";
import { contradicts } from "../../../src/api/resources/queue";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

const row = (id: string) => server.context.store.jobs.find("shop", id)!;

runScenarios("the queue", () => server, {
  "takes a row that the client keeps itself": () => ({
    method: "POST",
    url: "/queue",
    body: { queue_id: "mine-1", kind: "training", payload: { note: "weekly" } },
    status: 200,
    has: [/^\{"queue_id":"mine-1","status":"queued"\}$/],
    changes: { jobs: 1 },
    after: () => expect(row("mine-1")).toMatchObject({ runnable: false, payload: { note: "weekly" } }),
  }),
  "makes an id where none is given, and takes another status": () => ({
    method: "POST",
    url: "/queue",
    body: { kind: "email", status: "processing" },
    status: 200,
    has: [/^\{"queue_id":"[0-9a-f-]{36}","status":"processing"\}$/],
    changes: { jobs: 1 },
  }),
  ...Object.fromEntries(
    ["..", ".hidden", "a/b", "a\\b", "a\u0000", "a\nb", "\ud800", "ä", "", "a b", "a".repeat(129)].map(
      (id) => [
        `takes no id such as ${JSON.stringify(id.slice(0, 10))} of ${id.length}`,
        (): Scenario => ({
          method: "POST",
          url: "/queue",
          body: { queue_id: id, kind: "training" },
          status: 422,
          has: ['"field":"queue_id"', "letters, digits"],
        }),
      ],
    ),
  ),
  ...Object.fromEntries(
    ["..", "a%2Fb", "a%00", "a%0Ab", "%ED%A0%80", "%FF", "a".repeat(129)].map((id) => [
      `knows no row ${id.slice(0, 10)} of ${id.length}`,
      (): Scenario => ({
        method: "PATCH",
        url: `/queue/${id}`,
        body: { status: "completed" },
        status: /^(%ED|%FF|a{129})/.test(id) ? 422 : 404,
      }),
    ]),
  ),
  "takes no payload above 64 KiB": () => ({
    method: "POST",
    url: "/queue",
    body: { kind: "training", payload: { note: "x".repeat(65_536) } },
    status: 413,
    has: ["65536 bytes", "65547"],
  }),
  "takes no result above 64 KiB": () => ({
    method: "PATCH",
    url: "/queue/mine-1",
    body: { result: "x".repeat(65_536) },
    status: 413,
    has: ["65536 bytes"],
  }),
  "takes no row twice": () => ({
    method: "POST",
    url: "/queue",
    body: { queue_id: "mine-1", kind: "training" },
    status: 409,
    has: ["already"],
  }),
  "takes another tenant's row of the same id": () => ({
    method: "POST",
    url: "/queue",
    tenant: "other",
    body: { queue_id: "mine-1", kind: "training" },
    status: 200,
    changes: { jobs: 1 },
  }),
  "takes no kind that it does not know": () => ({
    method: "POST",
    url: "/queue",
    body: { kind: "mining", status: "later" },
    status: 422,
    has: ['"field":"kind"', "training, prediction, backtest, email", '"field":"status"'],
  }),
  "lists the rows newest first, with all fields of the contract": () => ({
    method: "GET",
    url: "/queue?kind=training",
    status: 200,
    after: (answer) =>
      expect(JSON.parse(answer)).toEqual([
        {
          queue_id: "mine-1",
          kind: "training",
          status: "queued",
          payload: { note: "weekly" },
          created_at: expect.stringMatching(/Z$/),
          updated_at: expect.stringMatching(/Z$/),
        },
      ]),
  }),
  "lists by status": () => ({
    method: "GET",
    url: "/queue?status=completed",
    status: 200,
    has: [has.job],
    hasNot: ["mine-1"],
  }),
  "lists what waits or is at work as active": () => ({
    method: "GET",
    url: "/queue?status=active",
    status: 200,
    has: ["mine-1", '"processing"', has.row],
    hasNot: [has.job],
  }),
  "lists by no status that there is not": () => ({
    method: "GET",
    url: "/queue?status=lost",
    status: 422,
    has: ['"field":"status"'],
  }),
  "lets the client change its own row": () => ({
    method: "PATCH",
    url: "/queue/mine-1",
    body: { status: "failed", error: "no file", result: { rows: 0 } },
    status: 200,
    has: [/^\{"status":"ok"\}$/],
    after: () =>
      expect(row("mine-1")).toMatchObject({ status: "failed", error: "no file", result: { rows: 0 } }),
  }),
  "takes null for what may be left out as its absence": () => ({
    method: "PATCH",
    url: "/queue/mine-1",
    body: { status: "failed", error: null, result: null },
    status: 200,
    after: () => expect(row("mine-1")).toMatchObject({ error: "no file", result: { rows: 0 } }),
  }),
  "hears what the server knows of a row that it runs, and what a client adds": () => ({
    method: "PATCH",
    url: `/queue/${has.job}`,
    body: { status: "completed", result: { note: "done" }, error: null },
    status: 200,
    has: [/^\{"status":"ok"\}$/],
    after: () => expect(row(has.job)).toMatchObject({ status: "completed", result: null }),
  }),
  "hears words that say nothing of a row that the server runs": () => ({
    method: "PATCH",
    url: `/queue/${has.job}`,
    body: { status: null, result: null, error: null },
    status: 200,
  }),
  "lets nobody change a row that the pool runs": () => ({
    method: "PATCH",
    url: `/queue/${has.job}`,
    body: { status: "queued" },
    status: 409,
    has: ["cancel"],
    after: () => expect(row(has.job).status).toBe("completed"),
  }),
  "knows no row that is not there": () => ({
    method: "PATCH",
    url: `/queue/${NOWHERE}`,
    body: { status: "completed" },
    status: 404,
    has: ['"detail":"Queue row not found"'],
  }),
  "lets nobody change another tenant's row": () => ({
    method: "PATCH",
    url: `/queue/${has.row}`,
    tenant: "other",
    body: { status: "completed" },
    status: 404,
    after: () => expect(row(has.row).status).toBe("queued"),
  }),
  "shows a job by its id": () => ({
    method: "GET",
    url: `/jobs/${has.job}`,
    status: 200,
    has: [`"job_id":"${has.job}"`, '"status":"completed"', '"attempt":0', '"cancel_requested":false'],
  }),
  "shows no job that is not there": () => ({
    method: "GET",
    url: `/jobs/${NOWHERE}`,
    status: 404,
    has: ['"detail":"Job not found"'],
  }),
  "shows no job of another tenant": () => ({
    method: "GET",
    url: `/jobs/${has.job}`,
    tenant: "other",
    status: 404,
    has: ['"detail":"Job not found"'],
  }),
  "cancels a job that waits": () => ({
    method: "POST",
    url: `/jobs/${has.row}/cancel`,
    status: 200,
    has: [`{"status":"cancelled","job_id":"${has.row}"}`],
    after: () => expect(row(has.row).status).toBe("cancelled"),
  }),
  "cancels no job that is at its end": () => ({
    method: "POST",
    url: `/jobs/${has.job}/cancel`,
    status: 409,
    has: ["The job is completed"],
  }),
  "cancels no job of another tenant": () => ({
    method: "POST",
    url: `/jobs/${has.job}/cancel`,
    tenant: "other",
    status: 404,
  }),
  "tells the events of a job that is at its end, and ends": () => ({
    method: "GET",
    url: `/jobs/${has.row}/events`,
    status: 200,
    answerHeaders: { "content-type": "text/event-stream" },
    after: (answer) => {
      expect(answer.match(/^event: .*$/gm)).toEqual(["event: queued", "event: cancelled"]);
      expect(answer.match(/^id: .*$/gm)).toEqual(["id: 1", "id: 2"]);
    },
  }),
  "tells the events behind the last one that a reader has": () => ({
    method: "GET",
    url: `/jobs/${has.row}/events`,
    headers: { "Last-Event-ID": "1" },
    status: 200,
    has: [/^id: 2\nevent: cancelled\ndata: .*\n\n$/],
    hasNot: ["queued"],
  }),
  "takes no Last-Event-ID that it never sent": () => ({
    method: "GET",
    url: `/jobs/${has.row}/events`,
    headers: { "Last-Event-ID": "soon" },
    status: 400,
    has: ["Last-Event-ID"],
  }),
  "tells nobody another tenant's events": () => ({
    method: "GET",
    url: `/jobs/${has.row}/events`,
    tenant: "other",
    status: 404,
    has: ['"detail":"Job not found"'],
  }),
  "queues a mail, which fails where none can be sent": () => ({
    method: "POST",
    url: "/api/queue/email",
    body: { to_email: "ann@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" },
    status: 200,
    has: [/^\{"status":"queued","queue_id":"[0-9a-f-]{36}"\}$/],
    changes: { jobs: 1 },
    after: async (answer) => {
      const job = await server.context.queue.waitForEnd("shop", JSON.parse(answer).queue_id);
      expect(job).toMatchObject({ kind: "email", status: "failed", payload: { subject: "Hello" } });
      expect(job!.error).toContain("Mail is not configured");
    },
  }),
  "queues no mail to what is no address": () => ({
    method: "POST",
    url: "/api/queue/email",
    body: { to_email: "ann", subject: "Hello", html: "", text: "" },
    status: 422,
    has: ['"field":"to_email"', "an e-mail address"],
  }),
} satisfies Record<string, () => Scenario>);

describe("of a row that the server runs", () => {
  test.each([
    ["queued", "queued", false],
    ["queued", "processing", false],
    ["queued", "completed", false],
    ["processing", "completed", false],
    ["completed", "completed", false],
    ["failed", "failed", false],
    ["cancelled", "cancelled", false],
    ["processing", "queued", true],
    ["queued", "failed", true],
    ["processing", "cancelled", true],
    ["completed", "processing", true],
    ["completed", "failed", true],
    ["failed", "completed", true],
    ["cancelled", "completed", true],
  ] as const)("that is %s, the word %s is a contradiction: %p", (status, told, expected) => {
    expect(contradicts({ status }, { status: told })).toBe(expected);
  });

  test("an error that the server does not know of is a contradiction, an empty one is none", () => {
    expect(contradicts({ status: "processing" }, { error: "it broke" })).toBe(true);
    expect(contradicts({ status: "processing" }, { error: "" })).toBe(false);
    expect(contradicts({ status: "failed" }, { status: "failed", error: "it broke" })).toBe(false);
  });
});

describe("the stream of a job's events", () => {
  test("tells a training from its beginning to its end, each event once, in order", async () => {
    const asked = { method: "POST", url: "/train", body: { dataset_path: has.datasetPath } };
    const { job_id } = (await (await send(server.url, asked)).json()) as { job_id: string };
    const told = await (await send(server.url, { method: "GET", url: `/jobs/${job_id}/events` })).text();
    const events = told.match(/(?<=^event: ).*$/gm)!;
    expect(events[0]).toBe("queued");
    expect(events[1]).toBe("started");
    expect(events.at(-1)).toBe("completed");
    expect(told).toMatch(/^id: \d+\nevent: started\ndata: \{.*\}\n\n/m);
    const ids = told.match(/(?<=^id: ).*$/gm)!.map(Number);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  });

  test("says that it is still there while nothing happens, and stops to ask when the reader goes", async () => {
    const controller = new AbortController();
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    controller.signal.addEventListener("abort", () => resolve());
    async function* silence(): AsyncGenerator<string> {
      yield "data: 7\n\n";
      await aborted;
    }
    const reader = eventStream(silence(), controller, 1).body!.getReader();
    const text = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await text()).toBe("data: 7\n\n");
    expect(await text()).toBe(": still here\n\n");
    expect(await text()).toBe(": still here\n\n");
    await reader.cancel();
    expect(controller.signal.aborted).toBe(true);
  });
});

test("the rows that a client keeps itself may take up 64 MiB in all", async () => {
  const { jobs } = server.context.store;
  const payload = { note: "x".repeat(2 ** 20 - 12) };
  for (let i = 0; i < 62; i++)
    jobs.insert("full", { id: `r${i}`, kind: "training", status: "completed", payload, runnable: false }, i);
  const add = () => send(server.url, { method: "POST", url: "/queue", tenant: "full", body: fitting });
  const fitting = { kind: "training", payload: { note: "x".repeat(65_000) } };
  let answers = 0;
  let refused: Response;
  for (;;) {
    refused = await add();
    if (refused.status !== 200 || answers === 40) break;
    answers++;
  }
  expect([refused.status, answers]).toEqual([413, 30]);
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining("may keep 67108864 bytes in all"),
  });
});
