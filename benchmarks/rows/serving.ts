import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { retailFile } from "./retail-file";
import type { Place } from "./row";

const ROOT = join(import.meta.dir, "..", "..");
const TENANT = "bench";
export const TENANT_HEADERS = { "X-Tenant-Id": TENANT, "Content-Type": "application/json" };

/** A server of ours with a model of Online Retail, in a process of its own. */
export interface Serving {
  readonly url: string;
  readonly process: Subprocess;
  ask(path: string, body?: unknown): Promise<Response>;
  json<T>(path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a server on the data folder. Resolves when it says that it is ready. */
export async function serve(dataDir: string): Promise<Serving> {
  const child = Bun.spawn([process.execPath, join(ROOT, "src/cli.ts"), "serve"], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "warn",
      AUTH: "open",
      WORKERS: "1",
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  const url = await lineWith(child.stdout, /ready: (http:\/\/[^\s/]+)/);
  const ask = (path: string, body?: unknown) =>
    fetch(url + path, {
      headers: TENANT_HEADERS,
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
  const json = async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await ask(path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
  };
  return { url, process: child, ask, json, stop };
}

/** The first group of the pattern, as soon as a line of the output matches. */
export async function lineWith(output: ReadableStream<Uint8Array>, pattern: RegExp): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  const reader = output.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += decoder.decode(next.value, { stream: true });
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) {
      reader.releaseLock();
      return found;
    }
  }
  throw new Error(`the server ended before it was ready: ${text}`);
}

/** Sends the file and trains on it; waits until the model is there. */
export async function train(server: Serving, dataset: string): Promise<void> {
  const { job_id } = await server.json<{ job_id: string }>("/train", {
    dataset_path: dataset,
    effort: "quick",
  });
  const events = await (await server.ask(`/jobs/${job_id}/events`)).text();
  if (!/^event: completed$/m.test(events)) throw new Error(`the training did not end well: ${events}`);
}

/** The ids of the default model's first customers. */
export async function customersOf(server: Serving): Promise<number[]> {
  const { model_id } = await server.json<{ model_id: string }>("/models/default");
  const { rows } = await server.json<{ rows: { CustomerID: number }[] }>(
    `/models/${model_id}/customers?limit=4000`,
  );
  return rows.map(({ CustomerID }) => CustomerID);
}

/** The uploaded file's name. */
export async function datasetOf(server: Serving): Promise<string> {
  const [first] = await server.json<{ dataset_path: string }[]>("/datasets");
  return first!.dataset_path;
}

/** A data folder with the file and a trained model, made once a run of the benchmark, as a copy of its own. */
export async function trainedData({ cache, folder }: Place, name: string): Promise<string> {
  const made = join(folder, "served");
  if (!existsSync(made)) {
    const server = await serve(made);
    try {
      const form = new FormData();
      form.set("file", Bun.file(await retailFile(cache)), "OnlineRetail.csv");
      const sent = await fetch(`${server.url}/upload`, {
        method: "POST",
        headers: { "X-Tenant-Id": TENANT },
        body: form,
      });
      if (!sent.ok) throw new Error(`the upload: ${sent.status} ${await sent.text()}`);
      await train(server, await datasetOf(server));
    } finally {
      await server.stop();
    }
  }
  const copy = join(folder, name);
  await cp(made, copy, { recursive: true });
  return copy;
}
