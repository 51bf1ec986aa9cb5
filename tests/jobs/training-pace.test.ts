import { describe, expect, test } from "bun:test";
import { trainingPace } from "../../src/jobs/training-pace";
import { stageEnd } from "../../src/pipeline/progress";

const at = (stage: string, fraction: number) => ({ stage, fraction, message: "" });
const paceAfter = (seconds: number, usualMs: number | null) =>
  trainingPace(
    at("segmentation", 0.5),
    { startedAt: 0, reportedAt: 10_000, now: 10_000 + 1000 * seconds },
    usualMs,
  );

describe("a training's pace", () => {
  test("moves on through a long step, ever slower, and never past the step's end", () => {
    const fractions = [0, 2, 4, 8, 20, 200].map((seconds) => paceAfter(seconds, 40_000).fraction);
    expect(fractions[0]).toBe(0.5);
    for (let i = 1; i < fractions.length; i++) expect(fractions[i]!).toBeGreaterThan(fractions[i - 1]!);
    expect(fractions.at(-1)!).toBeLessThanOrEqual(stageEnd("segmentation"));
    // Three twentieths of 40 s are what the step usually takes; four fifths of it are over then.
    expect(paceAfter(6, 40_000).fraction).toBeCloseTo(0.5 + 0.15 * (1 - Math.exp(-1.6)), 12);
  });

  test("tells the time left by the last training, else by the time so far", () => {
    expect(paceAfter(5, 40_000).leftMs).toBe(25_000);
    // Half of the whole took 10 s.
    expect(paceAfter(5, null).leftMs).toBe(5000);
    expect(paceAfter(100, 40_000).leftMs).toBeNull();
  });

  test("is not told while there is nothing to go by", () => {
    const pace = trainingPace(null, { startedAt: 0, reportedAt: 0, now: 5000 }, null);
    expect(pace).toEqual({ fraction: 0, leftMs: null });
  });

  test("knows the stages to their end", () => {
    expect(stageEnd("writing")).toBeCloseTo(1, 12);
    expect(stageEnd("something else")).toBe(1);
  });
});
