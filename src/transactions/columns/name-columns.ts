import type { ColumnPlan } from "./plan";

/** Words for the parts of a person's name, as headers have them without case, accents and signs. */
const GIVEN = /firstname|givenname|forename|vorname|prenom|fornavn|fornamn|voornaam|etunimi/;
const FAMILY = /lastname|surname|familyname|nachname|nomdefamille|etternavn|efternamn|achternaam|sukunimi/;
/** Whose name stands beside these words; the first found counts. Anybody else's is not the customer's. */
const WHOSE = ["customer", "", "billing", "billto", "buyer", "payment", "shipping", "shipto", "delivery"];

/** The column of the customers' names, or those of their first and last names; none where the file has only one part. */
export function nameColumns({ index, columns }: Pick<ColumnPlan, "index" | "columns">): readonly number[] {
  if (index.customer_name >= 0) return [index.customer_name];
  const plain = columns.map((name) =>
    name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^\p{L}]/gu, ""),
  );
  const of = (words: RegExp) =>
    new Map(plain.flatMap((name, i) => (words.test(name) ? [[name.replace(words, ""), i] as const] : [])));
  const [given, family] = [of(GIVEN), of(FAMILY)];
  const whose = WHOSE.find((one) => given.has(one) && family.has(one));
  return whose === undefined ? [] : [given.get(whose)!, family.get(whose)!];
}
