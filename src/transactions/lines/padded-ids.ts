import type { Warning } from "../cleaning-report";
import type { IdList } from "./id-list";

const padded = /^0+(\d+)$/;

/**
 * Joins ids that differ only in leading zeros, such as `00123` and `123`, if part of the file has lost them: all padded
 * ids have the same length, and most short ones match one. Otherwise they stay apart. The report mentions both.
 */
export function joinPadded(ids: IdList, named: string): Warning[] {
  const { canonical } = ids;
  let isPadded = false;
  ids.forEachOdd((text, id) => {
    isPadded ||= text !== null && canonical[id] === id && padded.test(text);
  });
  if (!isPadded) return [];
  const { texts } = ids;
  const short = new Map<string, number>();
  const long: number[] = [];
  const lengths = new Set<number>();
  texts.forEach((text, id) => {
    if (text === null || canonical[id] !== id || !/^\d+$/.test(text)) return;
    if (text.length > 1 && text.startsWith("0")) {
      long.push(id);
      lengths.add(text.length);
    } else short.set(text, id);
  });
  if (long.length === 0) return [];
  const pairs = long.flatMap((id) => {
    const other = short.get(padded.exec(texts[id]!)![1]!);
    return other === undefined ? [] : [{ id, other }];
  });
  if (pairs.length === 0) return [];
  const column = JSON.stringify(named);
  const example = `${JSON.stringify(texts[pairs[0]!.id])} and ${JSON.stringify(texts[pairs[0]!.other])}`;
  const width = [...lengths][0]!;
  const shorter = [...short.keys()].filter((text) => text.length < width).length;
  const oneSystem = lengths.size === 1 && pairs.length >= 0.5 * Math.min(long.length, shorter);
  if (oneSystem) {
    // The padded form is the original.
    const whole = Int32Array.from(canonical, (_, id) => id);
    for (const { id, other } of pairs) whole[other] = id;
    for (let id = 0; id < canonical.length; id++)
      if (canonical[id]! >= 0) canonical[id] = whole[canonical[id]!]!;
  }
  return [
    {
      code: oneSystem ? "padded_ids_joined" : "padded_ids_apart",
      message: oneSystem
        ? `${pairs.length.toLocaleString("en")} ids in ${column} occur with and without leading zeros, such as ${example}. They were counted as the same customers, since spreadsheets drop such zeros.`
        : `${pairs.length.toLocaleString("en")} ids in ${column} differ only in leading zeros, such as ${example}. They were kept apart; if they are the same customers, write them the same way.`,
      rows: pairs.length,
      samples: [],
    },
  ];
}
