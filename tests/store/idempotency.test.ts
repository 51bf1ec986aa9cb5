import { describe, expect, test } from "bun:test";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";

cleanUpAfterwards();

describe("an idempotency key", () => {
  test("is new, then in progress, then answered with what the first request was answered", () => {
    const { idempotency } = openStore();
    expect(idempotency.begin("t", "k", "hash", 0)).toBe("new");
    expect(idempotency.begin("t", "k", "hash", 1)).toBe("in progress");
    idempotency.finish("t", "k", { status: 202, body: '{"status":"started"}' });
    expect(idempotency.begin("t", "k", "hash", 2)).toEqual({ status: 202, body: '{"status":"started"}' });
  });

  test("is refused for another request, and free for another tenant", () => {
    const { idempotency } = openStore();
    idempotency.begin("t", "k", "hash", 0);
    expect(idempotency.begin("t", "k", "hush", 1)).toBe("mismatch");
    expect(idempotency.begin("u", "k", "another hash", 1)).toBe("new");
    idempotency.finish("t", "k", { status: 200, body: "" });
    expect(idempotency.begin("t", "k", "another hash", 1)).toBe("mismatch");
  });

  test("is forgotten with an answer that holds a text, for its tenant alone", () => {
    const { idempotency } = openStore();
    for (const [tenant, key, body] of [
      ["t", "about", '{"customer_id":"12347"}'],
      ["t", "other", '{"customer_id":"99"}'],
      ["u", "about", '{"customer_id":"12347"}'],
    ] as const) {
      idempotency.begin(tenant, key, "hash", 0);
      idempotency.finish(tenant, key, { status: 200, body });
    }
    idempotency.begin("t", "under way", "hash", 0);
    expect(idempotency.forgetText("t", "12347")).toBe(1);
    // Its answer may come to hold the text.
    expect(idempotency.begin("t", "under way", "hash", 1)).toBe("new");
    expect(idempotency.begin("t", "about", "hash", 1)).toBe("new");
    expect(idempotency.begin("t", "other", "hash", 1)).toMatchObject({ status: 200 });
    expect(idempotency.begin("u", "about", "hash", 1)).toMatchObject({ status: 200 });
  });

  test("is forgotten after 24 hours, not before", () => {
    const { idempotency } = openStore();
    idempotency.begin("t", "k", "hash", 0);
    idempotency.finish("t", "k", { status: 200, body: "x" });
    const day = 24 * 3600 * 1000;
    expect(idempotency.begin("t", "k", "hash", day - 1)).toEqual({ status: 200, body: "x" });
    expect(idempotency.begin("t", "k", "hash", day)).toBe("new");
  });

  test("may be used again where its request was abandoned, but not where it was answered", () => {
    const { idempotency } = openStore();
    idempotency.begin("t", "k", "hash", 0);
    idempotency.abandon("t", "k");
    expect(idempotency.begin("t", "k", "hash", 1)).toBe("new");
    idempotency.finish("t", "k", { status: 200, body: "x" });
    idempotency.abandon("t", "k");
    expect(idempotency.begin("t", "k", "hash", 2)).toEqual({ status: 200, body: "x" });
  });

  test("of a request that a server died over is free for the next server, and only then", () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const first = openStore(path);
    first.idempotency.begin("t", "k", "hash", 0);
    const beside = openStore(path);
    expect(beside.idempotency.begin("t", "k", "hash", 1)).toBe("in progress");
    closeStore(first);
    closeStore(beside);
    expect(openStore(path).idempotency.begin("t", "k", "hash", 2)).toBe("new");
  });
});
