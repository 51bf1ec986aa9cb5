import { TransformKind, type TSchema } from "@sinclair/typebox";

const PLAIN: readonly unknown[] = ["integer", "number", "boolean"];
/** Keywords that hold one schema, a list of them, and a map of them. */
const ONE = ["items", "additionalProperties", "not"] as const;
const SEVERAL = ["anyOf", "allOf", "oneOf"] as const;
const NAMED = ["properties", "patternProperties"] as const;

/**
 * The schema without Elysia's conversions. Elysia's `t.Integer`, `t.Numeric` and `t.BooleanString` are unions of a
 * string to convert and the plain type. Here the plain type decides how a query is read, and a number in a body must be
 * a number.
 */
export function plainSchema(schema: TSchema): TSchema {
  if (TransformKind in schema) {
    const options: TSchema[] = schema.anyOf ?? [];
    const plain = options.find(({ type }) => PLAIN.includes(type));
    if (!plain)
      throw new RangeError(`a schema that converts ${String(schema.type)} cannot be checked as it is`);
    return { ...plainSchema(plain), ...(schema.description && { description: schema.description }) };
  }
  const copy: Record<string | symbol, unknown> & TSchema = { ...schema };
  for (const key of ONE) if (isSchema(schema[key])) copy[key] = plainSchema(schema[key]);
  for (const key of SEVERAL) if (Array.isArray(schema[key])) copy[key] = schema[key].map(plainSchema);
  for (const key of NAMED) {
    if (!isSchema(schema[key])) continue;
    const named = Object.entries<TSchema>(schema[key]);
    copy[key] = Object.fromEntries(named.map(([name, property]) => [name, plainSchema(property)]));
  }
  return copy;
}

function isSchema(value: unknown): value is TSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
