import { normalisedName } from "../columns/synonyms";
import type { Meaning, Profile } from "./profile";
import { rowTypeWords } from "./row-type-words";
import { statusWords } from "./status-words";

/** What a word tells depends on its column: "refund" as a status is an order given back, as a kind of row it is the money. */
type WordKind = "status" | "row_type";

const plain: Readonly<Record<string, string>> = { ı: "i", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe" };

type Vocabulary = ReadonlyMap<string, Meaning>;

/** Made when a column of words is first met: most files have none. */
const vocabularies: Partial<Record<WordKind, Vocabulary>> = {};

const prefixes: Record<WordKind, RegExp> = {
  status:
    /^(?:wc|order|orderstatus|status|payment|paymentstatus|state|commande|bestellung|pedido|ordine|zamowienie)(?=.)/,
  row_type: /^(?:type|event|eventtype|action)(?=.)/,
};

/**
 * What a word of a status column or of a column of kinds of rows means for the account; the profile's own words go before the
 * common ones. Case, accents, punctuation and prefixes such as `wc-` do not matter. Null where the word is not known: its rows are
 * then asked about, never guessed.
 */
export function meaningOf(word: string, kind: WordKind, profile: Profile | null = null): Meaning | null {
  const name = normalisedName(word.replace(/^\s*-(?=\d)/, "minus"));
  const own = kind === "status" ? profile?.statuses : profile?.rowTypes;
  const bare = name.replace(prefixes[kind], "");
  vocabularies[kind] ??= vocabularyOf(kind === "status" ? statusWords : rowTypeWords);
  for (const candidate of bare === name ? [name] : [name, bare]) {
    if (own !== undefined && Object.hasOwn(own, candidate)) return own[candidate]!;
    const meaning = vocabularies[kind].get(folded(candidate));
    if (meaning !== undefined) return meaning;
    if (kind === "status" && waiting.test(candidate) && payment.test(candidate)) return "unpaid";
  }
  return null;
}

/** Shops have a state for each way of payment that they wait for: "Awaiting bank wire", "Warten auf Überweisung". */
const waiting =
  /^(?:awaiting|waiting|pending|wart|enattente|attente|enespera|esperando|inattesa|attesa|aguardando|wacht|inafwachting|oczeki)/;
const payment =
  /pay|bankwire|transfer|cheque|zahl|uberweis|vorkasse|paiement|virement|pago|pagamento|bonifico|assegno|betal|overschrijving|płatnosc|platnosc|przelew|wpłat|wplat/;

function vocabularyOf(words: Readonly<Partial<Record<Meaning, string>>>): Vocabulary {
  const vocabulary = new Map<string, Meaning>();
  for (const [meaning, list] of Object.entries(words)) {
    for (const phrase of list.split(/[,\n]/)) {
      const word = folded(normalisedName(phrase));
      if (word === "") continue;
      const other = vocabulary.get(word);
      if (other !== undefined && other !== meaning) {
        throw new RangeError(`"${word}" stands for ${other} and for ${meaning}`);
      }
      vocabulary.set(word, meaning as Meaning);
    }
  }
  return vocabulary;
}

/** The same without strokes and dotless letters, which stay when accents are taken off: words typed without them are found too. */
function folded(name: string): string {
  return name.replace(/[ıłøđæœ]/g, (letter) => plain[letter]!);
}
