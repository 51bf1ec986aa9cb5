import { t } from "elysia";
import { ForbiddenError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { sessionSetCookie } from "../../../src/auth/sessions";
import { Badge } from "../../components/card";
import { Icon } from "../../components/icon";
import { defineAction, definePage, redirect } from "../../page";
import { isSecure, nextOf } from "./next";

/** For people whom several tenants have taken in. */
export const shopPages: readonly Route[] = [
  definePage({
    path: "/shops",
    summary: "Your shops",
    query: t.Object({ next: t.Optional(t.String()) }),
    nav: "/settings",
    show: ({ request, query, tenant }, { people }) => {
      const places = people?.sessions.placesOf(request) ?? [];
      if (places.length < 2) return redirect(request, nextOf(query.next));
      return {
        title: "Your shops",
        subtitle: "Choose the one to work with. You can switch again in Settings.",
        body: (
          <ul class="shops">
            {places.map((place) => (
              <li key={place.tenant}>
                <form class="card" method="post" action="/app/shops">
                  <input type="hidden" name="tenant" value={place.tenant} />
                  <input type="hidden" name="next" value={nextOf(query.next)} />
                  <h2 class="row">
                    <Icon name="store" />
                    {place.tenant}
                  </h2>
                  <p class="row">
                    <Badge>{place.role}</Badge>
                    {place.tenant === tenant && <Badge tone="brand">open now</Badge>}
                  </p>
                  <button type="submit" class={place.tenant === tenant ? "" : "secondary"}>
                    Work with {place.tenant}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        ),
      };
    },
  }),
  defineAction({
    path: "/shops",
    summary: "Choose a shop",
    act: ({ request, form }, { people }) => {
      const secret = people?.sessions.moveTo(request, form.get("tenant") ?? "");
      if (!secret) throw new ForbiddenError("You are not a member of that shop.");
      return redirect(request, nextOf(form.get("next")), {
        "Set-Cookie": sessionSetCookie(secret, isSecure(request)),
      });
    },
  }),
];
