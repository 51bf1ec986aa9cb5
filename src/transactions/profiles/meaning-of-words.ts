import { normalisedName } from "../columns/synonyms";
import type { Meaning, Profile } from "./profile";
import { rowTypeWords } from "./row-type-words";
import { statusWords } from "./status-words";

/** A word's meaning depends on its column: "refund" as a status is a refunded order, as a kind of row the money. */
type WordKind = "status" | "row_type";

const plain: Readonly<Record<string, string>> = { ı: "i", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe" };

type Vocabulary = ReadonlyMap<string, Meaning>;

/** Built when a column of words first appears: most files have none. */
const vocabularies: Partial<Record<WordKind, Vocabulary>> = {};

const prefixes: Record<WordKind, RegExp> = {
  status:
    /^(?:wc|order|orderstatus|status|payment|paymentstatus|state|commande|bestellung|pedido|ordine|zamowienie)(?=.)/,
  row_type: /^(?:type|event|eventtype|action)(?=.)/,
};

/**
 * What a word means in a status column or a column of row kinds; the profile's own words go before the common ones.
 * Case, accents, punctuation and prefixes such as `wc-` do not matter. Null for an unknown word: we ask about its rows
 * and never guess.
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
  if (kind === "row_type") return shippingRow.test(name) ? "not_goods" : meaningOf(word, "status", profile);
  return ofOrder(word, profile);
}

/** "Venta cancelada por el comprador" is what "cancelada" is. */
function ofOrder(word: string, profile: Profile | null): Meaning | null {
  const bare = word
    .replace(/\(.*\)$/, "")
    .replace(byWhom, "")
    .replace(orderNouns, " ")
    .trim();
  return bare === "" || bare === word.trim() ? null : meaningOf(bare, "status", profile);
}

const orderNouns =
  /(?<!\p{L})(?:order|sale|purchase|bestellung|auftrag|verkauf|commande|vente|pedido|venta|compra|orden|ordine|vendita|encomenda|venda|bestelling|order|zamówienie|ordren?|beställning|bestilling|objednávka|sipariş|заказ|has been|is|was|wurde|ist|est|fue|è stato)(?!\p{L})/giu;
/** Who did it, and for what reason. */
const byWhom =
  /\s+(?:by|from|due to|because of|vom|durch|von|wegen|par|por|a pedido|da parte|dal|do|door|przez|av|af|tarafından)\s.*$/iu;
/** Rows of shipping, whatever stands behind: "Versandkosten DHL". */
const shippingRow =
  /^(?:versand|porto|fracht|shipping|postage|delivery|livraison|fraisdeport|envio|gastosdeenvio|spedizione|verzend|frakt|fragt|doprava|wysylka|kosztwysylki)(?!method)/;

/** Shops have a state for each payment method that they wait for: "Awaiting bank wire", "Warten auf Überweisung". */
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

/** The same without strokes and dotless letters, which accent stripping leaves: words typed without them match too. */
function folded(name: string): string {
  return name.replace(/[ıłøđæœ]/g, (letter) => plain[letter]!);
}
