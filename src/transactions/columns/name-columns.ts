/** Words for the parts of a person's name, as headers have them without case, accents and signs. */
const GIVEN = /firstname|givenname|forename|vorname|prenom|fornavn|fornamn|voornaam|etunimi/;
const FAMILY = /lastname|surname|familyname|nachname|nomdefamille|etternavn|efternamn|achternaam|sukunimi/;
/** Whose name stands beside these words; the first found counts. Anybody else's is not the customer's. */
const WHOSE = ["customer", "", "billing", "billto", "buyer", "payment", "shipping", "shipto", "delivery"];

/** The columns of a customer's first and last name; null unless the file has both, of the same person. */
export function nameColumns(header: readonly string[]): readonly [given: number, family: number] | null {
  const plain = header.map((name) =>
    name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^\p{L}]/gu, ""),
  );
  const of = (words: RegExp) =>
    new Map(plain.flatMap((name, i) => (words.test(name) ? [[name.replace(words, ""), i] as const] : [])));
  const [given, family] = [of(GIVEN), of(FAMILY)];
  for (const whose of WHOSE) {
    const found = [given.get(whose), family.get(whose)];
    if (found[0] !== undefined && found[1] !== undefined) return [found[0], found[1]];
  }
  return null;
}
