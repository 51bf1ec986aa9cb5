import type { VNode } from "preact";
import { type Products, productTitle } from "../../../../src/answers/products";
import type { Option } from "../../../components/field";
import { Icon } from "../../../components/icon";
import { ProductList, SubjectList } from "./choose-list";
import type { OpenList } from "./deeds";
import { attributeOf, type DraftTerm, EVER } from "./draft";
import { isSpan, operatorsOf, takesValue } from "./operators";
import { isList, type TermFault } from "./rule-of-draft";
import type { Subject } from "./subjects";

/** What every part of the form is drawn from. */
export interface FormParts {
  /** The form sends there. */
  readonly action: string;
  readonly subjects: readonly Subject[];
  readonly products: Products | null;
  /** In which amounts are, such as `GBP`; null: not known. */
  readonly currency: string | null;
  readonly faults: ReadonlyMap<number, TermFault>;
  readonly open: OpenList | null;
  readonly find: string;
  /** The element where the user goes on. */
  readonly focus: string | null;
  /** Also says what is missing in conditions that were just begun. */
  readonly isStrict: boolean;
}

/** The marks of an element that the user may go on at. */
export function goesOn(id: string, { focus }: Pick<FormParts, "focus">): { id: string; autofocus?: true } {
  return focus === id ? { id, autofocus: true } : { id };
}

/** A condition: what it goes by, how it is compared, and with what. */
export function Term({
  term,
  parent,
  ...parts
}: FormParts & { readonly term: DraftTerm; readonly parent: number }): VNode {
  const { key, isNot } = term;
  const { action, subjects, products, open, find, faults, isStrict } = parts;
  const subject = subjects.find(({ id }) => id === term.subject) ?? null;
  const fault = faults.get(key);
  const name = subject?.label ?? (term.subject === "" ? "not chosen yet" : nameOfLost(term.subject));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a line
    <div class="condition" role="group" aria-label={`Condition: ${name}`}>
      <input type="hidden" name="part" value={`${key} term ${parent}`} />
      <input type="hidden" name={`on.${key}`} value={term.subject} />
      {isNot && <input type="hidden" name={`not.${key}`} value="1" />}
      <div class="condition-line">
        {isNot && <span class="badge bad">not</span>}
        <button
          class="secondary subject"
          type="submit"
          name="do"
          value={`subjects ${key}`}
          aria-expanded={open?.key === key && open.of === "subjects"}
          {...goesOn(`on-${key}`, parts)}
        >
          {term.subject === "" ? "Choose what to go by" : name}
          <Icon name="unfold" />
        </button>
        {subject ? <Comparison {...{ term, subject, parts }} /> : <Kept term={term} />}
        <span class="condition-tools">
          <button
            class="quiet-tool"
            type="submit"
            name="do"
            value={`not ${key}`}
            aria-pressed={isNot}
            aria-label={`Not: ${name}`}
            {...goesOn(`not-${key}`, parts)}
          >
            Not
          </button>
          <button
            class="quiet-tool"
            type="submit"
            name="do"
            value={`remove ${key}`}
            aria-label={`Remove: ${name}`}
          >
            <Icon name="cross" />
          </button>
        </span>
      </div>
      {subject === null && term.subject !== "" && (
        <p class="error">This model does not know it. Choose something else, or train again.</p>
      )}
      <p id={`fault-${key}`} class="fault">
        {fault && (isStrict || !fault.isUnfinished) && <span class="error">Expected {fault.words}.</span>}
      </p>
      {open?.key === key && open.of === "subjects" && (
        <SubjectList term={key} {...{ subjects, find, action }} chosen={term.subject} />
      )}
      {open?.key === key && open.of === "products" && products && (
        <ProductList term={key} {...{ products, find, action }} />
      )}
    </div>
  );
}

/** What the rule says of something that this model does not know. */
function Kept({ term: { key, operator, values, times, days, seems } }: { readonly term: DraftTerm }): VNode {
  const fields = { op: [operator], value: values, times: [times], days: [days], seems: [seems] };
  return (
    <>
      {Object.entries(fields).flatMap(([name, texts]) =>
        texts.map((text, i) => <input key={name + i} type="hidden" name={`${name}.${key}`} value={text} />),
      )}
    </>
  );
}

function nameOfLost(subject: string): string {
  return attributeOf(subject) ?? subject.replaceAll("_", " ");
}

interface ComparisonProps {
  readonly term: DraftTerm;
  readonly subject: Subject;
  readonly parts: FormParts;
}

/** How, and with what. */
function Comparison({ term, subject, parts }: ComparisonProps): VNode {
  const { key, operator } = term;
  if (subject.kind === "bought") return <Purchase {...{ term, subject, parts }} />;
  return (
    <>
      <Choose
        id={`op-${key}`}
        name={`op.${key}`}
        label={`How ${subject.label} is compared`}
        value={operator}
        options={withOwn(operatorsOf(subject), [operator])}
        action={parts.action}
      />
      {takesValue(operator) && <Values {...{ term, subject, parts }} />}
    </>
  );
}

function Purchase({ term, subject, parts }: ComparisonProps): VNode {
  const { key, operator, times, days } = term;
  return (
    <>
      <ProductButton {...{ term, subject, parts }} />
      <span class="worded">
        at least
        <Input term={term} name="times" label="Orders with it, at least" kind="number" value={times || "1"} />
        {Number(times || 1) === 1 ? "time" : "times"}
      </span>
      <Choose
        id={`op-${key}`}
        name={`op.${key}`}
        label="When it was bought"
        value={operator}
        options={operatorsOf(subject)}
        action={parts.action}
      />
      {operator !== EVER && (
        <span class="worded">
          <Input term={term} name="days" label="Days back" kind="number" value={days} /> days
        </span>
      )}
    </>
  );
}

/** The product of a condition, which opens the list of products. */
function ProductButton({ term: { key, values }, parts }: ComparisonProps): VNode {
  const id = values[0] ?? "";
  const product = parts.products?.find(id);
  return (
    <>
      <input type="hidden" name={`value.${key}`} value={id} />
      <button
        class="secondary subject"
        type="submit"
        name="do"
        value={`products ${key}`}
        aria-expanded={parts.open?.key === key && parts.open.of === "products"}
        {...goesOn(`product-${key}`, parts)}
      >
        {id === "" ? "Choose a product" : product ? productTitle(product) : id}
        <Icon name="unfold" />
      </button>
    </>
  );
}

/** What a figure, a day or a choice is compared with. */
function Values({ term, subject, parts }: ComparisonProps): VNode {
  const { key, operator, values } = term;
  const { kind, options, label } = subject;
  const own = `What ${label} is compared with`;
  if (isSpan(operator))
    return (
      <span class="worded">
        <Input term={term} label="Days" kind="number" value={values[0] ?? ""} parts={parts} /> days
      </span>
    );
  if (kind === "product" && !isList(operator)) return <ProductButton {...{ term, subject, parts }} />;
  if (options && isList(operator)) return <Checks {...{ term, subject }} />;
  if (kind === "yes_no" || (options && operator !== "contains"))
    return (
      <Choose
        id={`value-${key}-0`}
        name={`value.${key}`}
        label={own}
        value={values[0] ?? ""}
        options={kind === "yes_no" ? YES_NO : withOwn(options!, values)}
        any={kind === "yes_no" ? undefined : "Choose"}
        action={parts.action}
        isFocused={parts.focus === `value-${key}-0`}
      />
    );
  const shown = isList(operator) ? [...values.filter((value) => value.trim() !== ""), ""] : [values[0] ?? ""];
  return (
    <span class="worded">
      {shown.map((value, i) => (
        <Input key={i} term={term} place={i} label={own} kind={kind} value={value} parts={parts} />
      ))}
      {isList(operator) && (
        <button class="quiet-tool" type="submit" name="do" value="more" aria-label="Another value">
          <Icon name="plus" />
        </button>
      )}
      {unitOf(subject, parts.currency)}
    </span>
  );
}

const YES_NO: readonly Option[] = [
  ["yes", "yes"],
  ["no", "no"],
];

function unitOf({ kind, unit, label }: Subject, currency: string | null): string | null {
  if (kind === "share") return "%";
  if (kind === "money") return currency;
  if (kind === "days") return "days";
  return unit !== null && unit.toLowerCase() !== label.toLowerCase() ? unit : null;
}

/** The options, and what the rule names that is none of them any more. */
function withOwn(options: readonly Option[], values: readonly string[]): readonly Option[] {
  const lost = values.filter(
    (value) => value !== "" && !options.some(([one]) => String(one).toLowerCase() === value.toLowerCase()),
  );
  return [...options, ...lost.map((value): Option => [value, value])];
}

function Checks({ term, subject }: Omit<ComparisonProps, "parts">): VNode {
  const chosen = new Set(term.values.map((value) => value.toLowerCase()));
  return (
    <fieldset class="checks">
      <legend class="visually-hidden">{subject.label}</legend>
      {withOwn(subject.options!, term.values).map(([value, words], i) => (
        <label key={value} class="check">
          <input
            id={`value-${term.key}-${i}`}
            type="checkbox"
            name={`value.${term.key}`}
            value={value}
            checked={chosen.has(String(value).toLowerCase())}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

/** A choice that changes what stands beside it. */
function Choose({
  id,
  name,
  label,
  value,
  options,
  any,
  action,
  isFocused = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly any?: string | undefined;
  readonly action: string;
  readonly isFocused?: boolean;
}): VNode {
  return (
    <select
      id={id}
      name={name}
      aria-label={label}
      hx-post={action}
      hx-trigger="input consume"
      hx-target="#builder"
      hx-select="#builder"
      hx-swap="outerHTML"
      hx-sync="#rules:replace"
      autofocus={isFocused}
    >
      {any !== undefined && <option value="">{any}</option>}
      {options.map(([one, words]) => (
        <option key={one} value={one} selected={String(one).toLowerCase() === value.toLowerCase()}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** A value that is written; the figures follow it. */
function Input({
  term,
  name = "value",
  place = 0,
  label,
  kind,
  value,
  parts,
}: {
  readonly term: DraftTerm;
  readonly name?: "value" | "times" | "days";
  readonly place?: number;
  readonly label: string;
  readonly kind: Subject["kind"];
  readonly value: string;
  readonly parts?: FormParts;
}): VNode {
  const id = name === "value" ? `value-${term.key}-${place}` : `${name}-${term.key}`;
  const isFigure = kind !== "text" && kind !== "choice" && kind !== "product";
  const own = {
    ...(parts ? goesOn(id, parts) : { id }),
    name: `${name}.${term.key}`,
    "aria-label": label,
    "aria-describedby": `fault-${term.key}`,
    value,
    maxLength: 200,
    autocomplete: "off",
  };
  if (kind === "date") return <input {...own} type="date" />;
  return isFigure ? (
    <input {...own} type="number" class="short" step="any" inputmode="decimal" />
  ) : (
    <input {...own} type="text" class="long" />
  );
}
