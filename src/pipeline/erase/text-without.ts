import { closeSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { isPerson, type Person } from "./person";
import { writeAll } from "./write-all";

const HIDDEN = "…";

/**
 * Copies our report or JSON file, which may show samples of the shop's cells, to the new file `to`. A text that is the
 * person's id or address, or quotes it within a sentence, becomes an ellipsis. Returns how many did.
 */
export function copyTextWithout(from: string, to: string, person: Person): number {
  const text = readFileSync(from, "utf8");
  let hidden = 0;
  const hide = (sentence: string) =>
    quotations(person).reduce((told, quotation) => {
      const parts = told.split(quotation);
      hidden += parts.length - 1;
      return parts.join(quotation.startsWith('"') ? `"${HIDDEN}"` : HIDDEN);
    }, sentence);
  const hideValue = (_: string, value: unknown) => {
    if (typeof value !== "string") return value;
    if (!isPerson(value, person)) return hide(value);
    hidden++;
    return HIDDEN;
  };
  const copied = from.endsWith(".json")
    ? `${JSON.stringify(JSON.parse(text, hideValue), null, 2)}\n`
    : hide(text);
  const file = openSync(to, "wx");
  try {
    writeAll(file, Buffer.from(copied));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return hidden;
}

/** An address always means the person. A number may be something else, so an id only counts if it is quoted. */
function quotations({ id, emails }: Person): string[] {
  return [JSON.stringify(id), ...(id.includes("@") ? [id] : []), ...emails];
}
