import { describe, expect, test } from "bun:test";
import { methodNotes } from "../../../src/models/report/card-methods";
import { trainedModels } from "../trained-models";

describe("the notes on methods of a model", () => {
  test("tell of each method what it did here, what it assumes and what breaks it", () => {
    const notes = methodNotes(trainedModels());
    expect(notes.map(({ method }) => method)).toEqual([
      "evaluation",
      "churn",
      "lifetime_value",
      "intervals",
      "buy_till_you_die",
      "segmentation",
    ]);
    for (const note of notes) {
      for (const text of [note.here, note.assumes, note.breaks_when]) {
        expect(text).toMatch(/^[A-Z0-9].*\.$/s);
        expect(text).not.toMatch(/NaN|undefined|null/);
      }
    }
  });

  test("name the protocol, the weights of the blend and what the data did not allow", () => {
    const trained = trainedModels();
    const note = (method: string, changed = trained) =>
      methodNotes(changed).find((known) => known.method === method)!.here;
    expect(note("evaluation")).toContain(trained.churnProtocol.reason);
    const { all, base } = trained.churn;
    const constant = {
      ...trained,
      churn: { base, all: { ...all, model: { ...all.model, level: "constant" } } },
    };
    expect(note("churn", constant as typeof trained)).toContain("the share of those who left");
    const unfitted = { ...trained, btyd: { ...trained.btyd, family: null, refusals: ["Too few."] } };
    expect(note("buy_till_you_die", unfitted)).toBe("Not used. Too few.");
  });
});
