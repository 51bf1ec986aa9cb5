import { ruleText } from "../../../src/answers/rules/rule-text";
import type { ApiContext } from "../../../src/api/context";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { SecondaryLink } from "../../components/button";
import { withQuery } from "../../components/pages";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { type PageInput, pageResponse, redirect } from "../../page";
import type { PageContent } from "../../page-content";
import { Builder } from "./rules/builder";
import { type BuilderParts, builderParts } from "./rules/builder-parts";
import { type Built, builtBy, opened } from "./rules/builder-state";
import { RuleFigures } from "./rules/figures";
import { countedPoints, matching } from "./rules/matching";
import { StartingList } from "./rules/starting-list";
import { startingPoints } from "./rules/starting-points";
import { savedHref, YOURS } from "./saved-href";

/** What the address of a builder may say. */
export interface BuilderQuery {
  readonly model?: string;
  readonly rule?: string;
  readonly name?: string;
}

/** The builder as it opens: of a new segment, or of a saved one. */
export function openBuilder(
  context: ApiContext,
  input: PageInput<unknown, BuilderQuery>,
  saved: SavedSegmentRow | null,
): Promise<PageContent | Response> {
  const { rule = saved?.rule ?? "", name = saved?.name ?? "", model } = input.query;
  return showModel(context, input, model, async (shown) => {
    const parts = await builderParts(context, shown, input.settings);
    return builderPage(
      context,
      input,
      { shown, parts, saved, modelId: model },
      opened(rule, name, parts.kindOf),
    );
  });
}

/** The builder after one of its buttons; the segment's page once it is saved. */
export function useBuilder(
  context: ApiContext,
  input: PageInput & { readonly form: URLSearchParams },
  saved: SavedSegmentRow | null,
): Promise<Response> {
  const { form, tenant, request } = input;
  const modelId = form.get("model") || undefined;
  return showModel(context, input, modelId, async (shown) => {
    const parts = await builderParts(context, shown, input.settings);
    const built = builtBy(form, parts.subjects, parts.kindOf);
    const isSaving = form.get("do") === "save";
    const kept = isSaving ? keep(context, tenant, built, saved) : null;
    if (kept && "id" in kept) return redirect(request, savedHref(kept.id, modelId));
    const page = await builderPage(context, input, { shown, parts, saved, modelId }, built, kept?.refused);
    const answer = pageResponse({ ...page, status: isSaving ? 422 : 200 }, input, "/segments", context);
    const address = { rule: built.rule && ruleText(built.rule), name: built.name, model: modelId };
    answer.headers.set("HX-Replace-Url", withQuery(actionOf(saved), address));
    return answer;
  });
}

const MOST_NAME_LETTERS = 100;

/** Saves what was built, if it is whole; says why not about the name. */
function keep(
  { store, now }: ApiContext,
  tenant: string,
  { name, rule, faults, problem }: Built,
  saved: SavedSegmentRow | null,
): { readonly id: string } | { readonly refused: string | null } {
  if (name === "") return { refused: "Give it a name." };
  if (name.length > MOST_NAME_LETTERS) return { refused: `At most ${MOST_NAME_LETTERS} characters.` };
  if (problem !== null || faults.size > 0) return { refused: null };
  if (rule === null) return { refused: "Add a condition first: without one, everyone would be in it." };
  const id = saved?.id ?? Bun.randomUUIDv7();
  const row = { id, name, rule: ruleText(rule) };
  const isKept = saved
    ? store.savedSegments.update(tenant, { ...row, updatedAt: now() })
    : store.savedSegments.insert(tenant, { ...row, createdAt: now() });
  return isKept ? { id } : { refused: "Another of your segments has this name." };
}

interface Opened {
  readonly shown: ShownModel;
  readonly parts: BuilderParts;
  readonly saved: SavedSegmentRow | null;
  readonly modelId: string | undefined;
}

function actionOf(saved: SavedSegmentRow | null): string {
  return saved ? `${savedHref(saved.id)}/edit` : "/app/segments/new";
}

async function builderPage(
  context: ApiContext,
  { settings }: Pick<PageInput, "settings">,
  { shown, parts, saved, modelId }: Opened,
  built: Built,
  refused: string | null = null,
): Promise<PageContent> {
  const format = formatFor(settings);
  const matched = built.rule && (await matching(context, shown, built.rule));
  const isEmpty = built.draft.parts.length === 0 && built.text === "" && saved === null;
  const points = isEmpty ? startingPoints(shown.model, parts.products, parts.subjects, format) : [];
  return {
    title: saved ? `Edit ${saved.name}` : "New segment",
    subtitle: `Choose customers by rules; the figures follow each change. As of ${format.date(shown.card.as_of)}.`,
    body: (
      <Builder
        {...parts}
        action={actionOf(saved)}
        built={built}
        modelId={modelId}
        points={<StartingList points={await countedPoints(context, shown, points)} modelId={modelId} />}
        count={matched?.answer?.rows.length ?? null}
        figures={
          <RuleFigures
            {...{ shown, matched, modelId }}
            hasProblem={built.problem !== null}
            unfinished={built.faults.size}
          />
        }
        refused={refused}
        saves={saved ? "Save changes" : "Save segment"}
        leaves={
          <SecondaryLink href={saved ? savedHref(saved.id, modelId) : withQuery(YOURS, { model: modelId })}>
            Cancel
          </SecondaryLink>
        }
      />
    ),
  };
}
