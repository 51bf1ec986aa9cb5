import { expect, test } from "bun:test";
import { STATUS_CODES } from "node:http";
import * as errors from "../../src/api/errors";
import { STATUS_TITLES } from "../../src/api/status-titles";

test("titles are those that node:http has", () => {
  for (const [status, title] of Object.entries(STATUS_TITLES)) expect(title).toBe(STATUS_CODES[status]!);
});

test("every error of the API has a title, but for a client that is gone and reads nothing", () => {
  const statuses = Object.values(errors)
    .filter((exported) => typeof exported === "function" && exported.prototype instanceof Error)
    .map((type) => Reflect.construct(type as new (...given: never[]) => object, [[], [], ""]))
    .map((error) => (error as { status: number }).status);
  expect(statuses.length).toBeGreaterThan(8);
  expect(statuses.filter((status) => !(status in STATUS_TITLES) && status !== 499)).toEqual([]);
});
