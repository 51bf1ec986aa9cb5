import { checkRule } from "../../../../src/answers/rules/check-rule";
import { parseRule } from "../../../../src/answers/rules/parse-rule";
import type { Rule } from "../../../../src/answers/rules/rule";
import { RuleError, type RuleProblem } from "../../../../src/answers/rules/rule-error";
import { ruleText } from "../../../../src/answers/rules/rule-text";
import { type BuilderState, done, type OpenList } from "./deeds";
import { draftOf } from "./draft";
import { readDraft } from "./draft-form";
import { type AttributeKinds, type DraftReading, ruleOfDraft } from "./rule-of-draft";
import type { Subject } from "./subjects";

/** What somebody has built so far, as conditions or as text. */
export interface Built extends BuilderState {
  readonly view: "rules" | "text";
  /** The rule as it is written; of conditions, empty. */
  readonly text: string;
  readonly name: string;
  /** Of what is finished; null: nothing is. */
  readonly rule: Rule | null;
  readonly faults: DraftReading["faults"];
  /** Why the text, or the whole rule, cannot be understood. */
  readonly problem: RuleProblem | null;
  /** Also says what is missing in conditions that were just begun. */
  readonly isStrict: boolean;
}

/** The builder as it opens: with the rule of an address, or empty. A text that is no rule is shown as such. */
export function opened(text: string, name: string, kindOf: AttributeKinds): Built {
  const state = { draft: draftOf(null), open: null, find: "", focus: null, text, name, isStrict: false };
  return text.trim() === "" ? readRules({ ...state, text: "" }, kindOf) : asRules(state, kindOf);
}

type Unread = Omit<Built, "view" | "rule" | "faults" | "problem">;

/** What the form says after one of its buttons was pressed. */
export function builtBy(form: URLSearchParams, subjects: readonly Subject[], kindOf: AttributeKinds): Built {
  const deed = form.get("do") ?? "";
  const isText = form.get("view") === "text";
  const state: Unread = {
    draft: readDraft(form),
    open: openList(form.get("open")),
    find: form.get("find") ?? "",
    focus: null,
    text: form.get("text") ?? "",
    name: (form.get("name") ?? "").trim(),
    isStrict: deed === "save",
  };
  if (isText) return deed === "rules" ? asRules(state, kindOf) : readText(state);
  const built = readRules({ ...state, ...done(state, deed, subjects) }, kindOf);
  if (deed !== "text") return built;
  // What is unfinished cannot be written.
  if (built.faults.size > 0) return { ...built, isStrict: true };
  return readText({ ...built, text: built.rule === null ? "" : ruleText(built.rule), focus: "text" });
}

function asRules(state: Unread, kindOf: AttributeKinds): Built {
  const read = readText(state);
  return read.problem ? read : readRules({ ...state, draft: draftOf(read.rule), text: "" }, kindOf);
}

function readText(state: Unread): Built {
  const own = { ...state, view: "text", faults: new Map() } as const;
  if (state.text.trim() === "") return { ...own, rule: null, problem: null };
  return { ...own, ...tried(() => parseRule(state.text)) };
}

function readRules(state: Unread, kindOf: AttributeKinds): Built {
  const { rule, faults } = ruleOfDraft(state.draft, kindOf);
  const own = { ...state, view: "rules", faults } as const;
  return { ...own, ...(rule === null ? { rule, problem: null } : tried(() => checkRule(rule))) };
}

function tried(read: () => Rule): Pick<Built, "rule" | "problem"> {
  try {
    return { rule: read(), problem: null };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { rule: null, problem: error.problem };
  }
}

function openList(text: string | null): OpenList | null {
  const [, key, of] = /^(\d{1,6}) (subjects|products)$/.exec(text ?? "") ?? [];
  return key === undefined ? null : { key: Number(key), of: of as OpenList["of"] };
}
