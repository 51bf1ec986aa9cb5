import type { VNode } from "preact";
import type { RuleProblem } from "../../../../src/answers/rules/rule-error";
import { Notice } from "../../../components/card";
import { Field } from "../../../components/field";
import { useFormat } from "../../../components/reader";
import { counted } from "../../../counted";
import type { Built } from "./builder-state";
import { Group } from "./group";
import { type FormParts, goesOn } from "./term";

interface BuilderProps extends Pick<FormParts, "subjects" | "products" | "currency"> {
  readonly action: string;
  readonly built: Built;
  readonly modelId: string | undefined;
  /** Segments to begin with. */
  readonly points: VNode | null;
  /** How many match; null if nothing can be said of a rule yet. */
  readonly count: number | null;
  /** What is known of them. */
  readonly figures: VNode;
  /** Why it was not saved. */
  readonly refused: string | null;
  /** What the button says that saves it. */
  readonly saves: string;
  /** Where to go without saving. */
  readonly leaves: VNode;
}

/** Rules, as conditions or as text, with what they come to beside them. */
export function Builder(props: BuilderProps): VNode {
  const { action, built, modelId } = props;
  const format = useFormat();
  const swaps = { "hx-post": action, "hx-swap": "outerHTML" };
  return (
    <form
      id="rules"
      method="post"
      action={action}
      noValidate
      aria-label="Rules"
      data-keeps-typed
      {...swaps}
      hx-trigger="submit"
      hx-target="#builder"
      hx-select="#builder"
      hx-sync="this:replace"
    >
      {/* Enter in a field presses the first button of a form. */}
      <button class="visually-hidden" type="submit" name="do" value="enter" tabIndex={-1}>
        Update
      </button>
      {/* Outside of what is drawn again, so that nothing typed goes unheard. */}
      <span
        hidden
        hx-post={action}
        hx-trigger="input from:#rules delay:300ms"
        hx-target="#figures"
        hx-select="#figures > *"
        hx-select-oob="#told,#count-bar,.fault"
        hx-swap="innerHTML"
        hx-sync="#rules:queue last"
        hx-indicator="#figures"
      />
      {modelId && <input type="hidden" name="model" value={modelId} />}
      <div id="builder" class="builder">
        <input type="hidden" name="view" value={built.view} />
        {built.open && <input type="hidden" name="open" value={`${built.open.key} ${built.open.of}`} />}
        <div class="stack">
          <section class="card definition" aria-label="Definition">
            <header>
              <h2>Who belongs to it</h2>
              <Views built={built} />
            </header>
            {built.view === "text" ? <TextView built={built} /> : <RulesView {...props} />}
            <div id="told" aria-live="polite">
              {built.problem && <Problem problem={built.problem} text={built.text} />}
            </div>
            <p id="count-bar" class="count-bar" aria-hidden="true">
              {props.count === null ? "Nobody is chosen yet" : counted(props.count, "customer", format)}
            </p>
          </section>
          {props.points}
        </div>
        <div class="beside">
          <section id="figures" class="card fades" aria-label="Those who match" aria-live="polite">
            {props.figures}
          </section>
          <SaveCard {...props} />
        </div>
      </div>
    </form>
  );
}

/** The two ways to see a rule. */
function Views({ built: { view } }: { readonly built: Built }): VNode {
  const button = (value: "rules" | "text", words: string) => (
    <button type="submit" name="do" value={value} aria-pressed={view === value} id={`as-${value}`}>
      {words}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons side by side, no fields
    <div class="choice" role="group" aria-label="Shown as">
      {button("rules", "Conditions")}
      {button("text", "Text")}
    </div>
  );
}

function RulesView({ built, ...props }: BuilderProps): VNode {
  const { action, subjects, products, currency } = props;
  const { draft, faults, open, find, focus, isStrict } = built;
  return (
    <>
      <Group
        group={draft}
        {...{ action, subjects, products, currency, faults, open, find, focus, isStrict }}
      />
      {isStrict && faults.size > 0 && (
        <Notice tone="warn">Complete what is marked, or remove it: as it is, it says nothing yet.</Notice>
      )}
      <div class="unscripted">
        <button class="secondary" type="submit">
          Update
        </button>
      </div>
    </>
  );
}

function TextView({ built }: { readonly built: Built }): VNode {
  return (
    <>
      <label>
        <span>
          The rule <span class="hint">orders, spend, recency, bought "…" and others, with and, or, not</span>
        </span>
        <textarea
          {...goesOn("text", built)}
          name="text"
          rows={6}
          spellcheck={false}
          autocomplete="off"
          class="rule-text"
          aria-describedby="told"
          {...(built.problem && { "aria-invalid": "true" as const })}
          placeholder={'orders >= 3 and recency > 60 days and not bought "85123A"'}
        >
          {built.text}
        </textarea>
      </label>
      <div class="unscripted">
        <button class="secondary" type="submit">
          Update
        </button>
      </div>
    </>
  );
}

/** Where the text is wrong, and what belongs there. */
function Problem({ problem, text }: { readonly problem: RuleProblem; readonly text: string }): VNode {
  const { position, found, expected, suggestion } = problem;
  const at = position === null || text === "" ? null : position;
  return (
    <div class="rule-problem">
      {at !== null && <Marked text={text} at={at} length={found?.length ?? 0} />}
      <p class="error">
        Expected {expected}
        {found === null ? ", but the rule ends here." : `, found ${found}.`}
        {suggestion !== null && ` Did you mean ${suggestion}?`}
      </p>
    </div>
  );
}

/** The line with the mistake, which is marked; of a long one, what stands around it. */
function Marked({ text, at, length }: { text: string; at: number; length: number }): VNode {
  const begin = text.lastIndexOf("\n", at - 1) + 1;
  const newline = text.indexOf("\n", at + length);
  const end = newline < 0 ? text.length : newline;
  const [from, to] = [Math.max(begin, at - AROUND), Math.min(end, at + length + AROUND)];
  return (
    <pre>
      {from > begin && "…"}
      {text.slice(from, at)}
      <mark>{text.slice(at, at + length) || "\u2009"}</mark>
      {text.slice(at + length, to)}
      {to < end && "…"}
    </pre>
  );
}

const AROUND = 60;

function SaveCard({ built, refused, saves, leaves }: BuilderProps): VNode {
  return (
    <section class="card" aria-label="Save it">
      <Field
        label="Name"
        name="name"
        value={built.name}
        maxLength={100}
        autocomplete="off"
        placeholder="High spenders gone quiet"
        error={refused}
      />
      <div class="row">
        <button type="submit" name="do" value="save">
          {saves}
        </button>
        {leaves}
      </div>
      <p class="hint">
        It stays up to date: after each training everyone is looked at again, and you see who came and who
        left.
      </p>
    </section>
  );
}
