import { expect, test } from "bun:test";
import { stepsAt, TRAINING_STEPS } from "../../../views/words/job-words";

test("the steps before the one at work are done, those behind it are next", () => {
  expect(stepsAt("reading", false)[0]!.state).toBe("now");
  expect(stepsAt("segmentation", false).map(({ state }) => state)).toEqual([
    "done",
    "done",
    "now",
    "next",
    "next",
    "next",
  ]);
  expect(stepsAt(null, false).every(({ state }) => state === "next")).toBe(true);
  expect(stepsAt("writing", true).every(({ state }) => state === "done")).toBe(true);
});

test("the steps are those that a training reports, in that order", async () => {
  const source = await Bun.file(new URL("../../../src/pipeline/progress.ts", import.meta.url)).text();
  const shares = /const SHARES = \{([\s\S]*?)\}/.exec(source)![1]!;
  const stages = [...shares.matchAll(/(\w+):/g)].map(([, stage]) => stage!);
  expect(TRAINING_STEPS.map(({ stage }) => stage)).toEqual(stages);
});
