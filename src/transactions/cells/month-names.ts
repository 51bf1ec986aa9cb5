/** Month names by language, January first; any prefix of three letters or more counts too. */
const languages = [
  "january february march april may june july august september october november december",
  "januar februar märz april mai juni juli august september oktober november dezember",
  "jänner februar mrz april mai juni juli august sept oktober november dezember",
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
  "januari februari maart april mei juni juli augustus september oktober november december",
  "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
];

const monthByPrefix = new Map<string, number>();
for (const language of languages) {
  language.split(" ").forEach((name, month) => {
    const plain = plainWord(name);
    for (let length = 3; length <= plain.length; length++) {
      const prefix = plain.slice(0, length);
      const known = monthByPrefix.get(prefix);
      // "jui" is June and July in French: such a prefix names no month.
      monthByPrefix.set(prefix, known === undefined || known === month + 1 ? month + 1 : 0);
    }
  });
}

const weekdays = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$/;

/**
 * The month, 1 to 12, that a word (as `plainWord` writes it) names in the languages above, in full or abbreviated; 0 if
 * none.
 */
export function monthOfName(plain: string): number {
  return monthByPrefix.get(plain) ?? 0;
}

/** Whether a word is an English weekday, full or abbreviated. */
export function isWeekday(word: string): boolean {
  return weekdays.test(word.toLowerCase());
}

/** A word in lower case without the accents of Latin, Greek and Cyrillic letters, which people often leave out. */
export function plainWord(word: string): string {
  if (/^[a-z]*$/i.test(word)) return word.toLowerCase();
  const plain = word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");
  return plain.normalize("NFC").replaceAll("ı", "i");
}
