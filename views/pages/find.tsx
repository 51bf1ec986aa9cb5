import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../src/api/context";
import type { Route } from "../../src/api/route";
import { includesRole, type Role } from "../../src/auth/principal";
import { Empty } from "../components/card";
import { NAVIGATION } from "../navigation";
import { definePage } from "../page";
import { campaignHref } from "./audience/campaign-parts";
import { savedHref } from "./segments/saved-href";

/** So many of each kind are shown. */
const MOST_SHOWN = 8;

interface Find {
  readonly href: string;
  readonly title: string;
  /** What it is, and what tells it from others of that title. */
  readonly note: string;
}

/** Customers, segments, pages and campaigns by a part of their name. The palette of every page shows the same list. */
export const findPages: readonly Route[] = [
  definePage({
    path: "/find",
    summary: "Find",
    query: t.Object({ q: t.Optional(t.String({ maxLength: 200 })) }),
    show: async ({ tenant, principal, query }, context) => {
      const part = query.q?.trim() ?? "";
      const finds = [
        ...pagesWith(part, principal!.role),
        ...(part === ""
          ? []
          : [
              ...segmentsWith(context, tenant, part),
              ...(await customersWith(context, tenant, part)),
              ...campaignsWith(context, tenant, part),
            ]),
      ];
      return {
        title: "Find",
        subtitle: "Customers by name, e-mail address or ID; your segments; pages; campaigns.",
        body: (
          <div class="stack">
            <form class="row" method="get" action="/app/find">
              <input type="search" name="q" value={part} aria-label="Find" class="search" />
              <button class="secondary" type="submit">
                Find
              </button>
            </form>
            <Finds finds={finds} />
          </div>
        ),
      };
    },
  }),
];

function Finds({ finds }: { readonly finds: readonly Find[] }): VNode {
  if (finds.length === 0)
    return (
      <Empty icon="search" title="Nothing found">
        <p>Try a shorter part of the name, the e-mail address or the ID.</p>
      </Empty>
    );
  return (
    <ul class="finds card">
      {finds.map(({ href, title, note }) => (
        <li key={href}>
          <a href={href}>
            {title} <span class="soft small">{note}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function pagesWith(part: string, role: Role): Find[] {
  return NAVIGATION.flatMap((entry) => [entry, ...(entry.parts ?? [])])
    .filter((page) => !page.role || includesRole(role, page.role))
    .filter((page, i, all) => all.findIndex(({ path }) => path === page.path) === i)
    .filter(({ label }) => label.toLowerCase().includes(part.toLowerCase()))
    .map(({ path, label }) => ({ href: `/app${path}`, title: label, note: "page" }));
}

/** Of the default model, those of most expected spend first. */
async function customersWith(context: ApiContext, tenant: string, part: string): Promise<Find[]> {
  const id = context.store.tenants.defaultModel(tenant);
  const known = id === null ? null : context.store.models.find(tenant, id);
  if (!known) return [];
  return context.models.use(known, ({ customers }) => {
    const { people } = customers;
    const holds = people.holds(part);
    const worth = customers.numbers("ltv_estimate");
    const rows = Array.from({ length: customers.rows }, (_, row) => row).filter(holds);
    return rows
      .sort((a, b) => (worth[b] || 0) - (worth[a] || 0) || a - b)
      .slice(0, MOST_SHOWN)
      .map((row) => {
        const id = customers.cell("CustomerID", row) as string;
        const more = people.name(row) === null ? null : (people.email(row) ?? id);
        return {
          href: `/app/customers/${encodeURIComponent(id)}`,
          title: people.title(row),
          note: more === null ? "customer" : `customer ${more}`,
        };
      });
  });
}

/** The segments that people made, and what they are called. */
function segmentsWith({ store }: ApiContext, tenant: string, part: string): Find[] {
  return store.savedSegments
    .list(tenant)
    .filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()))
    .slice(0, MOST_SHOWN)
    .map(({ id, name }) => ({ href: savedHref(id), title: name, note: "segment" }));
}

function campaignsWith({ store }: ApiContext, tenant: string, part: string): Find[] {
  return store.campaigns
    .list(tenant)
    .filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()))
    .slice(0, MOST_SHOWN)
    .map(({ id, name }) => ({ href: campaignHref(id), title: name, note: "campaign" }));
}
