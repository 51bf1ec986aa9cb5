import { describe, expect, test } from "bun:test";
import { readableLine } from "../src/commands/log";
import { wordsOf } from "../src/errors";

const line = (fields: object) =>
  readableLine(JSON.stringify({ level: 30, time: 0, pid: 1, hostname: "shop", msg: "request", ...fields }));

describe("a line of the log at a terminal", () => {
  test("says when, how bad, what, and the fields in words", () => {
    expect(line({ method: "GET", route: "/segments", status: 200, tenant: "", note: "two words" })).toMatch(
      /^\d\d:\d\d:\d\d info {2}request method=GET route=\/segments status=200 note="two words"\n$/,
    );
  });

  test("shows an error's stack below, and objects as JSON", () => {
    const shown = line({
      level: 50,
      err: { message: "no", stack: "Error: no\n    at x" },
      error: { name: "E" },
    });
    expect(shown).toMatch(/ ERROR request error=\{"name":"E"\}\nError: no\n {4}at x\n$/);
  });
});

describe("what was thrown is told in words, where it is", () => {
  test.each([
    ["an error", new Error("it broke"), "it broke"],
    ["a text", "it broke", "it broke"],
    ["an object with a message", { message: "it broke", code: 5 }, "it broke"],
    [
      "another object",
      { error: "Event key not found", status: 401 },
      '{"error":"Event key not found","status":401}',
    ],
    ["an object that JSON cannot hold", { size: 5n }, "size"],
    ["nothing", undefined, "undefined"],
  ])("%s", (_, thrown, words) => expect(wordsOf(thrown)).toBe(words));
});
