import { describe, expect, test } from "bun:test";
import { isMarked, markOf } from "../../src/store/customer-mark";
import type { JobRow } from "../../src/store/job-row";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "./open-store";
import { addJob, apiKeyRow, datasetRow, modelRow, predictionRow } from "./rows";

cleanUpAfterwards();

const person = (customer_id: string) => ({ scope: "customer", customer_id }) as const;
const everything = { scope: "tenant" } as const;

/** The next job that is begun, as `tenant/id`, an erasure as `tenant/erasure`. */
function claimed(store: Store, now = 2000): string | null {
  const job = store.runs.claim(now + 1000, now);
  return job && nameOf(job);
}

function nameOf({ tenant, kind, id }: JobRow): string {
  return `${tenant}/${kind === "erasure" ? kind : id}`;
}

describe("an erasure in the queue", () => {
  test("comes before the tenant's other jobs, and they wait for its end; other tenants do not", () => {
    const store = openStore();
    addJob(store, "t", "before", 1000);
    const erasure = store.erasures.ask("t", person("1"), 1500);
    addJob(store, "t", "after", 1600);
    addJob(store, "u", "other", 1700);
    expect([claimed(store), claimed(store), claimed(store)]).toEqual(["t/erasure", "u/other", null]);
    store.runs.complete({ ...erasure, attempt: 1 }, {}, 2100);
    expect([claimed(store), claimed(store), claimed(store)]).toEqual(["t/before", "t/after", null]);
  });

  test("waits until the tenant's running jobs have ended, and nothing of the tenant begins meanwhile", () => {
    const store = openStore();
    for (const id of ["running", "waiting"]) addJob(store, "t", id);
    const run = store.runs.claim(3000, 2000)!;
    store.erasures.ask("t", person("1"), 2100);
    expect(claimed(store)).toBeNull();
    store.runs.complete(run, {}, 2200);
    expect([claimed(store), claimed(store)]).toEqual(["t/erasure", null]);
  });

  test("is one of a tenant's at a time, in the order in which they were asked for", () => {
    const store = openStore();
    const [first, second] = [1, 2].map((now) => store.erasures.ask("t", person(`${now}`), now)) as [
      JobRow,
      JobRow,
    ];
    expect(store.runs.claim(3000, 2000)!.id).toBe(first.id);
    expect(claimed(store)).toBeNull();
    store.runs.complete({ ...first, attempt: 1 }, {}, 2100);
    expect(store.runs.claim(3000, 2200)!.id).toBe(second.id);
  });

  test("that is killed is tried again before anything else of the tenant", () => {
    const store = openStore();
    store.erasures.ask("t", person("1"), 1500);
    addJob(store, "t", "later", 1600);
    const run = store.runs.claim(3000, 2000)!;
    store.runs.killed(run, "was killed", 2100);
    expect(claimed(store)).toBe("t/erasure");
  });
});

describe("asking for an erasure", () => {
  test("again while it waits, runs or has failed is the same job; once it is done another", () => {
    const store = openStore();
    const ask = () => store.erasures.ask("t", person("1"), 1000);
    const { id } = ask();
    expect(ask().id).toBe(id);
    const run = store.runs.claim(3000, 2000)!;
    expect(ask()).toMatchObject({ id, status: "processing" });
    store.runs.fail(run, "no disk", 2100);
    expect(ask()).toMatchObject({ id, status: "queued", error: null, kills: 0 });
    store.runs.complete(store.runs.claim(3000, 2200)!, {}, 2300);
    expect(ask().id).not.toBe(id);
  });

  test("of another person, or of another tenant's, is another job", () => {
    const store = openStore();
    const { id } = store.erasures.ask("t", person("1"), 1000);
    expect(store.erasures.ask("t", person("2"), 1000).id).not.toBe(id);
    expect(store.erasures.ask("u", person("1"), 1000).id).not.toBe(id);
  });

  test("finds one whose id is gone already by its mark", () => {
    const store = openStore();
    const { id } = store.erasures.ask("t", person("1"), 1000);
    store.jobs.setPayload("t", id, { scope: "customer", customer: markOf("1") });
    expect(store.erasures.ask("t", person("1"), 1100).id).toBe(id);
  });

  test("of a tenant cancels its other jobs, an erasure of a person too", () => {
    const store = openStore();
    for (const id of ["running", "waiting"]) addJob(store, "t", id);
    const run = store.runs.claim(3000, 2000)!;
    const one = store.erasures.ask("t", person("1"), 2000);
    const all = store.erasures.ask("t", everything, 2100);
    expect(store.jobs.find("t", "waiting")).toMatchObject({ status: "cancelled" });
    expect(store.jobs.find("t", one.id)).toMatchObject({ status: "cancelled" });
    expect(store.jobs.find("t", "running")).toMatchObject({ status: "processing", cancelRequested: true });
    expect(claimed(store)).toBeNull();
    store.runs.cancelled(run, 2200);
    expect(store.runs.claim(3000, 2300)!.id).toBe(all.id);
  });
});

describe("a tenant that is erased", () => {
  test("counts as such from the asking on, and afterwards for who began before", () => {
    const store = openStore();
    expect(store.erasures.isTenantErased("t", 0)).toBe(false);
    store.erasures.ask("t", person("1"), 900);
    expect(store.erasures.isTenantErased("t", 0)).toBe(false);
    store.erasures.ask("t", everything, 1000);
    expect(store.erasures.isTenantErased("t", 1001)).toBe(true);
    expect(store.erasures.isTenantErased("u", 1001)).toBe(false);
    store.runs.complete(store.runs.claim(3000, 2000)!, {}, 2500);
    expect([2499, 2500, 2501].map((since) => store.erasures.isTenantErased("t", since))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("has no row left but the job's, and the rows are counted", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("d"));
    store.models.insert("t", modelRow("m"));
    store.tenants.setDefaultModel("t", "m");
    for (const id of ["p", "q"]) store.predictions.insert("t", predictionRow(id));
    store.apiKeys.insert("t", apiKeyRow("k"));
    store.idempotency.begin("t", "key", "hash", 1000);
    addJob(store, "t", "j");
    addJob(store, "u", "j");
    const { id } = store.erasures.ask("t", everything, 1000);
    expect(store.tenants.empty("t", id)).toEqual({
      datasets: 1,
      models: 1,
      predictions: 2,
      campaigns: 0,
      jobs: 1,
      api_keys: 1,
      idempotency: 1,
    });
    expect(store.jobs.list("t", null, null).map((job) => job.id)).toEqual([id]);
    expect(store.tenants.hasRows("t")).toBe(true);
    store.runs.complete(store.runs.claim(3000, 2000)!, {}, 2000);
    expect(store.tenants.hasRows("t")).toBe(false);
    expect(store.tenants.hasRows("u")).toBe(true);
    expect(store.tenants.defaultModel("t")).toBeNull();
  });
});

describe("the mark of an erased person", () => {
  test("is HMAC-SHA256 of the id with the salt as the key, and tells the person from others", () => {
    // printf %s 17850 | openssl dgst -sha256 -hmac abc
    expect(markOf("17850", "abc").hash).toBe(
      "41c11c290330782e6677d882c3a577262dd2b07a42b91d17653b5a35f00aa2d7",
    );
    const mark = markOf("17850");
    expect(isMarked(mark, "17850")).toBe(true);
    expect(isMarked(mark, "17851")).toBe(false);
    expect(markOf("17850").hash).not.toBe(mark.hash);
  });

  test("is found while the erasure is at work, and afterwards by who began before its end", () => {
    const store = openStore();
    const { id } = store.erasures.ask("t", person("1"), 1000);
    const run = store.runs.claim(3000, 2000)!;
    expect(store.erasures.customersErased("t", 0)).toEqual([]);
    const customer = markOf("1");
    store.jobs.setPayload("t", id, { scope: "customer", customer });
    expect(store.erasures.customersErased("t", 9999)).toEqual([{ customer, until: Infinity }]);
    store.runs.complete(run, {}, 2500);
    expect(store.erasures.customersErased("t", 2500)).toEqual([{ customer, until: 2500 }]);
    expect(store.erasures.customersErased("t", 2501)).toEqual([]);
    expect(store.erasures.customersErased("u", 0)).toEqual([]);
  });
});

describe("the notes of a job", () => {
  test("stand as they were first made, by name, and go with the job", () => {
    const store = openStore();
    addJob(store, "t", "j");
    store.notes.add("t", "j", "b", { rows: 3 });
    store.notes.add("t", "j", "a", 1);
    store.notes.add("t", "j", "b", { rows: 0 });
    expect([...store.notes.of("t", "j")]).toEqual([
      ["a", 1],
      ["b", { rows: 3 }],
    ]);
    expect(store.notes.of("u", "j").size).toBe(0);
    store.tenants.delete("t");
    expect(store.notes.of("t", "j").size).toBe(0);
  });

  test("are made only by the run that is in charge, together with all that belongs to them or not at all", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    const note = (name: string) => () => store.notes.add("t", "j", name, null);
    expect(store.runs.within(run, note("mine"))).toBe(true);
    expect(() =>
      store.runs.within(run, () => {
        note("half")();
        throw new Error("the disk is full");
      }),
    ).toThrow("full");
    store.runs.killed(run, "was killed", 2100);
    expect(store.runs.within(run, note("late"))).toBe(false);
    const second = store.runs.claim(3000, 2200)!;
    store.jobs.requestCancel("t", "j", 2300);
    expect(store.runs.within(second, note("cancelled"))).toBe(false);
    expect([...store.notes.of("t", "j").keys()]).toEqual(["mine"]);
  });
});

describe("forgetting a person's predictions", () => {
  test("finds them by what was asked or answered, as text or number, and no others", () => {
    const store = openStore();
    const add = (id: string, payload: unknown, result: unknown, tenant = "t") =>
      store.predictions.insert(tenant, predictionRow(id, { payload, result }));
    add("number", { customer_id: 12 }, {});
    add("text", { customer_id: "12" }, { customer_id: null });
    add("answered", {}, { customer_id: 12 });
    add("longer", { customer_id: 123 }, {});
    add("nobody", { features: { monetary: 12 } }, { customer_id: null });
    add("foreign", { customer_id: 12 }, {}, "u");
    expect(store.predictions.forgetCustomer("t", "12")).toBe(3);
    expect([...store.predictions.all("t")].map(({ id }) => id)).toEqual(["nobody", "longer"]);
    expect(store.predictions.find("u", "foreign")).not.toBeNull();
  });
});
