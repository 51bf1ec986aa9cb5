import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import { comparedHistory, compareSnapshots } from "../../../src/models/monitoring/drift";
import {
  type DriftKind,
  driftReference,
  type WatchedColumn,
} from "../../../src/models/monitoring/drift-reference";
import { utc } from "../../shop";

const OLDEST = utc("2010-12-01");
const TRAINED = utc("2011-09-09");
const DAY_MS = 86_400_000;

const random = new Random(3);
const normals = (n: number, mean = 0) => Float64Array.from({ length: n }, () => mean + random.normal());
const column = (name: string, values: Float64Array, kind: DriftKind = "feature"): WatchedColumn => ({
  name,
  kind,
  values,
});
const compared = (before: WatchedColumn[], now: WatchedColumn[], at = TRAINED) =>
  compareSnapshots(driftReference(before, OLDEST, TRAINED, before[0]?.values.length ?? 0), now, at, null);

describe("drift", () => {
  test("of the very snapshot that was trained on is none", () => {
    const columns = [
      column("spend", normals(2000).map(Math.exp).map(Math.fround)),
      column(
        "gap",
        normals(2000).map((value, i) => (i % 3 ? NaN : Math.fround(value))),
      ),
      column(
        "segment",
        Float64Array.from({ length: 2000 }, (_, i) => i % 4),
        "segment",
      ),
    ];
    const report = compared(columns, columns);
    for (const { psi, wasserstein, status } of report.columns) {
      expect(psi).toBe(0);
      expect(wasserstein ?? 0).toBeLessThan(1e-6);
      expect(status).toBe("stable");
    }
    expect(report).toMatchObject({ alerts: [], watched: [], notes: [], customers_before: 2000 });
    expect(report.text).toBe("None of 3 features and scores clearly differs from the training snapshot.");
    expect(report.advice).toBe("The model can still be used.");
  });

  test("is an alarm beyond a quarter, watched beyond a tenth, and told worst first", () => {
    const before = ["a", "b", "c"].map((name) => column(name, normals(4000)));
    const now = [
      column("a", normals(4000)),
      column("b", normals(4000, 0.15)),
      column("c", normals(4000, 0.6)),
    ];
    const report = compared(before, now);
    expect(report.columns.map(({ name, status }) => [name, status])).toEqual([
      ["c", "alert"],
      ["b", "watch"],
      ["a", "stable"],
    ]);
    expect(report.alerts).toEqual(["c"]);
    expect(report.watched).toEqual(["b"]);
    const [c] = report.columns;
    // Normals one apart by δ: PSI tends to δ² with many bins (ten lose about 4 %), and W₁ is δ standard deviations.
    expect(c!.psi!).toBeWithin(0.3, 0.4);
    expect(c!.wasserstein!).toBeWithin(0.55, 0.65);
    expect(c!.median_now! - c!.median_before!).toBeWithin(0.5, 0.7);
    expect(report.text).toStartWith(
      "1 of 3 features and scores has drifted (stability index or distance above 0.25, more than chance explains): c.",
    );
    expect(report.advice).toStartWith("The model's scores have hardly moved");
  });

  test("of a score says to train again first", () => {
    const report = compared(
      [column("churn_probability", normals(4000), "score")],
      [column("churn_probability", normals(4000, 1), "score")],
    );
    expect(report.advice).toContain("train again before acting on them");
  });

  test("is seen where a column goes missing, and where a constant one changes", () => {
    const report = compared(
      [column("gone", normals(1000)), column("fixed", new Float64Array(1000).fill(1))],
      [column("gone", new Float64Array(1000).fill(NaN)), column("fixed", new Float64Array(1000).fill(2))],
    );
    expect([...report.alerts].sort()).toEqual(["fixed", "gone"]);
    expect(report.columns.find(({ name }) => name === "gone")).toMatchObject({
      missing_before: 0,
      missing_now: 1,
      median_now: null,
      wasserstein: null,
    });
  });

  test("does not take an estimate that all newcomers share, told a little differently, for another population", () => {
    const values = (shared: number) => normals(3000).map((value, i) => (i % 2 ? shared : 600 + 200 * value));
    const report = compared([column("expected_value", values(410))], [column("expected_value", values(428))]);
    expect(report.alerts).toEqual([]);
    expect(report.columns[0]!.psi!).toBeLessThan(0.05);
  });

  test("raises no alarm by chance where there are few customers", () => {
    for (const [n, m] of [
      [3, 3],
      [30, 40],
      [60, 1000],
    ] as const) {
      for (let round = 0; round < 50; round++) {
        const names = ["a", "b", "c", "d", "e"];
        const sample = (rows: number) =>
          names.map((name, j) => column(name, normals(rows).map(j % 2 ? Math.exp : (value) => value)));
        expect(compared(sample(n), sample(m)).alerts).toEqual([]);
      }
    }
    expect(compared([column("a", normals(29))], [column("a", normals(4000, 9))])).toMatchObject({
      alerts: [],
      text: "One of the two snapshots has only 29 customers where 30 are needed: any difference may be chance, so no alarm is raised.",
    });
  });

  test("says which columns are not known now, and compares the rest", () => {
    const [a, b] = [column("a", normals(100)), column("b", normals(100))] as const;
    const report = compared([a, b], [a]);
    expect(report.columns.map(({ name, status }) => [name, status])).toEqual([
      ["a", "stable"],
      ["b", "not_compared"],
    ]);
    expect(report.notes).toEqual(["Not compared, because it is not known now: b."]);
  });

  test("names a season that lies between the two snapshots, and none for a whole year", () => {
    const columns = [column("a", normals(100))];
    expect(compared(columns, columns, TRAINED + 91 * DAY_MS).notes).toEqual([
      "The two snapshots (2011-09-09 and 2011-12-09) are 91 days apart in the year: the season alone can change recent purchases.",
    ]);
    expect(compared(columns, columns, TRAINED + 365 * DAY_MS).notes).toEqual([]);
    expect(compared(columns, columns, TRAINED + 30 * DAY_MS).notes).toEqual([]);
  });
});

describe("the history that is compared", () => {
  const reference = driftReference([], OLDEST, TRAINED, 0);

  test("is as long as that of the training file, to the millisecond", () => {
    const newest = utc("2011-12-09T12:50");
    expect(comparedHistory(reference, OLDEST, newest)).toEqual({
      from: newest - (TRAINED - OLDEST),
      hindrance: null,
    });
    expect(comparedHistory(reference, OLDEST, TRAINED).from).toBe(OLDEST);
  });

  test("may be a week shorter, and with less there are no alarms", () => {
    expect(comparedHistory(reference, OLDEST + 7 * DAY_MS, TRAINED).hindrance).toBeNull();
    const { hindrance } = comparedHistory(reference, OLDEST + 8 * DAY_MS, TRAINED);
    expect(hindrance).toContain("has 274 days of orders, but the model was trained on 282");
    const [before, now] = [[column("a", normals(4000))], [column("a", normals(4000, 3))]];
    const report = compareSnapshots(
      driftReference(before, OLDEST, TRAINED, before[0]?.values.length ?? 0),
      now,
      TRAINED,
      hindrance,
    );
    expect(report).toMatchObject({ alerts: [], notes: [hindrance], text: hindrance, advice: null });
    expect(report.columns[0]).toMatchObject({ status: "not_compared" });
    expect(report.columns[0]!.psi!).toBeGreaterThan(1);
  });
});
