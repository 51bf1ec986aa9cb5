import { describe, expect, test } from "bun:test";
import { nextDue, scheduleLoop } from "../../src/jobs/schedule";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { datasetRow, modelRow } from "../store/rows";

cleanUpAfterwards();

const at = (text: string) => Date.parse(`${text}Z`);
const iso = (time: number) => new Date(time).toISOString().slice(0, 16);

describe("the next time that a schedule is due", () => {
  // 9 December 2011 was a Friday.
  for (const [name, schedule, after, due] of [
    ["is later that day", ["weekly", 5, 14], "2011-12-09T12:50", "2011-12-09T14:00"],
    ["is a week later where it is now", ["weekly", 5, 14], "2011-12-09T14:00", "2011-12-16T14:00"],
    ["is on Sunday where that is the seventh day", ["weekly", 7, 0], "2011-12-09T12:50", "2011-12-11T00:00"],
    ["is in the next week where the day is over", ["weekly", 1, 3], "2011-12-09T12:50", "2011-12-12T03:00"],
    ["is later that month", ["monthly", 10, 3], "2011-12-09T12:50", "2011-12-10T03:00"],
    ["is in the next year", ["monthly", 9, 3], "2011-12-09T12:50", "2012-01-09T03:00"],
    ["is on the 28th of a short month", ["monthly", 28, 3], "2011-01-28T03:00", "2011-02-28T03:00"],
  ] as const) {
    test(name, () => {
      const [every, day, hour] = schedule;
      expect(iso(nextDue({ every, day, hour }, at(after)))).toBe(due);
    });
  }
});

/** A schedule on a store whose clock can be set, and the trainings that it asks for. */
function scheduled(store: Store, start: string) {
  const clock = { now: at(start) };
  const asked: [string, Readonly<Record<string, unknown>>][] = [];
  const enqueue = (tenant: string, _: string, payload: Readonly<Record<string, unknown>>) => {
    asked.push([tenant, payload]);
    return null;
  };
  const log = { error: (...told: unknown[]) => expect(told).toEqual([]), warn: () => {}, info: () => {} };
  return { asked, clock, schedule: scheduleLoop({ store, queue: { enqueue }, log, now: () => clock.now }) };
}

const MONDAYS = { every: "weekly", day: 1, hour: 3 } as const;

describe("a schedule", () => {
  test("trains on the newest data set once when it is due, as it was trained on last, and then a week later", () => {
    const store = openStore();
    const { asked, clock, schedule } = scheduled(store, "2011-12-09T12:50");
    store.datasets.insert(
      "t",
      datasetRow("old", { datasetPath: "tenants/t/datasets/old/a.csv", createdAt: 1 }),
    );
    store.datasets.insert(
      "t",
      datasetRow("new", { datasetPath: "tenants/t/datasets/new/a.csv", createdAt: 2 }),
    );
    const payload = {
      dataset_path: "tenants/t/datasets/new/a.csv",
      date_order: "dmy",
      effort: "quick",
      seed: 7,
    };
    store.jobs.insert("t", { id: "j", kind: "training", status: "completed", payload, runnable: true }, 3);
    store.models.insert("t", modelRow("m", { datasetId: "new", jobId: "j" }));
    store.tenants.saveSettings("t", { missedChurnerCost: 30, margin: 0.5, currency: "EUR" }, 4);
    store.schedules.save("t", { ...MONDAYS, nextDue: nextDue(MONDAYS, clock.now) }, clock.now);
    schedule.look();
    expect(asked).toEqual([]);
    clock.now = at("2011-12-12T03:00");
    schedule.look();
    schedule.look();
    expect(asked).toEqual([
      [
        "t",
        {
          dataset_path: "tenants/t/datasets/new/a.csv",
          date_order: "dmy",
          effort: "quick",
          currency: "EUR",
          missed_churner_cost: 30,
          contact: { margin: 0.5 },
        },
      ],
    ]);
    expect(iso(store.schedules.find("t")!.nextDue)).toBe("2011-12-19T03:00");
  });

  test("does once what fell due while no server ran, however long that was", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("d"));
    store.schedules.save("t", { ...MONDAYS, nextDue: at("2011-10-03T03:00") }, 1);
    const { asked, schedule } = scheduled(store, "2011-12-09T12:50");
    schedule.look();
    schedule.look();
    expect(asked).toHaveLength(1);
    expect(iso(store.schedules.find("t")!.nextDue)).toBe("2011-12-12T03:00");
  });

  test("of two servers is done by one", () => {
    const store = openStore();
    store.schedules.save("t", { ...MONDAYS, nextDue: 1000 }, 1);
    expect([store.schedules.advance("t", 1000, 2000), store.schedules.advance("t", 1000, 2000)]).toEqual([
      true,
      false,
    ]);
  });

  test("tells where there is nothing to train on, and does nothing for a tenant that is being erased", () => {
    const store = openStore();
    const { asked, clock, schedule } = scheduled(store, "2011-12-09T12:50");
    for (const tenant of ["empty", "erased"]) store.schedules.save(tenant, { ...MONDAYS, nextDue: 1000 }, 1);
    store.datasets.insert("erased", datasetRow("d"));
    store.erasures.ask("erased", { scope: "tenant" }, clock.now);
    schedule.look();
    expect(asked).toEqual([]);
    expect(store.notifications.list("empty")).toMatchObject([
      { kind: "schedule", title: "Nothing to train on" },
    ]);
    expect(store.notifications.list("erased")).toEqual([]);
  });
});
