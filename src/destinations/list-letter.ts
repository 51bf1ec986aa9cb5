import { type Letter, letterOf } from "../notify/mail/letter";
import type { ListCounts } from "./make-list";
import { leftOutWords } from "./recipients";

/** The mail that brings a list: how many customers are in it, and the file or a link to it. Names nobody. */
export function listLetter({
  tenant,
  name,
  counts,
  url,
  linkDays,
}: {
  readonly tenant: string;
  readonly name: string;
  readonly counts: ListCounts;
  /** Null: the file is attached. */
  readonly url: string | null;
  readonly linkDays: number;
}): Letter {
  const how = url
    ? `The link below leads to the file. It works for ${linkDays} days, for anyone who has it.`
    : "The file is attached.";
  const because = `You get this mail because your address is in a destination of ${tenant}.`;
  return letterOf({ tenant, title: name, text: `${countWords(counts)}. ${how}`, url, because });
}

/** `281 customers, 40 without consent, 12 without an e-mail address left out`. */
export function countWords({ sent, ...left }: ListCounts): string {
  const words = leftOutWords(left);
  return `${sent} ${sent === 1 ? "customer" : "customers"}${words && `; left out: ${words}`}`;
}
