import type { VNode } from "preact";
import type { Role } from "../src/auth/principal";
import { includesRole } from "../src/auth/principal";
import { ASSETS } from "./assets";
import { Icon, type IconName } from "./components/icon";
import type { PageContent } from "./page-content";

interface NavEntry {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly role?: Role;
}

const NAVIGATION: readonly { readonly title: string; readonly entries: readonly NavEntry[] }[] = [
  {
    title: "Business",
    entries: [
      { path: "", label: "This week", icon: "home" },
      { path: "/segments", label: "Segments", icon: "segments" },
      { path: "/customers", label: "Customers", icon: "people" },
      { path: "/audience", label: "Audience", icon: "target" },
      { path: "/predictions", label: "Predictions", icon: "spark" },
      { path: "/report", label: "Report", icon: "report" },
    ],
  },
  {
    title: "Analysis",
    entries: [
      { path: "/models", label: "Models", icon: "model" },
      { path: "/cohorts", label: "Cohorts", icon: "cohorts" },
      { path: "/rfm", label: "RFM", icon: "grid" },
      { path: "/migration", label: "Migration", icon: "flow" },
      { path: "/experiments", label: "Experiments", icon: "flask" },
    ],
  },
  {
    title: "Data",
    entries: [
      { path: "/upload", label: "Upload", icon: "upload", role: "analyst" },
      { path: "/datasets", label: "Data sets", icon: "table" },
      { path: "/queue", label: "Queue", icon: "queue" },
      { path: "/notifications", label: "Notifications", icon: "bell" },
      { path: "/settings", label: "Settings", icon: "settings" },
    ],
  },
];

interface LayoutProps extends PageContent {
  readonly nav: string;
  /** Notifications. */
  readonly unread: number;
  readonly tenant: string;
  readonly role: Role | null;
  readonly theme: "light" | "dark" | null;
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
        <link rel="stylesheet" href={ASSETS.styles} />
        <script src={ASSETS.htmx} defer />
        <script src={ASSETS.script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        {role && <Navigation current={nav} unread={unread} tenant={tenant} role={role} theme={theme} />}
        <main id="main" tabIndex={-1} class={role ? "" : "alone"}>
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

function Navigation({
  current,
  unread,
  tenant,
  role,
  theme,
}: Pick<LayoutProps, "tenant" | "theme" | "unread"> & { current: string; role: Role }) {
  return (
    <header class="side">
      <a class="brand" href="/app">
        <Icon name="leaf" />
        <span>Perennial</span>
      </a>
      <details class="menu" open>
        <summary>Menu</summary>
        <nav aria-label="Main">
          {NAVIGATION.map(({ title, entries }) => (
            <section key={title}>
              <h2>{title}</h2>
              <ul>
                {entries
                  .filter((entry) => !entry.role || includesRole(role, entry.role))
                  .map(({ path, label, icon }) => (
                    <li key={path}>
                      <a href={`/app${path}`} {...(path === current && { "aria-current": "page" as const })}>
                        <Icon name={icon} />
                        {label}
                        {path === "/notifications" && unread > 0 && (
                          <span class="badge brand unread">
                            {unread > 99 ? "99+" : unread}
                            <span class="visually-hidden"> unread</span>
                          </span>
                        )}
                      </a>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </nav>
        <div class="foot">
          <p class="tenant">
            <Icon name="store" />
            {tenant}
          </p>
          <form class="theme" method="post" action="/app/theme" aria-label="Colours">
            <Icon name="theme" />
            <button class="quiet" type="submit" name="theme" value="light" aria-pressed={theme === "light"}>
              Light
            </button>
            <button class="quiet" type="submit" name="theme" value="dark" aria-pressed={theme === "dark"}>
              Dark
            </button>
          </form>
          <p class="links">
            <a href="/docs">API</a>
            <a href="/app/sign-out">Sign out</a>
          </p>
        </div>
      </details>
    </header>
  );
}
