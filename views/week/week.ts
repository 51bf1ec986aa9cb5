import type { OpenModel } from "../../src/answers/open-model";
import type { ApiContext } from "../../src/api/context";
import type { Advice, Move } from "../../src/models/contact/advice";
import type { ModelCard } from "../../src/models/model-card";
import type { KnownModel } from "../../src/store/models";
import type { Format } from "../format";

/** What a report is written from: the same answers as the page "This week". */
export type WeekContext = Pick<ApiContext, "store" | "blobs" | "models" | "now"> & {
  readonly config: Pick<ApiContext["config"], "publicUrl">;
};

/** A model's week: what the sections are written from. */
export interface Week {
  readonly row: KnownModel;
  readonly model: OpenModel;
  readonly card: ModelCard;
  readonly advice: Advice;
  readonly moves: readonly Move[];
  readonly format: Format;
  /** A page's complete address; null if the server does not know its own. */
  readonly href: (path: string) => string | null;
}
