import { type Draft, type DraftGroup, type DraftTerm, emptyGroup, emptyTerm, partsOf } from "./draft";

/** More than a rule may have: what is beyond is refused where it is saved. */
const MOST_PARTS = 250;

/** What the form holds of a draft, as it is sent: a line for each part, and the fields of each by its key. */
export function readDraft(form: URLSearchParams): DraftGroup {
  const groups = new Map<number, DraftGroup>();
  let root: DraftGroup | null = null;
  for (const line of form.getAll("part").slice(0, MOST_PARTS)) {
    const read = /^(\d{1,6}) (group|term) (\d{1,6}|-)$/.exec(line);
    if (!read) continue;
    const [, keyText, kind, parentText] = read;
    const key = Number(keyText);
    const part = kind === "group" ? readGroup(form, key) : readTerm(form, key);
    const parent = groups.get(Number(parentText));
    if (parent && !groups.has(key)) parent.parts.push(part);
    else if (root || part.kind === "term") continue;
    root ??= part as DraftGroup;
    if (part.kind === "group") groups.set(key, part);
  }
  return root ?? emptyGroup(0);
}

function readGroup(form: URLSearchParams, key: number): DraftGroup {
  const join = form.get(`join.${key}`);
  return {
    ...emptyGroup(key),
    join: join?.endsWith("any") ? "any" : "all",
    isNot: join?.startsWith("not") === true,
  };
}

function readTerm(form: URLSearchParams, key: number): DraftTerm {
  const text = (name: string) => form.get(`${name}.${key}`) ?? "";
  return {
    ...emptyTerm(key),
    isNot: text("not") === "1",
    subject: text("on"),
    operator: text("op"),
    values: form.getAll(`value.${key}`),
    times: text("times"),
    days: text("days"),
    seems: text("seems"),
  };
}

/** The group that a part stands in, and its place there. */
export function placeOf(root: DraftGroup, key: number): { group: DraftGroup; index: number } | null {
  for (const group of partsOf(root)) {
    if (group.kind !== "group") continue;
    const index = group.parts.findIndex((part) => part.key === key);
    if (index >= 0) return { group, index };
  }
  return null;
}

export function partWith(root: DraftGroup, key: number): Draft | null {
  return [...partsOf(root)].find((part) => part.key === key) ?? null;
}
