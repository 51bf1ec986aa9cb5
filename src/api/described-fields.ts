import type { TSchema } from "@sinclair/typebox";

/**
 * The fields of a body that its schema describes, at any depth. Others are dropped, so that nothing undocumented slips
 * into a job. In an optional field, `null` means absent; in a required one it stays, for the schema to refuse. Data that
 * clients keep for themselves (such as a queue row's `payload`) has no schema and stays as it is.
 */
export function describedFields(schema: TSchema, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !schema.properties) return value;
  const properties: Readonly<Record<string, TSchema>> = schema.properties;
  const required: readonly string[] = schema.required ?? [];
  const kept = Object.entries(value).flatMap(([name, field]) => {
    // A closed schema refuses other fields itself.
    if (!Object.hasOwn(properties, name)) return schema.additionalProperties === false ? [[name, field]] : [];
    if (field === null && !required.includes(name)) return [];
    return [[name, describedFields(properties[name]!, field)]];
  });
  return Object.fromEntries(kept);
}
