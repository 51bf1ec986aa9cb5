import { expect, test } from "bun:test";
import { proofOf, ROWS_NOTE } from "../../../src/jobs/erasure/proof";
import { cleanUpAfterwards, openStore } from "../../store/open-store";

cleanUpAfterwards();

const CUT = { type: "dataset", dataset_id: "d", file_name: "f.csv", rows_removed: 4 };
const UNTOUCHED = { ...CUT, rows_removed: 0 };
const NONE = {
  predictions_deleted: 0,
  campaign_places_deleted: 0,
  saved_segments_deleted: 0,
  jobs_deleted: 0,
  stored_answers_deleted: 0,
};

for (const [scope, file, rows, status] of [
  ["customer", CUT, null, "incomplete"],
  ["customer", UNTOUCHED, null, "incomplete"],
  ["customer", CUT, NONE, "erased"],
  ["customer", UNTOUCHED, { ...NONE, jobs_deleted: 1 }, "erased"],
  ["customer", UNTOUCHED, NONE, "nothing_found"],
  ["tenant", null, null, "incomplete"],
  ["tenant", null, { models: 0 }, "deleted"],
] as const)
  test(`the proof of a ${scope}'s erasure is ${status} with ${JSON.stringify({ file, rows })}`, () => {
    const store = openStore();
    const job = { id: "e", kind: "erasure", status: "queued", payload: { scope }, runnable: true } as const;
    store.jobs.insert("t", job, 1);
    if (file) store.notes.add("t", "e", "tenants/t/datasets/d/f.csv", file);
    if (rows) store.notes.add("t", "e", ROWS_NOTE, rows);
    const proof = proofOf(store, store.jobs.find("t", "e")!);
    expect<string>(proof.status).toBe(status);
    // Only what is not finished leaves something.
    expect("left" in proof).toBe(status === "incomplete");
  });
