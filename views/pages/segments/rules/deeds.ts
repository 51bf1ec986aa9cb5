import { type DraftGroup, type DraftTerm, emptyGroup, emptyTerm, nextKey, type SubjectId } from "./draft";
import { partWith, placeOf } from "./draft-form";
import { startOf } from "./operators";
import { type Subject, subjectsWith } from "./subjects";

/** A list that stands open beside a condition: of what to go by, or of products. */
export interface OpenList {
  readonly key: number;
  readonly of: "subjects" | "products";
}

/** What the builder shows beside the draft. */
export interface BuilderState {
  readonly draft: DraftGroup;
  readonly open: OpenList | null;
  /** What is looked for in the open list. */
  readonly find: string;
  /** The id of the element where the user goes on; null: where they are. */
  readonly focus: string | null;
}

/**
 * What a button of the builder does: `add 0`, `remove 3`, `on 3 orders`. The draft is changed in place. What cannot be
 * understood does nothing.
 */
export function done(state: BuilderState, deed: string, subjects: readonly Subject[]): BuilderState {
  const [, what, keyText, rest = ""] = /^(\w+)(?: (\d{1,6}))?(?: (.*))?$/s.exec(deed) ?? [];
  const { draft, open } = state;
  if (what === "enter" && open?.of === "subjects" && state.find.trim() !== "") {
    const [first] = subjectsWith(subjects, state.find);
    return first ? chosen(state, open.key, first.id, subjects) : state;
  }
  if (what === "close") return { ...state, ...CLOSED, focus: open && `on-${open.key}` };
  const part = keyText === undefined ? null : partWith(draft, Number(keyText));
  if (!part) return state;
  const { key } = part;
  switch (what) {
    case "add":
    case "group":
      return part.kind === "group" ? added(state, part, what) : state;
    case "remove": {
      const place = placeOf(draft, key);
      if (!place) return state;
      place.group.parts.splice(place.index, 1);
      return { ...state, ...CLOSED, focus: `add-${place.group.key}` };
    }
    case "not":
      part.isNot = !part.isNot;
      return state;
    case "subjects":
    case "products":
      return { ...state, open: { key, of: what }, find: "", focus: "find" };
    case "on":
      return part.kind === "term" ? chosen(state, key, rest, subjects) : state;
    case "pick":
      if (part.kind === "term") part.values = [rest];
      return { ...state, ...CLOSED, focus: `product-${key}` };
    default:
      return state;
  }
}

const CLOSED = { open: null, find: "" };

/** With one more condition, or a group with one. */
function added(state: BuilderState, group: DraftGroup, what: "add" | "group"): BuilderState {
  const key = nextKey(state.draft);
  const term = emptyTerm(what === "add" ? key : key + 1);
  const join = group.join === "all" ? "any" : "all";
  group.parts.push(what === "add" ? term : { ...emptyGroup(key), join, parts: [term] });
  return { ...state, open: { key: term.key, of: "subjects" }, find: "", focus: "find" };
}

/** With a condition that goes by something else from now on. */
function chosen(state: BuilderState, key: number, id: SubjectId, subjects: readonly Subject[]): BuilderState {
  const term = partWith(state.draft, key) as DraftTerm | null;
  const subject = subjects.find((one) => one.id === id);
  if (!term || !subject) return state;
  if (term.subject !== id) Object.assign(term, { subject: id, times: "", days: "", ...startOf(subject) });
  if (subject.kind === "bought") return { ...state, open: { key, of: "products" }, find: "", focus: "find" };
  return { ...state, ...CLOSED, focus: `value-${key}-0` };
}
