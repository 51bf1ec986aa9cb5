import { afterAll, beforeAll, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { readdirSync } from "node:fs";
import { table } from "arquero";
import { routes } from "../../../src/api/resources";
import { createApiKey } from "../../../src/auth/api-keys";
import { arrowFile, tableOfArrow } from "../../../src/pipeline/arrow-file";
import type { JobKind, JobRow } from "../../../src/store/job-row";
import { startTestServer } from "../test-server";
import { send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let tenant: string;
let has: Belongings;
let count = 0;
beforeAll(async () => {
  server = await startShopServer();
});
beforeEach(async () => {
  tenant = `shop${count++}`;
  has = await server.furnish(tenant);
});
afterAll(() => server.close());

type Answer = Readonly<Record<string, unknown>>;

async function ask(
  method: string,
  url: string,
  given: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await send(server.url, { method, url, tenant, ...given });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
}

/** A job of the tenant that another server on the same store runs, until it is told to end. */
function runningElsewhere(): { end(): void } {
  const { store } = server.context;
  const job = { id: "elsewhere", kind: "training", status: "queued", payload: {}, runnable: true } as const;
  let run: JobRow | null = null;
  store.transaction(() => {
    store.jobs.insert(tenant, job, 1);
    run = store.runs.claim(Date.now() + 600_000, Date.now());
  });
  return { end: () => void store.runs.cancelled(run!, Date.now()) };
}

/** Resolves when the tenant has a new job of this kind. */
function queued(kind: JobKind): Promise<void> {
  return new Promise((resolve) => {
    const stop = server.context.store.jobs.onChange((job) => {
      if (job.tenant !== tenant || job.kind !== kind || job.status !== "queued") return;
      stop();
      resolve();
    });
  });
}

function ended(job: unknown): Promise<JobRow | null> {
  return server.context.queue.waitForEnd(tenant, String(job));
}

/** An upload of which the server has the first lines; `rest` sends the rest. */
async function uploadBegun(lines: string): Promise<{ upload: Promise<Response>; rest: () => void }> {
  const { blobs } = server.context;
  const { promise: wanted, resolve: rest } = Promise.withResolvers<void>();
  const form = `--x\r\nContent-Disposition: form-data; name="file"; filename="o.csv"\r\n\r\nCustomerID,InvoiceDate,Total\n`;
  async function* slowly() {
    yield form + lines;
    await wanted;
    yield "2,2011-01-05,3.50\n\r\n--x--\r\n";
  }
  // The server reads the file when it has let the request through.
  const begun = new Promise<void>((resolve) => {
    const watched = spyOn(blobs, "writeStream").mockImplementationOnce((key, source) => {
      watched.mockRestore();
      resolve();
      return blobs.writeStream(key, source);
    });
  });
  const upload = fetch(`${server.url}/upload`, {
    method: "POST",
    headers: { "X-Tenant-Id": tenant, "Content-Type": "multipart/form-data; boundary=x" },
    body: slowly() as never,
  });
  await begun;
  return { upload, rest };
}

describe("the erasure of a person", () => {
  test("covers an upload that began before it: nothing of the file is kept, and the sender is told", async () => {
    const { store, blobs } = server.context;
    const before = store.datasets.list(tenant).length;
    const { upload, rest } = await uploadBegun(`${has.customer},2011-01-05,3.50\n`);
    const { answer } = await ask("DELETE", `/customers/${has.customer}`);
    expect((await ended(answer.job_id))!.result).toMatchObject({ status: "erased" });
    const known = store.datasets
      .list(tenant)
      .flatMap(({ files }) => files.map(({ path }) => path.split("/")[3]));
    const folders = readdirSync(blobs.localPath(`tenants/${tenant}/datasets`));
    expect(folders.filter((name) => !known.includes(name))).toEqual([]);
    rest();
    const refused = await upload;
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as Answer).detail).toContain(
      "A person's data was erased while the file was being sent",
    );
    expect(store.datasets.list(tenant)).toHaveLength(before);
    expect(readdirSync(blobs.localPath(`tenants/${tenant}/datasets`))).toEqual(folders);

    const later = await uploadBegun(`${has.customer},2011-01-05,3.50\n`);
    later.rest();
    expect((await later.upload).status).toBe(200);
  });

  test("that begins when an upload is written but not registered leaves no file that no row names", async () => {
    const { store, blobs } = server.context;
    const turn = store.erasures.turn.bind(store.erasures);
    // The erasure comes and goes between the writing of the file and its registration.
    const watched = spyOn(store.erasures, "turn").mockImplementationOnce(turn);
    const { upload, rest } = await uploadBegun("1,2011-01-05,3.50\n");
    watched.mockImplementationOnce((of) => ({ ...turn(of), runs: turn(of).runs + 1 }));
    rest();
    expect((await upload).status).toBe(409);
    watched.mockRestore();
    const known = store.datasets
      .list(tenant)
      .flatMap(({ files }) => files.map(({ path }) => path.split("/")[3]!));
    expect(readdirSync(blobs.localPath(`tenants/${tenant}/datasets`)).sort()).toEqual(known.sort());
  });

  test("waits for a running job, and who has waited long enough is answered with the job", async () => {
    const other = runningElsewhere();
    const { status, headers, answer } = await ask("DELETE", `/customers/${has.customer}`, {
      headers: { Prefer: "wait=0" },
    });
    expect([status, headers.get("preference-applied")]).toEqual([202, "wait=0"]);
    expect(answer.status).toBe("queued");
    expect((await ask("DELETE", `/customers/${has.customer}`)).answer.job_id).toBe(answer.job_id);
    const waiting = ask("DELETE", `/customers/${has.customer}`, { headers: { Prefer: "respond-sync" } });
    other.end();
    expect((await ended(answer.job_id))!.status).toBe("completed");
    expect(await waiting).toMatchObject({ status: 200, answer: { status: "erased" } });
  });

  test("is over before a training that is asked for meanwhile, and the new model lacks the person", async () => {
    const other = runningElsewhere();
    const erasure = await ask("DELETE", `/customers/${has.customer}`);
    const training = await ask("POST", "/train", { body: { dataset_path: has.datasetPath } });
    expect([erasure.status, training.status]).toEqual([202, 200]);
    other.end();
    const [erased, trained] = [await ended(erasure.answer.job_id), await ended(training.answer.job_id)];
    expect([erased!.status, trained!.status]).toEqual(["completed", "completed"]);
    expect(trained!.updatedAt).toBeGreaterThanOrEqual(erased!.updatedAt);
    const page = async (model: string) => (await ask("GET", `/models/${model}/customers?limit=10000`)).answer;
    const customers = ({ rows }: Answer) =>
      (rows as { CustomerID: number }[]).map(({ CustomerID }) => CustomerID);
    const [before, after] = [customers(await page(has.model)), customers(await page(trained!.id))];
    expect(after.length).toBeGreaterThan(100);
    expect(after).not.toContain(has.customer);
    // The model before knew the first file alone.
    expect(after).toEqual([...before, 77_001]);
  });

  test("has a model that is open forget the person", async () => {
    const body = { customer_id: has.customer };
    expect((await ask("POST", "/predict", { body })).status).toBe(200);
    await ask("DELETE", `/customers/${has.customer}`, { headers: { Prefer: "wait=60" } });
    expect((await ask("POST", "/predict", { body })).status).toBe(404);
  });

  test("by an e-mail address is of everyone who has it in a model, and leaves nothing of them", async () => {
    const { blobs, store } = server.context;
    const prefix = store.models.find(tenant, has.model)!.artifactPrefix;
    const ids = tableOfArrow((await blobs.read(`${prefix}/customers.arrow`))!).array(
      "CustomerID",
    ) as string[];
    const [ann, bob, cid] = [String(has.customer), ...ids.filter((id) => id !== String(has.customer))];
    const people = table({
      CustomerID: [...ids],
      name: ids.map((id) => (id === ann ? "Ann Ångman" : id === bob ? "Bob Ångman" : null)),
      email: ids.map((id) =>
        id === ann || id === bob ? "Both@Home.example" : id === cid ? "cid@home.example" : null,
      ),
    });
    await blobs.writeStream(`${prefix}/people.arrow`, new Blob([new Uint8Array(arrowFile(people))]).stream());

    const { status, answer } = await ask("DELETE", "/customers/both@home.example", {
      headers: { Prefer: "wait=60" },
    });
    expect({ status, answer }).toMatchObject({ status: 200, answer: { status: "erased" } });

    for (const { key } of await blobs.list(`tenants/${tenant}`)) {
      const bytes = (await blobs.read(key))!;
      const text = new TextDecoder().decode(bytes);
      for (const word of ["ngman", "both@home.example", "Both@Home"])
        expect({ key, word, has: text.includes(word) }).toEqual({ key, word, has: false });
      const left = key.endsWith(".arrow")
        ? tableOfArrow(bytes).column("CustomerID")
          ? (tableOfArrow(bytes).array("CustomerID") as string[])
          : []
        : text.split("\n").map((line) => line.split(",")[0]!);
      expect({ key, left: left.filter((id) => String(id) === ann || String(id) === bob) }).toEqual({
        key,
        left: [],
      });
    }
    const kept = tableOfArrow((await blobs.read(`${prefix}/people.arrow`))!);
    expect(kept.array("email")).toContain("cid@home.example");
    for (const id of [ann, bob])
      expect((await ask("POST", "/predict", { body: { customer_id: Number(id) } })).status).toBe(404);
    expect((await ask("POST", "/predict", { body: { customer_id: Number(cid) } })).status).toBe(200);
  });

  test("by an address tells of the customers it belongs to, and of one nobody has finds nothing", async () => {
    const { blobs, store } = server.context;
    const prefix = store.models.find(tenant, has.model)!.artifactPrefix;
    const ids = tableOfArrow((await blobs.read(`${prefix}/customers.arrow`))!).array(
      "CustomerID",
    ) as string[];
    const email = ids.map((id) => (id === String(has.customer) ? "ann@home.example" : null));
    const people = arrowFile(table({ CustomerID: [...ids], name: ids.map(() => null), email }));
    await blobs.writeStream(`${prefix}/people.arrow`, new Blob([new Uint8Array(people)]).stream());
    const { status, answer } = await ask("DELETE", "/customers/ANN@home.example");
    expect(status).toBe(202);
    expect(answer.warnings).toContain(
      "The address belongs to 1 known customer. Address and customers are erased by 2 jobs; this one is the last.",
    );
    expect((await ended(answer.job_id))!.status).toBe("completed");
    expect((await ask("POST", "/predict", { body: { customer_id: has.customer } })).status).toBe(404);
    const nobody = await ask("DELETE", "/customers/no@body.example", { headers: { Prefer: "wait=60" } });
    expect(nobody.status).toBe(404);
  });

  test("can be cancelled by an admin while it has not begun, and asked for again", async () => {
    const other = runningElsewhere();
    const { job_id } = (await ask("DELETE", `/customers/${has.customer}`)).answer;
    expect((await ask("POST", `/jobs/${job_id}/cancel`)).answer).toEqual({ status: "cancelled", job_id });
    const again = await ask("DELETE", `/customers/${has.customer}`);
    expect(again.answer).toMatchObject({ status: "queued", job_id });
    other.end();
    expect((await ended(job_id))!.result).toMatchObject({ status: "erased" });
  });

  test("that has begun cannot be cancelled, and tells what it has removed so far", async () => {
    const { store } = server.context;
    const other = runningElsewhere();
    const { job_id } = (await ask("DELETE", `/customers/${has.customer}`)).answer;
    other.end();
    // Another server has taken it, before this one could: it is in the same turn of the event loop.
    const run = store.runs.claim(Date.now() + 600_000, Date.now())!;
    expect(run.id).toBe(String(job_id));
    const note = { type: "dataset", dataset_id: "d", file_name: "f.csv", rows_removed: 4 };
    store.notes.add(tenant, run.id, "tenants/x/datasets/d/f.csv", note);
    const cancelled = await ask("POST", `/jobs/${job_id}/cancel`);
    expect([cancelled.status, cancelled.answer.detail]).toEqual([
      409,
      expect.stringContaining("can no longer be cancelled"),
    ]);
    expect((await ask("GET", `/jobs/${job_id}`)).answer).toMatchObject({
      status: "processing",
      result: {
        status: "incomplete",
        datasets: [{ rows_removed: 4 }],
        left: expect.stringContaining("Everything not named here"),
      },
    });
    store.runs.fail(run, "The disk is full.", Date.now());
    const again = await ask("DELETE", `/customers/${has.customer}`, { headers: { Prefer: "wait=60" } });
    expect(again.answer).toMatchObject({ status: "erased", datasets: [{}, { rows_removed: 4 }] });
  });

  test("of which a waiting prediction was asked for takes that with it", async () => {
    const other = runningElsewhere();
    const body = { model_id: has.model, mode: "single", customer_id: has.customer };
    const erasure = ask("DELETE", `/customers/${has.customer}`, { headers: { Prefer: "wait=60" } });
    await queued("erasure");
    const prediction = ask("POST", "/predict_job", { body });
    await queued("prediction");
    other.end();
    expect((await erasure).answer).toMatchObject({ jobs_deleted: 1 });
    expect(await prediction).toMatchObject({
      status: 409,
      answer: { detail: expect.stringContaining("erased") },
    });
  });

  test("is asked for by its own route alone", async () => {
    const { status, answer } = await ask("POST", "/queue", { body: { kind: "erasure" } });
    expect([status, JSON.stringify(answer)]).toEqual([422, expect.stringContaining('"field":"kind"')]);
    await ask("DELETE", "/customers/nobody", { headers: { Prefer: "wait=60" } });
    const listed = await ask("GET", "/queue?kind=erasure");
    expect(listed.answer).toMatchObject([{ kind: "erasure", status: "completed" }]);
  });
});

describe("while a tenant is being erased", () => {
  test("nothing new is taken, what was under way is not kept, and all can be read", async () => {
    const { store, blobs } = server.context;
    const other = runningElsewhere();
    const { upload, rest: send } = await uploadBegun("1,2011-01-05,3.50\n");

    const { status, answer } = await ask("DELETE", `/tenants/${tenant}`);
    expect(status).toBe(202);
    for (const [method, url, body] of [
      ["POST", "/train", { dataset_path: has.datasetPath }],
      ["POST", "/predict_job", { model_id: has.model, mode: "batch" }],
      ["DELETE", `/customers/${has.customer}`, undefined],
      ["POST", "/queue", { kind: "training" }],
    ] as const) {
      const refused = await ask(method, url, body && { body });
      expect([url, refused.status, refused.answer.detail]).toEqual([
        url,
        409,
        expect.stringContaining("being erased"),
      ]);
    }
    expect((await ask("GET", "/models")).status).toBe(200);
    expect((await ask("DELETE", `/tenants/${tenant}`)).answer).toMatchObject({ job_id: answer.job_id! });
    other.end();
    expect((await ended(answer.job_id))!.result).toMatchObject({ status: "deleted", models: 1 });
    send();
    expect((await upload).status).toBe(409);
    expect(store.tenants.hasRows(tenant)).toBe(false);
    expect(await blobs.list(`tenants/${tenant}`)).toEqual([]);
  });
});

test("an erased tenant's proof is read by a key that the operator makes for the same tenant, by no other tenant", async () => {
  const guarded = await startShopServer({ AUTH: "keys" });
  try {
    await guarded.furnish("gone");
    const as = (key: string, name: string, method: string, url: string) =>
      send(guarded.url, {
        method,
        url,
        tenant: name,
        headers: { Authorization: `Bearer ${key}`, Prefer: "wait=60" },
      });
    const key = guarded.key("gone", "admin");
    const done = await as(key, "gone", "DELETE", "/tenants/gone");
    const proof = await done.json();
    expect([done.status, proof]).toEqual([200, expect.objectContaining({ status: "deleted", api_keys: 1 })]);
    const url = done.headers.get("location")!;
    expect((await as(key, "gone", "GET", url)).status).toBe(401);
    const made = createApiKey(guarded.context.store.apiKeys, "gone", {
      role: "admin",
      name: "proof",
      now: Date.now(),
    });
    expect(await (await as(made.key, "gone", "GET", url)).json()).toMatchObject({ result: proof });
    expect((await as(guarded.key("stranger", "admin"), "stranger", "GET", url)).status).toBe(404);
  } finally {
    await guarded.close();
  }
});

test("the log and the counters do not tell whom an erasure was about", async () => {
  const silent = startTestServer(routes, { environment: { LOG_LEVEL: "trace" } });
  try {
    const asked = { method: "DELETE", url: "/customers/CANARY-7Q" };
    expect((await send(silent.url, asked)).status).toBe(202);
    const counters = await (await send(silent.url, { method: "GET", url: "/metrics/prometheus" })).text();
    expect(counters).toContain('route="/customers/:customer_id"');
    expect(silent.log.length).toBeGreaterThan(0);
    expect(counters + JSON.stringify(silent.log)).not.toContain("CANARY");
  } finally {
    await silent.close();
  }
});
