import type { TSchema } from "@sinclair/typebox";

type Json = Readonly<Record<string, unknown>>;

/** TypeBox's form of a record of texts. */
const ANY_NAME = "^(.*)$";
/** Our own keyword for an error's words. */
const OWN = "error";

/**
 * A schema in the form of OpenAPI 3.1 that client generators understand: a choice of constants becomes an `enum`, a
 * nullable value has `null` among its types, a record has `additionalProperties`. Our own keywords are left out.
 */
export function documentedSchema(schema: TSchema): Json {
  return plain(schema) as Json;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { anyOf, patternProperties, ...rest } = value as Json & { anyOf?: Json[]; patternProperties?: Json };
  const entries = Object.entries(rest).flatMap(([key, each]) => {
    if (key === OWN) return [];
    // Names of fields are not keywords.
    if (key === "properties") return [[key, eachOf(each as Json)]];
    return [[key, key === "example" || key === "examples" || key === "default" ? each : plain(each)]];
  });
  const own = Object.fromEntries(entries);
  return {
    ...own,
    ...(patternProperties && recordOf(patternProperties)),
    ...(anyOf && choiceOf(anyOf.map((option) => plain(option) as Json))),
  };
}

function eachOf(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, plain(schema)]));
}

function recordOf(patterns: Json): Json {
  const names = Object.keys(patterns);
  return names.length === 1 && names[0] === ANY_NAME
    ? { additionalProperties: plain(patterns[ANY_NAME]) }
    : { patternProperties: eachOf(patterns) };
}

/** A union: as an `enum`, as a nullable type, or as it is. */
function choiceOf(options: readonly Json[]): Json {
  const some = options.filter(({ type }) => type !== "null");
  const isNullable = some.length < options.length;
  const constants = some.map(({ const: constant }) => constant);
  if (constants.every((constant) => typeof constant === "string"))
    return isNullable
      ? { type: ["string", "null"], enum: [...constants, null] }
      : { type: "string", enum: constants };
  const [only] = some;
  if (isNullable && some.length === 1 && typeof only?.type === "string" && only.type !== "object")
    return { ...only, type: [only.type, "null"] };
  return { anyOf: options };
}
