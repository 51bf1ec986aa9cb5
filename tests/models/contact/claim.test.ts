import { expect, test } from "bun:test";
import { gainDoubt } from "../../../src/models/contact/claim";

test("a gain is promised only on forecasts that held, and where chance does not turn it into a loss", () => {
  expect(gainDoubt(["Good", "Fair"], { low: 10 })).toBeNull();
  expect(gainDoubt(["Good", "Fair"], { low: -1 })).toBe("may_lose");
  expect(gainDoubt(["Good", "Poor"], { low: 10 })).toBe("poor");
  expect(gainDoubt([null, "Good"], { low: 10 })).toBe("untested");
});
