import { CUSTOMER_COLUMN } from "./customer-table";
import { type Files, modelColumns } from "./model-files";

/** The customers of a model whose address is wanted; none if it knows no addresses. */
export async function idsWithEmail(
  files: Files,
  artifactPrefix: string,
  isWanted: (email: string) => boolean,
): Promise<readonly string[]> {
  const people = await modelColumns(files, { artifactPrefix }, "people.arrow");
  if (!people) return [];
  const [ids, emails] = [people.column(CUSTOMER_COLUMN), people.column("email")];
  const found: string[] = [];
  for (let row = 0; row < people.numRows(); row++) {
    const email = emails?.at(row);
    if (typeof email === "string" && isWanted(email)) found.push(ids!.at(row) as string);
  }
  return found;
}
