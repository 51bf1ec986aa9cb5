import type { Format } from "../format";
import { featureName } from "./feature-names";

/** A text that was made for programs too: columns by the names that people use, days as the tenant writes them. */
export function plainWords(text: string, format: Pick<Format, "date">): string {
  return text
    .replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/g, (name) => `“${featureName(name)}”`)
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => format.date(day));
}
