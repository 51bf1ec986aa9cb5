import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import type { ServerProcess } from "../mirror/program";

/** A run as `GET /runs/{id}` answers it. */
export interface AnsweredRun {
  readonly run_id: string;
  readonly name: string;
  readonly status: string;
  readonly model_id: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly dataset_sha256: string | null;
  readonly artifacts: readonly {
    readonly name: string;
    readonly size_bytes: number;
    readonly sha256: string;
  }[];
  readonly tracking: { readonly run_id: string; readonly sent_at: string } | null;
}

/** Uploads a file of order lines; answers its `dataset_path`. */
export async function upload(server: ServerProcess, file: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  form.set("file", new File([typeof file === "string" ? readFileSync(file) : file], "orders.csv"));
  const response = await fetch(`${server.url}/upload`, {
    method: "POST",
    headers: { "X-Tenant-Id": "shop" },
    body: form,
  });
  return ((await response.json()) as { dataset_path: string }).dataset_path;
}

/** Asks for a quick training; answers its job's id. */
export async function train(server: ServerProcess, datasetPath: string, name?: string): Promise<string> {
  const body = { dataset_path: datasetPath, effort: "quick", ...(name && { name }) };
  return ((await (await server.call("POST", "/train", body)).json()) as { job_id: string }).job_id;
}

/** Follows a job to its end; answers its status. */
export async function ended(server: ServerProcess, job: string): Promise<string> {
  await (await server.call("GET", `/jobs/${job}/events`)).text();
  return ((await (await server.call("GET", `/jobs/${job}`)).json()) as { status: string }).status;
}

export async function runOf(server: ServerProcess, id: string): Promise<AnsweredRun> {
  const response = await server.call("GET", `/runs/${id}`);
  expect(response.status).toBe(200);
  return (await response.json()) as AnsweredRun;
}

/** The run of a training, once it has ended and the tracking server has it. */
export async function sentRun(server: ServerProcess, id: string): Promise<AnsweredRun> {
  await ended(server, id);
  for (;;) {
    const run = await runOf(server, id);
    if (run.tracking) return run;
    await Bun.sleep(50);
  }
}

/** What the server says of a part of its own. */
export async function health(server: ServerProcess): Promise<string | undefined> {
  const { integrations } = (await (await server.call("GET", "/health/ready")).json()) as {
    integrations: Record<string, string>;
  };
  return integrations.tracking;
}
