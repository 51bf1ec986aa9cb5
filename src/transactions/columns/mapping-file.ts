import { InputError } from "../../errors";
import { meanings } from "../profiles/profile";
import type { MappingChoice } from "./resolve";
import { type Role, roles } from "./roles";

/** A mapping is a few short lines; a larger file is not one. */
const maxBytes = 65_536;

/** Reads a column mapping from a JSON or YAML file. Throws InputError if it is none. */
export async function readMappingFile(path: string): Promise<MappingChoice> {
  const file = Bun.file(path);
  if (!(await file.exists())) throw new InputError("The mapping file does not exist.");
  if (file.size > maxBytes) throw new InputError(`The mapping file is larger than ${maxBytes} bytes.`);
  return parseMapping(await file.text());
}

/** Parses a column mapping, JSON or YAML: an object from field names to column names or null. Throws InputError. */
export function parseMapping(text: string): MappingChoice {
  let parsed: unknown;
  try {
    // YAML 1.2 contains JSON.
    parsed = Bun.YAML.parse(text);
  } catch (error) {
    throw new InputError(`The mapping is neither JSON nor YAML: ${(error as Error).message}.`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new InputError('The mapping must be an object such as {"customer_id": "CustomerID", …}.');
  const fields = new Set<string>(roles satisfies readonly Role[]);
  for (const [field, column] of Object.entries(parsed)) {
    if (field === "words") {
      requireWords(column);
      continue;
    }
    if (!fields.has(field))
      throw new InputError(
        `The mapping has the unknown field ${JSON.stringify(field)}. Fields are ${roles.join(", ")} and words.`,
      );
    if (column !== null && typeof column !== "string")
      throw new InputError(`The mapping of ${field} must be the name of a column, a string.`);
  }
  return parsed as MappingChoice;
}

/** Throws InputError unless these are words with their meanings. */
function requireWords(words: unknown): void {
  const known: readonly string[] = meanings;
  if (typeof words !== "object" || words === null || Array.isArray(words))
    throw new InputError('The mapping of words must be an object such as {"on review": "unpaid"}.');
  for (const [word, meaning] of Object.entries(words))
    if (!known.includes(meaning))
      throw new InputError(
        `The mapping says that the word ${JSON.stringify(word)} means ${JSON.stringify(meaning)}. A word means ${meanings.join(", ")}.`,
      );
}
