import type { TSchema } from "@sinclair/typebox";

/**
 * Treats `null` as absent: drops optional fields that hold it, at any depth that the schema describes. Data that
 * clients keep for themselves (such as a queue row's `payload`) has no schema and stays as it is. In a required field,
 * `null` stays, for the schema to refuse.
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
