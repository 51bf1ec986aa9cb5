import type { VNode } from "preact";
import type { Role } from "../src/auth/principal";
import { ASSETS } from "./assets";
import { Icon } from "./components/icon";
import type { PeriodTexts } from "./components/period-picker";
import { Navigation } from "./navigation";
import type { PageContent } from "./page-content";

interface LayoutProps extends PageContent {
  readonly nav: string;
  /** Notifications. */
  readonly unread: number;
  readonly tenant: string;
  readonly role: Role | null;
  readonly theme: "light" | "dark" | null;
  /** The period that the page shows; the navigation keeps it. */
  readonly period: PeriodTexts;
}

/** A whole page: head, navigation, title, body. */
export function Layout({
  title,
  subtitle,
  actions,
  body,
  nav,
  unread,
  tenant,
  role,
  theme,
  period,
}: LayoutProps): VNode {
  return (
    <html lang="en" {...(theme && { "data-theme": theme })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          name="htmx-config"
          content='{"includeIndicatorCSS":false,"defaultTimeout":600000,"sse":{"reconnectMaxDelay":5000}}'
        />
        <title>{`${title} · Perennial`}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        <link rel="preload" href={ASSETS.font} as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="stylesheet" href={ASSETS.styles} />
        <script src={ASSETS.htmx} defer />
        <script src={ASSETS.script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        {role && <Navigation current={nav} {...{ unread, tenant, role, theme, period }} />}
        <main id="main" tabIndex={-1} class={role ? "" : "alone"}>
          {!role && (
            <p class="brand">
              <Icon name="leaf" />
              Perennial
            </p>
          )}
          <header class="page-head">
            <div>
              <h1>{title}</h1>
              {subtitle && <p class="subtitle">{subtitle}</p>}
            </div>
            {actions && <div class="actions">{actions}</div>}
          </header>
          <div id="body">{body}</div>
        </main>
      </body>
    </html>
  );
}
