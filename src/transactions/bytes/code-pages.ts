import { rarity, type WrittenLanguage, writtenLanguages } from "./code-page-languages";
import { textEncoding } from "./text-decoding";
import type { Decoder } from "./unicode";

/** The encoding of a text that is not Unicode, and the language that shows it. */
export interface CodePage {
  readonly encoding: string;
  readonly language: string;
}

/** Pages of DOS, which `TextDecoder` does not know: the characters of the bytes from 0x80. */
const dosPages: Readonly<Record<string, string>> = {
  ibm850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  ibm852:
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
};

/** Distinct words that are looked at. */
const mostWords = 400;
/** A page must read the words this much better than windows-1252 does. */
const leastGain = 0.15;
const leastScore = 0.25;
/** Words of single-byte texts may be UTF-8 by chance. */
const mostUnicode = 0.2;
/** Runs of letters of any script: in the wrong page, signs appear inside of words. */
const words = /[A-Za-z\u0080-\uffff]+/g;
/** Signs that stand beside words. */
const besideWords = /[\u00a0«»“”„‟‘’‚‹›–—…€£¥§°·•®™©ªº²³¹×±´`¡¿№、。・「」（）：！？〜～％＆／\u3000]/;

/**
 * The code page of a text that is neither ASCII nor UTF-8, from its first bytes: the one in which its words have the
 * letters of one language, in usual case. `isKnown`: whether a word is one of those that tables of orders use. Null for
 * windows-1252, which is read value by value, and if nothing tells.
 */
export function codePageOf(sample: Uint8Array, isKnown: (word: string) => boolean): CodePage | null {
  if (!isForeign(sample)) return null;
  let best: (CodePage & { score: number }) | null = null;
  let usual = Number.NEGATIVE_INFINITY;
  const texts = new Map<string, { readonly found: readonly string[]; readonly known: number }>();
  for (const language of writtenLanguages)
    for (const encoding of language.encodings) {
      let text = texts.get(encoding);
      if (text === undefined) {
        const found = wordsBeyondAscii(sample, encoding);
        text = { found, known: found.filter(isKnown).length };
        texts.set(encoding, text);
      }
      const { found, known } = text;
      const score = scoreOf(found, language) + Math.min(known, 3) / 3 - (rarity[encoding] ?? 0.15);
      if (encoding === "windows-1252") usual = Math.max(usual, score);
      if (best === null || score > best.score + 1e-9) best = { encoding, language: language.name, score };
    }
  if (best === null || best.encoding === "windows-1252") return null;
  return best.score >= leastScore && best.score >= usual + leastGain
    ? { encoding: best.encoding, language: best.language }
    : null;
}

/** Reads a stream in an encoding that `codePageOf` names. */
export function decoderOf(encoding: string): Decoder {
  const page = dosPages[encoding];
  if (page === undefined) return new TextDecoder(encoding as "utf-8");
  return {
    decode: (bytes = new Uint8Array()) => {
      let text = "";
      for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : page[byte - 0x80]!;
      return text;
    },
  };
}

/** Whether hardly any of the words beyond ASCII are UTF-8: a text that mixes both is read value by value. */
function isForeign(sample: Uint8Array): boolean {
  let unicode = 0;
  let runs = 0;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at]! < 0x80) continue;
    const start = at;
    while (at < sample.length && sample[at]! >= 0x80) at++;
    runs++;
    if (textEncoding(sample, start, at) === "utf-8") unicode++;
  }
  return runs > 0 && unicode < mostUnicode * runs;
}

function wordsBeyondAscii(sample: Uint8Array, encoding: string): readonly string[] {
  const found = new Set<string>();
  for (const [word] of decoderOf(encoding).decode(sample).matchAll(words)) {
    // One character alone may be a sign of a currency, or a blank.
    if (/[\u0080-\uffff]/.test(word) && word.length > 1) found.add(word);
    if (found.size >= mostWords) break;
  }
  const list = [...found];
  // The sample may end within a character.
  if (list.at(-1)?.endsWith("\ufffd")) list.pop();
  return list;
}

/** How well the words fit the language, −2 to 1. */
function scoreOf(found: readonly string[], language: WrittenLanguage): number {
  if (found.length === 0) return Number.NEGATIVE_INFINITY;
  return found.reduce((sum, word) => sum + wordScore(word, language), 0) / found.length;
}

function wordScore(word: string, { letters, kind }: WrittenLanguage): number {
  const characters = [...word];
  let sum = 0;
  let counted = 0;
  let ascii = 0;
  for (const [at, char] of characters.entries()) {
    if (char < "\u0080") {
      ascii++;
      continue;
    }
    const isInside = at > 0 && at < characters.length - 1;
    const isPrice = at === 0 && /[£€¥¤]/.test(char);
    if (besideWords.test(char) && !isInside && !isPrice) continue;
    counted++;
    sum += letterScore(char, letters, kind);
  }
  if (counted === 0) return 0;
  let score = sum / counted;
  if ((kind === "latin" || kind === "mixed") && counted > 0.6 * characters.length && characters.length > 2)
    score -= 0.7;
  if ((kind === "script" || kind === "signs") && ascii > 0) score -= 0.6;
  return kind !== "signs" && !hasUsualCase(word) ? score - 0.8 : score;
}

function letterScore(char: string, letters: string, kind: WrittenLanguage["kind"]): number {
  const rank = Math.max(letters.indexOf(char.toLowerCase()), letters.indexOf(char));
  if (kind === "signs") {
    if (rank >= 0) return 1;
    if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]/u.test(char))
      return /[\uff66-\uff9f]/.test(char) ? 0 : 0.3;
    return besideWords.test(char) ? 0 : -1.5;
  }
  if (kind === "mixed" && rank >= 0) return 0.6;
  if (rank >= 0) return 1 - (kind === "latin" ? 0.7 : 0.8) * (rank / letters.length);
  return /\p{M}/u.test(char) && kind === "script" ? 0.5 : /\p{L}/u.test(char) ? -1 : -1.5;
}

/** All small, all capital, or a capital first. */
function hasUsualCase(word: string): boolean {
  return /^[^\p{Lu}]*$|^[^\p{Ll}]*$|^\P{L}*\p{Lu}[^\p{Lu}]*$/u.test(word);
}
