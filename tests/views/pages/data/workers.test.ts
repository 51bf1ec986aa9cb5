import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { VERSION } from "../../../../src/config";
import { presenceKey } from "../../../../src/jobs/steps/presence";
import { exchangeOf } from "../../../../src/store/exchange";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, signedIn } from "../page-client";

const CANARY = `"'><img src=x onerror=1>`;
let server: ShopServer;
let admin: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REMOTE_JOBS: "4", INNGEST_DEV: "1" }, dashboards);
  admin = await signedIn(server, server.key("shop", "admin"));
});
afterAll(() => server.close());

/** A worker that says so of itself has been seen. */
async function seen(name: string, more: object): Promise<void> {
  const { blobs, queue } = server.context;
  const presence = { name, release: VERSION, since: 0, count: 1, doing: [], ...more };
  await exchangeOf(blobs).put(presenceKey(name), new TextEncoder().encode(JSON.stringify(presence)));
  while (!queue.joined?.some((worker) => worker.name === name)) await queue.lookAtWorkers();
}

describe("the settings of a server whose jobs other machines do", () => {
  test("say how to start a worker while there is none", async () => {
    const { html } = await admin.get("/app/settings");
    expect(html).toContain("None has joined.");
    expect(html).toContain("<code>perennial worker</code>");
  });

  test("list who has joined, what each does, and who was refused for its release, to admins alone", async () => {
    await seen("machine-1", { doing: ["training", "prediction", "prediction"] });
    await seen(`old ${CANARY}`, { release: "9.9.9" });
    const { html } = await admin.get("/app/settings");
    const card = /<section class="card" id="workers">.*?(?=<section class="card")/s.exec(html)![0];
    const text = card.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    expect(text).toMatch(/machine-1 \S+ Joined Training, 2 × Prediction Jan 1, 1970/);
    expect(text).toMatch(/9\.9\.9 Refused Nothing/);
    expect(text).toContain(
      `This server runs Perennial ${VERSION} and takes nothing from a worker of 9.9.9, whose results might differ.`,
    );
    expect(card).not.toContain("<img");
    const analyst = await signedIn(server, server.key("shop", "analyst"));
    expect((await analyst.get("/app/settings")).html).not.toContain("machine-1");
  });

  test("agree with the counters", async () => {
    const key = server.key("shop", "admin");
    const response = await fetch(`${server.url}/metrics/prometheus`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    const text = await response.text();
    expect(text).toContain('perennial_workers_joined{state="joined"} 1\n');
    expect(text).toContain('perennial_workers_joined{state="refused"} 1\n');
    expect(text).toContain("perennial_steps_elsewhere 3\n");
    expect(text).toContain("perennial_remote_jobs 4\n");
  });
});
