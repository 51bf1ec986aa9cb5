import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { writeGenerated } from "../../src/commands/generate/write-generated";
import { startServer } from "./started-server";
import { visitStarted } from "./visit";

/**
 * Pages that are open while a training runs tell of its end by themselves, though the server is restarted meanwhile.
 */

const TENANT = "live";
const environment = (folder: string) => ({ DATA_DIR: folder, WORKERS: "1" });
const { server, watched, folder } = await visitStarted({ tenant: TENANT }, environment);
const dataset_path = await uploaded(join(folder, "orders.csv"));

async function uploaded(path: string): Promise<string> {
  await writeGenerated(path, { rows: 60_000, seed: 7 });
  const form = new FormData();
  form.set("file", Bun.file(path), "orders.csv");
  const answer = await fetch(`${server.url}/upload`, {
    method: "POST",
    headers: { "X-Tenant-Id": TENANT },
    body: form,
  });
  return ((await answer.json()) as { dataset_path: string }).dataset_path;
}

/** Asks for a training, and opens the queue's page and the job's while it works. */
async function opened(): Promise<{ id: string; job: Page; queue: Page }> {
  const answer = await fetch(`${server.url}/train`, {
    method: "POST",
    headers: { "X-Tenant-Id": TENANT, "Content-Type": "application/json" },
    body: JSON.stringify({ dataset_path, effort: "full" }),
  });
  const { job_id: id } = (await answer.json()) as { job_id: string };
  const [job, queue] = await Promise.all([watched.context.newPage(), watched.context.newPage()]);
  await Promise.all([job.goto(`/app/queue/${id}`), queue.goto("/app/queue")]);
  await job.getByText("Running").first().waitFor();
  await queue.locator("tbody").getByText("Running").first().waitFor();
  for (const page of [job, queue]) await page.evaluate("window.isTheSame = true");
  return { id, job, queue };
}

/** Waits until both pages tell of the end, which nobody reloads. */
async function expectEnd({ id, job, queue }: Awaited<ReturnType<typeof opened>>): Promise<void> {
  // Only the page in front is sure to be redrawn.
  await job.bringToFront();
  await job.getByRole("heading", { name: "A new model" }).waitFor({ timeout: 90_000 });
  const links = job.locator(`a[href="/app/models/${id}"]`);
  expect(await links.count()).toBe(1);
  await queue.bringToFront();
  const row = queue.locator("tr", { has: queue.locator(`a[href="/app/queue/${id}"]`) });
  await row.getByText("Done", { exact: true }).waitFor({ timeout: 15_000 });
  for (const page of [job, queue]) expect(await page.evaluate<boolean>("window.isTheSame")).toBe(true);
  await job.bringToFront();
  await links.click();
  await job.waitForURL(`**/app/models/${id}`);
  await Promise.all([job.close(), queue.close()]);
}

test("a training that is watched shows its end and its model", async () => {
  await expectEnd(await opened());
  expect(watched.take()).toEqual([]);
}, 300_000);

test("it does so though the server was restarted meanwhile", async () => {
  const pages = await opened();
  const { port } = new URL(server.url);
  await server.stop();
  const next = await startServer({ ...environment(folder), PORT: port });
  await expectEnd(pages).finally(() => next.stop());
  // While nobody answered, the browser and htmx say so; nothing else may be wrong.
  const away =
    /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED|CONNECTION_RESET|EMPTY_RESPONSE)|htmx:sse:error: (network error|Failed to fetch)/;
  const others = watched.take().filter((fault) => !away.test(fault));
  expect(others).toEqual([]);
}, 300_000);
