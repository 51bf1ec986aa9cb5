import { checkRule, DAYS_WANTED, DEPTH_WANTED, faultOf, isCount, nearestField } from "./check-rule";
import { type RuleField, ruleField } from "./fields";
import { MOST_DEPTH, MOST_TERMS, type Operator, type Rule, type RuleValue, type Test } from "./rule";
import { RuleError } from "./rule-error";
import { type Token, tokensOf } from "./tokens";

/**
 * Reads a rule such as `orders >= 3 and not bought "85123A" in the last 90 days`; docs/segments.md has the grammar.
 * Throws a RuleError that says where it is wrong, what is expected there, and what was probably meant.
 */
export function parseRule(text: string): Rule {
  const parser = new Parser(tokensOf(text));
  const rule = parser.any(MOST_PARENTHESES);
  parser.end();
  return checkRule(rule);
}

/** More than anybody needs: those around one term do not count as a group. */
const MOST_PARENTHESES = 4 * MOST_DEPTH;
/** Words with which a rule goes on after a term. */
const JOINING = ["and", "or"] as const;

class Parser {
  #at = 0;
  #terms = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** rule = all { "or" all } */
  any(depthLeft: number): Rule {
    const rules = [this.#all(depthLeft)];
    while (this.#takes("or")) rules.push(this.#all(depthLeft));
    return rules.length === 1 ? rules[0]! : { kind: "any", rules };
  }

  /** all = term { "and" term } */
  #all(depthLeft: number): Rule {
    const rules = [this.#term(depthLeft)];
    while (this.#takes("and")) rules.push(this.#term(depthLeft));
    return rules.length === 1 ? rules[0]! : { kind: "all", rules };
  }

  #term(depthLeft: number): Rule {
    if (depthLeft === 0) this.#refuse(DEPTH_WANTED);
    if (this.#takes("not")) return { kind: "not", rule: this.#term(depthLeft - 1) };
    if (this.#takes("(")) {
      const rule = this.any(depthLeft - 1);
      this.#expect(")", "and, or, or a closing parenthesis");
      return rule;
    }
    if (++this.#terms > MOST_TERMS) this.#refuse(`at most ${MOST_TERMS} conditions`);
    if (this.#takes("bought")) return this.#bought();
    if (this.#takes("attribute")) {
      const name = this.#text("the name of the attribute in quotes").text;
      return { kind: "attribute", name, ...this.#test(null) };
    }
    return this.#comparison();
  }

  /** The end of the text. */
  end(): void {
    if (this.#next.kind === "end") return;
    const previous = this.tokens[this.#at - 1];
    const isGrouped = previous?.kind === "number" && this.#next.text === ",";
    const after = this.tokens[this.#at + 1];
    const whole = isGrouped && /^\d{3}$/.test(after?.raw ?? "") ? `${previous.raw}${after!.raw}` : null;
    this.#refuse("and, or, or the end of the rule", whole);
  }

  get #next(): Token {
    return this.tokens[this.#at]!;
  }

  #take(): Token {
    return this.tokens[this.#at++]!;
  }

  #isNext(...texts: readonly string[]): boolean {
    return texts.every((text, i) => {
      const token = this.tokens[this.#at + i];
      return (token?.kind === "word" || token?.kind === "sign") && token.text === text;
    });
  }

  /** Whether these words or signs are next; if so, goes on behind them. */
  #takes(...texts: readonly string[]): boolean {
    const found = this.#isNext(...texts);
    if (found) this.#at += texts.length;
    return found;
  }

  #expect(text: string, expected = text): void {
    if (!this.#takes(text)) this.#refuse(expected);
  }

  #text(expected: string): Token {
    if (this.#next.kind === "text" && this.#next.text !== "") return this.#take();
    const { kind, raw } = this.#next;
    return this.#refuse(expected, kind === "end" || kind === "sign" || kind === "text" ? null : `"${raw}"`);
  }

  #refuse(expected: string, suggestion: string | null = null, at: Token = this.#next): never {
    const found = at.kind === "end" ? null : at.raw;
    throw new RuleError({ position: at.at, found, expected, suggestion });
  }

  #bought(): Rule {
    const product = this.#text("the id or name of a product in quotes").text;
    let times: number | undefined;
    if (this.#takes("at")) {
      this.#expect("least");
      times = this.#count("a number of orders, 1 or more");
      if (!this.#takes("times")) this.#expect("time", "times");
    }
    const isRecent = this.#takes("within") || (this.#takes("in") && this.#the("last"));
    const days = isRecent ? this.#days() : undefined;
    return {
      kind: "bought",
      product,
      ...(times !== undefined && { times }),
      ...(days !== undefined && { days }),
    };
  }

  /** `the last`, of which "the" may be missing. */
  #the(word: string): true {
    this.#takes("the");
    this.#expect(word, `the ${word} … days`);
    return true;
  }

  #days(): number {
    const days = this.#count(DAYS_WANTED);
    if (!this.#takes("days")) this.#expect("day", "days");
    return days;
  }

  #count(expected: string): number {
    if (!isCount(this.#next.number) || this.#next.kind !== "number") this.#refuse(expected);
    return this.#take().number;
  }

  #comparison(): Rule {
    const { kind, text } = this.#next;
    const field = kind === "word" ? ruleField(text) : null;
    if (!field) {
      const near = kind === "word" ? nearestField(text) : null;
      this.#refuse("a field such as orders or spend, bought, attribute, not, or (", near);
    }
    this.#take();
    const isAlone =
      this.#next.kind === "end" || this.#isNext(")") || JOINING.some((word) => this.#isNext(word));
    // A yes-or-no field needs no more: `overdue`.
    const test: Test =
      field.kind === "yes_no" && isAlone ? { operator: "is", value: true } : this.#test(field);
    return { kind: "compare", field: field.name, ...test };
  }

  #test(field: RuleField | null): Test {
    const at = this.#next;
    const operator = this.#operator(field);
    const valueAt = this.#next;
    const value = this.#valueOf(operator, field);
    const test = { operator, ...(value !== undefined && { value }) };
    const fault = faultOf(test, field);
    if (fault) this.#refuse(fault.expected, fault.suggestion, fault.part === "operator" ? at : valueAt);
    return test;
  }

  #operator(field: RuleField | null): Operator {
    if (this.#takes("is", "known")) return "known";
    if (this.#takes("is", "unknown")) return "unknown";
    if (this.#takes("is", "not") || this.#takes("!=")) return "is not";
    if (this.#takes("is") || this.#takes("=")) return "is";
    if (this.#takes("not", "in")) return "not in";
    if (this.#takes("contains")) return "contains";
    if (this.#takes("within")) return field?.isAhead ? "in next" : "in last";
    for (const way of ["last", "next"] as const)
      if (this.#takes("in", "the", way) || this.#takes("in", way)) return `in ${way}`;
    if (this.#takes("in")) return "in";
    for (const sign of ["<=", ">=", "<", ">"] as const) if (this.#takes(sign)) return sign;
    return this.#refuse("is, in, contains, or one of = != < <= > >=");
  }

  #valueOf(operator: Operator, field: RuleField | null): RuleValue | undefined {
    if (operator === "known" || operator === "unknown") return undefined;
    if (operator === "in last" || operator === "in next") return this.#days();
    if (operator !== "in" && operator !== "not in") return this.#value(field);
    this.#expect("(", "a list in parentheses, or the last … days");
    const values: (number | string)[] = [];
    do {
      const at = this.#next;
      const value = this.#value(field);
      if (typeof value === "boolean") this.#refuse("numbers or texts", null, at);
      values.push(value);
    } while (this.#takes(","));
    this.#expect(")", "a comma or a closing parenthesis");
    return values;
  }

  #value(field: RuleField | null): number | string | boolean {
    const { kind, text, raw, number } = this.#next;
    if (kind === "sign" || kind === "end") this.#refuse("a value");
    if (kind === "word") {
      if (text === "yes" || text === "true" || text === "no" || text === "false") {
        this.#take();
        return text === "yes" || text === "true";
      }
      this.#refuse("a value; texts stand in quotes", `"${raw}"`);
    }
    this.#take();
    if (kind !== "number" && kind !== "share") return text;
    if (kind === "number" && (field === null || field.kind === "days"))
      if (!this.#takes("days")) this.#takes("day");
    return number;
  }
}
