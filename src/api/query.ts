import type { TSchema } from "@sinclair/typebox";
import type { FieldError } from "./schema-check";

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * The query of `url` as the schema's types: numbers and booleans in plain notation, lists from repeated parameters.
 * Everything else is the text as sent, even if it looks like JSON. A value that does not fit its type stays text, for
 * the schema to refuse. Only a list may be given twice.
 */
export function readQuery(
  url: string,
  schema: TSchema,
): { query: Record<string, unknown>; errors: FieldError[] } {
  const start = url.indexOf("?");
  const query: Record<string, unknown> = Object.create(null);
  const errors: FieldError[] = [];
  if (start < 0) return { query, errors };
  const sent = new URLSearchParams(url.slice(start + 1));
  const properties: Record<string, TSchema> = schema.properties ?? {};
  for (const name of new Set(sent.keys())) {
    const texts = sent.getAll(name);
    const property = properties[name];
    if (property?.type === "array") query[name] = texts.map((text) => convert(text, property.items));
    else query[name] = convert(texts[0]!, property);
    if (texts.length > 1 && property && property.type !== "array") {
      errors.push({ field: name, message: `expected once, found ${texts.length} times` });
    }
  }
  return { query, errors };
}

function convert(text: string, schema: TSchema | undefined): unknown {
  const type = schema?.type;
  if ((type === "number" || type === "integer") && NUMBER.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
