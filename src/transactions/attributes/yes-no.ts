import { isFlag, isNo } from "../columns/flags";

/** Words for yes and no that are too short or too common to prove a flag among order lines. */
const yes = new Set(
  words("да evet kyllä kylla ano áno igen ναι はい 是 有 예 네 نعم כן on checked так đúng có ya jah jā taip"),
);
const no = new Set(
  words(
    "нет hayır hayir ei ne nem όχι οχι いいえ 否 无 無 아니요 아니오 لا לא off unchecked ні không tidak nē",
  ),
);

/** What a cell that says yes or no says, in whatever language; null for any other. */
export function yesOrNo(text: string): boolean | null {
  if (isFlag(text)) return !isNo(text);
  const word = text.toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

function words(list: string): string[] {
  return list.split(" ");
}
