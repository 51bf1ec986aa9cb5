import { expect, test } from "bun:test";
import { defaultModelNote } from "../../src/jobs/default-model-note";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { modelRow } from "../store/rows";

cleanUpAfterwards();

const [SEPTEMBER, DECEMBER, JANUARY] = [
  Date.UTC(2011, 8, 9, 12),
  Date.UTC(2011, 11, 9, 12),
  Date.UTC(2012, 0, 9, 12),
] as const;

function withDecember() {
  const store = openStore();
  store.models.insert("t", modelRow("december", { asOf: DECEMBER, name: "Winter" }));
  store.tenants.offerDefaultModel("t");
  return store;
}

test("a first model, and one with orders as new, is the default without a word", () => {
  expect(defaultModelNote(openStore(), "t", SEPTEMBER)).toEqual({ is_default: true, note: null });
  for (const asOf of [DECEMBER, JANUARY])
    expect(defaultModelNote(withDecember(), "t", asOf)).toEqual({ is_default: true, note: null });
});

test("one with older orders says as of when it is, and what stays the default", () => {
  expect(defaultModelNote(withDecember(), "t", SEPTEMBER)).toEqual({
    is_default: false,
    note: "This model is as of 9 September 2011; the current one, as of 9 December 2011, stays the default.",
  });
});

test("a model that was chosen stays the default beside newer orders, and that is said", () => {
  const store = withDecember();
  store.tenants.setDefaultModel("t", "december");
  expect(defaultModelNote(store, "t", JANUARY)).toEqual({
    is_default: false,
    note: "Winter was chosen as the default model and stays it, though this one is as of 9 January 2012.",
  });
});
