import type { TSchema } from "@sinclair/typebox";

/**
 * A body in which `null` means absent: optional fields that hold it are left out, at any depth that the schema
 * describes. What clients keep of their own (what is in a queue row's `payload`) is described by no field and stays as
 * it is; where a field is needed, its `null` stays for the schema to refuse.
 */
export function withoutNulls(schema: TSchema, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !schema.properties) return value;
  const properties: Readonly<Record<string, TSchema>> = schema.properties;
  const required: readonly string[] = schema.required ?? [];
  const kept = Object.entries(value).flatMap(([name, field]) => {
    if (!Object.hasOwn(properties, name)) return [[name, field]];
    if (field === null && !required.includes(name)) return [];
    return [[name, withoutNulls(properties[name]!, field)]];
  });
  return Object.fromEntries(kept);
}
