import type { TSchema } from "@sinclair/typebox";

type Json = Readonly<Record<string, unknown>>;

/** What TypeBox writes for a record of texts. */
const ANY_NAME = "^(.*)$";
/** Our own keyword for the words of an error. */
const OWN = "error";

/**
 * A schema as OpenAPI 3.1 has it and generators of clients understand it: constants that one may choose from are an
 * `enum`, what may also be null has `null` among its types, a record has `additionalProperties`, and keywords of our
 * own are left out.
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
    // Names of fields are no keywords.
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

/** One of several: as an `enum`, as a type that may be null, or as it is. */
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
