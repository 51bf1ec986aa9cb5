import type { VNode } from "preact";
import { campaignStart } from "../../../src/api/resources/campaigns/days";
import type { Move } from "../../../src/models/contact/advice";
import type { Gain } from "../../../src/models/contact/gain";
import { isoDay } from "../../../src/time";
import { UploadLink } from "../../components/for-role";
import { NobodyPays } from "../../components/gain";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import type { ShownModel } from "../../model-page";
import { USUAL_CONTROL_SHARE } from "../audience/campaign-parts";
import { type Asked, customerLinks } from "./customer-links";
import { gainOfMove, headlineOf, MOST_MOVES, wordsOfMove } from "./week-words";

const MOST_NAMED = 3;

interface ShownProps {
  readonly shown: ShownModel;
  readonly asked: Asked;
  readonly now: number;
}

/** What to do this week: the moves that bring most, each with the button that makes its list. */
export function ThisWeek(props: ShownProps): VNode {
  const { advice } = props.shown;
  const moves = advice.moves.slice(0, MOST_MOVES);
  if (moves.length === 0) return <NoMoves {...props} />;
  const others = advice.moves.slice(MOST_MOVES);
  return (
    <section class="card lead" aria-label="This week">
      <Headline {...props} moves={moves} />
      <ol class="moves">
        {moves.map((move, m) => (
          <MoveItem key={move.key} {...props} move={move} isFirst={m === 0} />
        ))}
      </ol>
      {others.length > 0 && <Others {...props} others={others} />}
    </section>
  );
}

function NoMoves({ shown: { advice } }: ShownProps): VNode {
  const isKnown = advice.gain.some((gain) => !Number.isNaN(gain));
  return (
    <section class="card lead" aria-label="This week">
      {isKnown ? (
        <NobodyPays advice={advice} />
      ) : (
        <p>
          This file does not show who leaves, so nobody can be named yet.{" "}
          <UploadLink>A file that goes further back</UploadLink> would help.
        </p>
      )}
    </section>
  );
}

/** What the moves bring together; where the forecasts are poor, no sum is promised. */
export function Headline({
  shown,
  moves,
}: Pick<ShownProps, "shown"> & { readonly moves: readonly Move[] }): VNode {
  const { before, strong, after } = headlineOf(shown, moves, useFormat());
  return (
    <p class="headline">
      {before}
      <strong>{strong}</strong>
      {after}
    </p>
  );
}

function MoveItem({
  shown,
  asked,
  now,
  move,
  isFirst,
}: ShownProps & { readonly move: Move; readonly isFirst: boolean }): VNode {
  const format = useFormat();
  const { model, card } = shown;
  const { key, rows, gain } = move;
  const { title, reason } = wordsOfMove(move, card, format);
  const named = Array.from(rows.subarray(0, MOST_NAMED), (row) => model.customers.people.title(row));
  const rest = rows.length - named.length;
  return (
    <li>
      <div class="what">
        <h2>{title}</h2>
        <p class="small who">
          <a href={customerLinks.ofMove(asked, key)}>{counted(rows.length, "customer", format)}</a>
          <span class="soft">
            : {named.join(", ")}
            {rest > 0 && <span class="wide-only"> and {format.count(rest)} more</span>}
          </span>
        </p>
        <p class="small soft reason">{reason}</p>
      </div>
      <GainFigures gain={gain} />
      <form method="post" action="/app/audience/campaigns">
        {Object.entries({
          move: key,
          model: asked.model,
          name: `${title}, ${format.shortDate(now)}`,
          starts: isoDay(campaignStart(now, Date.parse(card.as_of))),
          control_share: USUAL_CONTROL_SHARE,
        }).map(([field, text]) => text && <input key={field} type="hidden" name={field} value={text} />)}
        <button class={isFirst ? "" : "secondary"} type="submit">
          Create list<span class="visually-hidden">: {title}</span>
        </button>
      </form>
    </li>
  );
}

function GainFigures({ gain }: { readonly gain: Gain }): VNode {
  const { expected, range } = gainOfMove(gain, useFormat());
  return (
    <p class="gain">
      <strong class="rise">{expected}</strong>
      <span class="small soft">{range}</span>
    </p>
  );
}

function Others({
  shown: { advice },
  asked,
  others,
}: ShownProps & { readonly others: readonly Move[] }): VNode {
  const format = useFormat();
  const gain = advice.sumOfMoves(others);
  return (
    <p class="small soft">
      Another {counted(gain.customers, "customer", format)} would bring {format.money(gain.expected)}.{" "}
      <a href={withQuery("/app/audience", { model: asked.model })}>See everyone whom a contact pays for</a>
    </p>
  );
}
