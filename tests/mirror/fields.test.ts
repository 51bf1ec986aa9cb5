import { describe, expect, test } from "bun:test";
import { fromFirestore, toFirestore } from "../../src/mirror/fields";
import { documentName, documentPath, idOf } from "../../src/mirror/paths";
import { fitted, sizeOf } from "../../src/mirror/size";

describe("what Firestore does not take as it is", () => {
  for (const [name, value, stored] of [
    ["an array in an array", [[1, [2]], 3], [{ $list: [1, { $list: [2] }] }, 3]],
    ["a reserved name", { a: { __b__: 1 } }, { a: { $json: '{"__b__":1}' } }],
    ["an empty name", { a: { "": 1 } }, { a: { $json: '{"":1}' } }],
    ["a name that is one of the marks", { a: { $list: 1 } }, { a: { $json: '{"$list":1}' } }],
    ["plain JSON", { a: [1, "x", null, { b: true }] }, { a: [1, "x", null, { b: true }] }],
  ] as [string, unknown, unknown][]) {
    test(`is kept in another form, and comes back: ${name}`, () => {
      expect(toFirestore(value)).toEqual(stored);
      expect(fromFirestore(toFirestore(value))).toEqual(value);
    });
  }

  test("is never deeper than 20 levels, however deep the value is", () => {
    const deep = (levels: number, open: string, close: string) =>
      JSON.parse(`${open.repeat(levels)}1${close.repeat(levels)}`);
    const depthOf = (value: unknown): number =>
      value !== null && typeof value === "object" ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    for (const value of [{ x: deep(100, '{"a":', "}") }, { x: deep(100, "[", "]") }]) {
      expect(depthOf(toFirestore(value))).toBeLessThanOrEqual(20);
      expect(fromFirestore(toFirestore(value))).toEqual(value);
    }
  });

  test("is no moment: those come back as dates", () => {
    const moment = new Date(1_234_567);
    expect(toFirestore({ at: moment })).toEqual({ at: moment });
    expect(fromFirestore({ at: { toMillis: () => 1_234_567 } })).toEqual({ at: moment });
  });

  test("is no text that only looks like one of ours", () => {
    expect(fromFirestore({ $json: '{"cut' })).toBe('{"cut');
  });
});

describe("the name of a document", () => {
  for (const [id, name] of [
    ["0190a6b2-8f00-7a11-8c22-3d4e5f607182", "0190a6b2-8f00-7a11-8c22-3d4e5f607182"],
    ["a/b", "a%2Fb"],
    ["100%", "100%25"],
    [".", "%2E"],
    ["..", "%2E."],
    ["__x__", "%5F_x__"],
    ["ünï ~code", "ünï ~code"],
  ] as const) {
    test(`of ${id} is ${name}, and leads back`, () => {
      expect(documentName(id)).toBe(name);
      expect(idOf(name)).toBe(id);
    });
  }

  test("that is nobody's is itself", () => {
    expect(idOf("100%")).toBe("100%");
  });

  test("is part of its path", () => {
    expect(documentPath({ tenant: "__t__", collection: "tenants", id: "__t__" })).toBe("tenants/%5F_t__");
    expect(documentPath({ tenant: "t", collection: "models", id: "a/b" })).toBe("tenants/t/models/a%2Fb");
  });
});

describe("the size of a document", () => {
  // The example of https://firebase.google.com/docs/firestore/storage-size: 71 bytes of fields.
  test("is what Firestore counts", () => {
    expect(sizeOf({ type: "Personal", done: false, priority: 1, description: "Learn Cloud Firestore" })).toBe(
      71,
    );
    expect(sizeOf({ at: new Date(), none: null, list: ["ä", 1.5] })).toBe(3 + 8 + 5 + 1 + 5 + 3 + 8);
  });

  test("that is too much is cut where most of it is, and the document says where", () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ id: i, text: "x".repeat(90) }));
    const given = { id: "p1", label: null, at: new Date(5), result: { count: 1000, rows } };
    const cut = fitted(given, 30_000) as unknown as typeof given & { mirror_cut: string[] };
    expect(cut.mirror_cut).toEqual(["result.rows"]);
    expect(cut).toMatchObject({ id: "p1", label: null, at: new Date(5), result: { count: 1000 } });
    expect(cut.result.rows).toEqual(rows.slice(0, 250));
    expect(given.result.rows).toHaveLength(1000);
    expect(sizeOf(cut)).toBeLessThanOrEqual(30_000);
  });

  test("is cut in texts, in maps and in what lies deep in a list too", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`name${i}`, i]));
    const cut = fitted({ text: "😀".repeat(4000), many, list: [{ inner: "y".repeat(9000) }] }, 3000);
    expect(cut.mirror_cut).toEqual(["list.inner", "many", "text"]);
    expect(sizeOf(cut)).toBeLessThanOrEqual(3000);
    expect((cut.text as string).isWellFormed()).toBe(true);
  });

  test("that fits is left alone", () => {
    const fields = { a: 1 };
    expect(fitted(fields)).toBe(fields);
  });
});
