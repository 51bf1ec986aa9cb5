import { expect, test } from "bun:test";
import { fuzz } from "./harness";
import { formats } from "./seeds";

const runs = 300;

for (const format of formats)
  test(`of ${runs} faulty ${format} files each is read or refused with a sentence`, async () => {
    const result = await fuzz(format, runs, 20_111_209);
    expect(result.failures.map(({ run, reason }) => `run ${run}: ${reason}`)).toEqual([]);
    expect(result.read).toBeGreaterThan(runs / 20);
    expect(result.refused).toBeGreaterThan(runs / 20);
  });
