import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { WorkerProcess } from "../../src/jobs/worker-process";
import { withFolder } from "../pipeline/small-files";

test("a process that is ended early first stops what runs elsewhere for it, and says nothing of its own end", () =>
  withFolder(async (folder) => {
    const path = join(folder, "stopped");
    const worker = new WorkerProcess(resolve(import.meta.dir, "elsewhere-worker.ts"));
    const begun = Promise.withResolvers<void>();
    const listener = { onProgress: () => begun.resolve(), onStep: () => true };
    const ending = worker.run("training", { path }, listener);
    await begun.promise;
    await worker.kill();
    expect(readFileSync(path, "utf8")).toBe("Error: the run was ended");
    expect(await ending).toMatchObject({ type: "died" });
  }));
