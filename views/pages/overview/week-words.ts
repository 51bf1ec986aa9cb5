import { doubtOfGain } from "../../../src/answers/quality";
import type { Advice, Move } from "../../../src/models/contact/advice";
import { DOUBT_WORDS } from "../../../src/models/contact/claim";
import type { Gain } from "../../../src/models/contact/gain";
import { type MoveWords, moveWords } from "../../../src/models/contact/moves";
import type { ModelCard } from "../../../src/models/model-card";
import { likelyWords } from "../../components/gain";
import type { Format } from "../../format";

/** As many as a week has room for. */
export const MOST_MOVES = 5;
const COUNTS = ["One move", "Two moves", "Three moves", "Four moves", "Five moves"];

/** A sentence of which one part stands out. */
export interface Headline {
  readonly before: string;
  readonly strong: string;
  readonly after: string;
}

/** What the moves bring together; where the forecasts are poor, no sum is promised. */
export function headlineOf(
  { card, advice }: { readonly card: ModelCard; readonly advice: Advice },
  moves: readonly Move[],
  format: Format,
): Headline {
  const gain = advice.sumOfMoves(moves);
  const doubt = doubtOfGain(card, gain);
  const count = COUNTS[moves.length - 1]!;
  if (doubt !== null)
    return {
      before: "",
      strong: `${count} worth a trial.`,
      after: ` ${DOUBT_WORDS[doubt]}, so try one and let its control group tell.`,
    };
  const days = format.count(card.lifetime_value.horizon_days);
  return {
    before: `${count} should bring `,
    strong: format.money(gain.expected),
    after: `, ${likelyWords(gain, format)}, over ${days} days.`,
  };
}

/** A move's title and its reason. */
export function wordsOfMove(
  { kind, segment, leaving, value }: Move,
  { segmentation }: ModelCard,
  format: Format,
): MoveWords {
  const name = segmentation.summary.find((one) => one.segment === segment)?.name ?? "";
  return moveWords(kind, name, { leaving: format.percent(leaving), value: format.money(value) });
}

/** What a move should bring, and how sure that is. */
export function gainOfMove(
  gain: Gain,
  format: Format,
): { readonly expected: string; readonly range: string } {
  return {
    expected: `+${format.money(gain.expected)}`,
    range: `${likelyWords(gain, format)}; costs ${format.money(gain.cost)}`,
  };
}
