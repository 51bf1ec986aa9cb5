import { describe, expect, test } from "bun:test";
import { optionalText, optionalWholeNumber, requiredText } from "../../src/jobs/payload";

const NOTHING = [{}, { it: null }, { it: undefined }];

describe("a field of a job's payload", () => {
  test("that must be a text is one with at least a character", () => {
    expect([requiredText({ it: "a" }, "it"), optionalText({ it: "a" }, "it")]).toEqual(["a", "a"]);
    for (const it of ["", 1, true, [], {}])
      for (const read of [requiredText, optionalText])
        expect(() => read({ it }, "it")).toThrow(
          `it of the job's payload must be text, not ${JSON.stringify(it)}.`,
        );
  });

  test("that must be a whole number is 0 or more", () => {
    for (const it of [0, 1, Number.MAX_SAFE_INTEGER]) expect(optionalWholeNumber({ it }, "it")).toBe(it);
    for (const it of [-1, 0.5, 1e300, "1", false, []])
      expect(() => optionalWholeNumber({ it }, "it")).toThrow(
        `it of the job's payload must be a whole number of 0 or more, not ${JSON.stringify(it)}.`,
      );
  });

  test("that is missing is null, or missed where it is needed", () => {
    for (const payload of NOTHING) {
      expect([optionalText(payload, "it"), optionalWholeNumber(payload, "it")]).toEqual([null, null]);
      expect(() => requiredText(payload, "it")).toThrow("The job's payload has no it.");
    }
  });
});
