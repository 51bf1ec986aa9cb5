import { t } from "elysia";
import type { ApiContext } from "../../../src/api/context";
import { requireDestination } from "../../../src/api/resources/destinations/route";
import { Id } from "../../../src/api/resources/schemas";
import type { Route } from "../../../src/api/route";
import { consentAttributes } from "../../../src/destinations/consent";
import { addDestination, changeDestination } from "../../../src/destinations/own-destinations";
import { SettingError } from "../../../src/destinations/settings";
import { InputError } from "../../../src/errors";
import type { DestinationRow } from "../../../src/store/destinations";
import { canMail } from "../../can-mail";
import { onceIdOf } from "../../components/once-shown";
import { formatFor } from "../../format";
import { type AudienceQuery, audienceQuery } from "../../forms/audience-query";
import { readFilter } from "../../forms/customer-filter";
import { audienceOfQuery, queryOfAudience } from "../../forms/destination-audience";
import {
  DESTINATION_FIELDS,
  destinationOfForm,
  destinationTexts,
  listOfForm,
  queryOfDestination,
  textsOfDestination,
} from "../../forms/destination-form";
import { type ShownModel, showModel } from "../../model-page";
import { narrowedBy } from "../../narrowed";
import { defineAction, definePage, type PageInput, pageResponse, redirect } from "../../page";
import type { PageContent } from "../../page-content";
import { lacksSegment } from "./described";
import { DestinationForm, type FormState } from "./form";
import { DESTINATIONS, destinationHref } from "./href";
import { previewOf } from "./preview";

const NAV = "/destinations";
const EDIT = "/destinations/:destination_id/edit";
const Query = t.Object(Object.fromEntries(DESTINATION_FIELDS.map((name) => [name, t.Optional(t.String())])));
const USUAL = { format: "klaviyo", every: "training", hour: "6" } as const;

/** The forms that add and change destinations. */
export const destinationForms: readonly Route[] = [
  definePage({
    path: "/destinations/new",
    nav: NAV,
    access: "admin",
    summary: "New destination",
    query: Query,
    show: (input, context) =>
      showModel(context, input, undefined, (shown) => {
        const given = input.query as Record<string, unknown>;
        const query = audienceQuery(given);
        const { proposed } = consentAttributes(shown.model.customers);
        const saved = query.saved && context.store.savedSegments.find(input.tenant, query.saved);
        const proposal = { ...USUAL, name: saved ? saved.name : "", consent: proposed ?? "" };
        const texts = { ...proposal, ...destinationTexts(given) };
        return formPage(context, input, shown, null, { query, texts, error: null });
      }),
  }),
  definePage({
    path: EDIT,
    nav: NAV,
    access: "admin",
    summary: "Edit destination",
    params: t.Object({ destination_id: Id }),
    query: Query,
    show: (input, context) => {
      const row = requireDestination(context, input.tenant, input.params.destination_id);
      return showModel(context, input, undefined, (shown) => {
        const given = input.query as Record<string, unknown>;
        // The form asks what it would come to with all of its fields; without them it is as it was saved.
        const state =
          given.format === undefined
            ? { query: queryOfDestination(row), texts: textsOfDestination(row) }
            : { query: audienceQuery(given), texts: destinationTexts(given) };
        return formPage(context, input, shown, row, { ...state, error: null });
      });
    },
  }),
  defineAction({
    path: "/destinations/new",
    access: "admin",
    summary: "Add a destination",
    act: (input, context) =>
      saved(context, input, null, (described) =>
        addDestination(context, input.tenant, described, onceIdOf(input.form)),
      ),
  }),
  defineAction({
    path: EDIT,
    access: "admin",
    summary: "Change a destination",
    act: (input, context) => {
      const row = requireDestination(context, input.tenant, input.params.destination_id!);
      return saved(context, input, row, (described) =>
        changeDestination(context, input.tenant, row, described),
      );
    },
  }),
];

type SentForm = PageInput<Record<string, string>> & { readonly form: URLSearchParams };

/** Saves what a form describes and leads to it; or shows the form again, with what is wrong. */
function saved(
  context: ApiContext,
  input: SentForm,
  row: DestinationRow | null,
  save: (described: ReturnType<typeof destinationOfForm>) => DestinationRow,
): Promise<Response> {
  return showModel(context, input, undefined, async (shown) => {
    const given = Object.fromEntries(input.form);
    try {
      const described = destinationOfForm(given, shown.advice.terms);
      const { problem } = await previewOf(context, input.tenant, shown, () => described.settings);
      if (problem) throw problem;
      return redirect(input.request, destinationHref(save(described).id));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const field = error instanceof SettingError ? error.field : null;
      const state = {
        query: queryOfAudience(audienceOfQuery(audienceQuery(given), shown.advice.terms)),
        texts: destinationTexts(given),
        error: { field, message: error.message },
      };
      const page = await formPage(context, input, shown, row, state);
      return pageResponse({ ...page, status: error.status }, input, NAV, context);
    }
  });
}

async function formPage(
  context: ApiContext,
  { tenant, settings }: PageInput,
  shown: ShownModel,
  row: DestinationRow | null,
  state: FormState,
): Promise<PageContent> {
  const given = { ...state.query, ...state.texts };
  const { connections, store } = context;
  return {
    title: row ? `Edit ${row.name}` : "New destination",
    subtitle: "An audience that goes somewhere on its own. Its list is made when it is sent.",
    body: (
      <DestinationForm
        {...state}
        action={row ? `${destinationHref(row.id)}/edit` : `${DESTINATIONS}/new`}
        isNew={row === null}
        shown={shown}
        segments={store.savedSegments.list(tenant)}
        narrowed={
          await narrowedBy(
            context,
            tenant,
            shown,
            knownFilter(context, tenant, state.query),
            formatFor(settings),
          )
        }
        connections={connections.of(tenant)}
        canMail={canMail(context.integrations)}
        attributes={consentAttributes(shown.model.customers).names}
        preview={await previewOf(context, tenant, shown, () => listOfForm(given, shown.advice.terms))}
      />
    ),
  };
}

/** Without a saved segment that is gone. */
function knownFilter(context: ApiContext, tenant: string, query: AudienceQuery) {
  const { filter } = readFilter(query);
  return lacksSegment(context, tenant, filter) ? { ...filter, saved: undefined } : filter;
}
