/**
 * What it means if a customer id stands for no one. `missing`: no id is given, as spreadsheets, databases and programs
 * write it. `guest`: someone bought without an account, as shops and tills write it.
 */
type Nobody = "missing" | "guest";

const missingWords = String.raw`nan | null | none | nil | undefined | n/a | #n/a | na | <na> | #null! | #ref! | #value! | \n | \\n | (null) |
  [null] | <null> | (none) | (not set) | (not provided) | (blank) | (empty) | (leer) | (vide) | (vacío) | not set | missing | unknown |
  n.a. | n.a | n/d | n.d. | s/d | k.a. | k/a | n.v.t. | b/d | b.d. | brak | - | -- | --- | – | — | . | .. | ? | ?? | * |
  unbekannt | inconnu | inconnue | desconocido | desconocida | sconosciuto | desconhecido | onbekend | okänd | ukendt | ukjent |
  neznámý | bilinmiyor | неизвестно | unspecified | not available | not specified`;

const guestWords = `0 | 00 | 000 | 0000 | 00000 | 000000 | 0000000 | 00000000 | 0.0 | 0.00 | -1 | -1.0 |
  00000000-0000-0000-0000-000000000000 | guest | guests | guest customer | guest user | guest order | guest checkout | guest buyer |
  guest account | guest shopper | customer guest | not logged in | notloggedin | not registered | unregistered |
  walkin | walk in | walk-in | walk in customer | walk-in customer | walkin customer | walk-in client | walkincustomer |
  anonymous | anonymous customer | anonymous user | anonymous buyer | anonymous guest | anon | cash | cash customer | cash sale |
  cash sales | counter sale | counter customer | over the counter | retail customer | retail sale | store customer | in-store customer |
  pos customer | default customer | general customer | general public | no customer | no name | no account | without account |
  unknown customer | deleted customer | deleted user | customer deleted | [deleted] | redacted | one-time customer | occasional customer |
  sundry customer | sundry customers | various customers |
  gast | gastkunde | gastbestellung | laufkunde | laufkundschaft | barverkauf | barkunde | kassenkunde | kassenverkauf |
  thekenverkauf | anonym | anonymer kunde | unbekannter kunde | diverse kunden | standardkunde | einmalkunde |
  invité | invite | invitée | client invité | client de passage | client anonyme | client comptoir | client divers | clients divers |
  client inconnu | passant | vente au comptoir | anonyme |
  invitado | invitada | cliente invitado | cliente anónimo | cliente anonimo | anónimo | anonimo | cliente mostrador |
  venta mostrador | mostrador | público general | publico general | público en general | publico en general | consumidor final |
  cliente contado | cliente genérico | clientes varios |
  ospite | cliente ospite | cliente occasionale | cliente al banco | vendita al banco | cliente generico |
  convidado | cliente balcão | cliente balcao | consumidor não identificado | cliente não identificado |
  gastklant | losse klant | passanten | anonieme klant | anoniem | kassaklant | contante klant |
  gość | klient detaliczny | klient anonimowy | anonimowy |
  gäst | gästkund | gæst | gjest | kontantkund | kontantkunde | kontantsalg | drop-in | vieras | käteisasiakas |
  anonymní zákazník | anonymní | vendég | oaspete | misafir | ziyaretçi | perakende müşteri | nihai tüketici |
  гость | розничный покупатель`;

/** Mailboxes of the placeholder addresses that tills and shops fill in for everyone. */
const placeholderMailbox =
  /^(?:guests?|gast|invite|invitado|ospite|anonymous|no-?e?-?mail|no[-_.]?reply|donotreply|none|null|na|n\.a|unknown|walk-?in|nobody|keine-?e?mail)@/;

const nobodies = new Map<string, Nobody>();
for (const word of missingWords.split("|")) nobodies.set(word.trim(), "missing");
for (const word of guestWords.split("|")) nobodies.set(word.trim(), "guest");
/** All words for nobody, in small letters. */
export const nobodyWords: readonly string[] = [...nobodies.keys()];
/** The longest word for nobody, in characters. */
export const longestNobody = Math.max(...[...nobodies.keys()].map((word) => word.length));

/**
 * Whether the text of a customer column, trimmed, names no one; null for a real id. Meant to be called once a distinct
 * id.
 * @param guests the profile's own words for a guest, as `normalisedName` writes them
 */
export function isNobody(text: string, guests?: readonly string[]): Nobody | null {
  if (text === "") return "missing";
  if (isOrdinaryNumber(text)) return null;
  if (text.length > longestNobody && !text.includes("@")) return null;
  const word = text
    .toLowerCase()
    .replace(/[\s_\u200b-\u200d\ufeff]+/g, " ")
    .trim();
  if (word === "") return "missing";
  if (word.includes("@")) return placeholderMailbox.test(word) ? "guest" : null;
  return nobodies.get(word) ?? (guests?.includes(word.replace(/[^\p{L}\p{N}]/gu, "")) ? "guest" : null);
}

/**
 * Marks the shapes of all words for nobody in ASCII, in `flags`: a 1 at their length, first and last byte, which take 5
 * bits each, without their case.
 */
export function markNobodyShapes(flags: Uint8Array): void {
  for (const word of nobodies.keys()) {
    const [first, last] = [word.charCodeAt(0), word.charCodeAt(word.length - 1)];
    flags[(word.length << 10) | ((first & 31) << 5) | (last & 31)] = 1;
  }
}

/** Most ids are numbers: plain digits without a leading zero are real ids. */
function isOrdinaryNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first < 0x31 || first > 0x39) return false;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
