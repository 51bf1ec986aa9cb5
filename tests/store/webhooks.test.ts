import { expect, test } from "bun:test";
import { cleanUpAfterwards, openStore } from "./open-store";

cleanUpAfterwards();

const row = {
  id: "w1",
  url: "https://example.com/hooks",
  events: ["training.completed"],
  format: "standard",
  secret: "whsec_1",
  createdAt: 5,
} as const;

function withWebhook() {
  const store = openStore();
  store.webhooks.insert("t", row);
  return store;
}

test("a webhook is kept as it was given, on and with one secret", () => {
  expect(withWebhook().webhooks.find("t", "w1")).toEqual({
    ...row,
    enabled: true,
    disabledReason: null,
    oldSecret: null,
    oldSecretUntil: null,
    lastSuccessAt: null,
  });
});

test("a change touches the fields that it names, and switching on takes away why it was off", () => {
  const { webhooks } = withWebhook();
  expect(webhooks.disable("t", "w1", "It is gone.")).toBeTrue();
  expect(webhooks.disable("t", "w1", "Again.")).toBeFalse();
  expect(webhooks.find("t", "w1")).toMatchObject({ enabled: false, disabledReason: "It is gone." });
  expect(webhooks.change("t", "w1", { events: [], format: "slack" })).toBeTrue();
  expect(webhooks.find("t", "w1")).toMatchObject({
    events: [],
    format: "slack",
    enabled: false,
    disabledReason: "It is gone.",
  });
  webhooks.change("t", "w1", { enabled: true });
  expect(webhooks.find("t", "w1")).toMatchObject({ enabled: true, disabledReason: null, url: row.url });
  expect([webhooks.change("t", "w1", {}), webhooks.change("t", "w2", {})]).toEqual([true, false]);
});

test("the secret before the new one signs until the moment that was given", () => {
  const { webhooks } = withWebhook();
  expect(webhooks.setSecret("t", "w1", "whsec_2", 900)).toBeTrue();
  expect(webhooks.find("t", "w1")).toMatchObject({
    secret: "whsec_2",
    oldSecret: "whsec_1",
    oldSecretUntil: 900,
  });
});

test("its messages go with it, and those to others stay", () => {
  const store = withWebhook();
  const message = { channel: "webhook", event: "training.completed", payload: {} } as const;
  store.outbox.insert("t", { ...message, id: "a", target: "w1" }, 5);
  store.outbox.insert("t", { ...message, id: "b", target: "w2" }, 5);
  expect(store.webhooks.delete("t", "w1")).toBeTrue();
  expect([store.outbox.find("t", "a"), store.outbox.find("t", "b")?.id]).toEqual([null, "b"]);
  expect(store.webhooks.delete("t", "w1")).toBeFalse();
});
