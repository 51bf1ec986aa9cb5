import { describe, expect, test } from "bun:test";
import { t } from "elysia";
import { plainSchema } from "../../src/api/plain-schema";
import { SchemaCheck } from "../../src/api/schema-check";

describe("a schema of Elysia's converting types", () => {
  const schema = t.Object({
    count: t.Integer({ minimum: 1, description: "How many" }),
    share: t.Optional(t.Numeric({ maximum: 1 })),
    on: t.Optional(t.BooleanString()),
    list: t.Array(t.Object({ n: t.Integer() })),
    either: t.Union([t.Integer(), t.Null()]),
    byName: t.Optional(t.Record(t.String(), t.Integer())),
  });
  const check = new SchemaCheck(plainSchema(schema), "body");
  const good = { count: 1, share: 0.5, on: true, list: [{ n: 2 }], either: null };

  test("takes values of the plain types", () => {
    expect(check.errors(good)).toEqual([]);
    expect(check.errors({ count: 1, list: [], either: 3 })).toEqual([]);
  });

  for (const [field, wrong] of [
    ["count", { count: "1" }],
    ["count", { count: 0 }],
    ["share", { share: "0.5" }],
    ["on", { on: "true" }],
    ["list.0.n", { list: [{ n: "2" }] }],
    ["either", { either: "3" }],
    ["byName.a", { byName: { a: "1" } }],
  ] as const) {
    test(`refuses ${JSON.stringify(wrong)}`, () => {
      expect(check.errors({ ...good, ...wrong }).map((error) => error.field)).toEqual([field]);
    });
  }

  test("describes the plain type, with its words and bounds", () => {
    const { properties, required } = JSON.parse(JSON.stringify(plainSchema(schema)));
    expect(properties.count).toEqual({ type: "integer", minimum: 1, description: "How many" });
    expect(properties.list.items.properties.n).toEqual({ type: "integer" });
    expect(required).toEqual(["count", "list", "either"]);
  });

  test("is refused where there is no plain type behind it", () => {
    const moment = t
      .Transform(t.String())
      .Decode((text) => new Date(text))
      .Encode((date) => date.toISOString());
    expect(() => plainSchema(moment)).toThrow(RangeError);
  });
});
