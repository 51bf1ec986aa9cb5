import { describe, expect, test } from "bun:test";
import { batchesOf, type LoggedValues, loggedKey, loggedValue } from "../../src/tracking/batches";

/** https://mlflow.org/docs/latest/api_reference/rest-api.html#log-batch */
const LIMITS = { metrics: 1000, params: 100, tags: 100, together: 1000, bytes: 1_000_000 };

function values(metrics: number, params: number, tags: number, length = 1): LoggedValues {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: "v".repeat(length) }));
  return {
    metrics: Array.from({ length: metrics }, (_, i) => ({ key: `m${i}`, value: i, timestamp: 1, step: 0 })),
    params: entries(params),
    tags: entries(tags),
  };
}

describe("requests of log-batch", () => {
  test("are none for nothing, and one for as much as one may hold", () => {
    expect(batchesOf(values(0, 0, 0))).toEqual([]);
    const most = values(800, 100, 100);
    expect(batchesOf(most)).toEqual([most]);
  });

  test("hold everything once, in order, and none more than MLflow takes", () => {
    for (const given of [
      values(1001, 0, 0),
      values(2100, 250, 130),
      values(0, 101, 0),
      values(0, 0, 301),
      values(1000, 1, 1),
      values(10, 100, 100, 8000),
      values(0, 300, 0, 6000),
    ]) {
      const batches = batchesOf(given);
      for (const kind of ["metrics", "params", "tags"] as const)
        expect(batches.flatMap((batch) => batch[kind] as unknown[])).toEqual([...given[kind]]);
      for (const { metrics, params, tags } of batches) {
        expect(metrics.length).toBeLessThanOrEqual(LIMITS.metrics);
        expect(params.length).toBeLessThanOrEqual(LIMITS.params);
        expect(tags.length).toBeLessThanOrEqual(LIMITS.tags);
        const together = metrics.length + params.length + tags.length;
        expect(together).toBeGreaterThan(0);
        expect(together).toBeLessThanOrEqual(LIMITS.together);
        const body = JSON.stringify({ run_id: "0".repeat(32), metrics, params, tags });
        expect(Buffer.byteLength(body)).toBeLessThan(LIMITS.bytes);
      }
    }
    expect(batchesOf(values(2100, 250, 130)).length).toBeLessThanOrEqual(6);
  });
});

describe("a key", () => {
  test("has only what MLflow takes, and at most 250 characters", () => {
    expect(loggedKey("churn_auc")).toBe("churn_auc");
    expect(loggedKey("a b/c.d-e")).toBe("a b/c.d-e");
    expect(loggedKey("Größe: 5 %")).toBe("Gr__e_ 5 _");
    expect(loggedKey("x".repeat(300))).toBe("x".repeat(250));
  });

  test("leads to no other place, for MLflow's files are called by it", () => {
    expect(["../../etc", "/a", "a//b", "a/./b", "a/", "", "."].map(loggedKey)).toEqual([
      "_/_/etc",
      "_/a",
      "a/_/b",
      "a/_/b",
      "a/_",
      "_",
      "_",
    ]);
  });
});

test("a value that is too long shows that it was cut off", () => {
  expect(loggedValue(0.1, "params")).toBe("0.1");
  expect(loggedValue("x".repeat(6000), "params")).toBe("x".repeat(6000));
  expect(loggedValue("x".repeat(6001), "params")).toBe(`${"x".repeat(5999)}…`);
  expect(loggedValue("x".repeat(9000), "tags")).toHaveLength(8000);
});
