import { describe, expect, test } from "bun:test";
import type { NotificationRow } from "../../src/store/notifications";
import { cleanUpAfterwards, openStore } from "./open-store";

cleanUpAfterwards();

const row = (id: string, createdAt = 1000): NotificationRow => ({
  id,
  kind: "training",
  tone: "good",
  title: "Done",
  text: "A model is ready.",
  link: "/app",
  createdAt,
  readAt: null,
});

describe("notifications", () => {
  test("are told to their tenant alone, newest first, and counted until they are read", () => {
    const { notifications } = openStore();
    notifications.insert("own", row("a", 1000));
    notifications.insert("own", row("b", 2000));
    notifications.insert("other", row("a", 3000));
    expect(notifications.list("own").map(({ id }) => id)).toEqual(["b", "a"]);
    expect(notifications.list("own")[1]).toEqual(row("a", 1000));
    expect([
      notifications.unread("own"),
      notifications.unread("other"),
      notifications.unread("none"),
    ]).toEqual([2, 1, 0]);
    expect([notifications.markRead("own", "a", 5000), notifications.markRead("own", "a", 6000)]).toEqual([
      true,
      false,
    ]);
    expect(notifications.markRead("none", "b", 5000)).toBe(false);
    expect(notifications.list("own")[1]!.readAt).toBe(5000);
    expect([
      notifications.markAllRead("own", 7000),
      notifications.unread("own"),
      notifications.unread("other"),
    ]).toEqual([1, 0, 1]);
  });

  test("are kept up to 500, the oldest go first", () => {
    const { notifications } = openStore();
    for (let i = 0; i < 503; i++) notifications.insert("t", row(`n${i}`, i));
    const kept = notifications.list("t");
    expect([kept.length, kept[0]!.id, kept.at(-1)!.id]).toEqual([500, "n502", "n3"]);
    // Another tenant's are not pushed out by these.
    notifications.insert("u", row("n1", 1));
    notifications.insert("t", row("newest", 9999));
    expect(notifications.list("u").map(({ id }) => id)).toEqual(["n1"]);
    expect(notifications.list("t").at(-1)!.id).toBe("n4");
  });

  test("and schedules go with their tenant", () => {
    const store = openStore();
    for (const tenant of ["t", "u"]) {
      store.notifications.insert(tenant, row("a"));
      store.schedules.save(tenant, { every: "weekly", day: 1, hour: 3, nextDue: 10 }, 1000);
    }
    store.tenants.empty("t", "none");
    expect([store.notifications.list("t"), store.schedules.find("t")]).toEqual([[], null]);
    expect([store.notifications.unread("u"), store.schedules.find("u")?.nextDue]).toEqual([1, 10]);
  });
});
