import type { VNode } from "preact";
import { rankedRows } from "../../../../src/answers/ranked-rows";
import type { RuleAnswer } from "../../../../src/answers/rules/rule-answer";
import { Notice } from "../../../components/card";
import { CustomerName } from "../../../components/customer-name";
import { Facts } from "../../../components/facts";
import { likelyWords } from "../../../components/gain";
import { Meter } from "../../../components/meter";
import { useFormat } from "../../../components/reader";
import { counted } from "../../../counted";
import type { ShownModel } from "../../../model-page";
import { customerHref } from "../../customers/columns";
import type { Matching } from "./matching";

/** So many of them are shown by name. */
const SHOWN = 5;

/** Who matches so far: how many, what they have brought, and what contacting those who pay should bring. */
export function RuleFigures({
  shown,
  matched,
  hasProblem,
  unfinished,
  modelId,
}: {
  readonly shown: ShownModel;
  /** Null: there is no rule yet. */
  readonly matched: Matching | null;
  /** The rule cannot be read. */
  readonly hasProblem: boolean;
  /** Conditions that do not count yet. */
  readonly unfinished: number;
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  const all = shown.model.customers.rows;
  const heading = <h2 class="visually-hidden">Those who match</h2>;
  if (hasProblem || matched?.unanswered)
    return (
      <>
        {heading}
        <Notice tone="warn">
          {matched?.unanswered ?? "Who matches is not known before the rule can be read."}
        </Notice>
      </>
    );
  const answer = matched?.answer ?? null;
  const count = answer?.rows.length ?? all;
  const share = count / Math.max(1, all);
  return (
    <>
      {heading}
      <p class="count-line">
        <strong>{format.count(count)}</strong> {count === 1 ? "customer" : "customers"}
      </p>
      <Meter share={share} text={`${format.percent(share)} of all`} />
      {answer === null && <p class="soft small">Everyone so far: add a condition.</p>}
      {unfinished > 0 && (
        <p class="soft small">
          {counted(unfinished, "condition", format)} {unfinished === 1 ? "does" : "do"} not count yet:
          something is missing.
        </p>
      )}
      {answer && <Doubts answer={answer} />}
      {answer && answer.rows.length > 0 && (
        <>
          <Sums {...{ shown, answer }} />
          <Sample {...{ shown, modelId }} rows={answer.rows} />
        </>
      )}
    </>
  );
}

/** What the rule asks and the model does not know. */
export function Doubts({ answer: { unknown, doubts } }: { readonly answer: RuleAnswer }): VNode | null {
  const format = useFormat();
  if (unknown === 0 && doubts.length === 0) return null;
  return (
    <Notice tone="warn">
      {doubts.map((doubt) => (
        <p key={doubt}>{doubt}</p>
      ))}
      {unknown > 0 && (
        <p>
          {counted(unknown, "customer", format)} {unknown === 1 ? "is" : "are"} left out: what the rule asks
          is not known of them.
        </p>
      )}
    </Notice>
  );
}

function Sums({ shown, answer }: { readonly shown: ShownModel; readonly answer: RuleAnswer }): VNode {
  const format = useFormat();
  const { card } = shown;
  const { revenue, expectedSpend, gain } = answer;
  return (
    <Facts
      of={[
        [
          "Revenue so far",
          <>
            {format.shortMoney(revenue)}{" "}
            <span class="soft">{format.percent(revenue / card.data.revenue)} of all</span>
          </>,
        ],
        [
          "Expected spend",
          <>
            {format.shortMoney(expectedSpend)}{" "}
            <span class="soft">in {card.lifetime_value.horizon_days} days</span>
          </>,
        ],
        [
          "Gain of contacting",
          gain.customers === 0 ? (
            "No contact pays here"
          ) : (
            <>
              {format.money(gain.expected)}{" "}
              <span class="soft">
                {likelyWords(gain, format)}, from the {format.count(gain.customers)} a contact pays for
              </span>
            </>
          ),
        ],
      ]}
    />
  );
}

/** Some of them, those of most expected spend. */
function Sample({
  shown,
  rows,
  modelId,
}: {
  readonly shown: ShownModel;
  readonly rows: Int32Array;
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  const { customers } = shown.model;
  const best = rankedRows(rows, shown.numbers("ltv_estimate"), true, 0, SHOWN);
  return (
    <div>
      <h3 class="small soft">Among them</h3>
      <ul class="sample">
        {Array.from(best, (row) => (
          <li key={row}>
            <CustomerName
              people={customers.people}
              row={row}
              id={String(customers.cell("CustomerID", row))}
              href={customerHref(shown, row, modelId)}
            />
            <span class="number soft">{format.money(customers.cell("monetary", row) as number)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
