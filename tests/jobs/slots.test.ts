import { describe, expect, test } from "bun:test";
import { Slots } from "../../src/jobs/slots";

describe("slots", () => {
  test("let so many in at a time, in the order they came", async () => {
    const slots = new Slots(1);
    const entered: string[] = [];
    const enter = async (name: string) => {
      const release = await slots.take();
      entered.push(name);
      return release;
    };
    const first = await enter("first");
    const second = enter("second");
    const third = enter("third");
    expect([slots.tryTake(), entered]).toEqual([null, ["first"]]);
    first();
    (await second)();
    (await third)();
    expect(entered).toEqual(["first", "second", "third"]);
    expect(slots.tryTake()).not.toBeNull();
  });
});
